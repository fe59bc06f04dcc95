"""Bare numbers: when one without a unit is a metric value, and what becomes of the others."""

import re
from dataclasses import replace

from litsynth.quantities.drafts import Draft
from litsynth.quantities.metrics import METRIC, canonical_metric
from litsynth.quantities.numerals import Numeral
from litsynth.quantities.plurals import singular
from litsynth.quantities.settings import setting_before
from litsynth.quantities.units import Unit

_HEDGES = r"about|around|approximately|nearly|almost|over|above|below|up\sto|at\sleast|only|just|(?:more|less)\sthan"
_HEDGE = rf"(?:(?:{_HEDGES})\s+)?"
_METRIC_BEFORE = re.compile(
    rf"(?<![\w@-])(?P<metric>{METRIC})(?:\s(?:scores?|rates?|values?|performance|coefficient))?"
    r"(?:\s?\([A-Za-z0-9 -]{1,12}\))?(?:\s(?:on|for|in|from)\s(?:the\s)?[\w-]{1,24}(?:\s[\w-]{1,16})?)?\s?"
    r"(?:of|is|was|are|were|=|:|at|to|reaches|reached|from|[≈~∼><≥≤]|\$?\\(?:[gl]eq?|approx|sim))?\s{0,2}\$?"
    rf"(?:as\shigh\sas\s)?{_HEDGE}(?:an?\saverage\sof\s)?$"
)
_GENERIC_BEFORE = re.compile(
    rf"(?<![\w-])(?:scores?|average|avg\.?|mean|performance|result)\s?(?:of|is|was|=|:|at)?\s{_HEDGE}$", re.IGNORECASE
)
_REACHED = re.compile(
    rf"(?<![\w-])(?:achiev|reach|attain|obtain|scor|gett?|yield|record|report)(?:e|es|ed|s|ing)?\s(?:an?\s)?{_HEDGE}$",
    re.IGNORECASE,
)
# Codes of the languages that tables of this field use, without those that are English words (is, it, no, to).
_LANGUAGE_BEFORE = re.compile(
    r"(?<![\w-])(?:en|ar|bg|de|el|es|fr|hi|ru|sw|th|tr|ur|vi|zh|et|ht|id|qu|ta|te|ja|ko|nl|pt|fi|eu|fa|he|hu|af|bn|jv|ka|"
    r"kk|ml|mr|ms|my|tl|yo|avg\.?|average|mean|all|dev|test)\s?[:=]?\s$"
)
_NUMBER_OF = re.compile(
    r"\bnumber\sof\s(?:[\w-]{1,24}\s){0,2}?([\w-]{1,24})\s?(?:is|=|:|to|from|at|of)\s(?:only\s|up\sto\s|over\s)?$"
)
_OUT_OF = re.compile(r"\bout\sof\s$")
_STATISTICS = {"r": "correlation", "ρ": "spearman", "κ": "kappa", "τ": "kendall"}
"""Letters that stand for a statistic and not for a setting."""
_LEVEL_IN_POINTS = 20
"""Points from this on behind "reaches" are a score: gains that large are called gains."""
_REACH = 72
"""Characters looked at before a number; a metric farther away belongs to another number as often as to this one."""


def named_before(text: str, numeral: Numeral) -> Unit | None:
    """`score` where a metric is named before a digit number, `setting` where a hyper-parameter is; else None.

    >>> from litsynth.quantities.numerals import digit_numerals
    >>> text = "an accuracy of 81"
    >>> named_before(text, next(digit_numerals(text))).noun
    'accuracy'
    """
    if numeral.kind not in ("integer", "decimal"):
        return None
    left = text[max(0, numeral.start - _REACH) : numeral.start]
    if setting := setting_before(left):
        statistic = _STATISTICS.get(setting)
        return Unit("score" if statistic else "setting", numeral.end, noun=statistic or setting)
    if numeral.grouped or numeral.sign == "+":
        return None
    if (number_of := _NUMBER_OF.search(left)) and (noun := singular(number_of.group(1))):
        return Unit("count", numeral.end, noun=noun)
    metric = _METRIC_BEFORE.search(left)
    return Unit("score", numeral.end, noun=canonical_metric(metric["metric"])) if metric else None


def settle(text: str, draft: Draft) -> Draft | None:
    """The draft with its last unknown decided: a bare decimal is a score, a bare integer only where one is expected."""
    kind = draft.numeral.kind
    left = text[max(0, draft.start - _REACH) : draft.start]
    if draft.unit == "points" and not draft.changes and draft.numeral.value >= _LEVEL_IN_POINTS and _level(left):
        return replace(draft, unit="score")
    if draft.unit:
        return None if draft.unit == "score" and kind == "word" else draft
    if kind == "decimal" or (kind == "integer" and (_level(left) or _LANGUAGE_BEFORE.search(left))):
        return replace(draft, unit="score")
    return replace(draft, unit="count") if kind == "integer" and _OUT_OF.search(left) else None


def _level(left: str) -> bool:
    """Whether a level is reached or named right before the number."""
    return bool(_REACHED.search(left) or _GENERIC_BEFORE.search(left) or _METRIC_BEFORE.search(left))
