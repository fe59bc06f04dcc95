"""Two scores of a claim that belong together: "from A to B", "(B against A)", and the gain told just before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from litsynth.records import Quantity
from litsynth.verify.fit import unsaid_details
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry
from litsynth.verify.wording import Wording

_SCORES = ("score", "percent")
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:rang\w+|var(?:y|ies|ying)|spans?|anywhere)\s+from\s+$", re.IGNORECASE)
_TO = re.compile(r"[^.;]{0,60}\bto\s+$", re.IGNORECASE)
_DIRECTLY_TO = re.compile(r"\s*to\s+$", re.IGNORECASE)
_AGAINST = re.compile(
    r"\s*\(?(?:against|instead of|in place of|versus|vs\.?|compared (?:with|to)|as opposed to|to the)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BACK_FROM = re.compile(r"\s*\((?:up |down )?from\s+$", re.IGNORECASE)
_RISES = re.compile(r"\b(?:rais|improv|increas|lift|boost|ris|gain|rose|better)\w*", re.IGNORECASE)
_FALLS = re.compile(r"\b(?:lower|drop|fall|fell|reduc|decreas|degrad|hurt|los|worse|declin)\w*", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|\.\s|\b(?:but|while|whereas)\b", re.IGNORECASE)
_DEFAULT = frozenset({"zero-shot"})
"""What a baseline is when nothing is said of it: fine-tuned on English only."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions among a claim's figures: of the score before, of the one after, and of the gain between them or -1."""

    before: int
    after: int
    gain: int = -1


def pairs_of(wording: Wording, figures: Sequence[Quantity]) -> tuple[Pair, ...]:
    """The pairs of neighbouring scores that a claim tells as one change or comparison."""
    return tuple(_pairs(wording.text, figures))


def _pairs(text: str, figures: Sequence[Quantity]) -> Iterator[Pair]:
    for at, (first, second) in enumerate(pairwise(figures)):
        if first.unit not in _SCORES or second.unit not in _SCORES:
            continue
        lead, between = text[: first.span.start], text[first.span.end : second.span.start]
        told = bool(_FROM.search(lead) and _TO.fullmatch(between)) and not _RANGE.search(lead)
        if told or (lead.endswith("(") and _DIRECTLY_TO.fullmatch(between)):
            yield Pair(at, at + 1)
        elif _BACK_FROM.fullmatch(between):
            yield Pair(at + 1, at)
        elif _AGAINST.fullmatch(between):
            gain = at > 0 and figures[at - 1].unit == "points" and lead.endswith("(")
            yield Pair(at + 1, at, at - 1 if gain else -1)


def related(before: Found, after: Found, wording: Wording) -> bool:
    """Whether two cells are what a pair tells of: the same column, with what the claim is about in the row of the later.

    What the earlier has in its place is named too, or is the default, or is told to be lacking. The scores rise or
    fall as the words before the pair say.
    """
    one, two = before.cell, after.cell
    if one.column_number != two.column_number or one.row_number == two.row_number or _nearer(before, two):
        return False
    if two.absent & (one.names | one.words) and not wording.removes:
        return False
    gained = two.names - one.names
    given_up = one.names - two.names - unsaid_details(one, before.grid, wording)
    known = wording.said | wording.known
    lacking = one.absent & (two.names | two.words)
    if not (gained or lacking) or not gained <= known or not given_up <= known | _DEFAULT:
        return False
    return goes_as_told(before, after, wording)


def goes_as_told(before: Found, after: Found, wording: Wording) -> bool:
    """Whether the scores of a pair rise or fall as the words before it say, if they say so."""
    start = min(before.figure.span.start, after.figure.span.start)
    clause = _CLAUSE.split(wording.text[:start])[-1]
    cues = [(found.start(), sign) for rule, sign in ((_RISES, 1), (_FALLS, -1)) for found in rule.finditer(clause)]
    return not cues or max(cues)[1] * (after.cell.quantity.value - before.cell.quantity.value) >= 0


def ranges(text: str, figure: Quantity) -> bool:
    """Whether a figure opens a range ("vary from 64.7 to 73.0"), whose ends stand for many scores."""
    return _RANGE.search(text[: figure.span.start]) is not None


def _nearer(before: Found, after: Entry) -> bool:
    """Whether another row of the same names is more like the later one, in words: then that is its counterpart."""
    mine = before.cell
    return any(
        other.column_number == mine.column_number
        and other.names == mine.names
        and len(other.words - after.words) < len(mine.words - after.words)
        for other in before.grid.entries
    )
