"""A LaTeX file on this machine together with the files that it reads."""

import io
import re
import tarfile
from pathlib import Path

_INPUT = re.compile(r"(?<!%)\\(?:input|include|subfile)\s*\{([^{}%\n]+)\}")
_DOCUMENT = re.compile(rb"\\document(?:class|style)|\\begin\s*\{document\}")
_MOST_FILES = 500


def is_document(data: bytes) -> bool:
    r"""Whether LaTeX is a paper of its own, not a chapter or a table that one reads.

    >>> is_document(rb"\documentclass{article}"), is_document(rb"\section{Method}")
    (True, False)
    """
    return bool(_DOCUMENT.search(data))


def read_project(main: Path) -> bytes:
    r"""A `.tex` file as it is, or, when it reads others or has a `.bbl` beside it, a tar archive of them all.

    Equal files give equal bytes. Raises OSError.
    """
    members = members_of(main)
    return members[main.name] if len(members) == 1 else _tar(members)


def members_of(main: Path) -> dict[str, bytes]:
    """A `.tex` file and those that it reads, by their paths from its folder; none outside that. Raises OSError."""
    members = {main.name: main.read_bytes()}
    todo = [main.name]
    references = main.with_suffix(".bbl")
    if references.is_file():
        members[references.name] = references.read_bytes()
    while todo and len(members) < _MOST_FILES:
        text = members[todo.pop()].decode("utf-8", errors="replace")
        for name in _INPUT.findall(text):
            path = _inside(main.parent, name.strip())
            if path is not None and (member := path.relative_to(main.parent.resolve()).as_posix()) not in members:
                members[member] = path.read_bytes()
                todo.append(member)
    return members


def _inside(folder: Path, name: str) -> Path | None:
    root = folder.resolve()
    for candidate in (name, f"{name}.tex"):
        path = (root / candidate).resolve()
        if path.is_relative_to(root) and path.is_file():
            return path
    return None


def _tar(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(members.items()):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()
