"""A table as a sentence sees it: what it says of each row and column, and how surely it names them."""

from dataclasses import dataclass

from litsynth.verify.grid import Entry, Grid
from litsynth.verify.mentions import meant_at
from litsynth.verify.naming import Axis, Line, Place
from litsynth.verify.telling import Telling

ONLY, NAMED = 1, 2
"""Levels: told by the context, shared with others, or the only choice; and named by the sentence as no other is."""
_AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Side:
    """The rows or the columns: offsets at which the sentence says their labels, and levels, both by number."""

    axis: Axis
    said: dict[int, Place]
    levels: dict[int, int]

    def line(self, number: int) -> Line | None:
        """A row or column; None for one that is computed."""
        return self.axis.lines.get(number)

    def names(self, number: int) -> Place:
        """The offsets at which the sentence says its label."""
        return self.said.get(number, frozenset())

    def level(self, number: int) -> int:
        """How surely it is named: 0, ONLY or NAMED."""
        return self.levels.get(number, ONLY)


@dataclass(frozen=True, slots=True)
class View:
    """A table beside a sentence."""

    grid: Grid
    telling: Telling
    rows: Side
    columns: Side

    def lines(self, cell: Entry) -> tuple[Line, ...]:
        """Its row and its column, as far as they have labels."""
        found = (self.rows.line(cell.row_number), self.columns.line(cell.column_number))
        return tuple(line for line in found if line)

    def names(self, cell: Entry) -> Place:
        """The offsets at which the sentence says the labels of a cell."""
        return self.rows.names(cell.row_number) | self.columns.names(cell.column_number)

    def lacks(self, cell: Entry) -> bool:
        """Whether a label says that something is absent and the sentence does not."""
        return any(self.telling.said.lacks(line) for line in self.lines(cell))

    def side(self, cell: Entry, other: Entry) -> tuple[Side, int, int]:
        """What tells two cells of one row or column apart: the columns or the rows, and both numbers."""
        if cell.column_number == other.column_number:
            return self.rows, cell.row_number, other.row_number
        return self.columns, cell.column_number, other.column_number


def view_of(grid: Grid, telling: Telling) -> View:
    """The table as the sentence sees it."""
    return View(grid, telling, _side(grid.rows, telling), _side(grid.columns, telling))


def _side(axis: Axis, telling: Telling) -> Side:
    said = meant_at(axis, telling.said, telling.text)
    if not axis.headed:
        return Side(axis, said, {})
    return Side(axis, said, {number: _level(axis, number, said, telling) for number in axis.lines})


def _level(axis: Axis, number: int, said: dict[int, Place], telling: Telling) -> int:
    line = axis.lines[number]
    if number in said:
        rivals = (at for at, other in said.items() if at != number and said[number] <= other)
        return ONLY if any(True for _ in rivals) else NAMED
    if line.absent:
        return 0
    if line.own and telling.own:
        return NAMED if sum(other.plain for other in axis.lines.values()) == 1 else ONLY
    if telling.around.names(line) and not (line.own and telling.prior):
        return ONLY
    return ONLY if _AVERAGE[:7] in line.present and not said else 0
