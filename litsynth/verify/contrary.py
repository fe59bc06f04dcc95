"""Another table of the same paper that has another number for what a claim was traced to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from litsynth.protocol.aggregation import aggregations_differ, aggregations_told
from litsynth.quantities import BAND_AVERAGE, BAND_LANGUAGE, find_quantities
from litsynth.records import Claim, Quantity
from litsynth.verify.aggregated import made_of
from litsynth.verify.fit import fits
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.telling import text_of
from litsynth.verify.wording import Wording, read_wording

_WHOLE = ("", "average")
"""Places that mean all languages: a column of averages, and one headed by a data set."""


def contrary(claim: Claim, places: Sequence[Found], grids: Sequence[Grid]) -> tuple[Found, ...]:
    """For the first figure that it holds of, the one other number that another table has for it; else nothing.

    The other cell must be named by the claim as fully as the one found, on the same data set and system; a difference
    is one from a row that says it lacks what the cell's row has ("no intermediate task"). Numbers within the noise of
    a rerun, and those that the claim states itself, are not contrary. Tables of splits that are known to differ, or of
    the mean and the best of several runs, give a number under another protocol (`Found.split`).
    """
    wording = read_wording(text_of(claim), claim.quantities)
    kinds = {label.kind for label in wording.labels if not label.negated}
    if not {"system", "dataset"} <= kinds:
        return ()
    for place in places:
        others = [cell for one in places if one is not place for cell in one.cells]
        for grid in grids:
            if grid.table == place.grid.table or not _same_metric(place, grid):
                continue
            found = [item for item in _readings(place.figure, grid) if _same_thing(item, place, others, wording)]
            values = {_value(item) for item in found}
            if len(values) == 1 and _clashes(place, found[0], claim.text):
                return (replace(found[0], against=True, split=_otherwise(place, found[0])),)
    return ()


def _readings(figure: Quantity, grid: Grid) -> Iterator[Found]:
    """Every score, or every change, of a table, whatever its value."""
    printed = [entry for entry in grid.entries if not entry.computed]
    gain = figure.unit == "points"
    if not gain or grid.differences:
        wanted = [entry for entry in printed if (entry.quantity.unit == "points") == gain]
        yield from (Found(figure, grid, entry) for entry in wanted)
        return
    for cell in printed:
        for other in printed:
            if cell.column_number == other.column_number and other.absent & (cell.names | cell.words):
                yield Found(figure, grid, cell, other)


def _same_thing(item: Found, place: Found, others: Sequence[Entry], wording: Wording) -> bool:
    # What the claim names for its other figures need not be here.
    if not fits(item, wording) or wording.unexplained((*item.cells, *others), item.grid):
        return False
    mine, other = place.cell, item.cell
    if other.place != mine.place and not {other.place, mine.place} <= set(_WHOLE):
        return False
    told = _bears(mine) & wording.said
    context = wording.said | place.grid.shared | mine.words
    plain = other.words - context
    return told <= _bears(other) | item.grid.shared and not plain


def _bears(entry: Entry) -> frozenset[str]:
    return entry.of_row | entry.of_column | entry.names | entry.absent


def _value(item: Found) -> float:
    """The score, or the signed change."""
    value = item.cell.quantity.value
    if item.minus:
        return round(value - item.minus.quantity.value, 6)
    return -value if item.cell.quantity.direction == "down" else value


def _clashes(place: Found, item: Found, text: str) -> bool:
    band = BAND_LANGUAGE if item.cell.place not in _WHOLE else BAND_AVERAGE
    value = _value(item)
    told = any(abs(abs(value) - quantity.value) < 0.05 for quantity in find_quantities(text))
    return not told and round(abs(value - _value(place)), 6) > band


def _same_metric(place: Found, grid: Grid) -> bool:
    mine = place.cell.metrics or place.grid.by_kind.get("metric", frozenset())
    other = grid.by_kind.get("metric", frozenset())
    return not mine or not other or bool(mine & other)


def _otherwise(place: Found, item: Found) -> str:
    """In what two tables differ: the split, or how scores were made of several runs or models."""
    left, right = (one.grid.by_kind.get("split", frozenset()) for one in (place, item))
    if left and right and not left & right:
        return f"split: {', '.join(sorted(left))} / {', '.join(sorted(right))}"
    mine, theirs = (made_of(one.cell, one.grid) for one in (place, item))
    # A table that says nothing of runs is taken to be of those of its paper's others, as with splits.
    return aggregations_told(mine, theirs) if aggregations_differ(mine, theirs) else ""
