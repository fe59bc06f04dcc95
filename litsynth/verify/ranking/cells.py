"""The readings of a claim in a table: cells, or two cells and their difference, for each of its figures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from litsynth.labels import aggregation_of
from litsynth.quantities.precision import last_step
from litsynth.records import Quantity
from litsynth.verify.aggregated import other_runs
from litsynth.verify.candidates import in_unit
from litsynth.verify.found import digits_of
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.ranking.asserted import Asserted, Figure
from litsynth.verify.ranking.lexis import Sheet, digits_in, value_of

_SCORES = ("score", "percent", "points")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOST_PLACES = 30
_MOST_READINGS = 120
_LONGEST_LINE = 60
"""Cells of a row or column between which differences are looked for."""
_ROOM = 1e-6
_PERCENT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a figure stands: a cell, or the `low` of two that it is the difference of, in percent of one if `ratio`."""

    figure: Figure
    cell: Entry
    low: Entry | None = None
    ratio: bool = False

    @property
    def cells(self) -> tuple[Entry, ...]:
        """Its cells."""
        return (self.cell, self.low) if self.low else (self.cell,)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Places for figures in one table; `elsewhere` counts those that only the paper's sentences state."""

    sheet: Sheet
    places: tuple[Place, ...]
    elsewhere: int


def readings(claim: Asserted, sheet: Sheet) -> Iterator[Reading]:
    """The readings in which no figure is lost: each is in the table, follows from others, labels it or is told elsewhere."""
    options = [(figure, _best(claim, sheet, _places(figure, sheet, claim.text))) for figure in claim.figures]
    missing = [figure for figure, places in options if not places and not follows(figure, claim.figures)]
    states: list[tuple[Place, ...]] = [()]
    for figure, places in options:
        if places:
            more = [(*state, place) for state in states for place in places]
            without = states if follows(figure, claim.figures) else []
            states = _best_states(claim, sheet, [*more, *(state for state in without if state)])
    for state in states:
        elsewhere = _elsewhere(claim, sheet, state, missing) if state else None
        if elsewhere is not None:
            yield Reading(sheet, state, elsewhere)


def may_stand_in(figure: Figure, grid: Grid) -> bool:
    """Whether a figure can be a change, or the value of a cell: a quick look, before any words are."""
    return figure.may or any(_is_score(figure.quantity, entry) for entry in grid.entries if not entry.computed)


