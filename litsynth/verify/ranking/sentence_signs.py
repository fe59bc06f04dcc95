"""What speaks for and against a claim being what some sentences of the paper state: the features that are weighed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.verify.alike import exclusive, keys_of, nearest
from litsynth.verify.differ import other_names
from litsynth.verify.ranking.asserted import Asserted, Figure, Signs
from litsynth.verify.ranking.lexis import Said
from litsynth.verify.ranking.sentences import Stated, Telling, prints

_AROUND = 2
"""Sentences around the ones that state the figures which may say what they leave out."""
_FROM_AROUND, _FROM_TITLE = 0.9, 0.8
_UNEXPLAINED, _HALF, _EXPLAINED, _SAME = 0.45, 0.5, 0.6, 0.8
_MOST = 3.0
_UNITS = frozenset({"score", "percent", "points", "count"})
_ENOUGH_DIGITS = 5
_MINE, _THEIRS, _TIED = (-60, 45), (-80, 60), (-40, 40)
"""Characters around the end of a figure: in the claim, in the sentence, and where a name belongs to it."""
_LISTED = re.compile(r"\brespectively\b", re.IGNORECASE)
_TIED_THERE = (-35, 30)


def signs_of(claim: Asserted, telling: Telling) -> Signs:
    """The features of a reading in sentences by name: numbers of the order of one."""
    lexis, window = claim.lexis, telling.window
    keys = frozenset().union(*(lexis.sentences[at].keys for at in window))
    here = claim.covered(keys)
    context = claim.covered(keys | _context(claim, window))
    title = claim.covered(lexis.title)
    around = [
        max(one, _FROM_AROUND * two, _FROM_TITLE * three) for one, two, three in zip(here, context, title, strict=True)
    ]
    cover = claim.share(here)
    places = {one.figure: place for one in telling.stated for place in [_place(claim, one)]}
    count = len(telling.stated)
    return {
        "here": cover,
        "around": claim.share(around),
        **_names(claim, telling, here, around),
        "sibling": _siblings(claim, keys, around),
        "exclusive": float(exclusive(claim.keys, keys)),
        "other name": float(bool(other_names(claim.text, [" ".join(lexis.sentences[at].text for at in window)]))),
        **_units(claim, telling),
        "name elsewhere": min(2.0, sum(place.foreign for place in places.values())),
        "name parted": min(2.0, sum(place.parted for place in places.values())),
        "near figure": sum(place.near for place in places.values()) / count,
        "nearer than others": max(-_HALF, min(_HALF, *(place.margin for place in places.values()))),
        "sentence margin": max(-_EXPLAINED, min(_EXPLAINED, cover - _rival(claim, telling))),
        "spread": float(len(window) - 1),
        "digits": min(_ENOUGH_DIGITS, sum(one.figure.digits for one in telling.stated)) / _ENOUGH_DIGITS,
        "only place": 1 / max(1, min(_stating(claim, one.figure) for one in telling.stated)),
    }


def _stating(claim: Asserted, figure: Figure) -> int:
    return sum(any(prints(figure.quantity, value) for value, _, _ in one.numbers) for one in claim.lexis.sentences)


def _context(claim: Asserted, window: tuple[int, ...]) -> frozenset[str]:
    """The keys of the sentences around, in the same section, and of its heading."""
    lexis = claim.lexis
    section = lexis.sentences[window[0]].section
    first, last = max(0, window[0] - _AROUND), window[-1] + _AROUND
    near = (one.keys for one in lexis.sentences[first:last] if one.section == section)
    return lexis.heading(section).union(*near)


def _names(claim: Asserted, telling: Telling, here: tuple[float, ...], around: list[float]) -> Signs:
    """Names of the claim that the sentences have; that only other sentences, or none, have; and such against others."""
    lexis = claim.lexis
    elsewhere = nowhere = lacking = said = total = 0.0
    for at, key in enumerate(claim.keys):
        if not claim.named[at]:
            continue
        total += claim.weights[at]
        said += claim.weights[at] * here[at]
        if around[at] < _UNEXPLAINED:
            lacking += claim.weights[at]
            if key in lexis.frequency and nearest(key, lexis.labels) < _SAME:
                elsewhere += claim.weights[at]
            elif nearest(key, lexis.labels) < _SAME:
                nowhere += claim.weights[at]
    theirs = {
        term.key
        for at in telling.window
        for term, key in ((term, term.key) for term in lexis.sentences[at].terms)
        if term.named and not key.isdigit() and key[:1] != "[" and _is_new(key, claim)
    }
    return {
        "names": said / total if total else _EXPLAINED,
        "name in other sentence": min(elsewhere, _MOST),
        "unknown name": min(nowhere, _MOST),
        "names exchanged": min(2.0, lacking, 0.7 * len(theirs)),
    }


def _is_new(term: str, claim: Asserted) -> bool:
    (key,) = keys_of([term])
    return nearest(key, claim.key_set) < _HALF and key not in claim.lexis.title


def _siblings(claim: Asserted, keys: frozenset[str], around: list[float]) -> float:
    """The weight of what labels a row or column, where the sentences name another one of the same table instead."""
    total = 0.0
    for at, key in enumerate(claim.keys):
        if around[at] < _EXPLAINED and any(
            (others & keys) - claim.key_set for others in claim.lexis.siblings.get(key, ())
        ):
            total += claim.weights[at]
    return min(total, 2.0)


def _units(claim: Asserted, telling: Telling) -> Signs:
    """The share of figures with the same unit, and of those with another; those told to go the other way; and in percent

    of a change, where the sentence does not say so.
    """
    same = other = 0.0
    turned = absolute = 0
    for one in telling.stated:
        asked, sentence = one.figure.quantity, claim.lexis.sentences[one.sentence]
        start, end = one.spans[0]
        found = sentence.at(start, end)
        if found is None:
            other += 0.3
            continue
        same += found.unit == asked.unit
        other += 0.0 if found.unit == asked.unit else _HALF if {found.unit, asked.unit} <= _UNITS else 1.0
        turned += bool(asked.direction and found.direction and asked.direction != found.direction)
        absolute += asked.unit == "percent" and one.figure.relative and not found.relative
    count = len(telling.stated)
    return {
        "same unit": same / count,
        "other unit": other / count,
        "turned": float(min(2, turned)),
        "not relative": float(min(2, absolute)),
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """How well what is said near a figure is said near it in the sentence: `near`, and more than near other figures by

    `margin`. `foreign`: names that belong to it in the claim and not there, at most as many as there are others there.
    `parted`: such that stand nearest to a number that is none of the claim's.
    """

    near: float
    margin: float
    foreign: int
    parted: int


def _place(claim: Asserted, stated: Stated) -> _Place:
    sentence = claim.lexis.sentences[stated.sentence]
    end = stated.figure.quantity.span.end
    mine = [at for at, term in enumerate(claim.terms) if _MINE[0] <= term.start - end <= _MINE[1]]
    near = max(_local(claim, mine, sentence, behind) for _, behind in stated.spans)
    starts = {start for start, _ in stated.spans}
    rivals = [
        _local(claim, mine, sentence, behind)
        for value, start, behind in sentence.numbers
        if start not in starts and not any(prints(one.quantity, value) for one in claim.figures)
    ]
    alone = len(sentence.numbers) <= len(claim.figures)
    foreign = 0 if alone else sum(_foreign(claim, sentence, end, behind) for _, behind in stated.spans[:1])
    parted = 0 if alone or _LISTED.search(sentence.text) else _parted(claim, sentence, end)
    return _Place(near, near - max(rivals, default=near - 0.3), foreign, parted)


def _parted(claim: Asserted, sentence: Said, end: int) -> int:
    """How many names near a figure of the claim stand in the sentence, but only nearest to numbers of other things."""
    count = 0
    for term in claim.terms:
        if not term.named or not _TIED[0] <= term.start - end <= _TIED[1]:
            continue
        places = [one.start for one in sentence.terms if one.key == term.key]
        nearest_to = [min(sentence.numbers, key=lambda one: abs(one[1] - place))[0] for place in places]
        ours = any(prints(one.quantity, value) for one in claim.figures for value in nearest_to)
        count += bool(places) and not ours
    return count


def _local(claim: Asserted, mine: list[int], sentence: Said, end: int) -> float:
    """The share of the terms near a figure of the claim that stand near a number of the sentence."""
    keys = keys_of(_near(sentence, end, _THEIRS))
    weight = sum(claim.weights[at] for at in mine)
    return sum(claim.weights[at] * nearest(claim.keys[at], keys) for at in mine) / weight if weight else 0.0


def _near(sentence: Said, end: int, reach: tuple[int, int]) -> Iterator[str]:
    return (term.key for term in sentence.terms if reach[0] <= term.start - end <= reach[1])


def _foreign(claim: Asserted, sentence: Said, end: int, behind: int) -> int:
    tied = [
        claim.keys[at] for at, term in enumerate(claim.terms) if term.named and _TIED[0] <= term.start - end <= _TIED[1]
    ]
    named = (term for term in sentence.terms if term.named or term.key[:1] == "[")
    there = keys_of(term.key for term in named if _TIED_THERE[0] <= term.start - behind <= _TIED_THERE[1])
    others = [key for key in there if nearest(key, claim.key_set) < _HALF]
    missing = [key for key in tied if nearest(key, there) < _HALF and key not in claim.lexis.title]
    return min(len(others), len(missing))


def _rival(claim: Asserted, telling: Telling) -> float:
    """How much of the claim another sentence with numbers says, which states none of its figures."""
    figures = [one.quantity for one in claim.figures]
    best = 0.0
    for at, sentence in enumerate(claim.lexis.sentences):
        if at in telling.window or not sentence.numbers:
            continue
        if not any(prints(figure, value) for figure in figures for value, _, _ in sentence.numbers):
            best = max(best, claim.share(claim.covered(sentence.keys)))
    return best
