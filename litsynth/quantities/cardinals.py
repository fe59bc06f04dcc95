"""Number words that count: two hundred and five, a million, a few hundred, tens of thousands."""

import re
from collections.abc import Sequence

from litsynth.quantities.numerals import Numeral
from litsynth.quantities.vocabulary import LOOSE, SCALES, TENS, UNITS, VAGUE, Token

_FEW = re.compile(r"\b(?:(?:a\s+)?(?:few|couple(?:\s+of)?)|several|some|many)\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?\s+$", re.IGNORECASE)
_ROUNDED_FROM = 1000
"""Words from this scale on are rounded: two million is between 1.5 and 2.5 million, two hundred is 200."""
_LONGEST_RUN = 8
"""Words of one number: `two hundred and five thousand three hundred twelve` has seven."""

Read = tuple[Numeral | None, int]
"""A numeral, if the words make one, and the position of the first token behind them."""


def cardinal(text: str, tokens: Sequence[Token], at: int) -> Read:
    """A run of number words that reads as one number."""
    run = [tokens[at]]
    while len(run) < _LONGEST_RUN and at + len(run) < len(tokens) and _continues(text, run[-1], tokens[at + len(run)]):
        run.append(tokens[at + len(run)])
    following, start, end = at + len(run), run[0].start, run[-1].end
    value = _evaluate([token.word for token in run])
    scale = SCALES.get(run[-1].word, 1)
    if run[0].word not in SCALES:
        return _rounded(start, end, value, scale / 2 if scale >= _ROUNDED_FROM else 0.0, scale > 1), following
    left = text[max(0, start - 12) : start]
    if few := _FEW.search(left):
        top = dict(VAGUE.values()).get(SCALES[run[0].word], 10 * value)
        return Numeral(start - len(few.group()), end, 2 * value, 2 * value, top, "vague"), following
    article = _ARTICLE.search(left)
    if not article:
        return None, following
    half = LOOSE * value if scale >= _ROUNDED_FROM else 0.0
    return _rounded(start - len(article.group()), end, value, half, True), following


def vague(text: str, tokens: Sequence[Token], at: int) -> Read:
    """Dozens of, hundreds of thousands of: the value is twice the unit, the interval ends at the next named scale."""
    first = tokens[at]
    unit, top = VAGUE[first.word]
    end, following = first.end, at + 1
    if following < len(tokens) and tokens[following].word in VAGUE:
        second = tokens[following]
        if text[first.end : second.start].lower() == " of ":
            factor = VAGUE[second.word][0]
            unit, top, end, following = unit * factor, top * factor, second.end, following + 1
    if not text[end : end + 4].lower().startswith(" of "):
        return None, following
    return Numeral(first.start, end, 2 * unit, 2 * unit, top, "vague"), following


def _rounded(start: int, end: int, value: float, half: float, grouped: bool) -> Numeral:
    return Numeral(start, end, value, value - half, value + half, "word", grouped=grouped)


def _continues(text: str, last: Token, token: Token) -> bool:
    """Whether the next number word belongs to the same number."""
    gap = text[last.end : token.start].lower()
    if token.word in SCALES:
        return gap in (" ", "-") and last.word != "dozen"
    if last.word in SCALES:
        return token.word in (UNITS | TENS) and gap in (" and ", " ") and last.word != "dozen"
    return last.word in TENS and UNITS.get(token.word, 10) < 10 and gap in (" ", "-")


def _evaluate(words: Sequence[str]) -> float:
    """The number that a run of words says: hundreds and dozens multiply, thousands and more close a group."""
    total, current = 0, 0
    for word in words:
        if word not in SCALES:
            current += UNITS.get(word) or TENS[word]
        elif SCALES[word] < _ROUNDED_FROM:
            current = max(current, 1) * SCALES[word]
        else:
            total, current = total + max(current, 1) * SCALES[word], 0
    return float(total + current)
