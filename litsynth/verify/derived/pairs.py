"""Gains, multiples and shares from two figures of a text: those of the two things that the claim contrasts."""

import re
from collections.abc import Sequence
from itertools import permutations

from litsynth.quantities.derive import Derived, bears, change, difference, quotient
from litsynth.quantities.metrics import METRIC
from litsynth.records import Quantity
from litsynth.verify.contrasts import LOWER_IS_BETTER
from litsynth.verify.derived.asked import Asked
from litsynth.verify.derived.binding import owners
from litsynth.verify.derived.keys import marks_of, named

_SCORES = frozenset({"score", "percent"})
_AMOUNTS = frozenset({"count", "seconds", "bytes"})
_FROM = re.compile(r"\bfrom\s+(?:(?:an?|the)\s+(?:[\w-]+\s+){1,4}of\s+)?$", re.IGNORECASE)
_TO = re.compile(r"[\s%]*(?:\s(?:points?|F1|BLEU|accuracy|on average))?\s*to\s+", re.IGNORECASE)
_RANGES = re.compile(r"\b(?:rang\w+|var(?:y|ies|ying)|spans?|between|anywhere)\s+from\s+$", re.IGNORECASE)
_PER = re.compile(r"\s*(?:per|/)\s?(?:s|sec|second|minute|min|hour|h|day)\b")
_MEASURED = re.compile(
    rf"\b(?:reach|achiev|obtain|scor|gets?\b|got\b|attain|yield|record|outperform|beat|surpass|exceed|perform|has\b|have\b|had\b|"
    rf"tak(?:es|en)\b|took\b|needs?\b|runs?\b)|{METRIC}",
    re.IGNORECASE,
)
"""What figures that are compared are told with: they were measured, and not set."""
_GAINS = re.compile(
    r"\b(?:improvement|gain|increase|decrease|drop|reduction|boost|difference|gap|margin)s?\b", re.IGNORECASE
)
_SHARE_OF = re.compile(r"\s+(?:\([^()]*\)\s*)?of\s(?!accuracy)")
_SLACK = 1e-6
_WHOLE = 100.0
_ERRORS = re.compile(r"\berrors?\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:time|longer|shorter|hours?|seconds?|minutes?|days?)\b")
_SPACE = re.compile(r"\b(?:memory|disk|storage|space|bytes|larger|smaller|size)\b")


def pair_of(asked: Asked, claim: str, text: str, figures: Sequence[Quantity]) -> str:
    """The operation on two figures of the text that gives the claim's; empty where none does."""
    levels = [one for one in figures if _is_level(one)]
    if not any(_may_give(asked, a.value, b.value) for a, b in permutations(levels, 2)):
        return ""
    if asked.reference:
        return _contrasted(asked, claim, text, levels)
    return _changed(asked, claim, text, levels)


def _may_give(asked: Asked, a: float, b: float) -> bool:
    """Whether two values can give the figure at all, by any of its senses: spares reading whose most figures are."""
    figure = asked.figure
    if figure.relation not in ("=", "~"):
        return True
    room = figure.high - figure.low + _SLACK
    ways = [abs(a - b)]
    ways += [a / b, _WHOLE * a / b, _WHOLE * abs(a - b) / abs(b)] if b else []
    ways += [_WHOLE * abs(a - b) / (_WHOLE - b)] if asked.way == "error" and b != _WHOLE else []
    return any(abs(way - figure.value) <= room for way in ways)


def _is_level(figure: Quantity) -> bool:
    """Whether a figure is an amount or a level as printed: no gain, no bound, no word such as "some"."""
    plain = not figure.direction and not figure.relative and figure.relation == "="
    return plain and ((figure.unit in _SCORES and figure.value <= _WHOLE) or figure.unit in _AMOUNTS)


