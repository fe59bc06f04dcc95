"""Taking turns at a remote host: one connection, and a pause between two requests, over all processes.

arXiv's terms: one request in three seconds and one connection, counted over all machines of a user
(https://info.arxiv.org/help/api/tou.html).
"""

import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from platformdirs import user_cache_path

from litsynth.errors import OutputFailed

if sys.platform != "win32":
    import fcntl


_ROOM = "free some space, or choose another cache folder (XDG_CACHE_HOME)"


class Timer(Protocol):
    """A clock that can be waited on; the module `time` is one."""

    def time(self) -> float:
        """Seconds since the epoch."""
        ...

    def sleep(self, seconds: float, /) -> None:
        """Return after so many seconds."""
        ...


def lock_of(address: str) -> Path:
    """The file by which all processes of this user take turns at the host of an address (or at what has this name).

    Below the user's cache folder (on Linux ~/.cache, or as XDG_CACHE_HOME says): the host counts all corpora together.
    """
    host = urlsplit(address).netloc.rpartition("@")[2] or address
    return user_cache_path("litsynth") / "pace" / re.sub(r"[^A-Za-z0-9.-]", "_", host)


class Pace:
    """Turns with `delay` seconds between them.

    `lock` is a file that every process of the user shares: who holds it may ask, and it holds the time of the
    last request. (On Windows, which has no `flock`, the turns hold within one process only.)
    """

    def __init__(self, lock: Path, delay: float, timer: Timer = time) -> None:
        self.delay = delay
        self._lock = lock
        self._timer = timer
        self._mine = threading.RLock()
        self._handle = -1

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other process and thread from asking; may be entered again while held. Raises OutputFailed."""
        with self._mine:
            if self._handle >= 0:
                yield
                return
            self._handle = self._open()
            try:
                if sys.platform != "win32":
                    fcntl.flock(self._handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(self._handle)  # which gives the lock back
                self._handle = -1

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One request: wait until `delay` seconds have passed since the end of the last, and note the time after it."""
        with self.hold():
            # A clock that was set back must not make anyone wait for longer than one delay.
            passed = max(0.0, self._timer.time() - self._last())
            if passed < self.delay:
                self._timer.sleep(self.delay - passed)
            try:
                yield
            finally:
                self._note(self._timer.time())

    def back_off(self, seconds: float) -> None:
        """Wait because the host asked for it; the others wait too, for the host counts all of them together."""
        self._timer.sleep(seconds)

    def _last(self) -> float:
        os.lseek(self._handle, 0, os.SEEK_SET)
        try:
            return float(os.read(self._handle, 64))
        except ValueError:  # a new file is empty
            return 0.0

    def _note(self, seconds: float) -> None:
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, f"{seconds:20.6f}".encode("ascii"))
        except OSError as error:
            raise self._unwritable(error) from error

    def _open(self) -> int:
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> OutputFailed:
        return OutputFailed(f"cannot write {self._lock}: {error.strerror}", _ROOM)
