"""What could not be read of a LaTeX source, as notes for its reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_MISSING = re.compile(
    r"\\(?:input|include|subfile|import\s*\{[^{}\n]*\})(?:\s*\{([^{}\n]+)\}|(?<=input)[ \t]+([\w./-]+))"
)
_COMMENT = re.compile(r"(?<!\\)%.*")
_NAMED = 3  # of the files that are missing, and of all else that is named


@dataclass(slots=True)
class Losses:
    """What was lost on the way: tests that only TeX can decide, rows beyond a table's limit, files, macros."""

    undecided: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    cut: Sequence[str] = ()
    unbounded: bool = False


def notes_on(tex: str, losses: Losses) -> tuple[str, ...]:
    r"""Notes on a flattened source and on what was lost of it.

    >>> notes_on("\\begin{document} \\input{intro} \\input results", Losses(undecided={"\\ifvoid": None}))
    ('conditions that only TeX can decide were read as false: \\ifvoid', 'files that it reads were not there: intro, results')
    """
    found: list[str] = []
    if losses.unbounded:
        found.append("macros nested too deeply were left out")
    if losses.undecided:
        found.append(f"conditions that only TeX can decide were read as false: {_listed(list(losses.undecided))}")
    if losses.rows:
        found.append(f"{losses.rows} rows of tables that are too long were left out")
    if losses.cut:
        found.append(f"files read too often or too deeply were left out: {_listed(losses.cut)}")
    if not re.search(r"\\begin\s*\{document\}", tex):
        found.append(r"no \begin{document}: the whole file was read")
    missing = [braced or bare for braced, bare in _MISSING.findall(_COMMENT.sub("", tex))]
    if missing:
        found.append(f"files that it reads were not there: {_listed([name.strip() for name in missing])}")
    return tuple(found)


def _listed(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(names))
    more = f" and {len(different) - _NAMED} more" if len(different) > _NAMED else ""
    return ", ".join(different[:_NAMED]) + more
