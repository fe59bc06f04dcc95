"""Which report goes on from which: each says in its run.json whose successor it is, and lies beside it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from litsynth.codec import digest_bytes

_RUN = "run.json"
_DIGITS = 16


def run_digest(folder: Path) -> str:
    """What a successor says of the report in `folder`: the digest of its run.json, which reviewing leaves as it is.

    Empty where it has none.
    """
    data = _read(folder)
    return digest_bytes(data)[:_DIGITS] if data else ""


def newest(folder: Path, short_of: Path | None = None) -> Path:
    """The last report in the line that begins in `folder`, among the folders beside it; `folder` where none goes on from it.

    Of several that go on from the same one, the one with the latest date, and then the greatest name. The report in
    `short_of` is passed over.
    """
    follows: dict[str, list[tuple[str, str, Path]]] = {}
    passed_over = short_of.resolve() if short_of else None
    for beside, said in _beside(folder):
        if beside.resolve() == passed_over:
            continue
        follows.setdefault(str(said.get("follows", "")), []).append((str(said.get("date", "")), beside.name, beside))
    last, seen = folder, {""}
    while (key := run_digest(last)) not in seen:
        seen.add(key)  # a copy of a report beside it, or one edited by hand, must not lead round in circles
        last = max(follows.get(key, [("", "", last)]))[2]
    return last


def line_to(folder: Path) -> tuple[Path, ...]:
    """The reports that led to the one in `folder`, the last of them first: as far as they lie beside it."""
    found: list[Path] = []
    said = dict(_beside(folder))
    at: Path | None = folder
    while at is not None and at not in found:
        found.append(at)
        follows = str(next((about for beside, about in said.items() if beside.name == at.name), {}).get("follows", ""))
        at = next((beside for beside in said if follows and run_digest(beside) == follows), None)
    return tuple(found[1:])


def folder_of(key: str, beside: Path) -> Path | None:
    """The folder of the report with that `run_digest`, among `beside` and the folders beside it."""
    return next((folder for folder, _ in _beside(beside) if key and run_digest(folder) == key), None)


def _beside(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    parent = folder.parent if folder.name not in ("", "..") else folder.resolve().parent
    for beside in sorted(path.parent for path in parent.glob(f"*/{_RUN}") if not path.parent.name.startswith(".")):
        try:
            said = json.loads(_read(beside))
        except ValueError:
            continue
        if isinstance(said, dict):
            yield beside, said


def _read(folder: Path) -> bytes:
    try:
        return (folder / _RUN).read_bytes()
    except OSError:
        return b""
