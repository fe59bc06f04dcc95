"""Drafts of numbers that are differences: by their sign, or by the words around them."""

import re
from dataclasses import replace

from litsynth.quantities.directions import Change, change_after, change_before, gain_over
from litsynth.quantities.drafts import Draft
from litsynth.quantities.metrics import METRIC

_LEVEL = re.compile(
    rf"\b(?:from|to|at|reach(?:es|ed|ing)?|achiev(?:es|ed|ing|e)|with an? (?:{METRIC})(?:\s(?:score|rate))? of)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_COSTS = re.compile(r"\bcosts?\s(?:(?:[\w-]+\s){1,3})?(?:only\s)?$", re.IGNORECASE)
_RANGING = re.compile(r"\b(?:rang\w+|vary\w*|varies)\s+from\s+$", re.IGNORECASE)
_CHANGEABLE = frozenset({"", "percent", "points", "times", "magnitude", "score"})
_UNITED = frozenset({"percent", "points", "times"})
_NEGATABLE = frozenset({"", "percent", "points"})
"""Units in which a minus is a loss; a score or a setting may be negative."""


def with_change(text: str, draft: Draft) -> Draft:
    """The draft with what the sentence says about its being a difference."""
    if draft.unit not in _CHANGEABLE or (draft.numeral.kind == "word" and not draft.unit):
        return draft
    sign = draft.numeral.sign
    if (sign == "+" and draft.unit != "magnitude") or (sign == "-" and draft.unit in _NEGATABLE):
        return _changed(draft, Change("up" if sign == "+" else "down"))
    change = change_after(text, draft.end)
    if change and (change.direction or draft.unit != "score"):
        return _changed(draft, change)
    left = text[max(0, draft.start - 32) : draft.start]
    if draft.unit != "points" and _LEVEL.search(left) and not _RANGING.search(left):
        return replace(draft, value_like=True)
    change = change_before(text, draft.start)
    if not change and draft.unit in _UNITED:
        change = gain_over(text, draft.end)
    if not change and draft.unit in ("points", "score") and _COSTS.search(left):
        change = Change("down")
    return _changed(draft, change) if change else draft


def _changed(draft: Draft, change: Change) -> Draft:
    """A bare difference is in points, and so is an absolute one in per cent."""
    unit = "points" if draft.unit in ("", "score") or (draft.unit == "percent" and change.absolute) else draft.unit
    return replace(
        draft,
        changes=True,
        direction=change.direction,
        unit=unit,
        relative=draft.relative or (change.relative and unit == "percent"),
        noun=draft.noun or change.metric,
    )
