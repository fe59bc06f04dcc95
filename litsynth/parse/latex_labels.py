"""Labels that are written over several lines beside their rows: one label for all rows between two rules."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from litsynth.parse.tables import Grid, GridCell, is_missing, is_numeric
from litsynth.parse.tables_headers import header_rows, stub_columns

_MOST_LINES = 5
_LONGEST = 80  # characters of a whole label
_BROKEN = re.compile(r"(?<=\w-) ")

Row = tuple[GridCell, ...]


def with_whole_labels(grid: Grid) -> Grid:
    """The grid with each such label as one cell that spans the rows between its rules.

    A label is taken to be one only where the lines cannot be labels of a row each: they follow each other with rows
    without a label above and below them, or stand at the top and are joined by a hyphen or a bracket; all rows have
    another label beside it.
    """
    rows = list(grid.rows)
    header = header_rows(grid) if any(row and not row[0].text for row in rows) and not grid.ruled else len(rows)
    if header >= len(rows) or stub_columns(grid, header) < 2:
        return grid
    parts = {row + 1 for row, first, _ in grid.partial if first == 0}
    borders = sorted({header, len(rows), *(rule for rule in grid.rules | parts if header < rule < len(rows))})
    for start, end in pairwise(borders):
        lines = _lines(rows[start:end])
        if lines:
            label = replace(rows[start][0], text=_BROKEN.sub("", " ".join(lines)), rows=end - start)
            blank = GridCell("")
            rows[start:end] = [(label if row == start else blank, *rows[row][1:]) for row in range(start, end)]
    return replace(grid, rows=tuple(rows)) if rows != list(grid.rows) else grid


def _lines(block: Sequence[Row]) -> list[str]:
    """The lines of the one label of a block of rows; empty where it may have several, or none."""
    plain = all(len(row) > 2 and max(row[0].columns, abs(row[0].rows), abs(row[1].rows)) == 1 for row in block)
    if not plain or not all(row[1].text and not is_numeric(row[1].text) for row in block):
        return []
    places = [place for place, row in enumerate(block) if row[0].text]
    lines = [block[place][0].text for place in places]
    if not 2 <= len(lines) <= min(_MOST_LINES, len(block) - 1) or places[-1] - places[0] >= len(places):
        return []
    inside = places[0] > 0 and places[-1] < len(block) - 1
    joined = all(one.endswith("-") or other.startswith("(") for one, other in pairwise(lines))
    told = len(set(lines)) == len(lines) and not any(is_numeric(line) or is_missing(line) for line in lines)
    values = sum(any(is_numeric(cell.text) for cell in row[2:]) for row in block)
    short = sum(map(len, lines)) <= _LONGEST
    return lines if (inside or (joined and places[0] == 0)) and told and short and 2 * values > len(block) else []
