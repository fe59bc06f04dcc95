"""Printed rows of a table that are one row: cells of several lines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from litsynth.parse.pdf_cells import Cell, Frame, merged
from litsynth.parse.pdf_columns import Row, has_values
from litsynth.parse.tables import is_missing, is_numeric

_TIGHT = 1.35  # of the type size: the next line of one cell, not the next row
_LONG = 0.5  # of a column's width
_NEXT_LINE = 1.6  # of the type size: what is set under a value
_CLOSER = 0.9  # of the least distance of two rows of values
_BRACKETED = re.compile(r"\([-+−±]?\d[\d.,]*%?\)|± ?\d[\d.,]*")
_STAGGERED = 0.85  # of the type size; lines of one cell are further apart

Placed = tuple[list[Row], list[list[Cell]]]
"""Rows, and the cells of each."""


def with_headers_whole(rows: list[Row], placed: list[list[Cell]], full: Sequence[float]) -> Placed:
    """Header rows that are lines of the same cells are one row.

    They are less than a line apart where cells of one line stand half way down beside cells of two; and lines of one
    cell are closer than rows of values are.
    """
    steps = [one.y - other.y for one, other in pairwise(rows) if has_values(one) and has_values(other)]
    closest = max(_STAGGERED * rows[0].size, _CLOSER * min(steps, default=0.0))
    kept_rows, kept = rows[:1], placed[:1]
    for row, cells in zip(rows[1:], placed[1:], strict=True):
        single = all(cell.first == cell.last for cell in (*kept[-1], *cells))
        parted = has_values(row) or any(row.y < y < kept_rows[-1].y for y in full)
        if single and len(kept) == 1 and not parted and kept_rows[-1].y - row.y < closest:
            kept[-1] = merged(sorted([*kept[-1], *cells], key=lambda cell: cell.first))
            kept_rows[-1] = row
        else:
            kept_rows.append(row)
            kept.append(cells)
    return kept_rows, kept


def with_lines_joined(rows: list[Row], placed: list[list[Cell]], frame: Frame) -> Placed:
    """Rows that are further lines of the row above go to its cells.

    Such are rows of text in a table of values that stay out of the columns of values, where a line behind the label was
    full: the next word had no room in it; and rows without a label in which each cell is a bracketed number under
    another value: a change or a spread.
    """
    values = _value_columns(placed)
    kept_rows: list[Row] = []
    kept: list[list[Cell]] = []
    for row, cells in zip(rows, placed, strict=True):
        if kept and _further_line(kept_rows[-1], kept[-1], row, cells, values, frame):
            under = [_under(cell, kept[-1]) for cell in cells]
            kept[-1] = merged(sorted([*kept[-1], *under], key=lambda cell: cell.first))
            kept_rows[-1] = replace(kept_rows[-1], y=row.y, words=(*kept_rows[-1].words, *row.words))
        else:
            kept_rows.append(row)
            kept.append(cells)
    return kept_rows, kept


def _under(cell: Cell, over: Sequence[Cell]) -> Cell:
    """A further line over the columns of the cell that it goes on with: the one that begins where it does."""
    if cell.first == cell.last:
        return cell
    near = min(over, key=lambda other: abs(other.x - cell.x))
    return replace(cell, first=near.first, last=near.last)


def _value_columns(placed: Sequence[Sequence[Cell]]) -> set[int]:
    """The columns behind the first in which most cells hold a number."""
    behind = [cell for cells in placed for cell in cells if cell.first]
    held = Counter(cell.first for cell in behind)
    numbers = Counter(cell.first for cell in behind if is_numeric(cell.text) or is_missing(cell.text))
    return {column for column, count in numbers.items() if count > 1 and 2 * count > held[column]}


def _further_line(
    above: Row, over: Sequence[Cell], row: Row, cells: Sequence[Cell], values: set[int], frame: Frame
) -> bool:
    valued = any(cell.first in values and is_numeric(cell.text) for cell in over)
    if not valued or any(row.y < y < above.y for y in frame.full) or not cells:
        return False
    held = {cell.first for cell in cells}
    if all(_BRACKETED.fullmatch(cell.text) for cell in cells) and 0 not in held:
        numbers = {cell.first for cell in over if is_numeric(cell.text) and not _BRACKETED.fullmatch(cell.text)}
        return held <= numbers and above.y - row.y < _NEXT_LINE * row.size
    text = not any(values & set(range(cell.first, cell.last + 1)) for cell in cells)
    return (
        text
        and above.y - row.y < _TIGHT * row.size
        and any(_was_full(_under(cell, over), over, frame) for cell in cells)
    )


def _was_full(cell: Cell, over: Sequence[Cell], frame: Frame) -> bool:
    """Whether the first word of a cell behind the label had no room in the line above it, which is long itself."""
    width = cell.words[0].right - cell.words[0].x
    for other in over:
        if other.first and other.first <= cell.first <= other.last:
            right, end = max(frame.columns[other.last].right, cell.words[-1].right), other.words[-1].right
            if end + width > right and end - other.x >= _LONG * (right - other.x):
                return True
    return False


def with_cells_whole(rows: list[Row], placed: list[list[Cell]], full: Sequence[float]) -> Placed:
    """Labels of the first column that run over two lines are put together; their values may stand half way down."""
    kept_rows: list[Row] = []
    kept: list[list[Cell]] = []
    for row, cells in zip(rows, placed, strict=True):
        if kept and _goes_on(kept_rows[-1], kept[-1], row, cells, full):
            above = kept[-1]
            kept[-1] = [above[0].joined(cells[0]), *above[1:]]
            kept_rows[-1] = replace(kept_rows[-1], y=row.y)
        elif len(kept) > 1 and _around(kept_rows[-2:], kept[-2:], row, cells):
            kept[-2:] = [[kept[-2][0].joined(cells[0]), *kept[-1]]]
            kept_rows[-2:] = [replace(kept_rows[-1], y=row.y)]
        else:
            kept_rows.append(row)
            kept.append(cells)
    return kept_rows, kept


def _label(cells: Sequence[Cell]) -> bool:
    """Whether a row holds only a label of the first column."""
    return len(cells) == 1 and cells[0].last == 0


def _goes_on(above: Row, over: Sequence[Cell], row: Row, cells: Sequence[Cell], full: Sequence[float]) -> bool:
    """Whether a row is the second line of the label above it; one that begins with the same mark is not."""
    if not (_label(cells) and len(over) > 1 and over[0].last == 0):
        return False
    text, before = cells[0].text, over[0].text
    unfinished = text[0].islower() or text[0] in "(&" or before.endswith(("-", "/"))
    near = above.y - row.y < _TIGHT * row.size and not any(row.y < y < above.y for y in full)
    return near and unfinished and text.split()[0] != before.split()[0]


def _around(rows: Sequence[Row], over: Sequence[Sequence[Cell]], row: Row, cells: Sequence[Cell]) -> bool:
    """Whether two lines of one label stand above and below the level of their values."""
    first, values = over
    staggered = _label(first) and _label(cells) and values[0].first > 0
    return staggered and rows[0].y - row.y < _TIGHT * row.size
