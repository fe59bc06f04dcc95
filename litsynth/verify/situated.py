"""A claim's figures found in the tables of its own paper, with what the paper says around its sentence.

A sentence of a paper leaves out what its context makes clear: whose model it is, on what data, in which table. So a
cell is taken when its value is the figure's and its row and its column are named, by the sentence or, where the
sentence names no other, by what stands around it; and when nothing that the sentence names belongs to other cells.
"""

from collections.abc import Iterator, Sequence

from litsynth.records import Claim, Document
from litsynth.verify.clashes import clash, other_column, unknown_name
from litsynth.verify.found import TELLING_DIGITS, Found, digits_of
from litsynth.verify.grid import Grid
from litsynth.verify.levels import Option, options, reference
from litsynth.verify.opposed import opposed
from litsynth.verify.orders import orderly, outdone
from litsynth.verify.pairs import ranges
from litsynth.verify.settled import unsettled
from litsynth.verify.telling import Telling, telling_of
from litsynth.verify.view import NAMED, ONLY, View, view_of

_MOST_CHOICES = 3000
"""Choices of cells tried for one sentence and table."""
_REFERRED, _NEAR = 3.0, 1.0


def trace_in_paper(claim: Claim, document: Document, grids: Sequence[Grid], every: bool = False) -> tuple[Found, ...]:
    """Where every score and gain of a sentence stands in one table of its own paper; empty when one is not there.

    With `every`, counts, times and sizes too. Where the sentence names a table, only that one is looked through.
    """
    if not grids or not _of_paper(claim, document):
        return ()
    telling = telling_of(claim, document, grids[0].setting, every)
    if not telling.figures or any(ranges(telling.text, figure) for figure in telling.figures):
        return ()
    named = telling.context.tables
    found = [
        best
        for grid in grids
        if (not named or grid.table in named) and (best := _in_table(grid, telling, grids)) is not None
    ]
    if not found:
        return ()
    _, chosen = max(found, key=lambda one: one[0])
    places = tuple(option.found for option in chosen)
    return () if unsettled(telling, places) else places


def contradicted(places: Sequence[Found], claim: Claim, document: Document) -> bool:
    """Whether the sentence names other cells than those that its figures were found in, or tells them in another order."""
    if not places or (claim.paper_id != document.paper_id and not _of_paper(claim, document)):
        return False
    grid = places[0].grid
    telling = telling_of(claim, document, grid.setting)
    view = view_of(grid, telling)
    chosen = [Option(place, ONLY, ONLY, 0.0) for place in places]
    if opposed(places, view):
        return True
    if claim.paper_id != document.paper_id and (clash(chosen, view) or _over_another(places, view)):
        return True
    if document.substrate == "digest":
        return False
    meant = all(place.meant for place in places)
    return not meant or unknown_name(chosen, view) or other_column(chosen, view)


def _over_another(places: Sequence[Found], view: View) -> bool:
    """Whether a gain told by a contrast was found over something else than what the sentence contrasts with."""
    gains = [place for place in places if place.minus] if view.telling.contrasted else []
    return any(place.minus is not None and not reference(place.cell, place.minus, view) for place in gains)


def _of_paper(claim: Claim, document: Document) -> bool:
    """Whether a claim is a sentence of a paper, or told by somebody of the paper or digest, or of no paper in particular."""
    if claim.paper_id == document.paper_id:
        return document.substrate != "digest"
    return claim.primary in (document.paper_id, "")


def _in_table(grid: Grid, telling: Telling, grids: Sequence[Grid]) -> tuple[float, tuple[Option, ...]] | None:
    """The best choice of places in one table, with its weight; None where there is none, or two are as good."""
    every = []
    view = view_of(grid, telling)
    for figure in telling.figures:
        every.append(options(figure, view))
        if not every[-1]:
            return None
    choices = [
        (sum(option.weight for option in chosen), chosen)
        for chosen in _choices(every, view)
        if _sure(chosen, grid, telling, grids) and not _against(chosen, view)
    ]
    if not choices:
        return None
    weight, chosen = max(choices, key=lambda one: one[0])
    places = {tuple(option.lines for option in other) for rival, other in choices if rival > weight - 1e-9}
    if len(places) > 1:
        return None
    context = telling.context
    return weight + (
        _REFERRED if grid.table in context.tables else _NEAR if grid.table in context.near else 0.0
    ), chosen


def _against(chosen: Sequence[Option], view: View) -> bool:
    """Whether the sentence says otherwise than these places."""
    return clash(chosen, view) or outdone(chosen, view) or opposed([option.found for option in chosen], view)


def _choices(every: Sequence[list[Option]], view: View) -> Iterator[tuple[Option, ...]]:
    """One place for each figure, in the order in which the sentence tells them."""
    left = _MOST_CHOICES
    stack: list[tuple[Option, ...]] = [()]
    while stack and left:
        left -= 1
        chosen = stack.pop()
        if chosen and not orderly(chosen, view):
            continue
        if len(chosen) == len(every):
            yield chosen
            continue
        stack.extend((*chosen, option) for option in reversed(every[len(chosen)]))


def _sure(chosen: Sequence[Option], grid: Grid, telling: Telling, grids: Sequence[Grid]) -> bool:
    """Whether rows and columns are named surely enough for the digits that agree; both of them in another paper's tables.

    A score of three significant digits: row and column are both told; or it stands only once in the tables of the
    paper, and one of the two is named as no other, or the table is spoken of and all figures stand in one line. A
    score of fewer digits, and a gain: both are told, and one of them as no other.
    """
    spoken_of = grid.table in (*telling.context.tables, *telling.context.near)
    in_line = len(chosen) > 1 and any(len({option.lines[0][at] for option in chosen}) == 1 for at in (0, 1))
    for option in chosen:
        told = min(option.row, option.column) >= ONLY
        figure = option.found.figure
        if told and option.level > ONLY + ONLY:
            continue
        if option.found.minus or digits_of(figure) < TELLING_DIGITS:
            return False
        if told:
            continue
        if not telling.about:
            return False
        named = max(option.row, option.column) >= NAMED or (spoken_of and in_line)
        if not (named and _once(option, grids)):
            return False
    return True


def _once(option: Option, grids: Sequence[Grid]) -> bool:
    """Whether a value stands in one cell of all tables."""
    value = option.found.cell.quantity.value
    return sum(entry.quantity.value == value for grid in grids for entry in grid.entries if not entry.computed) == 1
