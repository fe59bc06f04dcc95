"""Whose a figure is: told right before it, or right behind it, with nothing between but words of reaching and measures."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from litsynth.quantities.metrics import METRIC
from litsynth.records import Quantity
from litsynth.verify.derived.keys import Keys, Mark

_REACHES = (
    r"reach(?:es|ed|ing)?|achiev(?:es?|ed|ing)|obtain(?:s|ed|ing)?|scor(?:es?|ed|ing)|gets?|got|attain(?:s|ed)?|yield(?:s|ed)?|"
    r"record(?:s|ed)?|needs?|takes?|took|requires?|uses?|contains?|covers?|has|have|had|is|are|was|were|a|an|the|of|its|to|"
    r"with|score|scores|result|results|average|averages|mean|on|in|only|just|about|still|which|that|model|system|accuracy of|"
    r"stands at|comes|gives|runs|trains|for|training|time|size|parameters|consists|comprises|and|while|whereas|but|against|vs\.?|"
    r"versus|compared|than|one"
)
# What may stand between a name and the figure that is its own.
_LINK = re.compile(rf"(?:['’]s)?(?:[\s,:(=~|\[]|(?:{_REACHES})\b|{METRIC}|(?:scores?|rate)\b)*", re.IGNORECASE)
_BEHIND = re.compile(
    rf"[\s%)]*(?:(?:points?|{METRIC}|on average|hours?|seconds?|minutes?|parameters|on|in|the|average|accuracy)[\s,(]*){{0,5}}"
    r"\(?\s*(?:for|with|by|of|using|from|on|in|at|under|\()\s*(?:the\s|our\s|a\s|an\s)*",
    re.IGNORECASE,
)
_ON = re.compile(r"\b(?:on|in|at|under)\s+(?:the\s+)?$", re.IGNORECASE)
_VERSUS = re.compile(r"[\s%,]*(?:points?\s)?(?:vs\.?|versus|against|compared (?:to|with)|and|to)\s+", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:vs|versus|against)\b")
_JOINS = re.compile(r"\s?[→∪∩×⊕+&/]")
_JOINED_TO = re.compile(r"[→∪∩×⊕+&/]\s?$")
_LONGEST = 60
"""Characters from the first to the last word of a name that has several."""


def mentions_of(keys: Keys, marks: Sequence[Mark], text: str) -> list[tuple[int, int]]:
    """The shortest spans in which all of the keys stand, in order; "A" of "A → B" is no mention of A."""
    found: list[tuple[int, int]] = []
    held = [mark for mark in marks if mark.key in keys]
    for at, first in enumerate(held):
        missing = set(keys)
        for mark in held[at:]:
            missing.discard(mark.key)
            if not missing:
                if mark.end - first.start <= _LONGEST:
                    found.append((first.start, mark.end))
                break
    return [
        span
        for span in found
        if not any(other != span and span[0] <= other[0] and other[1] <= span[1] for other in found)
        and not (_JOINS.match(text, span[1]) or _JOINED_TO.search(text, 0, span[0]))
    ]


def owners(text: str, figures: Sequence[Quantity], sides: Sequence[Keys], marks: Sequence[Mark]) -> list[int]:
    """For each figure in order the side whose it is; -1 where it is nobody's, or not told.

    >>> from litsynth.quantities import find_quantities
    >>> from litsynth.verify.derived.keys import marks_of
    >>> text = "FooNet (78.5) outperforms BarNet (76.2) on XNLI."
    >>> owners(text, find_quantities(text), [frozenset({("barnet", False)}), frozenset({("foonet", False)})], marks_of(text))
    [1, 0]
    """
    plain = _without_places(text, marks, sides)
    names = sorted((span, side) for side, keys in enumerate(sides) for span in mentions_of(keys, marks, text))
    edges = [0, *(figure.span.end for figure in figures)]
    starts = [*(figure.span.start for figure in figures), len(text)]
    found, taken, placed = _named_behind(plain, figures, names, starts)
    for at, figure in enumerate(figures):
        before = [(s, side) for s, side in names if edges[at] <= s[0] and s[1] <= figure.span.start and s not in taken]
        if found[at] < 0 and before and _LINK.fullmatch(plain, before[-1][0][1], figure.span.start):
            found[at] = before[-1][1]
    for one, two in _in_pairs(text, figures):
        if _AGAINST.search(text, figures[one].span.end, figures[two].span.start) and taken.isdisjoint(
            span
            for span, _ in names
            if edges[two] <= span[0] or figures[one].span.end <= span[0] < figures[two].span.start
        ):
            found[one] = found[two] = -1
        before = [
            (s, side) for s, side in names if edges[one] <= s[0] and s[1] <= figures[one].span.start and s not in taken
        ]
        paired = [side for _, side in before]
        if len(paired) == 2 and set(paired) == {0, 1} and found[two] < 0:
            found[one], found[two] = _in_order(text, before) or (-1, -1)
    # "A scores 33.7 on X and 48.9 on Y" is no contrast of A and Y.
    mixed = placed and any(side >= 0 and at not in placed for at, side in enumerate(found))
    return [-1] * len(figures) if mixed else found


def _named_behind(
    plain: str, figures: Sequence[Quantity], names: Sequence[tuple[tuple[int, int], int]], starts: Sequence[int]
) -> tuple[list[int], set[tuple[int, int]], set[int]]:
    """The side named right behind each figure, -1 where none is; these names; and the figures that are told "on" something."""
    found = [-1] * len(figures)
    taken: set[tuple[int, int]] = set()
    placed: set[int] = set()
    for at, figure in enumerate(figures):
        following = [(span, side) for span, side in names if figure.span.end <= span[0] and span[1] <= starts[at + 1]]
        if following and (behind := _BEHIND.fullmatch(plain, figure.span.end, following[0][0][0])):
            found[at] = following[0][1]
            taken.add(following[0][0])
            if _ON.search(behind.group()):
                placed.add(at)
    return found, taken, placed


def _in_order(text: str, before: Sequence[tuple[tuple[int, int], int]]) -> tuple[int, int] | None:
    """The sides of two figures that follow two names: "A outperforms B (78.5 vs. 76.2)", "A and B reach 78.5 and 76.2"."""
    between = text[before[0][0][1] : before[1][0][0]]
    plain = re.fullmatch(
        r"(?:\s*\([^()]*\))?\s+(?:and|outperforms|outperformed|beats|surpasses|exceeds)\s+(?:the\s)?", between
    )
    return (before[0][1], before[1][1]) if plain else None


def _in_pairs(text: str, figures: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    for at, (one, two) in enumerate(pairwise(figures)):
        if _VERSUS.fullmatch(text, one.span.end, two.span.start):
            yield at, at + 1


def _without_places(text: str, marks: Sequence[Mark], sides: Sequence[Keys]) -> str:
    """The text with blanks in the place of data sets, languages, metrics and splits, which tell no side."""
    apart = frozenset().union(*sides)
    for mark in marks:
        if mark.kind in ("dataset", "language", "metric", "split", "average", "setting") and mark.key not in apart:
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text
