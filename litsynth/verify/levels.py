"""The places that a figure can have in a table, rated by how surely a sentence names them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from litsynth.records import Quantity
from litsynth.verify.candidates import gains, ratios, scores
from litsynth.verify.contrasts import LOWER_IS_BETTER
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.naming import Line, Place
from litsynth.verify.telling import Telling
from litsynth.verify.view import NAMED, ONLY, Side, View

_MOST_OPTIONS = 12
_FEWEST_RIVALS = 3
"""Cells of a column from which its best one is told apart."""


@dataclass(frozen=True, slots=True)
class Option:
    """A place for a figure, the levels at which its row and its column are named, and how well it suits: higher is better."""

    found: Found
    row: int
    column: int
    weight: float

    @property
    def level(self) -> int:
        """Both levels together, 0 to 4."""
        return self.row + self.column

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each cell."""
        return tuple((cell.row_number, cell.column_number) for cell in self.found.cells)


def options(figure: Quantity, view: View) -> list[Option]:
    """The places that a figure can have in a table, best first, those of which nothing is named left out."""
    rated = (_rated(found, view) for found in _places(figure, view))
    return sorted((one for one in rated if one), key=lambda one: -one.weight)[:_MOST_OPTIONS]


def _places(figure: Quantity, view: View) -> Iterator[Found]:
    wording, grid = view.telling.wording, view.grid
    if figure.unit != "points" and not view.telling.changes(figure):
        return scores(figure, grid, wording)
    told = frozenset(id(entry) for entry in grid.entries if _told(entry, view))
    if not told:
        return iter(())
    if figure.unit == "points":
        return gains(figure, grid, wording, told)
    # Authors write "3.7%" for 3.7 points; what is asserted elsewhere is taken by the letter.
    loose = view.telling.verbatim and not figure.relative
    as_points = gains(replace(figure, unit="points"), grid, wording, told) if loose else iter(())
    return chain(ratios(figure, grid, wording, told), as_points)


def _told(cell: Entry, view: View) -> bool:
    """Whether row and column of a cell are told."""
    return bool(view.columns.level(cell.column_number) and (view.rows.level(cell.row_number) or _by_rank(cell, view)))


def _rated(found: Found, view: View) -> Option | None:
    cell = found.cell
    if view.lacks(cell) or not found.meant:
        return None
    row, column = view.rows.level(cell.row_number) or _by_rank(cell, view), view.columns.level(cell.column_number)
    weight = 2.0 * (row + column) + _likeness(cell, view)
    if not found.minus:
        later = view.telling.told_before(found.figure, view.rows.names(cell.row_number))
        return Option(found, row, column, weight) if row + column and not later else None
    compared = reference(cell, found.minus, view) if row and column and _is_subject(found, view) else 0
    return Option(found, row, column, weight + compared) if compared else None


def _by_rank(cell: Entry, view: View) -> int:
    """Where authors speak of what is theirs and no label says which that is: the best of a column."""
    grid = view.grid
    line = grid.rows.lines[cell.row_number]
    if not view.telling.own or grid.marks_own or line.cited or line.absent:
        return 0
    column = [entry for entry in grid.entries if entry.column_number == cell.column_number]
    return ONLY if len(column) >= _FEWEST_RIVALS and best(column, grid) is cell else 0


def _is_subject(found: Found, view: View) -> bool:
    """Whether the sentence itself says what has gained: by a name, or as what is the authors'."""
    if found.minus is None:
        return True
    side, number, _ = view.side(found.cell, found.minus)
    line = side.line(number)
    mine = view.telling.own and (not view.grid.marks_own or (line is not None and line.own))
    return bool(side.names(number)) or mine


def _likeness(cell: Entry, view: View) -> float:
    """How much of its labels is said, less what is not; what stands around counts less."""
    weight = 0.0
    said = view.telling.said.present.keys()
    around = view.telling.around.present.keys() - said
    for line in view.lines(cell):
        weight += len(line.present & said) + 0.3 * len(line.present & around) - 0.1 * len(line.present - said)
        weight -= len(line.absent - view.telling.said.absent.keys())
    return weight


def reference(cell: Entry, other: Entry, view: View) -> int:
    """How surely the sentence compares with the second of two cells of one row or column; 0: not at all."""
    telling = view.telling
    side, number, against = view.side(cell, other)
    mine, theirs = side.line(number), side.line(against)
    if not mine or not theirs:
        return 0
    here, there = side.names(number) - side.names(against), side.names(against) - side.names(number)
    across = side is view.rows
    if telling.contrasted and any(places & telling.compared for places in side.said.values()):
        return NAMED if _contrasted(side, number, against, telling) else 0
    if here & telling.compared and not there & telling.compared:
        return 0
    if there & telling.compared and (across or here):
        return NAMED
    if here and there and across:
        return ONLY
    if there or not across:
        return 0
    if telling.prior and not theirs.own and other is best_of_others(other, view.grid):
        return ONLY
    return ONLY if _lacks(mine, theirs, bool(here), view) else 0


def _contrasted(side: Side, number: int, against: int, telling: Telling) -> bool:
    """Whether of two lines the second is named best in what is compared with, and the first outside of it, or is "ours"."""
    compared = telling.compared
    outside = any(places - compared for at, places in side.said.items() if at != against)
    first = _named_best(side, number, lambda places: places - compared) or (telling.own and not outside)
    return first and _named_best(side, against, lambda places: places & compared)


def _named_best(side: Side, number: int, part: Callable[[Place], Place]) -> bool:
    mine = part(side.names(number))
    return bool(mine) and not any(mine < part(places) for places in side.said.values())


def _lacks(mine: Line, theirs: Line, named: bool, view: View) -> bool:
    """Whether one of two rows is the other with, or without, something that the sentence names: an ablation."""
    if mine.absent & view.telling.said.absent.keys():
        return theirs.plain or (not theirs.absent and mine.absent <= theirs.present)
    return named and (theirs.present < mine.present or (bool(mine.base) and theirs.present <= mine.base | mine.present))


def best_of_others(cell: Entry, grid: Grid) -> Entry | None:
    """Of the rows that are not the authors', the one with the best value in the column of a cell."""
    return best(
        [
            entry
            for entry in grid.entries
            if entry.column_number == cell.column_number and not grid.rows.lines[entry.row_number].own
        ],
        grid,
    )


def best(entries: list[Entry], grid: Grid) -> Entry | None:
    """The entry with the highest value, or the lowest where less is better."""
    if not entries:
        return None
    headed = " ".join((entries[0].column, *(() if grid.rows.headed else (entries[0].row,))))
    lower = LOWER_IS_BETTER.search(headed) is not None
    return (min if lower else max)(entries, key=lambda entry: entry.quantity.value)
