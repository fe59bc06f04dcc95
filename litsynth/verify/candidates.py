"""The cells of a table whose value a figure can be, whatever they are named."""

import re
from collections.abc import Iterator, Sequence

from litsynth.labels import aggregation_of, labels_of
from litsynth.quantities import entails_number, find_in_cell
from litsynth.records import Quantity, Span
from litsynth.verify.aggregated import other_runs
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.wording import Wording

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?([kKMBG](?![A-Za-z]))?")
_UNIT = re.compile(r"[(\[](?:GPU )?(?:m|km|cm|s|ms|secs?|seconds|min|hrs?|hours|days|dB|k?Hz|[GMK]B|[GMT]?FLOPs)[)\]]")
_SCALED = re.compile(
    r"[(\[](?:in )?(?:GPU )?(?P<unit>ms|s|secs?|seconds|mins?|minutes|hrs?|hours|h|days|"
    r"[KMGT]i?B|[KkMB]|millions?|billions?|thousands?)[)\]]"
)
SCORES = ("score", "percent")
"""Units of scores."""
_ROUND = 10
_PART = re.compile(r"\b(?:half|quarter|third)", re.IGNORECASE)


def only_shares(text: str, figures: Sequence[Quantity]) -> bool:
    """Whether all figures of a paper's sentence may be shares of samples, or thresholds: "half", "over 50%", "10% of them".

    Multiples of 10% of which the sentence does not say exactly that some metric has that value.
    """
    metric = any(label.kind == "metric" for label in labels_of(text))
    return all(_is_round_share(figure) and not (metric and figure.relation == "=") for figure in figures)


def _is_round_share(figure: Quantity) -> bool:
    digits = _NUMBER.search(figure.text)
    if not digits:
        return _PART.search(figure.text) is not None
    return figure.unit == "percent" and "." not in digits.group(1) and figure.value % _ROUND == 0


def scores(figure: Quantity, grid: Grid, wording: Wording) -> Iterator[Found]:
    """The cells whose score a figure can be."""
    if figure.unit not in SCORES:
        yield from _printed_alike(figure, grid)
        return
    computed, told = wording.computed(figure), aggregation_of(figure, wording.text)
    for entry in grid.entries:
        if (
            (entry.column_number == -1 if computed else not entry.computed)
            and entry.quantity.unit in SCORES
            and _near(entry.quantity.value, figure)
            and not (figure.unit == "percent" and in_unit(entry))
            and entails_number(entry.quantity, figure).answer == "yes"
            and not other_runs(told, (entry,), grid)
        ):
            yield Found(figure, grid, entry)


def _printed_alike(figure: Quantity, grid: Grid) -> Iterator[Found]:
    """The cells with the digits and the magnitude of a count, time or size: units stand in headers, or nowhere.

    Where a header gives the unit, a cell is what it is in that unit: 1200 under "(ms)" is 1.2 seconds.
    """
    wanted = _printed(figure.text)
    for entry in grid.entries:
        if entry.computed:
            continue
        if (wanted and _printed(entry.quantity.text) == wanted) or _in_unit_of_header(entry, figure):
            yield Found(figure, grid, entry)


def unit_over(header: str) -> str:
    """The unit of time, size or number that a header gives in brackets; empty where it gives none.

    >>> unit_over("Latency (ms)"), unit_over("Accuracy (%)")
    ('ms', '')
    """
    found = _SCALED.search(header)
    return found["unit"] if found else ""


def _in_unit_of_header(entry: Entry, figure: Quantity) -> bool:
    """Whether a cell, read in the unit that its header gives, settles a figure of that unit."""
    if figure.unit not in ("count", "seconds", "bytes") or not _NUMBER.fullmatch(entry.quantity.text):
        return False
    unit = unit_over(entry.column) or unit_over(entry.row)
    read = find_in_cell(f"{entry.quantity.text} {unit}") if unit else ()
    return any(one.unit == figure.unit and entails_number(one, figure).answer == "yes" for one in read)


def _printed(text: str) -> tuple[float, str] | None:
    found = _NUMBER.search(text)
    return (float(found.group(1).replace(",", "")), (found.group(2) or "").upper()) if found else None


def in_unit(entry: Entry) -> bool:
    """Whether a header gives a unit that is no percentage, such as "(m)"."""
    return any(_UNIT.search(label) for label in (entry.row, entry.column))


def gains(figure: Quantity, grid: Grid, wording: Wording, of: frozenset[int] | None = None) -> Iterator[Found]:
    """The changes, or differences of two cells of one row or column, that a figure can be.

    `of` narrows the cells that have changed to those with these identities.
    """
    falls, runs = figure.direction == "down" or wording.falls(figure), aggregation_of(figure, wording.text)
    if grid.differences:
        for entry in grid.entries:
            signed = -entry.quantity.value if entry.quantity.direction == "down" else entry.quantity.value
            told = of is None or id(entry) in of
            may_be = told and not other_runs(runs, (entry,), grid)
            if may_be and entry.quantity.unit == "points" and _is_change(signed, figure, falls):
                yield Found(figure, grid, entry)
        return
    fits: dict[float, bool] = {}  # the differences of a table are few, its pairs of cells are not
    for cell, other in _neighbours(grid, of):
        change = round(cell.quantity.value - other.quantity.value, 6)
        if change not in fits:
            fits[change] = _is_change(change, figure, falls)
        if fits[change] and not other_runs(runs, (cell, other), grid):
            yield Found(figure, grid, cell, other)


def ratios(figure: Quantity, grid: Grid, wording: Wording, of: frozenset[int]) -> Iterator[Found]:
    """The two cells of one row or column whose relative change, in percent of the second, a figure is."""
    falls, runs = figure.direction == "down" or wording.falls(figure), aggregation_of(figure, wording.text)
    for cell, other in _neighbours(grid, of):
        base = other.quantity.value
        change = round(100 * (cell.quantity.value - base) / abs(base), 6) if base else 0.0
        if base and _is_change(change, figure, falls, "percent") and not other_runs(runs, (cell, other), grid):
            yield Found(figure, grid, cell, other)


def _neighbours(grid: Grid, of: frozenset[int] | None) -> Iterator[tuple[Entry, Entry]]:
    """Each two cells of one row or column, both ways, the first of them one of `of`."""
    lines: dict[tuple[str, int], list[Entry]] = {}
    for entry in (entry for entry in grid.entries if not entry.computed):
        lines.setdefault(("row", entry.row_number), []).append(entry)
        lines.setdefault(("column", entry.column_number), []).append(entry)
    for line in lines.values():
        for cell in line:
            if of is None or id(cell) in of:
                yield from ((cell, other) for other in line if other is not cell)


def _is_change(change: float, figure: Quantity, falls: bool, unit: str = "points") -> bool:
    """Whether a difference of two printed values is the claimed one, at the claim's precision and in its direction."""
    size = -change if falls else change
    if size <= 0 or not _near(size, figure):
        return False
    if unit == "percent":
        return figure.low - 1e-9 <= size <= figure.high + 1e-9
    stated = Quantity(f"{size:g}", size, size, size, unit, Span(0, 0), direction=figure.direction)
    return entails_number(stated, figure).answer == "yes"


def _near(value: float, figure: Quantity) -> bool:
    """Whether a value can be the figure at all, as printed or on [0, 1]: spares the full comparison for most cells."""
    if figure.relation not in ("=", "~"):
        return True
    room = figure.high - figure.low + 1e-9
    return any(abs(value * scale - figure.value) <= room for scale in (1, 100, 0.01))
