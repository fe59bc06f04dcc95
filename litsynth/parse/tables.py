"""Tables as grids: which printed cell holds at which row and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from litsynth.records import Box

_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[^\w]*\d")
_NAME = re.compile(r"\d-[^\W\d_]")  # "2-gm"
_RULED = 0.75  # of the places between rows
_MISSING = frozenset({"", "-", "–", "—", "−", "*", "n/a", "na", "n.a.", "✗", "✓", "x", "/", "?", "..."})


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell: its text, and how many columns and rows it spans (rows may be negative: upwards).

    `indented`: it is set in from the left edge of its column. `boxes` are where its lines are printed, if that is known.
    """

    text: str
    columns: int = 1
    rows: int = 1
    indented: bool = False
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as printed, and before which rows (counted from 0) a full horizontal rule stands.

    `double` are those of the rules that are drawn twice. `partial` holds the rules that stand below some columns only:
    row above, first and last column. `headers` is the number of header rows where the reader knows it.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    rules: frozenset[int] = frozenset()
    double: frozenset[int] = frozenset()
    partial: frozenset[tuple[int, int, int]] = frozenset()
    headers: int | None = None
    width: int = field(init=False, compare=False)
    """Columns of the widest row."""

    def __post_init__(self) -> None:
        """Measure once what every row is laid beside."""
        width = max((sum(cell.columns for cell in row) for row in self.rows), default=0)
        object.__setattr__(self, "width", width)

    @property
    def ruled(self) -> bool:
        """Whether rules stand between nearly all rows: then they part nothing but rows."""
        between = sum(0 < rule < len(self.rows) for rule in self.rules)
        return len(self.rows) > 3 and between >= _RULED * (len(self.rows) - 1)

    def part(self, start: int, end: int) -> "Grid":
        """The rows from `start` up to, not including, `end`, with the rules between them."""
        rules, double = (
            frozenset(rule - start for rule in found if start <= rule <= end) for found in (self.rules, self.double)
        )
        partial = frozenset((row - start, first, last) for row, first, last in self.partial if start <= row < end)
        return Grid(self.rows[start:end], rules, double, partial)


Origin = tuple[int, int]
"""A printed cell: its row, and its index among the cells of that row."""

Places = dict[tuple[int, int], Origin]
"""For each (row, column) the printed cell that holds there; a spanning cell holds in several places."""


def placed(grid: Grid) -> Places:
    """Where each printed cell holds. A blank beside a cell that spans rows belongs to that cell."""
    places: Places = {}
    for row, cells in enumerate(grid.rows):
        column = 0
        for index, cell in enumerate(cells):
            for step in range(cell.columns):
                places[row, column + step] = (row, index)
            column += cell.columns
    for row, column, cell in _spanning(grid):
        step = 1 if cell.rows > 0 else -1
        for other in range(row + step, row + cell.rows, step):
            for across in range(column, column + cell.columns):
                if (other, across) in places and not cell_at(grid, places, other, across):
                    places[other, across] = places[row, column]
    return places


def _spanning(grid: Grid) -> Iterator[tuple[int, int, GridCell]]:
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            if abs(cell.rows) > 1:
                yield row, column, cell
            column += cell.columns


def cell_at(grid: Grid, places: Places, row: int, column: int) -> str:
    """The text that holds at a place; empty beyond the end of a row."""
    origin = places.get((row, column))
    return grid.rows[origin[0]][origin[1]].text if origin is not None else ""


def is_numeric(text: str) -> bool:
    """Whether a cell holds a value: a number with at most a unit or a mark.

    >>> [is_numeric(text) for text in ("91.2 ± 0.3", "79.2%†", "393k", "12-layer", "F1", "")]
    [True, True, True, False, False, False]
    """
    return _NUMBER.match(text) is not None and len(_LETTER.findall(text)) <= 2 and _NAME.search(text) is None


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().lower() in _MISSING
