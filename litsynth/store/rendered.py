"""Whether a file in a report's folder is still as it was rendered, and rendering it anew where it is.

What is rendered says how many decisions it shows (`decisions` in report.json, in the front matter of report.md, in a
`meta` of report.html), so that it can be rendered once more with just those and compared: a file that differs was
changed by a person.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from litsynth.errors import OutputFailed
from litsynth.records import Decision

Again = Callable[[str, tuple[Decision, ...]], str]
"""The text of the file of that name, rendered with those decisions."""

_LAST = "report.json"
_SHOWN = re.compile(r"^(?:decisions: |<meta name=\"decisions\" content=\")(\d{1,9})(?:\">)?$", re.MULTILINE)
_HEAD = re.compile("\n---\n|</head>")


def is_rendered(path: Path, name: str, again: Again, decisions: Sequence[Decision]) -> bool:
    """Whether the file at `path` is what `again` makes of `name` with the first decisions, as many as it shows.

    Raises OSError where it cannot be read.
    """
    present = path.read_bytes()
    shown = _shown(name, present)
    return shown is not None and again(name, tuple(decisions[:shown])).encode("utf-8") == present


def render_anew(folder: Path, names: Iterable[str], again: Again, decisions: tuple[Decision, ...]) -> dict[str, str]:
    """Write the files that decisions change over what was rendered before; by name, under which name each stands.

    That is another one (report.reviewed.md) where a person changed the file: what they wrote stays. Raises OutputFailed.
    """
    written = {}
    for name in sorted(names, key=lambda name: (name == _LAST, name)):
        text = again(name, decisions)
        try:
            written[name] = _write(folder, name, text, again, decisions)
        except OSError as error:
            where = f"{error.filename or folder / name}: {error.strerror}"
            raise OutputFailed(f"{where}; decisions are kept", "check permissions and free space") from error
    return written


def _write(folder: Path, name: str, text: str, again: Again, decisions: tuple[Decision, ...]) -> str:
    for candidate in _names(name):
        path = folder / candidate
        if path.exists() and path.read_bytes() == text.encode("utf-8"):
            return candidate
        # report.json is what the others are made of: it keeps every value that it has, whoever wrote it.
        if name == _LAST or not path.exists() or is_rendered(path, name, again, decisions):
            replace_whole(path, text.encode("utf-8"))
            return candidate
        if text == again(name, ()):
            return name  # edited, and decisions do not show in it
    raise AssertionError("there is always another name")


def _names(name: str) -> Iterator[str]:
    """The name, and those that stand in for it: report.md, report.reviewed.md, report.reviewed-2.md, ..."""
    stem, _, suffix = name.rpartition(".")
    yield name
    yield f"{stem}.reviewed.{suffix}"
    yield from (f"{stem}.reviewed-{number}.{suffix}" for number in count(2))


def replace_whole(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: where that fails, the one before stays. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)  # so that a full disk leaves the one before
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def _shown(name: str, present: bytes) -> int | None:
    """How many decisions a file says that it shows; None where it was never rendered."""
    try:
        text = present.decode("utf-8")
        if name == _LAST:
            return len(json.loads(text)["decisions"])
    except (ValueError, TypeError, KeyError):
        return None
    said = _SHOWN.search(_HEAD.split(text, maxsplit=1)[0])
    return int(said[1]) if said else 0