def follows(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure is the difference of two others of the claim, or that in percent."""
    asked = figure.quantity
    for one, two in combinations([other for other in figures if other is not figure], 2):
        low, high = sorted((abs(one.quantity.value), abs(two.quantity.value)))
        if low == high:
            continue
        if figure.may and not figure.relative and _is_change(round(high - low, 6), asked):
            return True
        shares = [_PERCENT * (high - low) / base for base in (low, high) if base]
        if asked.unit == "percent" and any(asked.low <= share <= asked.high for share in shares):
            return True
    return False


def _places(figure: Figure, sheet: Sheet, claim: str) -> list[Place]:
    """The places that have a figure's value, and are not known to be of other runs than the claim tells it of."""
    if figure.in_words:
        return []
    told = aggregation_of(figure.quantity, claim)
    return [place for place in _of_value(figure, sheet) if not other_runs(told, place.cells, sheet.grid)]


def _of_value(figure: Figure, sheet: Sheet) -> list[Place]:
    found: list[Place] = []
    if sheet.grid.differences or not figure.only:
        found += [
            Place(figure, one) for one in sheet.grid.entries if not one.computed and _is_score(figure.quantity, one)
        ]
    if figure.may and figure.quantity.unit in (*_SCORES, "count"):
        found += _changes(figure, sheet)
    return found


def _is_score(asked: Quantity, entry: Entry) -> bool:
    if asked.unit not in _SCORES:
        mine, theirs = (_NUMBER.search(text) for text in (asked.text, entry.quantity.text))
        printed = mine is not None and theirs is not None and value_of(mine.group()) == value_of(theirs.group())
        return bool(asked.value and entry.quantity.value) and (printed or asked.value == entry.quantity.value)
    if entry.quantity.unit not in (*_SCORES, "count") or (asked.unit == "percent" and in_unit(entry)):
        return False
    return _may_print(abs(entry.quantity.value), asked)


def _may_print(value: float, asked: Quantity) -> bool:
    """Whether a value is a figure at its printed precision, on [0, 1] or on [0, 100]."""
    low, high = _interval(asked)
    if low <= value <= high:
        return True
    if digits_of(asked) < 2:
        return False
    return (0 < value <= 1 and low <= value * _PERCENT <= high) or (
        1 < value <= 100 and low <= value / _PERCENT <= high
    )


def _interval(asked: Quantity) -> tuple[float, float]:
    if asked.relation in ("=", "~"):
        return asked.low - _ROOM, asked.high + _ROOM
    step = (last_step(asked.value) if asked.value else 1) + _ROOM
    return asked.value - step, asked.value + step


def _is_change(change: float, asked: Quantity) -> bool:
    low, high = _interval(asked)
    return low <= change <= high or (asked.value >= 1 > change and low <= change * _PERCENT <= high)


def _changes(figure: Figure, sheet: Sheet) -> Iterator[Place]:
    """The two cells of one row or column whose difference a figure is, or whose relative change."""
    asked = figure.quantity
    for lines in (sheet.by_row, sheet.by_column):
        for line in lines.values():
            for one, two in combinations(line, 2) if len(line) <= _LONGEST_LINE else ():
                low, high = sorted((one, two), key=lambda entry: entry.quantity.value)
                change = round(high.quantity.value - low.quantity.value, 6)
                if not change:
                    continue
                # What was nothing has no relative change.
                relative = low.quantity.value != 0 and (figure.relative or asked.unit == "percent")
                if relative and _is_ratio(change, (low, high), asked):
                    yield Place(figure, high, low, ratio=True)
                elif not figure.relative and _is_change(change, asked):
                    yield Place(figure, high, low)


def _is_ratio(change: float, cells: Sequence[Entry], asked: Quantity) -> bool:
    bases = (abs(cell.quantity.value) for cell in cells)
    return any(base and asked.low - _ROOM <= round(_PERCENT * change / base, 4) <= asked.high + _ROOM for base in bases)


def _best(claim: Asserted, sheet: Sheet, places: list[Place]) -> list[Place]:
    if len(places) <= _MOST_PLACES:
        return places
    return sorted(places, key=lambda place: -_fit(claim, sheet, (place,)) / len(place.cells))[:_MOST_PLACES]


def _best_states(claim: Asserted, sheet: Sheet, states: list[tuple[Place, ...]]) -> list[tuple[Place, ...]]:
    if len(states) <= _MOST_READINGS:
        return states
    return sorted(states, key=lambda state: -quick(claim, sheet, state))[:_MOST_READINGS]


def _fit(claim: Asserted, sheet: Sheet, places: Sequence[Place]) -> float:
    cells = [cell for place in places for cell in place.cells]
    rows = (sheet.rows[cell.row_number] for cell in cells if cell.row_number in sheet.rows)
    columns = (sheet.columns[cell.column_number] for cell in cells if cell.column_number in sheet.columns)
    return sum(claim.fit(head) for head in (*rows, *columns))


def quick(claim: Asserted, sheet: Sheet, places: Sequence[Place]) -> float:
    """How well rows and columns fit on average, the fewer of them the better."""
    total = 0.0
    for heads, numbers in (
        (sheet.rows, {cell.row_number for place in places for cell in place.cells}),
        (sheet.columns, {cell.column_number for place in places for cell in place.cells}),
    ):
        fits = [claim.fit(heads[number]) for number in sorted(numbers) if number in heads]
        total += sum(fits) / len(numbers) - 0.4 * len(numbers)
    return total - 0.2 * sum(place.low is not None for place in places)


def _elsewhere(claim: Asserted, sheet: Sheet, places: Sequence[Place], missing: Sequence[Figure]) -> int | None:
    """How many figures are neither in the table nor in the labels of the places; None where one is nowhere."""
    labels = (
        digits_in(" ".join(f"{cell.row} {cell.column}" for place in places for cell in place.cells)) | sheet.numbers
    )
    count = 0
    for figure in missing:
        number = _NUMBER.search(figure.quantity.text)
        if figure.in_words or (number and number.group().replace(",", "") in labels):
            continue
        if number and not _is_told(number.group(), claim):
            return None
        count += 1
    return count


def _is_told(number: str, claim: Asserted) -> bool:
    rule = re.compile(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)")
    return any(rule.search(sentence.text) for sentence in claim.lexis.sentences)
