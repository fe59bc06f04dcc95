"""Printed averages that the cells of their row do not give, however these were rounded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litsynth.quantities import find_in_cell
from litsynth.records import Document, Quantity, Table
from litsynth.text.tables import paths

_AVERAGE = re.compile(r"^(?:avg|average|mean)\b\.?|\b(?:avg|average|mean)\b\.?$", re.IGNORECASE)
_FEWEST = 3
"""Cells of which a mean is taken, and rows that must show what a column averages before another is doubted."""
_MOST_DOUBTED = 0.25
"""Share of a table's rows from which it is the reading that is doubted, not the rows."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A printed average beside the mean of the cells that the other rows average; `cells` are their columns.

    `low` and `high` bound the mean of the unrounded cells: each is within half a unit of its last printed digit.
    """

    table: str
    row: str
    column: str
    row_number: int
    column_number: int
    printed: float
    mean: float
    low: float
    high: float
    cells: tuple[int, ...]


_Row = Mapping[int, Quantity]


def misfits(document: Document) -> tuple[Misfit, ...]:
    """The averages of all tables that do not fit, in reading order.

    What a column averages is taken from the table itself: the columns beside it (to the next average or words, or all of
    them), or those under one header, whose mean is the printed average in at least three rows and three quarters of all;
    where no choice of columns does that, nothing is said of the table.
    """
    return tuple(found for table in document.tables for found in misfits_in(table, document.text))


def misfits_in(table: Table, text: str) -> Iterator[Misfit]:
    """The averages of one table of a document with this text that do not fit."""
    named = paths(table, text)
    averages = [column for column, path in sorted(named.columns.items()) if path and _AVERAGE.search(path[-1].strip())]
    if not averages:
        return
    rows: dict[int, dict[int, Quantity]] = {}
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.column >= table.stub_columns:
            found = find_in_cell(cell.span.of(text))
            if len(found) == 1 and found[0].relation == "=":
                rows.setdefault(cell.row, {})[cell.column] = found[0]
    alike = _alike({column: path[-1] for column, path in named.columns.items() if path and column not in averages})
    for column in averages:
        for row, cells in _doubted(rows, column, [*_beside(rows, column, averages), *alike]):
            mean, low, high = _mean([rows[row][one] for one in cells])
            yield Misfit(
                table=table.label,
                row=", ".join(named.rows.get(row, ())),
                column=" ".join(named.columns[column]),
                row_number=row,
                column_number=column,
                printed=rows[row][column].value,
                mean=round(mean, 4),
                low=round(low, 4),
                high=round(high, 4),
                cells=cells,
            )


def _doubted(
    rows: Mapping[int, _Row], column: int, choices: Sequence[tuple[int, ...]]
) -> list[tuple[int, tuple[int, ...]]]:
    """The rows whose average does not fit, with its cells, by the choice of columns that fits most rows."""
    best: list[tuple[int, tuple[int, ...]]] = []
    fits = 0
    for choice in choices:
        checked = [row for row, cells in rows.items() if column in cells and all(one in cells for one in choice)]
        wrong = [(row, choice) for row in checked if not _meets(rows[row], column, choice)]
        right = len(checked) - len(wrong)
        if right >= _FEWEST and len(wrong) <= _MOST_DOUBTED * len(checked) and right > fits:
            best, fits = wrong, right
    return best


def _beside(rows: Mapping[int, _Row], column: int, averages: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The columns on either side as far as they hold figures and no other average, and all that are no averages."""
    filled = {one for cells in rows.values() for one in cells} - set(averages)
    for step in (-1, 1):
        run, at = [], column + step
        while at in filled:
            run.append(at)
            at += step
        if len(run) >= _FEWEST:
            yield tuple(sorted(run))
    if len(filled) >= _FEWEST:
        yield tuple(sorted(filled))


def _alike(leaves: Mapping[int, str]) -> list[tuple[int, ...]]:
    """Columns under the same last header: the F1 of each of three measures."""
    by_leaf: dict[str, list[int]] = {}
    for column, leaf in sorted(leaves.items()):
        by_leaf.setdefault(leaf.strip().lower(), []).append(column)
    return [tuple(found) for found in by_leaf.values() if len(found) >= _FEWEST]


def _meets(cells: _Row, column: int, choice: Sequence[int]) -> bool:
    _, low, high = _mean([cells[one] for one in choice])
    printed = cells[column]
    half = 0.5 * 10.0 ** -_digits(printed)
    return low - 1e-9 <= printed.value + half and printed.value - half <= high + 1e-9


def _mean(cells: Sequence[Quantity]) -> tuple[float, float, float]:
    halves = [0.5 * 10.0 ** -_digits(cell) for cell in cells]
    mean, half = sum(cell.value for cell in cells) / len(cells), sum(halves) / len(halves)
    return mean, mean - half, mean + half


def _digits(figure: Quantity) -> int:
    """Decimals as printed: an interval may be that of a spread."""
    found = re.search(r"\.(\d+)", figure.text)
    return len(found[1]) if found else 0
