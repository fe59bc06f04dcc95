"""What speaks for and against a reading of a claim in a table, as numbers: the features that are weighed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from litsynth.verify.alike import exclusive, nearest
from litsynth.verify.grid import Entry
from litsynth.verify.ranking.asserted import Asserted, Signs
from litsynth.verify.ranking.cells import Place, Reading
from litsynth.verify.ranking.directions import agrees, goes_as_told
from litsynth.verify.ranking.lexis import Head, Sheet
from litsynth.verify.ranking.superlatives import is_extreme, says_extreme

_SAID = 0.5
_SURELY = 0.6
_SAME = 0.8
_FROM_TITLE, _FROM_TEXT = 0.8, 0.6
_MOST_STRAY = 3.0
_MOST_MARGIN = 2.0
_ENOUGH_DIGITS = 4
_APART = 0.1


class Explained:
    """How far the claim's terms are explained by the labels of the cells, by them or the caption, or by the title."""

    def __init__(self, claim: Asserted, sheet: Sheet, used: Sequence[Head]) -> None:
        telling = [part >= _SAME for part in claim.covered(sheet.telling)]
        self.by_labels = [max(parts, default=0.0) for parts in zip(*(claim.hits(head) for head in used), strict=True)]
        if not used:
            self.by_labels = [0.0] * len(claim.keys)
        # What tells lines apart says nothing where only the caption or the title has it.
        caption = [0.0 if tells else part for part, tells in zip(claim.covered(sheet.caption), telling, strict=True)]
        self.by_title = [
            0.0 if tells else part for part, tells in zip(claim.covered(claim.lexis.title), telling, strict=True)
        ]
        self.by_table = [max(parts) for parts in zip(self.by_labels, caption, strict=True)]
        self.open = [max(here, there) < _SAID for here, there in zip(self.by_table, self.by_title, strict=True)]


def signs_of(claim: Asserted, reading: Reading) -> Signs:
    """The features of a reading by name: numbers of the order of one."""
    sheet, places = reading.sheet, reading.places
    cells = [cell for place in places for cell in place.cells]
    rows = {
        number: sheet.rows[number] for number in sorted({cell.row_number for cell in cells}) if number in sheet.rows
    }
    columns = {
        number: sheet.columns[number]
        for number in sorted({cell.column_number for cell in cells})
        if number in sheet.columns
    }
    explained = Explained(claim, sheet, (*rows.values(), *columns.values()))
    spoken = claim.covered(sheet.spoken)
    near = [
        max(table, _FROM_TITLE * title, _FROM_TEXT * text)
        for table, title, text in zip(explained.by_table, explained.by_title, spoken, strict=True)
    ]
    borne = frozenset(key for head in (*rows.values(), *columns.values()) for key in head.every)
    return {
        "near": claim.share(near),
        "stray row": _stray(claim, sheet.rows, rows, explained),
        "stray column": _stray(claim, sheet.columns, columns, explained),
        **_foreign(claim, sheet, explained),
        **_margins("row", claim, sheet.rows, rows),
        **_margins("column", claim, sheet.columns, columns),
        "row unmeant": float(bool(claim.unmeant(sheet.grid.rows) & rows.keys())),
        "column unmeant": float(bool(claim.unmeant(sheet.grid.columns) & columns.keys())),
        **ways_of(claim, reading),
        **_shapes(reading),
        "exclusive": float(
            exclusive(claim.keys, borne | {key for key in sheet.caption if nearest(key, sheet.telling) < _SAME})
        ),
        "extreme": float(says_extreme(claim.text) and any(is_extreme(place, sheet) for place in places)),
    }


def _stray(claim: Asserted, heads: Mapping[int, Head], used: Mapping[int, Head], explained: Explained) -> float:
    """The weight of what the claim says of other rows or columns, and that nothing of the cells explains."""
    others = [claim.hits(head) for number, head in heads.items() if number not in used]
    total = 0.0
    for at, weight in enumerate(claim.weights):
        most = max((hits[at] for hits in others), default=0.0)
        if explained.open[at] and most >= _SURELY:
            total += most * weight
    return min(total, _MOST_STRAY)


def _foreign(claim: Asserted, sheet: Sheet, explained: Explained) -> Signs:
    """The weight of names that only other tables have, and of those that the paper has nowhere."""
    lexis = claim.lexis
    others = frozenset().union(*(other.words for other in lexis.sheets if other is not sheet))
    elsewhere = nowhere = 0.0
    for at, key in enumerate(claim.keys):
        if not claim.named[at] or not explained.open[at] or key in sheet.words:
            continue
        if nearest(key, others) >= _SAME:
            elsewhere += claim.weights[at]
        elif key not in lexis.frequency:
            nowhere += claim.weights[at]
    return {"other table": min(elsewhere, _MOST_STRAY), "unknown name": min(nowhere, _MOST_STRAY)}


