"""Number words that are parts or multiples: half of, a third of, two-thirds, half a million, twice, tenfold, halved."""

import re
from collections.abc import Sequence

from litsynth.quantities.numerals import Numeral
from litsynth.quantities.vocabulary import HALVINGS, LOOSE, MAGNITUDE, MULTIPLES, PARTS, SCALES, UNITS, Token

_NUMERATOR = re.compile(r"\b(a|one|two|three|four|five)[\s-]$", re.IGNORECASE)
_BEFORE_HALF = re.compile(
    r"\b(?:one|a|an|by|in|than|nearly|almost|about|around|over|only|roughly|approximately)[\s-]$", re.IGNORECASE
)
_AFTER_HALF = re.compile(r"\s+(?:of|the|as|its|their|that|all|our|a)\b", re.IGNORECASE)
_NOT_HALF = re.compile(
    r"(?:-|\b(?:first|second|latter|former|other|last|upper|lower|bottom|top|next)\s+)$", re.IGNORECASE
)
_AFTER_DOUBLE = re.compile(r"\s+(?:the|that|its|their|our|as)\b", re.IGNORECASE)
_VERBS_OR_NAMES = frozenset({"double", "triple", "doubles", "triples"})
_ARTICLE = re.compile(r"\b(?:an?|one)\s+$", re.IGNORECASE)
_SHARE_HALF_WIDTH = 0.5
"""Per cent: `a third` agrees with 33% and 33.3%, `half` with 50% but not with 49%."""


def share(text: str, token: Token) -> Numeral | None:
    """Half of, a third of, two-thirds: in per cent. An ordinal (the third model, the first half) is none."""
    parts = PARTS.get(token.word)
    if parts is None or text.startswith("-", token.end):
        return None
    left = text[max(0, token.start - 16) : token.start]
    if parts == 2:
        plain = _BEFORE_HALF.search(left) or _AFTER_HALF.match(text, token.end)
        return _percent(token, token.start, 50.0) if plain and not _NOT_HALF.search(left) else None
    numerator = _NUMERATOR.search(left)
    if not numerator:
        return None
    word = numerator.group(1).lower()
    if word == "a" and not text.startswith(" of", token.end):
        return None
    start = token.start - len(left) + numerator.start(1)
    return _percent(token, start, round(100 * UNITS.get(word, 1) / parts, 4))


def _percent(token: Token, start: int, value: float) -> Numeral:
    return Numeral(start, token.end, value, value - _SHARE_HALF_WIDTH, value + _SHARE_HALF_WIDTH, "share")


def numerator_of_share(text: str, token: Token, following: Token) -> bool:
    """Whether the number word is the two of two thirds."""
    return text[token.end : following.start] in (" ", "-") and share(text, following) is not None


def half_of_scale(text: str, tokens: Sequence[Token], at: int) -> Numeral | None:
    """Half a million: a number, not a share."""
    if tokens[at].word != "half" or at + 1 == len(tokens) or tokens[at + 1].word not in SCALES:
        return None
    first, scale = tokens[at], tokens[at + 1]
    if text[first.end : scale.start] != " a ":
        return None
    value = SCALES[scale.word] / 2
    return Numeral(first.start, scale.end, value, value * (1 - LOOSE), value * (1 + LOOSE), "word", grouped=True)


def multiple(text: str, token: Token) -> Numeral | None:
    """Twice, doubles, tenfold; halved (50 per cent down); an order of magnitude, which spans half a decade each way."""
    if token.word in HALVINGS:
        return Numeral(token.start, token.end, 50, 49.5, 50.5, "share", "-")
    if token.word == MAGNITUDE:
        article = _ARTICLE.search(text[max(0, token.start - 5) : token.start])
        if not article:
            return None
        return Numeral(token.start - len(article.group()), token.end, 10, 10**0.5, 10**1.5, "magnitude")
    if token.word not in MULTIPLES or (token.word in _VERBS_OR_NAMES and not _AFTER_DOUBLE.match(text, token.end)):
        return None
    times = MULTIPLES[token.word]
    return Numeral(token.start, token.end, times, times - 0.5, times + 0.5, "multiple")
