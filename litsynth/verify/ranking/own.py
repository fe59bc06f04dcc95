"""The cells that a paper's own sentence means, by a ranking: for what the rules of `verify.situated` leave open.

The sentence is what it is: what has to be found out is not whether it is true of its paper but which cells it tells. So
the weights are fitted to readings that were judged as such, and what stands around the sentence counts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litsynth.records import Claim, Document
from litsynth.verify.candidates import SCORES, only_shares
from litsynth.verify.found import Found
from litsynth.verify.grid import Grid
from litsynth.verify.ranking.asserted import Asserted, Figure, Signs, figures_in
from litsynth.verify.ranking.cells import Reading, follows, may_stand_in, quick, readings
from litsynth.verify.ranking.lexis import Lexis
from litsynth.verify.ranking.own_signs import contradicts, own_signs
from litsynth.verify.ranking.own_weights import LEAST, OWN, RIGHT
from litsynth.verify.ranking.rank import places_of, weighed
from litsynth.verify.settled import unsettled
from litsynth.verify.telling import Telling, telling_of, text_of
from litsynth.verify.view import view_of

_SCORES = (*SCORES, "points")
_MOST_READINGS = 24
"""Readings of one table that are weighed, those whose labels the sentence fits best."""


@dataclass(frozen=True, slots=True)
class OwnReading:
    """A reading of a sentence with what speaks for and against it."""

    reading: Reading
    signs: Signs


def may_be_placed(claim: Claim, grids: Sequence[Grid]) -> bool:
    """Whether a sentence has scores, all of them exact, of which one at least may stand in a table."""
    figures = [figure for figure in figures_in(text_of(claim), claim.quantities) if _is_score(figure)]
    exact = bool(figures) and all(figure.quantity.relation == "=" for figure in figures)
    return exact and any(may_stand_in(figure, grid) for figure in figures for grid in grids)


def placed(claim: Claim, document: Document, lexis: Lexis) -> tuple[Found, ...]:
    """The cells that a sentence of the paper states, all from one table; empty where none are sure.

    What the sentence says beyond its figures, and the cells do not settle, is noted with them.
    """
    asserted, telling = asserted_in(claim, lexis), telling_of(claim, document, lexis.setting)
    found = [(weighed(one.signs, OWN), one.reading) for one in own_readings(asserted, telling)]
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or best[0] < LEAST:
        return ()
    places = places_of(asserted, best[1])
    return tuple(replace(place, chance=RIGHT, beyond=unsettled(telling, places)) for place in places)


def asserted_in(claim: Claim, lexis: Lexis) -> Asserted:
    """The sentence beside the other sentences of the paper: that it states its figures itself tells nothing."""
    own = {claim.quote, *(anchor.exact for anchor in claim.also_at)}
    others = tuple(sentence for sentence in lexis.sentences if sentence.text not in own)
    return Asserted(text_of(claim), claim.quantities, replace(lexis, sentences=others))


def own_readings(claim: Asserted, telling: Telling) -> Iterator[OwnReading]:
    """Every reading that places all scores and gains of a sentence, in the tables that it names if it names any."""
    named = telling.context.tables
    for sheet in claim.lexis.sheets:
        if named and sheet.grid.table not in named:
            continue
        found = [one for one in readings(claim, sheet) if _states_scores(claim, one)]
        if len(found) > _MOST_READINGS:
            found = sorted(found, key=lambda one: -quick(claim, sheet, one.places))[:_MOST_READINGS]
        view = view_of(sheet.grid, telling) if found else None
        yield from (
            OwnReading(one, own_signs(claim, one, telling, view))
            for one in found
            if view and not contradicts(claim, one, view)
        )


def _states_scores(claim: Asserted, reading: Reading) -> bool:
    """Whether a reading places a score or gain, and each of the sentence that is no label's and follows from no others.

    Bounds ("more than 2 points") and approximate figures fit too many cells. Where a cell served two figures, one of them
    would mean another cell with the same value, and nothing tells which.
    """
    served = [tuple((cell.row_number, cell.column_number) for cell in place.cells) for place in reading.places]
    if any(place.figure.quantity.relation != "=" for place in reading.places) or len({*served}) < len(served):
        return False
    placed = {id(place.figure) for place in reading.places if _is_score(place.figure)}
    labels = " ".join(f"{cell.row} {cell.column}" for place in reading.places for cell in place.cells)
    if any(_is_share_in(labels, place.figure) for place in reading.places):
        return False
    others = (figure for figure in claim.figures if _is_score(figure) and id(figure) not in placed)
    told = (follows(one, claim.figures) or one.quantity.text.strip("~%") in labels for one in others)
    shares = only_shares(claim.text, [place.figure.quantity for place in reading.places])
    return bool(placed) and all(told) and not shares


def _is_share_in(labels: str, figure: Figure) -> bool:
    """Whether a figure is what a label says: "1%" of the data, not a gain of as much."""
    text = figure.quantity.text
    return text.endswith("%") and text[0].isdigit() and re.search(rf"(?<![\d.]){re.escape(text)}", labels) is not None


def _is_score(figure: Figure) -> bool:
    return figure.quantity.unit in _SCORES and not figure.in_words