def _margins(axis: str, claim: Asserted, heads: Mapping[int, Head], used: Mapping[int, Head]) -> Signs:
    """How much better the lines of the cells fit the claim than any other, how much of their labels is said, and whether

    another line is said as fully (0.5) or more fully (1).
    """
    if not used or len(heads) < 2:
        return {f"{axis} margin": 0.0, f"{axis} rivalled": 0.0, f"{axis} said": 1.0}
    others = {number: head for number, head in heads.items() if number not in used}
    best = max((claim.fit(head) for head in others.values()), default=0.0)
    margin = min(claim.fit(head) for head in used.values()) - best
    said = []
    for head in used.values():
        weight = sum(head.weights.values())
        said.append(1 - claim.unsaid(head) / weight if weight else _SAID)
    rivals = (_rivals(claim, head, other) for head in used.values() for other in others.values())
    return {
        f"{axis} margin": max(-_MOST_MARGIN, min(_MOST_MARGIN, margin)),
        f"{axis} rivalled": max(rivals, default=0.0),
        f"{axis} said": min(said),
    }


def _rivals(claim: Asserted, head: Head, other: Head) -> float:
    """Whether the claim says all that it says of a line of another too: 0.5 as much, 1 more of it, or less is unsaid."""
    mine, theirs = claim.hits(head), claim.hits(other)
    if any(there < here - 1e-9 for here, there in zip(mine, theirs, strict=True)):
        return 0.0
    gain = sum(weight * (there - here) for weight, here, there in zip(claim.weights, mine, theirs, strict=True))
    unsaid = claim.unsaid(head) - claim.unsaid(other)
    if gain > _APART or unsaid > _APART:
        return 1.0
    return _SAID if abs(unsaid) <= _APART else 0.0


def ways_of(claim: Asserted, reading: Reading) -> Signs:
    """How often the cells differ the way that the claim says, and how often the other way."""
    agree = against = 0.0
    for way in _told_ways(claim, reading.sheet, reading.places):
        agree += max(way, 0.0)
        against += max(-way, 0.0)
    return {"right way": min(agree, 2.0), "wrong way": min(against, 2.0)}


def _told_ways(claim: Asserted, sheet: Sheet, places: Sequence[Place]) -> Iterator[float]:
    for place in places:
        if place.low is not None:
            yield agrees(claim, sheet, place.figure, place.cell, place.low)
    for one, two in pairwise([place for place in places if place.low is None]):
        stated = not one.figure.told and not two.figure.told and one.figure.quantity.unit == two.figure.quantity.unit
        across = one.cell.row_number != two.cell.row_number
        if stated and across != (one.cell.column_number != two.cell.column_number):
            yield 0.5 * goes_as_told(claim, (one.figure, one.cell), (two.figure, two.cell))


def _shapes(reading: Reading) -> Signs:
    """What the places are: how many lines for how many cells, changes, digits, figures that stand elsewhere."""
    places = reading.places
    changes = [place for place in places if place.low is not None]
    cells = [cell for place in places for cell in place.cells]
    rows = {cell.row_number for cell in cells}
    columns = {cell.column_number for cell in cells if cell.column_number >= 0}
    return {
        "change": float(bool(changes)),
        "change along row": float(any(place.cell.row_number == place.cells[-1].row_number for place in changes)),
        "relative": float(any(place.ratio for place in changes)),
        "score told as change": float(any(place.low is None and place.figure.may for place in places)),
        "change elsewhere": float(min(2, sum(_off(place, places) for place in changes))),
        "lines": math.log(len(rows) * max(1, len(columns))) - math.log(len(cells)),
        "digits": min(_ENOUGH_DIGITS, sum(place.figure.digits for place in places)) / _ENOUGH_DIGITS,
        "elsewhere": float(min(2, reading.elsewhere)),
    }


def _off(change: Place, places: Sequence[Place]) -> bool:
    """Whether a change is neither in a row nor in a column of the scores told beside it, or in one of them only."""
    scores: list[Entry] = [place.cell for place in places if place.low is None]
    if not scores:
        return False
    rows = {cell.row_number for cell in scores} & {cell.row_number for cell in change.cells}
    return not rows or not {cell.column_number for cell in scores} & {cell.column_number for cell in change.cells}
