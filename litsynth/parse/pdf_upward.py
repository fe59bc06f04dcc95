"""Labels of tables that run upwards: heads of narrow columns, and names of groups of rows at the left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litsynth.parse.pdf_columns import has_values, rows_of
from litsynth.parse.pdf_lines import ABOVE, BELOW, Line, line_of, pieces
from litsynth.parse.pdf_runs import Sheet

_TO_LINE = 0.25  # of the type size: from the middle of letters to their line


@dataclass(frozen=True, slots=True)
class Upward:
    """A text that runs upwards, as a line that is as wide as its type is high and stands where it begins; and its end."""

    line: Line
    top: float


def upward_texts(sheet: Sheet) -> list[Upward]:
    """What runs upwards on a page, as most of its text is seen."""
    lines = (line_of(piece, sheet.number, sheet.turn + 1) for piece in pieces(sheet.upward))
    return [Upward(_across(line), line.right) for line in lines if line is not None]


def _across(line: Line) -> Line:
    x, right = -line.y - ABOVE * line.size, -line.y + BELOW * line.size
    words = tuple(replace(word, x=x, right=right) for word in line.words)
    return replace(line, x=x, right=right, y=line.x, words=words)


def with_upward(lines: Sequence[Line], upward: Sequence[Upward]) -> list[Line]:
    """The lines of a table with its upward texts: above the values where they begin, beside them in their middle."""
    first = next((row.y for row in rows_of(lines) if has_values(row)), float("inf"))
    placed = (
        one.line if one.line.y > first else replace(one.line, y=(one.line.y + one.top) / 2 - _TO_LINE * one.line.size)
        for one in upward
    )
    return [*lines, *placed]
