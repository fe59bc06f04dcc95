"""Bare numbers: when one without a unit is a metric value, and what becomes of the others."""

import re
from dataclasses import replace

from litsynth.quantities.drafts import Draft
from litsynth.quantities.metrics import METRIC, canonical_metric
from litsynth.quantities.nouns import singular
from litsynth.quantities.numerals import Numeral
from litsynth.quantities.units import Unit

_RELATION = r"(?:(?:about|around|approximately|nearly|almost|over|above|below|up\sto|at\sleast|only|just|more\sthan|less\sthan)\s+)?"
_METRIC_BEFORE = re.compile(
    rf"(?<![\w@-])(?P<metric>{METRIC})(?:\s(?:scores?|rates?|values?|performance|coefficient))?"
    r"(?:\s?\([A-Za-z0-9 -]{1,12}\))?(?:\s(?:on|for|in|from)\s(?:the\s)?[\w-]{1,24}(?:\s[\w-]{1,16})?)?"
    rf"\s?(?:of|is|was|are|were|=|:|at|to|reaches|reached|from|[≈~∼><≥≤]|\$?\\(?:[gl]eq?|approx|sim))?\s*\$?(?:as\shigh\sas\s)?{_RELATION}(?:an?\saverage\sof\s)?$"
)
_GENERIC_BEFORE = re.compile(
    rf"(?<![\w-])(?:scores?|average|avg\.?|mean|performance|result)\s?(?:of|is|was|=|:|at)?\s{_RELATION}$",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"(?<![\w-])(?:achiev|reach|attain|obtain|scor|gett?|yield|record|report)(?:e|es|ed|s|ing)?\s(?:an?\s)?"
    r"(?:(?:about|around|nearly|over|up\sto|at\sleast|only|almost)\s)?$",
    re.IGNORECASE,
)
_SETTING_NAME = (
    r"learning\srates?|lr|batch\ssizes?|(?:attention\s)?dropout(?:\s(?:rate|probability))?|temperature|weight\sdecay|"
    r"beam\s(?:size|width)|beam|hidden\s(?:size|dimension)|(?:embedding\s)?dimension(?:ality|s)?|warm-?up(?:\ssteps)?|"
    r"vocab(?:ulary)?\ssizes?|(?:max(?:imum|imal)?\s)?(?:sequence\s)?length|(?:random\s)?seeds?|thresholds?|patience|label\ssmoothing|"
    r"(?:[A-Za-zα-ωλ]|\\?(?:alpha|beta|gamma|lambda|tau|epsilon|theta|sigma))(?=\s?\$?(?:=|\\in))"
)
_SETTING_BEFORE = re.compile(
    rf"(?<![\w-])(?P<name>{_SETTING_NAME})\s?(?:\([A-Za-z]{{1,8}}\)\s?)?(?:is\sset\sto|set\sto|of|is|was|at|=|:|\\in|from)?[\s$]{{0,3}}{_RELATION}$",
    re.IGNORECASE,
)
_CORRELATION = {"r": "correlation", "ρ": "spearman", "κ": "kappa", "τ": "kendall", "kappa": "kappa"}
# Codes of the languages that tables of this field use, without those that are English words (is, it, no, to).
_LANGUAGE_BEFORE = re.compile(
    r"(?<![\w-])(?:en|ar|bg|de|el|es|fr|hi|ru|sw|th|tr|ur|vi|zh|et|ht|id|qu|ta|te|ja|ko|nl|pt|fi|eu|fa|he|hu|af|bn|jv|ka|kk|ml|mr|ms|my|tl|"
    r"yo|avg\.?|average|mean|all|dev|test)\s?[:=]?\s$"
)
_NUMBER_OF = re.compile(
    r"\bnumber\sof\s(?:[\w-]+\s){0,2}?([\w-]+)\s?(?:is|=|:|to|from|at|of)\s(?:only\s|up\sto\s|over\s)?$"
)
_OUT_OF = re.compile(r"\bout\sof\s$")
_LEFT = 72
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
    left = text[max(0, numeral.start - _LEFT) : numeral.start]
    if setting := _SETTING_BEFORE.search(left):
        name = setting.group("name").lower().lstrip("\\")
        if name in _CORRELATION:
            return Unit("score", numeral.end, noun=_CORRELATION[name])
        return Unit("setting", numeral.end, noun=name.removesuffix("s") if len(name) > 1 else name)
    if numeral.grouped or numeral.sign == "+":
        return None
    if (number_of := _NUMBER_OF.search(left)) and (noun := singular(number_of.group(1))):
        return Unit("count", numeral.end, noun=noun)
    if metric := _METRIC_BEFORE.search(left):
        return Unit("score", numeral.end, noun=canonical_metric(metric.group("metric")))
    return None


def settle(text: str, draft: Draft) -> Draft | None:
    """The draft with its last unknown decided: a bare decimal is a score, a bare integer only where one is expected."""
    if draft.unit == "score" and draft.numeral.kind == "word":
        return None
    if draft.unit == "points" and not draft.direction and not draft.changes and _level_in_points(text, draft):
        return replace(draft, unit="score")
    if draft.unit:
        return draft
    if draft.numeral.kind == "decimal":
        return replace(draft, unit="score")
    if draft.numeral.kind != "integer":
        return None
    left = text[max(0, draft.start - _LEFT) : draft.start]
    if _REACHED.search(left) or _GENERIC_BEFORE.search(left) or _LANGUAGE_BEFORE.search(left):
        return replace(draft, unit="score")
    return replace(draft, unit="count") if _OUT_OF.search(left) else None


def _level_in_points(text: str, draft: Draft) -> bool:
    """`reaches 45.2 BLEU points` is a level: large, and reached instead of gained."""
    left = text[max(0, draft.start - _LEFT) : draft.start]
    return draft.numeral.value >= 20 and bool(
        _REACHED.search(left) or _METRIC_BEFORE.search(left) or _GENERIC_BEFORE.search(left)
    )
