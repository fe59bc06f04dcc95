"""decisions.jsonl in a report's folder: what reviewers decided, one line each, only ever added to.

A line counts once it is on the disk with its newline. What a crash left of a line is never removed: it is named when the
file is read, and the next line begins below it.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from litsynth.codec import decode, dumps, encode
from litsynth.errors import BadRecord, MissingInput, OutputFailed
from litsynth.records import Decision

if sys.platform != "win32":
    import fcntl

DECISIONS = "decisions.jsonl"


@dataclass(frozen=True, slots=True)
class DamagedLine:
    """A line that is no decision: its number, counted from 1, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """All decisions of a folder, oldest first (undone ones too), and the lines that could not be read."""

    decisions: tuple[Decision, ...]
    damaged: tuple[DamagedLine, ...]


def read_decisions(folder: Path) -> DecisionLog:
    """What is in the folder's decisions.jsonl; nothing where there is none. Raises MissingInput where it cannot be read."""
    try:
        with (folder / DECISIONS).open("rb") as stream:
            _lock(stream.fileno(), shared=True)  # so that no line is read while it is being written
            return _parsed(stream.read())
    except FileNotFoundError:
        return DecisionLog((), ())
    except OSError as error:
        raise _unreadable(folder, error) from error


class HeldDecisions:
    """A folder's decisions while no other process adds any; `log` is what is there."""

    def __init__(self, folder: Path, handle: int) -> None:
        self._folder = folder
        self._handle = handle
        self._raw = _all_of(handle)
        self.log = _parsed(self._raw)

    def add(self, decisions: Sequence[Decision]) -> None:
        """Add decisions; they are on the disk when this returns. Raises OSError, and then none of them was added."""
        if decisions:
            # What a crash left of a line stays as it is, a damaged line of its own.
            start = b"\n" if self._raw and not self._raw.endswith(b"\n") else b""
            added = start + decisions_text(decisions).encode("utf-8")
            _write_whole(self._folder, self._handle, added, len(self._raw))
            self._raw += added
            self.log = _parsed(self._raw)


@contextmanager
def hold_decisions(folder: Path) -> Iterator[HeldDecisions]:
    """Keep every other process from adding decisions, to add some that depend on what is there. Raises OutputFailed."""
    with _opened(folder) as handle:
        yield HeldDecisions(folder, handle)


def append_decisions(folder: Path, decisions: Sequence[Decision]) -> DecisionLog:
    """Add decisions; they are on the disk when this returns, as are those of others that came meanwhile.

    Raises OutputFailed, and then none of them was added.
    """
    with hold_decisions(folder) as held:
        held.add(decisions)
        return held.log


def decisions_text(decisions: Iterable[Decision]) -> str:
    """The lines of a decisions.jsonl, for a folder that is made with decisions in it."""
    return "".join(f"{dumps(encode(decision))}\n" for decision in decisions)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The file, made where it is not there, locked against other processes (on Windows, which has no flock, it is not)."""
    path = folder / DECISIONS
    try:
        handle = _locked(path)
        try:
            yield handle
        finally:
            os.close(handle)  # which gives the lock back
    except OSError as error:
        raise _unwritable(path, error) from error


def _locked(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        _lock(handle)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        os.close(handle)  # an editor put another file in its place while we waited


def _lock(handle: int, shared: bool = False) -> None:
    if sys.platform != "win32":
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)


def _all_of(handle: int) -> bytes:
    with os.fdopen(os.dup(handle), "rb") as stream:
        stream.seek(0)
        return stream.read()


def _write_whole(folder: Path, handle: int, data: bytes, size: int) -> None:
    """Write and sync `data` behind the first `size` bytes, or leave the file with those alone."""
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
        if not size:
            _sync_name(folder)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(handle, size)
            os.fsync(handle)
        raise


def _sync_name(folder: Path) -> None:
    """A new file is there after a power cut only once its folder was synced, too."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _parsed(raw: bytes) -> DecisionLog:
    decisions: list[Decision] = []
    damaged: list[DamagedLine] = []
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            try:
                decisions.append(_decision(line))
            except (ValueError, BadRecord, RecursionError) as error:
                damaged.append(DamagedLine(number, _why(error)))
    return DecisionLog(tuple(decisions), tuple(damaged))


def _decision(line: bytes) -> Decision:
    value = json.loads(line.decode("utf-8"))
    if not isinstance(value, dict):
        raise BadRecord("not a JSON object")
    return decode(Decision, value)


def _why(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    return error.message if isinstance(error, BadRecord) else f"not JSON: {error}"


def _unwritable(path: Path, error: OSError) -> OutputFailed:
    return OutputFailed(
        f"{path}: {error.strerror}; nothing was added to it", "check permissions and free space, then do it again"
    )


def _unreadable(folder: Path, error: OSError) -> MissingInput:
    return MissingInput(f"{folder / DECISIONS} cannot be read: {error.strerror}", "make it readable")
