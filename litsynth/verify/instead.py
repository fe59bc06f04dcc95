"""What a paper prints where a claim has another score: the cell that the claim would be traced to with the right one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litsynth.quantities import find_quantities, same_figure
from litsynth.records import Claim, Document, Quantity
from litsynth.verify.candidates import SCORES
from litsynth.verify.fit import may_be
from litsynth.verify.found import TELLING_DIGITS, Found, digits_of
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.telling import figures_of, text_of
from litsynth.verify.trace import trace
from litsynth.verify.wording import Wording, read_wording

_MOST_TRIED = 150
"""Values tried in the place of a score; where more cells can be meant, the claim's words hardly tell them apart."""
_MOST_SHOWN = 3
"""Cells told of either kind."""
_CHANGE = re.compile(r"\bby (?:[\w-]+ ){0,3}$")
"""What stands before the size of a change, whatever its unit."""
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Instead:
    """`places`: the cells that a claim can mean, each with another value than its score; `standing`: where that stands."""

    places: tuple[Found, ...]
    standing: tuple[Found, ...]


def instead(claim: Claim, document: Document, grids: Sequence[Grid]) -> Instead | None:
    """What the tables of a document print for what a claim tells a single score of.

    The score is replaced by the value of each cell that it can mean; where `trace` then finds the claim is what is printed
    for it. Of several values two or three are told where nothing but the setting tells their cells apart, which the words
    then leave open. None of gains, bounds and claims of several scores: the cells so found are too often others. The score
    itself, of three digits or more, in the row or column of such a cell tells which was mistaken for which.
    """
    figure = _only_score(claim)
    if figure is None:
        return None
    wording = read_wording(text_of(claim), claim.quantities)
    values = dict.fromkeys(_values(figure, grids, wording))
    tried = values if len(values) <= _MOST_TRIED else {}
    found = {
        place.cell.quantity.value: place for value in tried if (place := _found(value, figure, claim, document, grids))
    }
    places = tuple(replace(place, figure=figure, against=True) for place in found.values())
    if not 1 <= len(places) <= _MOST_SHOWN or any(
        _is(place.cell, figure) or not _alike(place, places[0]) for place in places
    ):
        return None
    return Instead(places, _standing(figure, places))


def _only_score(claim: Claim) -> Quantity | None:
    figures = figures_of(claim)
    if len(figures) != 1 or figures[0].unit not in SCORES or figures[0].relation != "=":
        return None
    changes = figures[0].relative or figures[0].direction or _CHANGE.search(text_of(claim)[: figures[0].span.start])
    return None if changes else figures[0]


def _alike(place: Found, other: Found) -> bool:
    """Whether two cells of one table differ in no name but that of a setting."""
    settings = place.grid.by_kind.get("setting", frozenset())
    return place.grid is other.grid and place.cell.names ^ other.cell.names <= settings


def _found(value: str, figure: Quantity, claim: Claim, document: Document, grids: Sequence[Grid]) -> Found | None:
    """Where the claim stands once its score is the value."""
    text = text_of(claim)
    told = _NUMERAL.sub(value, figure.text, count=1)
    other = f"{text[: figure.span.start]}{told}{text[figure.span.end :]}"
    places = trace(replace(claim, text=other, quote=other, part="", quantities=find_quantities(other)), document, grids)
    return places[0] if len(places) == 1 and not places[0].minus else None


def _values(figure: Quantity, grids: Sequence[Grid], wording: Wording) -> Iterator[str]:
    """The numerals, as printed, of the cells that the claim can mean."""
    for grid in grids:
        for entry in _scores(grid, figure):
            numeral = _NUMERAL.search(entry.quantity.text)
            if numeral and may_be(Found(figure, grid, entry), wording):
                yield numeral.group()


def _standing(figure: Quantity, places: Sequence[Found]) -> tuple[Found, ...]:
    same = {
        (place.grid.table, entry.row_number, entry.column_number): Found(figure, place.grid, entry)
        for place in places
        for entry in _scores(place.grid, figure)
        if _is(entry, figure)
        and (entry.row_number == place.cell.row_number or entry.column_number == place.cell.column_number)
    }
    return tuple(same.values()) if digits_of(figure) >= TELLING_DIGITS and len(same) <= _MOST_SHOWN else ()


def _scores(grid: Grid, figure: Quantity) -> Iterator[Entry]:
    """The printed scores of a table on the scale, to 1 or to 100, of a figure."""
    for entry in grid.entries:
        scale = (entry.quantity.value <= 1) == (figure.value <= 1)
        if scale and not entry.computed and entry.column_number >= 0 and entry.quantity.unit in SCORES:
            yield entry


def _is(entry: Entry, figure: Quantity) -> bool:
    return same_figure(entry.quantity, figure).answer == "yes"
