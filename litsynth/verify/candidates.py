"""The cells of a table whose value a figure can be, whatever they are named."""

from collections.abc import Iterator

from litsynth.quantities import entails_number
from litsynth.records import Quantity, Span
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.wording import Wording

SCORES = ("score", "percent")
"""Units of scores."""


def scores(figure: Quantity, grid: Grid, wording: Wording) -> Iterator[Found]:
    """The cells whose score a figure can be."""
    computed = wording.computed(figure)
    for entry in grid.entries:
        if (
            (entry.column_number == -1 if computed else not entry.computed)
            and entry.quantity.unit in SCORES
            and _near(entry.quantity.value, figure)
            and entails_number(entry.quantity, figure).answer == "yes"
        ):
            yield Found(figure, grid, entry)


def gains(figure: Quantity, grid: Grid, wording: Wording) -> Iterator[Found]:
    """The changes, or differences of two cells of one row or column, that a figure can be."""
    falls = figure.direction == "down" or wording.falls(figure)
    if grid.differences:
        for entry in grid.entries:
            signed = -entry.quantity.value if entry.quantity.direction == "down" else entry.quantity.value
            if entry.quantity.unit == "points" and _is_change(signed, figure, falls):
                yield Found(figure, grid, entry)
        return
    lines: dict[tuple[str, int], list[Entry]] = {}
    for entry in (entry for entry in grid.entries if not entry.computed):
        lines.setdefault(("row", entry.row_number), []).append(entry)
        lines.setdefault(("column", entry.column_number), []).append(entry)
    for line in lines.values():
        for cell in line:
            for other in line:
                change = round(cell.quantity.value - other.quantity.value, 6)
                if cell is not other and _is_change(change, figure, falls):
                    yield Found(figure, grid, cell, other)


def _is_change(change: float, figure: Quantity, falls: bool) -> bool:
    """Whether a difference of two printed values is the claimed one, at the claim's precision and in its direction."""
    size = -change if falls else change
    if size <= 0 or not _near(size, figure):
        return False
    stated = Quantity(f"{size:g}", size, size, size, "points", Span(0, 0), direction=figure.direction)
    return entails_number(stated, figure).answer == "yes"


def _near(value: float, figure: Quantity) -> bool:
    """Whether a value can be the figure at all, as printed or on [0, 1]: spares the full comparison for most cells."""
    if figure.relation not in ("=", "~"):
        return True
    room = figure.high - figure.low + 1e-9
    return any(abs(value * scale - figure.value) <= room for scale in (1, 100, 0.01))
