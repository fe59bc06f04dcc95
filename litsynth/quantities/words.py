"""Numbers written as words: two, twenty-five, a million, dozens of, half of, two thirds, twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.quantities.numerals import Numeral

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# A vague plural reaches from two of its kind up to the next named one; tens of and hundreds of multiply.
_VAGUE = {
    "tens": (10, 100),
    "dozens": (12, 100),
    "hundreds": (100, 10**3),
    "thousands": (10**3, 10**6),
    "millions": (10**6, 10**9),
    "billions": (10**9, 10**12),
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_FOLDS = {f"{word}fold": count for count, word in enumerate(_SMALL, 1) if count > 1}
_DOUBLES = "doubles doubled doubling double"
_MULTIPLES = {
    **dict.fromkeys(_DOUBLES.split(), 2),
    **dict.fromkeys(_DOUBLES.replace("double", "triple").replace("doubling", "tripling").split(), 3),
    **{"twice": 2, "thrice": 3, "tripled": 3, "tripling": 3, "quadrupled": 4, "quadruples": 4, "quadrupling": 4},
    **_FOLDS,
}
_HALVES = {"halve", "halves", "halved", "halving"}
_VALUES = {
    **{word: count for count, word in enumerate(_SMALL, 1)},
    **{word: 10 * count for count, word in enumerate(_TENS, 2)},
}
_ALL_WORDS = sorted(
    {*_VALUES, *_SCALES, *_VAGUE, *_PARTS, *(p + "s" for p in _PARTS if p != "half"), *_MULTIPLES, *_HALVES},
    key=lambda word: (-len(word), word),
)
WORD = re.compile(rf"\b(?:{'|'.join(_ALL_WORDS)}|order of magnitude)\b", re.IGNORECASE)
"""Any word that this module reads; what `word_numerals` starts from."""

_FEW = re.compile(r"\b(?:(?:a\s+)?(?:few|couple(?:\s+of)?)|several|some|many)\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|one)\s+$", re.IGNORECASE)
_NUMERATOR = re.compile(r"\b(a|one|two|three|four|five)[\s-]$", re.IGNORECASE)
_BEFORE_HALF = re.compile(
    r"\b(?:one|a|an|by|in|than|nearly|almost|about|around|over|only|roughly|approximately)[\s-]$", re.IGNORECASE
)
_AFTER_HALF = re.compile(r"\s+(?:of|the|as|its|their|that|all|our|a)\b", re.IGNORECASE)
_NOT_HALF = re.compile(r"\b(?:first|second|latter|former|other|last|upper|lower|bottom|top|next)\s+$", re.IGNORECASE)
_AFTER_DOUBLE = re.compile(r"\s+(?:the|that|its|their|our|as)\b", re.IGNORECASE)
_FRACTION_HALF_WIDTH = 0.5
"""Per cent: `a third` agrees with 33% and 33.3%, `half` with 50% but not with 49%."""
ABOUT = 0.05
"""Relative half-width of about, nearly, roughly, and of `a million` (whose article is not a rounded digit)."""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str


def word_numerals(text: str) -> Iterator[Numeral]:
    """Every number written as words, left to right.

    >>> [(n.value, n.kind) for n in word_numerals("twenty-five languages, half of the data, dozens of papers")]
    [(25.0, 'word'), (50.0, 'fraction'), (24.0, 'vague')]
    """
    tokens = [_Token(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        following = at + 1
        found: Numeral | None
        if half_of_scale := _half_of_scale(text, tokens, at):
            found, following = half_of_scale, at + 2
        elif (part := _part(token.word)) and (found := _fraction(text, token, part)):
            pass
        elif token.word in _MULTIPLES or token.word in _HALVES or token.word == "order of magnitude":
            found = _multiple(text, token)
        elif token.word in _VAGUE:
            found, following = _vague(text, tokens, at)
        elif token.word in _VALUES or token.word in _SCALES:
            found, following = _cardinal(text, tokens, at)
        else:
            found = None
        if found:
            yield found
        at = following


def _part(word: str) -> int:
    return _PARTS.get(word) or _PARTS.get(word.removesuffix("s"), 0)


def _half_of_scale(text: str, tokens: list[_Token], at: int) -> Numeral | None:
    """Half a million: a number, not a share."""
    if tokens[at].word != "half" or at + 1 == len(tokens) or tokens[at + 1].word not in _SCALES:
        return None
    first, scale = tokens[at], tokens[at + 1]
    if text[first.end : scale.start] != " a ":
        return None
    value = _SCALES[scale.word] / 2
    half = ABOUT * value if value > 100 else 0
    return Numeral(first.start, scale.end, value, value - half, value + half, "word", grouped=True)


def _fraction(text: str, token: _Token, parts: int) -> Numeral | None:
    """Half of, a third of, two-thirds: in per cent. An ordinal (the third model) is none."""
    left = text[max(0, token.start - 16) : token.start]
    top, start = 1, token.start
    if parts == 2:
        if _NOT_HALF.search(left) or left.endswith("-") or text[token.end : token.end + 1] == "-":
            return None
        if not (_BEFORE_HALF.search(left) or _AFTER_HALF.match(text, token.end)):
            return None
    else:
        numerator = _NUMERATOR.search(left)
        if not numerator or text[token.end : token.end + 1] == "-":
            return None
        word = numerator.group(1).lower()
        if word == "a" and not text.startswith(" of", token.end):
            return None
        top = 1 if word == "a" else _VALUES[word]
        start -= len(left) - numerator.start(1)
    value = round(100 * top / parts, 4)
    low, high = value - _FRACTION_HALF_WIDTH, value + _FRACTION_HALF_WIDTH
    return Numeral(start, token.end, value, low, high, "fraction")


def _multiple(text: str, token: _Token) -> Numeral | None:
    """Twice, doubles, tenfold; halved (50 per cent down); an order of magnitude, which spans half a decade each way."""
    if token.word in _HALVES:
        return Numeral(token.start, token.end, 50, 49.5, 50.5, "fraction", "-")
    if token.word == "order of magnitude":
        article = _ARTICLE.search(text[max(0, token.start - 5) : token.start])
        start = token.start - (len(article.group()) if article else 0)
        return Numeral(start, token.end, 10, 10**0.5, 10**1.5, "magnitude") if article else None
    if token.word in ("double", "triple") and not _AFTER_DOUBLE.match(text, token.end):
        return None
    times = _MULTIPLES[token.word]
    return Numeral(token.start, token.end, times, times - 0.5, times + 0.5, "multiple")


def _vague(text: str, tokens: list[_Token], at: int) -> tuple[Numeral | None, int]:
    """Dozens of, hundreds of thousands of: value is twice the unit, the interval ends at the next named scale."""
    first = tokens[at]
    unit, top = _VAGUE[first.word]
    end, following = first.end, at + 1
    if following < len(tokens) and tokens[following].word in _VAGUE:
        second = tokens[following]
        if text[first.end : second.start].lower() == " of ":
            factor = _VAGUE[second.word][0]
            unit, top, end, following = unit * factor, top * factor, second.end, following + 1
    if not text[end : end + 4].lower().startswith(" of "):
        return None, following
    return Numeral(first.start, end, 2 * unit, 2 * unit, top, "vague"), following


def _cardinal(text: str, tokens: list[_Token], at: int) -> tuple[Numeral | None, int]:
    """A run of number words that reads as one number: `two hundred and five`, `twenty-five`, `a million`."""
    run = [tokens[at]]
    while at + len(run) < len(tokens) and _continues(text, run[-1], tokens[at + len(run)]):
        run.append(tokens[at + len(run)])
    following, start, end = at + len(run), run[0].start, run[-1].end
    value = _evaluate([token.word for token in run])
    scale = _SCALES.get(run[-1].word, 1)
    if run[0].word not in _SCALES:
        half = scale / 2 if scale > 100 else 0
        return Numeral(start, end, value, value - half, value + half, "word", grouped=scale > 1), following
    left = text[max(0, start - 12) : start]
    if few := _FEW.search(left):
        top = _VAGUE[run[0].word + "s"][1] if run[0].word + "s" in _VAGUE else 10 * value
        return Numeral(start - len(few.group()), end, 2 * value, 2 * value, top, "vague"), following
    if not (article := _ARTICLE.search(left)):
        return None, following
    half = ABOUT * value if scale > 100 else 0
    return Numeral(start - len(article.group()), end, value, value - half, value + half, "word", grouped=True), following


def _continues(text: str, last: _Token, token: _Token) -> bool:
    """Whether the next number word belongs to the same number."""
    gap = text[last.end : token.start].lower()
    if token.word in _SCALES:
        return gap in (" ", "-") and last.word not in ("dozen",)
    if token.word not in _VALUES:
        return False
    if last.word in _SCALES:
        return gap in (" and ", " ") and _SCALES[last.word] > 12
    return last.word in _TENS and token.word in _SMALL[:9] and gap in (" ", "-")


def _evaluate(words: list[str]) -> float:
    total, current = 0, 0
    for word in words:
        if word not in _SCALES:
            current += _VALUES[word]
        elif _SCALES[word] <= 100:
            current = max(current, 1) * _SCALES[word]
        else:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return float(total + current)
