"""Numbers written as words: two, twenty-five, a million, dozens of, half of, two thirds, twice."""

from collections.abc import Iterator, Sequence

from litsynth.quantities.cardinals import Read, cardinal, vague
from litsynth.quantities.numerals import Numeral
from litsynth.quantities.shares import half_of_scale, multiple, numerator_of_share, share
from litsynth.quantities.vocabulary import SCALES, TENS, UNITS, VAGUE, Token, number_words


def word_numerals(text: str) -> Iterator[Numeral]:
    """Every number written as words, left to right.

    >>> [(n.value, n.kind) for n in word_numerals("twenty-five languages, half of the data, dozens of papers")]
    [(25.0, 'word'), (50.0, 'share'), (24, 'vague')]
    """
    tokens = number_words(text)
    at = 0
    while at < len(tokens):
        found, at = _read(text, tokens, at)
        if found:
            yield found


def _read(text: str, tokens: Sequence[Token], at: int) -> Read:
    word = tokens[at].word
    if scaled := half_of_scale(text, tokens, at):
        return scaled, at + 2
    if word in VAGUE:
        return vague(text, tokens, at)
    if word in UNITS or word in TENS or word in SCALES:
        found, following = cardinal(text, tokens, at)
        numerator = following < len(tokens) and numerator_of_share(text, tokens[following - 1], tokens[following])
        return (None if numerator else found), following
    return share(text, tokens[at]) or multiple(text, tokens[at]), at + 1
