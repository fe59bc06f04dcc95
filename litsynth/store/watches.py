"""What `litsynth watch` remembers of a report from one search to the next, and that only one watches it.

It lies beside the report, in `.litsynth-watch/`, and may be deleted: then the next search is due at once.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from litsynth.codec import decode, dumps, encode
from litsynth.errors import BadRecord, OutputFailed

if sys.platform != "win32":
    import fcntl

FOLDER = ".litsynth-watch"


@dataclass(frozen=True, slots=True)
class Watched:
    """Times are in seconds since the epoch; 0: never.

    `checked`: the last search that succeeded; `tried`: the last one at all; `failures`: how many have failed since then.
    `told`: the `run_digest` of the newest report that the user has been told of, or knew.
    """

    checked: float = 0.0
    tried: float = 0.0
    failures: int = 0
    told: str = ""


def read_watched(report: Path) -> Watched:
    """What is remembered of the report in this folder; nothing where it cannot be read."""
    try:
        return decode(Watched, json.loads(_path(report, "json").read_bytes()))
    except (OSError, ValueError, BadRecord):
        return Watched()


def write_watched(report: Path, watched: Watched) -> None:
    """Remember it, whole or not at all. Raises OutputFailed."""
    path = _path(report, "json")
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        unfinished.write_text(dumps(encode(watched)) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise OutputFailed(f"{path}: {error.strerror}", "check permissions and free space") from error


@contextmanager
def watching(report: Path) -> Iterator[None]:
    """Nobody else may watch the report meanwhile. Raises OutputFailed where somebody does (on Windows, never)."""
    path = _path(report, "lock")
    try:
        path.parent.mkdir(exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputFailed(f"{path}: {error.strerror}", "check permissions and free space") from error
    try:
        _lock(handle, report)
        yield
    finally:
        os.close(handle)  # which gives the lock back


def _lock(handle: int, report: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputFailed(f"{report} is watched by another process", "let that one go on, or end it") from error


def _path(report: Path, suffix: str) -> Path:
    folder = report.resolve()
    return folder.parent / FOLDER / f"{folder.name}.{suffix}"
