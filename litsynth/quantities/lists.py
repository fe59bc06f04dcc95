"""Numbers in lists share what is printed once: units, counted nouns and directions."""

import re
from collections.abc import Sequence
from dataclasses import replace

from litsynth.quantities.drafts import Draft
from litsynth.quantities.numerals import Numeral

_RANGE = re.compile(r"\s?(?:-|--|–|—|to)\s?[$+~]{0,2}")
_LISTED = re.compile(
    r"\s?(?:,|/|&|and|or|,\s?and|,\s?or|and/or|vs\.?|versus|compared\s(?:to|with)|against|→|->|\(resp(?:ectively|\.)?|by|"
    r",?\srespectively,?\sand)\s?(?:by\s|to\s|from\s)?[$+~]{0,2}",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s(?:out\s)?of\s(?:the\s|all\s|its\s|our\s|these\s|a\stotal\sof\s)?", re.IGNORECASE)
_PER_ITEM = re.compile(
    r"(?:\s(?:(?:on|for|in|over|at|with|to)\s)?[^;:()]{1,48}?)?(?:\s\([^()]{1,48}\))?\s?(?:,\s?and|,\s?or|,|and|or|&|while)"
    r"\s(?:by\s|of\s|a\s|an\s)?(?:respectively\s)?[$+]{0,2}",
    re.IGNORECASE,
)
_PREPOSITION = r"\s(?:on|for|in|with|at|over|using)\s"
_ITEM, _IN_ITEM = re.compile(_PREPOSITION), re.compile(rf"{_PREPOSITION}$")
_NOT_LENT = frozenset({"setting", "money", "magnitude"})
_LENT_FORWARD = frozenset({"percent", "points", "score", "setting", "seconds"})
_LENT_TO_ITEMS = _LENT_FORWARD - {"setting"}
_LARGEST_GAIN = 10
"""A score in a list with differences is one itself up to this; above it, it is a level as often."""
_LEVEL = 50
"""A percentage above this beside points is what they lead to: "by 13.8 points, 79.2% to 65.4%"."""
_LONGEST_GAP = 64


def share(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Units and nouns passed along ranges and lists, backwards (`2-3 points`), then forwards (`from 79% to 80`)."""
    shared = list(drafts)
    for at in range(len(shared) - 2, -1, -1):
        shared[at] = _from_next(text, shared[at], shared[at + 1])
    for at in range(1, len(shared)):
        shared[at] = _from_previous(text, shared[at - 1], shared[at])
    return shared


def _gap(text: str, draft: Draft, following: Draft) -> str | None:
    """What stands between two numbers, or None where it is too long to tie them."""
    long = following.start - draft.end > _LONGEST_GAP
    return None if long else text[draft.end : following.start]


def _from_next(text: str, draft: Draft, following: Draft) -> Draft:
    gap = _gap(text, draft, following)
    nameless = draft.unit == following.unit == "count" and not draft.noun
    if gap is None or not following.unit or following.unit in _NOT_LENT or (draft.unit and not nameless):
        return draft
    counts = following.unit == "count"
    if not (_RANGE.fullmatch(gap) or _LISTED.fullmatch(gap) or (counts and _PARTED.fullmatch(gap))):
        return draft
    if counts and (draft.numeral.kind == "decimal" or (draft.relation == "=") != (following.relation == "=")):
        return draft
    numeral = draft.numeral
    if _RANGE.fullmatch(gap) and following.numeral.scale > 1 and numeral.scale == 1 and not numeral.grouped:
        numeral = _scaled(numeral, following.numeral.scale)
    return _lend(following, replace(draft, numeral=numeral))


def _scaled(numeral: Numeral, scale: float) -> Numeral:
    """The 7 of `7-17B`, which means 7B."""
    half = max(numeral.high - numeral.value, 0.5 if numeral.kind != "decimal" else 0.0)
    value = numeral.value * scale
    return replace(numeral, value=value, low=value - half * scale, high=value + half * scale, scale=scale, grouped=True)


def _from_previous(text: str, previous: Draft, draft: Draft) -> Draft:
    gap = _gap(text, previous, draft)
    if gap is None or draft.unit or previous.unit not in _LENT_FORWARD:
        return draft
    return _lend(previous, draft) if _RANGE.fullmatch(gap) or _LISTED.fullmatch(gap) else draft


def _lend(owner: Draft, draft: Draft) -> Draft:
    return replace(draft, unit=owner.unit, factor=owner.factor, noun=owner.noun, relative=owner.relative)


def share_changes(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """What lists share once differences are known.

    Directions, as in `by 2.1 on A and 3.4 on B` or `8.2 and 7.5 points higher`, and the units of items with one
    preposition, as in `worth 7.5 points for A, 4.5 for B` or `91.2% on A, 88.0 on B`.
    """
    shared = list(drafts)
    for at in range(1, len(shared)):
        shared[at] = _change_from_previous(text, shared[at - 1], shared[at])
        if not shared[at].unit:
            shared[at] = _item_of(text, _owner(text, shared, at), shared[at])
    for at in range(len(shared) - 2, -1, -1):
        shared[at] = _change_from_next(text, shared[at], shared[at + 1])
    return shared


def _owner(text: str, drafts: Sequence[Draft], at: int) -> Draft:
    """The last draft before number `at` that it can follow: not what an item counts, nor what parentheses hold."""
    for draft in reversed(drafts[:at]):
        bare = draft.unit == "count" or (draft.unit == "" and draft.numeral.kind == "integer")
        closed = ")" in text[draft.end : drafts[at].start]
        if not bare and not (closed and text.rfind("(", 0, draft.start) > text.rfind(")", 0, draft.start)):
            return draft
    return drafts[at - 1]


def _item_of(text: str, owner: Draft, draft: Draft) -> Draft:
    """The draft with the unit of `owner`, where both are items of one list with the same preposition behind them.

    An integer follows integers only: authors print one precision in a list, and a lone integer counts something.
    """
    gap, preposition = _gap(text, owner, draft), _ITEM.match(text, draft.end)
    if gap is None or not preposition or owner.unit not in _LENT_TO_ITEMS or draft.changes or draft.value_like:
        return draft
    if draft.numeral.kind not in ("decimal", owner.numeral.kind) or not _PER_ITEM.fullmatch(gap):
        return draft
    fraction = draft.numeral.value <= 1 < owner.numeral.value and not owner.changes and owner.unit != "points"
    if preposition.group() not in gap or fraction:
        return draft
    return replace(_lend(owner, draft), changes=owner.changes, direction=owner.direction)


def _may_follow(owner: Draft, draft: Draft, listed: bool = False) -> bool:
    """Whether the change of one number can be that of another: both differences, or not yet known to be none.

    `listed`: nothing but a comma, "and" or a stroke stands between the two.
    """
    kinds = {owner.unit, draft.unit}
    if kinds == {"points", "score"}:
        # "gains of up to 1.1 F1 on A and up to 27.3 accuracy on B", "0.5 points on A and 0.3 F1 on B"
        small = not draft.numeral.sign and (listed or draft.numeral.value <= _LARGEST_GAIN)
        alike = owner.relation == draft.relation and (owner.relation == "<=" or small)
        return owner.changes and not draft.changes and alike
    level = draft.unit == "percent" and owner.unit == "points" and draft.numeral.value > _LEVEL
    alike = len(kinds) == 1 or kinds <= {"", "points", "percent"}
    return owner.changes and not draft.changes and alike and not level


def _change_from_previous(text: str, previous: Draft, draft: Draft) -> Draft:
    gap = _gap(text, previous, draft)
    listed = gap is not None and bool(_LISTED.fullmatch(gap))
    if gap is None or draft.unit == "count" or not _may_follow(previous, draft, listed):
        return draft
    if not _RANGE.fullmatch(gap):
        apart = not listed and (draft.numeral.kind == "word" or not _PER_ITEM.fullmatch(gap))
        if apart or draft.value_like:
            return draft
    noun, unit = draft.noun or previous.noun, previous.unit if draft.unit in ("", "score") else draft.unit
    return replace(draft, unit=unit, noun=noun, changes=True, direction=previous.direction, relative=previous.relative)


def _change_from_next(text: str, draft: Draft, following: Draft) -> Draft:
    gap = _gap(text, draft, following)
    if gap is None or draft.unit == "count" or draft.value_like or not _may_follow(following, draft):
        return draft
    if not (_RANGE.fullmatch(gap) or _LISTED.fullmatch(gap)):
        return draft
    kinds = (draft.numeral.kind, following.numeral.kind)
    if kinds == ("integer", "decimal") and _IN_ITEM.search(
        text[max(0, draft.start - 8) : draft.start]
    ):  # the 8 of "3.5 with 8 and 4.0 with 15"
        return draft
    relative = draft.relative or following.relative
    return replace(
        draft, unit=draft.unit or following.unit, changes=True, direction=following.direction, relative=relative
    )
