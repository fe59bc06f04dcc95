"""Totals and averages of all the figures that a text lists of one thing: "12,000 training and 3,000 test examples"."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from litsynth.labels import Kind
from litsynth.quantities import find_quantities
from litsynth.quantities.derive import bears, mean, total
from litsynth.records import Quantity
from litsynth.verify.derived.keys import marks_of, of_kind

Rule = Callable[[Quantity, str, str, Sequence[Quantity]], str]

_IN_ALL = re.compile(
    r"\b(?:in (?:all|total)|altogether|overall|a total of|totals?|totall?ing|together|combined|sums? to)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:average[sd]?|avg\.?|mean|averaging)\b", re.IGNORECASE)
_SUBSETS = re.compile(
    r"\b(?:of (?:which|these|them|those|whom)|including|among|out of|in (?:all|total)|altogether|overall|total\w*|subset|each|"
    r"per|remaining|rest|another|additional|more than|at least|overlap\w*|shared|duplicates?|hidden|besides|further|others?|"
    r"many|several|some)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[^.;\d]{0,60}")
_FEWEST = 2
_FEWEST_AVERAGED = 3
_SCORES = ("score", "percent")
_PARTS = (
    frozenset({"training", "train", "development", "dev", "validation", "test", "testing", "evaluation"}),
    frozenset({"positive", "negative", "neutral"}),
    frozenset({"source", "target"}),
    frozenset({"high-resource", "low-resource", "mid-resource"}),
    frozenset({"labeled", "labelled", "unlabeled", "unlabelled"}),
    frozenset({"monolingual", "parallel"}),
)
"""Words that split a whole: what they stand beside is not counted twice."""
COUNTED: dict[Kind, tuple[str, ...]] = {
    "dataset": ("task", "dataset", "benchmark", "set", "corpus"),
    "language": ("language",),
}
"""How the data sets and the languages that are averaged over are counted."""
PARTS = frozenset().union(*_PARTS)
"""All words that split a whole."""


@lru_cache(maxsize=2048)
def listed(claim: str, quantities: tuple[Quantity, ...]) -> tuple[tuple[Quantity, Rule], ...]:
    """The figures of a claim that may be totals or averages, each with what looks for its parts."""
    found: list[tuple[Quantity, Rule]] = []
    if _IN_ALL.search(claim):
        found += [(one, _total) for one in quantities if one.unit == "count" and one.noun]
    if _AVERAGE.search(claim):
        found += [(one, _average) for one in quantities if one.unit in _SCORES and not one.direction]
    return tuple(found)


def _total(figure: Quantity, claim: str, text: str, figures: Sequence[Quantity]) -> str:
    """The sum of all counts of the claim's noun, which words such as training and test split into parts."""
    head = figure.noun.split()[-1]
    parts = [one for one in figures if one.unit == "count" and one.noun.split()[-1:] == [head]]
    if len(parts) < _FEWEST or _SUBSETS.search(text) or any(one.relation != "=" for one in parts):
        return ""
    words = [_word_at(text, one) for one in parts]
    if not any(len(set(words)) == len(words) and set(words) <= group for group in _PARTS):
        return ""
    if any(word in claim.lower().split() for word in words):
        return ""
    summed = total(parts)
    return summed.told if bears(summed, figure) else ""


def _word_at(text: str, part: Quantity) -> str:
    """The first word behind a count's number, which says of what part it is."""
    found = re.match(r"[\d.,kKMB]+\s+([\w-]+)", text[part.span.start :])
    return found[1].lower() if found else ""


def _average(figure: Quantity, claim: str, text: str, figures: Sequence[Quantity]) -> str:
    """The mean of all scores that a text lists, one for each of the places that the claim counts or names."""
    scores = [one for one in figures if one.unit in _SCORES and not one.direction]
    if len(scores) < _FEWEST_AVERAGED or _AVERAGE.search(text) or any(one.relation != "=" for one in scores):
        return ""
    if len({one.noun for one in scores} - {""}) > 1 or len(of_kind(marks_of(text), "metric")) > 1:
        return ""
    if len({one.unit for one in scores}) > 1 or any(not _near(text, one, two) for one, two in pairwise(scores)):
        return ""
    if len({mark.key for mark in marks_of(text) if mark.kind == "system"}) > 1:
        return ""
    if not any(_over_all(claim, text, len(scores), kind) for kind in ("dataset", "language")):
        return ""
    averaged = mean(scores)
    return averaged.told if bears(averaged, figure) else ""


def _over_all(claim: str, text: str, many: int, kind: Kind) -> bool:
    """Whether a text lists as many data sets, or languages, as scores, and the claim names these or counts them."""
    listed_here, mine = of_kind(marks_of(text), kind), of_kind(marks_of(claim), kind)
    if len(listed_here) != many:
        return False
    counts = (one for one in find_quantities(claim) if one.unit == "count" and one.value == many)
    return listed_here == mine or any(one.noun.split()[-1:] and one.noun.split()[-1] in COUNTED[kind] for one in counts)


def _near(text: str, one: Quantity, two: Quantity) -> bool:
    return _BETWEEN.fullmatch(text, one.span.end, two.span.start) is not None
