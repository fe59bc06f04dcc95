"""Every quantity that a piece of prose asserts, in order of position."""

import re
from collections.abc import Iterator
from dataclasses import replace

from litsynth.quantities import directions, labels, lists, nouns, relations, scores
from litsynth.quantities.drafts import Draft
from litsynth.quantities.intervals import quantity
from litsynth.quantities.numerals import Numeral, digit_numerals
from litsynth.quantities.spreads import spread_behind
from litsynth.quantities.units import Unit, unit_of
from litsynth.quantities.words import WORD, word_numerals
from litsynth.records import Quantity

_ANY_DIGIT = re.compile(r"\d")
_LEVEL = re.compile(r"\b(from|to|at|reach(?:es|ed|ing)?|achiev(?:es|ed|ing|e))\s+(?:an?\s+)?$", re.IGNORECASE)
_RANGING = re.compile(r"\b(?:rang\w+|vary\w*|varies)\s+from\s+$", re.IGNORECASE)
_SMALL_COUNT = 50
"""Counts up to this after "over" are what something is averaged over as often as a bound."""
_CHANGEABLE = frozenset({"", "percent", "points", "times", "magnitude", "score"})


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, left to right; each span slices back to the quantity's text.

    Years, dates, citations, section numbers, versions, model names, p-values and k-shot settings are none.

    >>> [(q.value, q.unit, q.direction, q.noun) for q in find_quantities("It gains 1.8 points on XNLI over 15 languages.")]
    [(1.8, 'points', 'up', ''), (15.0, 'count', '', 'language')]
    """
    if not _ANY_DIGIT.search(text) and not WORD.search(text):
        return ()
    drafts = lists.share(text, list(_drafts(text)))
    drafts = lists.share_changes(text, [_with_change(text, draft) for draft in drafts])
    settled = (scores.settle(text, draft) for draft in drafts)
    return tuple(quantity(text, draft) for draft in settled if draft)


def _numerals(text: str) -> list[Numeral]:
    digits = list(digit_numerals(text)) if _ANY_DIGIT.search(text) else []
    taken = [(numeral.start, numeral.end) for numeral in digits]
    words = [w for w in word_numerals(text) if not any(start < w.end and w.start < end for start, end in taken)]
    return sorted([*digits, *words], key=lambda numeral: numeral.start)


def _drafts(text: str) -> Iterator[Draft]:
    done = 0
    for numeral in _numerals(text):
        if numeral.start < done or labels.names(text, numeral):
            continue
        draft = _draft(text, numeral)
        if draft:
            done = draft.end
            yield draft


def _draft(text: str, numeral: Numeral) -> Draft | None:
    """A number with its unit, spread, noun and relation; None when it proves to be a year, a mark or a mere word."""
    unit = unit_of(text, numeral)
    spread, end = spread_behind(text, unit.end if unit else numeral.end)
    if spread is not None:
        numeral = replace(numeral, end=end)
        unit = unit_of(text, numeral) or (replace(unit, end=end) if unit else None)
    unit = unit or _count(text, numeral) or scores.named_before(text, numeral)
    if labels.year(numeral) and (not unit or (unit.name == "count" and labels.dated_year(text, numeral))):
        return None
    if (not unit or unit.name in ("count", "score", "setting")) and labels.numbered(text, numeral, unit is not None):
        return None
    if not unit and numeral.kind in ("word", "vague") and not numeral.grouped and numeral.value < 1000:
        unit = Unit("", numeral.end)
    unit = unit or Unit("count" if numeral.grouped else "", numeral.end)
    after, end = relations.relation_after(text, unit.end)
    if text.startswith("+", numeral.end):
        after = ">="
    small = unit.name == "count" and numeral.value <= _SMALL_COUNT
    before, start = relations.relation_before(text, numeral.start, unit.noun, small)
    cue = text[start : numeral.start]
    relation = after if after != "=" else before
    return Draft(numeral, start, end, unit.name, unit.factor, unit.noun, unit.relative, relation, cue, spread=spread)


def _count(text: str, numeral: Numeral) -> Unit | None:
    noun, end = nouns.counted(text, _behind_plus(text, numeral), numeral.value, numeral.kind != "decimal")
    return Unit("count", end, noun=noun) if noun else None


def _behind_plus(text: str, numeral: Numeral) -> int:
    """Where the noun is looked for: behind the plus of `100+ languages` and the `of` of `dozens of`, `half of`."""
    end = numeral.end
    if text.startswith("+", end):
        return end + 1
    if numeral.kind in ("vague", "word") or numeral.grouped:
        match = re.compile(r"\s+of(?:\s+(?:the|its|our|these|all))?(?=\s)").match(text, end)
        return match.end() if match else end
    return end


def _with_change(text: str, draft: Draft) -> Draft:
    """The draft with what the sentence says about its being a difference."""
    sign = draft.numeral.sign
    if sign and draft.unit in ("", "percent", "points", "score", "times") and (sign == "+" or draft.unit in ("points", "percent", "")):
        unit = "points" if draft.unit in ("", "score") else draft.unit
        return replace(draft, changes=True, direction="up" if sign == "+" else "down", unit=unit)
    if draft.unit not in _CHANGEABLE or draft.numeral.kind == "word" and not draft.unit:
        return draft
    left = text[max(0, draft.start - 32) : draft.start]
    level = _LEVEL.search(left)
    if level and not _RANGING.search(left) and draft.unit != "points":
        return replace(draft, value_like=True)
    change = directions.change_after(text, draft.end, draft.unit in ("percent", "points", "times"))
    if draft.unit == "score" and change and not change.direction:
        change = None
    change = change or directions.change_before(text, draft.start)
    if not change:
        return draft
    return _changed(draft, change)


def _changed(draft: Draft, change: directions.Change) -> Draft:
    relative = draft.relative or (change.relative and draft.unit == "percent")
    unit = draft.unit
    if unit in ("", "score") or (unit == "percent" and change.absolute):
        unit = "points"
    return replace(
        draft, changes=True, direction=change.direction, unit=unit, relative=relative, noun=draft.noun or change.metric
    )
