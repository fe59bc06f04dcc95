"""Figures of a leaderboard that other papers print: where a table has them, they tell what its rows and columns are of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from litsynth.benchmarks.tuples.annotations import Entry, Triple
from litsynth.benchmarks.tuples.pages import Page, Sheet

_LEAST_DIGITS = 3
"""Figures of fewer digits are equal by chance too often."""


class Boards:
    """The scores of other papers by value."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._noted: dict[float, set[Triple]] = defaultdict(set)
        for _, triple, score in entries:
            self._noted[score].add(triple)

    def of_sheet(self, sheet: Sheet) -> dict[Triple, NDArray[np.int64]]:
        """For each triple the places, among the values of a table, of figures that other papers have on it."""
        places: dict[Triple, list[int]] = defaultdict(list)
        for at, one in enumerate(sheet.values):
            if sum(mark.isdigit() for mark in one.digits) >= _LEAST_DIGITS:
                for triple in self._noted.get(one.value, ()):
                    places[triple].append(at)
        return {triple: np.array(found) for triple, found in places.items()}

    def of_page(self, page: Page) -> dict[Triple, tuple[float, float, float]]:
        """For each triple with such figures how many one column has at most, one row, and all tables together."""
        found: dict[Triple, tuple[float, float, float]] = {}
        for sheet in page.sheets:
            columns, rows = (np.array([getattr(one, side) for one in sheet.values]) for side in ("column", "row"))
            for triple, places in self.of_sheet(sheet).items():
                column, row = (float(np.bincount(side[places]).max()) for side in (columns, rows))
                before = found.get(triple, (0.0, 0.0, 0.0))
                found[triple] = (max(before[0], column), max(before[1], row), before[2] + len(places))
        return found


def printed_with(entries: Iterable[Entry], pages: Mapping[str, Page]) -> Iterator[Entry]:
    """The entries of annotated papers, and as further ones of their triples what stands in the columns of their values.

    A column that has an entry mostly compares systems on its leaderboard, few of which are annotated.
    """
    noted: dict[str, dict[float, set[Triple]]] = defaultdict(lambda: defaultdict(set))
    for key, triple, score in entries:
        noted[key][score].add(triple)
        yield key, triple, score
    for key, scores in noted.items():
        for sheet in pages[key].tables:
            of_column: dict[int, set[Triple]] = defaultdict(set)
            for one in sheet.values:
                of_column[one.column] |= scores.get(one.value, set())
            for one in sheet.values:
                yield from ((key, triple, one.value) for triple in of_column[one.column])


def beside_cells(
    known: Mapping[Triple, NDArray[np.int64]], triple: Triple, row: NDArray[np.int64], column: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Known figures of a triple at each cell, in its column, its row and the table, and of other data sets in its column.

    Shape (cells, 5); a cell's own figure is not counted in its column and row.
    """
    count = len(row)
    mine = np.zeros(count)
    rivals = np.zeros(count)
    for other, places in known.items():
        if other == triple:
            mine[places] = 1.0
        elif other.dataset != triple.dataset:
            rivals[places] = 1.0
    columns, rows = (np.bincount(side, mine)[side] - mine for side in (column, row))
    ahead = np.bincount(column, rivals)[column] - rivals
    return np.stack([mine, columns, rows, np.full(count, mine.sum()), ahead], axis=1)
