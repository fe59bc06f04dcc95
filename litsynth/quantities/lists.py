"""Numbers in lists share what is printed once: units, counted nouns and directions."""

import re
from collections.abc import Sequence
from dataclasses import replace

from litsynth.quantities.drafts import Draft
from litsynth.quantities.numerals import Numeral

_RANGE = re.compile(r"\s?(?:-|--|–|—|to)\s?[$+~]{0,2}")
_LISTED = re.compile(
    r"\s?(?:,|/|&|and|or|,\s?and|,\s?or|and/or|vs\.?|versus|compared\s(?:to|with)|against|→|->|\(resp(?:ectively|\.)?|by|,?\srespectively,?\sand)"
    r"\s?(?:by\s|to\s|from\s)?[$+~]{0,2}",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:the\s|all\s|its\s|our\s|these\s|a\stotal\sof\s)?", re.IGNORECASE)
_PER_ITEM = re.compile(
    r"(?:\s(?:(?:on|for|in|over|at|with|to)\s)?[^;:()]{1,48}?)?(?:\s\([^()]{1,32}\))?\s?(?:,\s?and|,\s?or|,|and|or|&|while)\s(?:by\s|a\s|an\s)?(?:respectively\s)?[$+]{0,2}",
    re.IGNORECASE,
)
_OWN = frozenset({"setting", "money", "magnitude"})
_LONGEST_GAP = 64


def share(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Units and nouns passed along ranges and lists, first backwards (`2-3 points`), then forwards (`from 79% to 80`)."""
    shared = list(drafts)
    for at in range(len(shared) - 2, -1, -1):
        shared[at] = _from_next(text, shared[at], shared[at + 1])
    for at in range(1, len(shared)):
        shared[at] = _from_previous(text, shared[at - 1], shared[at])
    return shared


def _from_next(text: str, draft: Draft, following: Draft) -> Draft:
    gap = text[draft.end : following.start]
    nameless = draft.unit == following.unit == "count" and not draft.noun
    if (draft.unit and not nameless) or not following.unit or len(gap) > _LONGEST_GAP:
        return draft
    direct = _RANGE.fullmatch(gap) or _LISTED.fullmatch(gap)
    parted = following.unit == "count" and _OUT_OF.fullmatch(gap)
    decimal = draft.numeral.kind == "decimal"
    if not (direct or parted) or (decimal and following.unit == "count") or following.unit in _OWN:
        return draft
    if following.unit == "count" and (draft.relation == "=") != (following.relation == "="):
        return draft
    numeral = draft.numeral
    if _RANGE.fullmatch(gap) and following.numeral.scale > 1 and numeral.scale == 1 and not numeral.grouped:
        numeral = _scaled(numeral, following.numeral.scale)
    shared = replace(draft, numeral=numeral, unit=following.unit, factor=following.factor)
    return replace(shared, noun=following.noun, relative=following.relative)


def _scaled(numeral: Numeral, scale: float) -> Numeral:
    """The 7 of `7-17B`, which means 7B."""
    half = max(numeral.high - numeral.value, 0.5 if numeral.kind != "decimal" else 0.0)
    value = numeral.value * scale
    return replace(numeral, value=value, low=value - half * scale, high=value + half * scale, scale=scale, grouped=True)


def _from_previous(text: str, previous: Draft, draft: Draft) -> Draft:
    gap = text[previous.end : draft.start]
    if (
        draft.unit
        or len(gap) > _LONGEST_GAP
        or previous.unit not in ("percent", "points", "score", "setting", "seconds")
    ):
        return draft
    if _RANGE.fullmatch(gap) or _LISTED.fullmatch(gap):
        return replace(
            draft, unit=previous.unit, factor=previous.factor, noun=previous.noun, relative=previous.relative
        )
    return draft


def share_changes(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Directions passed along lists: `by 2.1 on A and 3.4 on B`, `8.2 and 7.5 points higher`."""
    shared = list(drafts)
    for at in range(1, len(shared)):
        shared[at] = _change_from_previous(text, shared[at - 1], shared[at])
    for at in range(len(shared) - 2, -1, -1):
        shared[at] = _change_from_next(text, shared[at], shared[at + 1])
    return shared


def _same_kind(a: Draft, b: Draft) -> bool:
    return a.unit == b.unit or {a.unit, b.unit} <= {"", "points", "percent"}


def _change_from_previous(text: str, previous: Draft, draft: Draft) -> Draft:
    gap = text[previous.end : draft.start]
    if draft.changes or not previous.changes or len(gap) > _LONGEST_GAP:
        return draft
    if draft.value_like and not _RANGE.fullmatch(gap):
        return draft
    near = (
        _RANGE.fullmatch(gap) or _LISTED.fullmatch(gap) or (_PER_ITEM.fullmatch(gap) and draft.numeral.kind != "word")
    )
    if not near or not _same_kind(previous, draft) or draft.unit == "count":
        return draft
    unit = draft.unit or previous.unit
    return replace(
        draft,
        unit=unit,
        noun=draft.noun or previous.noun,
        changes=True,
        direction=previous.direction,
        relative=previous.relative,
    )


def _change_from_next(text: str, draft: Draft, following: Draft) -> Draft:
    gap = text[draft.end : following.start]
    if draft.changes or not following.changes or draft.value_like or len(gap) > _LONGEST_GAP:
        return draft
    direct = _RANGE.fullmatch(gap) or _LISTED.fullmatch(gap)
    if not direct or not _same_kind(draft, following) or draft.unit == "count":
        return draft
    unit = draft.unit or following.unit
    return replace(
        draft, unit=unit, changes=True, direction=following.direction, relative=draft.relative or following.relative
    )
