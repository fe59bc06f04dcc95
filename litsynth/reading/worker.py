"""A process that reads one file at a time. When it dies or is ended, the file is to blame and the next gets a new one."""

import os
import pickle
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from litsynth.errors import LitsynthError
from litsynth.reading.child import READY
from litsynth.reading.unread import Unread, ended
from litsynth.records import Document

_SERVE = "from litsynth.reading.child import serve; serve({})"
_LAST_BREATH_SECONDS = 5.0  # from the end of a process's output to its own
_BROKEN = (OSError, EOFError, pickle.UnpicklingError)


class Worker:
    """Not `multiprocessing`: that would run the main module of whoever uses litsynth once more in each process.

    The process is started by the first file. For one thread; `close` may be called from another.
    """

    def __init__(self, limit_seconds: float) -> None:
        self._limit = limit_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, unread: Unread) -> Document:
        """The document, read in the other process. Raises what `Unread.read` raises, and LitsynthError without one.

        UnreadablePaper also says that the process died of the file, or was ended after `limit_seconds`.
        """
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._process = self._started()
        began = time.monotonic()
        try:
            answer = _ask(process, unread)
        except _BROKEN as error:
            late = time.monotonic() - began >= self._limit
            raise ended(unread, self._limit, _status(process), late) from error
        if isinstance(answer, LitsynthError):
            raise answer
        assert isinstance(answer, Document)
        return answer

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _started(self) -> subprocess.Popen[bytes]:
        # What this process can import, its child can: also litsynth from a folder that only `sys.path` names.
        paths = os.pathsep.join(str(Path(path).absolute()) for path in sys.path)
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _SERVE.format(self._limit)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )
        except OSError as error:
            raise _no_process(str(error)) from error
        try:
            if _answer(process) == READY:
                return process
        except _BROKEN as error:
            _end(process)
            raise _no_process(f"it died (exit status {_status(process)})") from error
        _end(process)
        raise _no_process("it does not answer")


def _no_process(why: str) -> LitsynthError:
    return LitsynthError(f"a process that reads files cannot be started: {why}", "set corpus.workers = 1")


def _ask(process: subprocess.Popen[bytes], unread: Unread) -> object:
    assert process.stdin is not None
    pickle.dump(unread, process.stdin)
    process.stdin.flush()
    return _answer(process)


def _answer(process: subprocess.Popen[bytes]) -> object:
    assert process.stdout is not None
    return pickle.load(process.stdout)


def _status(process: subprocess.Popen[bytes]) -> int:
    with suppress(subprocess.TimeoutExpired):
        process.wait(_LAST_BREATH_SECONDS)
    return process.returncode or 0


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(OSError):  # what was not yet written to it has nowhere to go
            pipe.close()
