"""Claims that somebody tells of a paper, by a ranking: the cells, or the sentences, that the claim's words pick out best.

Where rules ask for every word to be explained, here everything that speaks for or against a place for the figures is
weighed: see `cell_signs` and `sentence_signs` for what, `weights` for how much.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from litsynth.records import Claim, Document, NumberCheck
from litsynth.verify.clashes import PLACES, of_another, other_measure
from litsynth.verify.found import Found, Statement
from litsynth.verify.grid import Grid
from litsynth.verify.opposed import opposed
from litsynth.verify.ranking import cell_signs, sentence_signs
from litsynth.verify.ranking.asserted import Asserted
from litsynth.verify.ranking.cells import Place, Reading, readings
from litsynth.verify.ranking.lexis import Lexis
from litsynth.verify.ranking.sentences import Telling, tellings
from litsynth.verify.ranking.weights import CELLS, CELLS_RIGHT, LEAST, SENTENCES, SENTENCES_RIGHT
from litsynth.verify.telling import telling_of
from litsynth.verify.view import view_of

_BEYOND = re.compile(
    r"\b(?:because|therefore|hence|due to|caused|always|never|significant\w*|correlat\w+)\b", re.IGNORECASE
)
"""What no figure settles."""
_DOUBT = -0.4
"""Log-odds below which cells that rules found are not taken: two true claims in five."""
_SURELY = 0.6
_MOST_WORDS = 6
"""Words told of those by which a place was picked out."""
_CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best places of a claim's figures in a table, or the best statement of them, and its score: log-odds."""

    score: float
    places: tuple[Found, ...] = ()
    statement: Statement | None = None

    @property
    def sure(self) -> bool:
        """Whether the score suffices for support."""
        return self.score >= LEAST

    @property
    def doubtful(self) -> bool:
        """Whether the claim is rather false than true: then what rules found does not support it either."""
        return self.score < _DOUBT


def may_be_ranked(claim: Claim, document: Document) -> bool:
    """Whether a claim is told of this very paper by somebody else; what a digest says has its own ways."""
    return claim.paper_id != document.paper_id == claim.primary and document.substrate != "digest"


def ranked(claim: Claim, document: Document, lexis: Lexis) -> Ranked | None:
    """The best reading of a claim; None where its figures are in no table and no sentences together.

    None too where that reading is of cells of which the claim tells the opposite (see `verify.opposed`).
    """
    asserted = Asserted(claim.text, claim.quantities, lexis)
    if _BEYOND.search(claim.text):
        return None
    found = [
        (weighed(cell_signs.signs_of(asserted, reading), CELLS), reading)
        for sheet in lexis.sheets
        for reading in readings(asserted, sheet)
    ]
    stated = [
        (weighed(sentence_signs.signs_of(asserted, telling), SENTENCES), telling) for telling in tellings(asserted)
    ]
    best = max(found, key=lambda one: one[0], default=None)
    told = max(stated, key=lambda one: one[0], default=None)
    if best and (told is None or best[0] >= told[0]):
        places = tuple(replace(place, chance=CELLS_RIGHT) for place in places_of(asserted, best[1]))
        view = view_of(best[1].sheet.grid, telling_of(claim, document, lexis.setting))
        cells = [cell for place in places for cell in place.cells]
        against = opposed(places, view) or of_another(PLACES, cells, view) or other_measure(cells, view)
        return None if against else Ranked(best[0], places=places)
    return Ranked(told[0], statement=_statement(asserted, told[1])) if told else None


def weighed(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log-odds that a reading is what its claim tells."""
    return weights[_CONSTANT] + sum(weights[name] * value for name, value in signs.items())


def places_of(claim: Asserted, reading: Reading) -> tuple[Found, ...]:
    """The cells of a reading, with the words of the claim by which they were picked out."""
    heads = [
        head
        for place in reading.places
        for cell in place.cells
        for head in (reading.sheet.rows.get(cell.row_number), reading.sheet.columns.get(cell.column_number))
        if head
    ]
    words = _words(
        claim, [max(parts, default=0.0) for parts in zip(*(claim.hits(head) for head in heads), strict=True)]
    )
    return tuple(found_at(place, reading.sheet.grid, words) for place in reading.places)


def found_at(place: Place, grid: Grid, words: tuple[str, ...] = ()) -> Found:
    """The place as what a table shows; a difference told in percent that is none of a base is one of points.

    A relative change is in percent of the cell that gives the figure: of the higher one where something falls.
    """
    figure = place.figure.quantity
    if place.low and not place.ratio and figure.unit == "percent":
        figure = replace(figure, unit="points")
    found = Found(figure, grid, place.cell, place.low, words=words)
    if not (place.low and place.ratio):
        return found
    other = replace(found, cell=place.low, minus=place.cell)
    return min(found, other, key=lambda one: abs(abs(one.change) - figure.value))


def _statement(claim: Asserted, telling: Telling) -> Statement:
    sentences = claim.lexis.sentences
    checks = tuple(
        NumberCheck(one.figure.quantity.text, sentences[one.sentence].text[slice(*one.spans[0])].strip(), True)
        for one in telling.stated
    )
    keys = frozenset().union(*(sentences[at].keys for at in telling.window))
    numbers = tuple(sentences[at].number for at in telling.window)
    return Statement(numbers, checks, _words(claim, claim.covered(keys)), SENTENCES_RIGHT)


def _words(claim: Asserted, covered: Sequence[float]) -> tuple[str, ...]:
    """The words of the claim that are matched, those that weigh most, in order."""
    matched = [at for at, part in enumerate(covered) if part >= _SURELY]
    most = sorted(matched, key=lambda at: -claim.weights[at])[:_MOST_WORDS]
    return tuple(dict.fromkeys(claim.text[claim.terms[at].start : claim.terms[at].end] for at in sorted(most)))
