"""Printed rows of a table that are one row: cells of several lines."""

from collections.abc import Sequence
from dataclasses import replace

from litsynth.parse.pdf_cells import Cell, merged
from litsynth.parse.pdf_columns import Row, has_values

_TIGHT = 1.35  # of the type size: the next line of one cell, not the next row
_STAGGERED = 0.85  # of the type size; lines of one cell are further apart

Placed = tuple[list[Row], list[list[Cell]]]
"""Rows, and the cells of each."""


def with_headers_whole(rows: list[Row], placed: list[list[Cell]]) -> tuple[list[Row], list[list[Cell]]]:
    """Header rows less than a line apart are one: cells of one line stand half way down beside cells of two."""
    kept_rows, kept = rows[:1], placed[:1]
    for row, cells in zip(rows[1:], placed[1:], strict=True):
        single = all(cell.first == cell.last for cell in (*kept[-1], *cells))
        if single and len(kept) == 1 and kept_rows[-1].y - row.y < _STAGGERED * row.size and not has_values(row):
            kept[-1] = merged(sorted([*kept[-1], *cells], key=lambda cell: cell.first))
            kept_rows[-1] = row
        else:
            kept_rows.append(row)
            kept.append(cells)
    return kept_rows, kept


def with_cells_whole(rows: list[Row], placed: list[list[Cell]], full: Sequence[float]) -> Placed:
    """Labels of the first column that run over two lines are put together; their values may stand half way down."""
    kept_rows: list[Row] = []
    kept: list[list[Cell]] = []
    for row, cells in zip(rows, placed, strict=True):
        if kept and _goes_on(kept_rows[-1], kept[-1], row, cells, full):
            above = kept[-1]
            kept[-1] = [replace(above[0], text=f"{above[0].text} {cells[0].text}"), *above[1:]]
            kept_rows[-1] = replace(kept_rows[-1], y=row.y)
        elif len(kept) > 1 and _around(kept_rows[-2:], kept[-2:], row, cells):
            label = kept[-2][0]
            kept[-2:] = [[replace(label, text=f"{label.text} {cells[0].text}"), *kept[-1]]]
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
