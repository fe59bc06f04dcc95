"""What could not be read of a LaTeX source, as notes for its reader."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from litsynth.parse.tables import Grid

_MISSING = re.compile(
    r"\\(?:input|include|subfile|import\s*\{[^{}\n]*\})(?:\s*\{([^{}\n]+)\}|(?<=input)[ \t]+([\w./-]+))"
)
_BEGIN, _END = (re.compile(rf"\\{word}\s*\{{document\}}") for word in ("begin", "end"))
_COMMENT = re.compile(r"(?<!\\)%.*")
_NAMED = 3  # of the files that are missing, and of all else that is named


@dataclass(slots=True)
class Losses:
    """What was lost on the way: tests that only TeX can decide, rows beyond a table's limit, files, macros.

    `ragged` are the tables with rows of other lengths, as the note names them.
    """

    undecided: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    ragged: Sequence[str] = ()
    cut: Sequence[str] = ()
    unbounded: bool = False
    truncated: bool = False


def notes_on(tex: str, losses: Losses) -> tuple[str, ...]:
    r"""Notes on a flattened source and on what was lost of it.

    >>> tex = "\\begin{document} \\input{intro} \\input results \\end{document}"
    >>> notes_on(tex, Losses(undecided={"\\ifvoid": None}))
    ('conditions that only TeX can decide were read as false: \\ifvoid', 'files that it reads were not there: intro, results')
    """
    found: list[str] = []
    if losses.unbounded:
        found.append("macros nested too deeply were left out")
    if losses.undecided:
        found.append(f"conditions that only TeX can decide were read as false: {_listed(list(losses.undecided))}")
    if losses.rows:
        found.append(f"{losses.rows} rows of tables that are too long were left out")
    if losses.ragged:
        found.append(f"rows with fewer or more cells than most of their table: {_listed(losses.ragged)}")
    if losses.cut:
        found.append(f"files read too often or too deeply were left out: {_listed(losses.cut)}")
    if losses.truncated:
        found.append("the archive is damaged or ends too early: only what comes before that was read")
    if not _BEGIN.search(tex):
        found.append(r"no \begin{document}: the whole file was read")
    elif not _END.search(tex):
        found.append(r"no \end{document}: the source may be cut off")
    missing = [braced or bare for braced, bare in _MISSING.findall(_COMMENT.sub("", tex))]
    if missing:
        found.append(f"files that it reads were not there: {_listed([name.strip() for name in missing])}")
    return tuple(found)


def ragged_rows(grid: Grid) -> int:
    """How many rows of two cells or more have fewer or more columns than most such rows of the table.

    LaTeX prints a short row with blanks at its end, and stops at one that is too long: either may be a lost cell.
    """
    lengths = Counter(sum(cell.columns for cell in row) for row in grid.rows if len(row) > 1)
    usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
    return lengths.total() - lengths[usual]


def _listed(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(names))
    more = f" and {len(different) - _NAMED} more" if len(different) > _NAMED else ""
    return ", ".join(different[:_NAMED]) + more