def _contrasted(asked: Asked, claim: str, text: str, levels: Sequence[Quantity]) -> str:
    sides = (asked.subject, asked.reference)
    marks = marks_of(text)
    measured = asked.way in ("more", "less") or (_MEASURED.search(text) and not _GAINS.search(text))
    lower = [bool(LOWER_IS_BETTER.search(one)) for one in (text, claim)]
    if not measured or (lower[0] != lower[1] and asked.way != "error"):
        return ""
    if any(_SHARE_OF.match(text, one.span.end) for one in levels if one.unit == "percent"):
        return ""
    whose = owners(text, levels, sides, marks)
    mine, theirs = ([one for one, side in zip(levels, whose, strict=True) if side == at] for at in (0, 1))
    fit = [(a, b) for a in mine for b in theirs if _alike(a, b) and _measures(asked, claim, a, b)]
    if len(fit) != 1 or len(mine) != 1 or len(theirs) != 1:
        return ""
    # A third figure of the kind that is nobody's may be the one that is meant.
    if any(side < 0 and _alike(one, fit[0][0]) for one, side in zip(levels, whose, strict=True)):
        return ""
    ((a, b),) = fit
    if asked.way in ("more", "less") and asked.figure.unit in ("times", "percent"):
        derived = _ratio(asked, text, a, b)
    else:
        derived = _gap(asked, text, a, b)
    return f"{derived.told} ({a.text}: {asked.names[0]}; {b.text}: {asked.names[1]})" if derived else ""


def _gap(asked: Asked, text: str, a: Quantity, b: Quantity) -> Derived | None:
    """a less b, with the sign that the claim tells, where that is the claim's figure."""
    if a.unit not in _SCORES and asked.way != "percent":
        return None
    derived: Derived | None = difference(a, b)
    sign = asked.sign
    if asked.way == "percent":
        derived = change(a, b)
    elif asked.way == "error":
        derived, sign = _of_errors(text, a, b), sign * (-1 if _are_accuracies(text, a, b) else 1)
    if not derived or sign * derived.value < 0:
        return None
    return derived if bears(derived, asked.figure) else None


def _of_errors(text: str, a: Quantity, b: Quantity) -> Derived | None:
    """The relative change of errors: of error rates, or of what accuracies in percent leave."""
    if _are_accuracies(text, a, b):
        return change(a, b, _WHOLE) if min(a.value, b.value) > 1 else None
    return change(a, b) if "error" in (a.noun, b.noun) or _ERRORS.search(text) else None


def _are_accuracies(text: str, a: Quantity, b: Quantity) -> bool:
    return "accuracy" in (a.noun, b.noun) or any(mark.key[0] == "accuracy" for mark in marks_of(text))


def _changed(asked: Asked, claim: str, text: str, levels: Sequence[Quantity]) -> str:
    """A gain told of what the text lets rise or fall "from A to B", once, and of nothing else."""
    scores = [one for one in levels if one.unit in _SCORES]
    if len(scores) != 2 or not named(marks_of(claim)):
        return ""
    first, second = scores
    lead, between = text[: first.span.start], text[first.span.end : second.span.start]
    if not _FROM.search(lead) or _RANGES.search(lead) or not _TO.fullmatch(between) or not _alike(first, second):
        return ""
    derived = _gap(asked, text, second, first)
    return f"{derived.told} (from {first.text} to {second.text})" if derived else ""


def _alike(a: Quantity, b: Quantity) -> bool:
    """Whether two figures are of one unit and scale, and count or measure the same."""
    if a.unit in _SCORES and b.unit in _SCORES:
        same_scale = (a.value <= 1) == (b.value <= 1)
        return same_scale and (not a.noun or not b.noun or a.noun == b.noun)
    return (
        a.unit == b.unit
        and (not a.noun or not b.noun or a.noun == b.noun)
        and (a.unit != "count" or bool(a.noun or b.noun))
    )


def _measures(asked: Asked, claim: str, a: Quantity, b: Quantity) -> bool:
    """Whether a multiple is told of what the two figures count: of parameters, of time, of memory."""
    if asked.way in ("difference", "percent", "error") and a.unit in _SCORES:
        return True
    if asked.way in ("difference", "error"):
        return False
    noun = a.noun or b.noun
    if a.unit == "count":
        return bool(noun) and noun.split()[-1] in claim.lower() and not asked.speed
    if a.unit == "seconds":
        return asked.speed or _TIMES.search(claim) is not None
    return a.unit == "bytes" and _SPACE.search(claim) is not None


def _ratio(asked: Asked, text: str, a: Quantity, b: Quantity) -> Derived | None:
    rates = [_PER.match(text, one.span.end) is not None for one in (a, b)]
    if any(rates):
        return None
    if asked.figure.unit == "percent":
        derived = quotient(a, b, "%")
        return derived if derived and asked.way == "more" and bears(derived, asked.figure) else None
    upper, lower = (b, a) if asked.way == "less" else (a, b)
    derived = quotient(upper, lower)
    return derived if derived and derived.value > 1 and bears(derived, asked.figure) else None
