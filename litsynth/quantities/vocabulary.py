"""The English number words, and where they stand in a text."""

import re
from dataclasses import dataclass

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
UNITS = {word: count for count, word in enumerate(f"{_SMALL} eighteen nineteen".split(), 1)}
TENS = {
    word: 10 * count for count, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
VAGUE = {
    "tens": (10, 100),
    "dozens": (12, 100),
    "hundreds": (100, 10**3),
    "thousands": (10**3, 10**6),
    "millions": (10**6, 10**9),
    "billions": (10**9, 10**12),
}
"""One of the kind, and the next scale that has a name: what `dozens of` stays below."""
_ORDINALS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
PARTS = {"half": 2, **_ORDINALS, **{f"{word}s": parts for word, parts in _ORDINALS.items()}}
MULTIPLES = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), 2),
    **dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling"), 3),
    **dict.fromkeys(("quadruples", "quadrupled", "quadrupling"), 4),
    **{f"{word}fold": count for word, count in UNITS.items() if count > 1},
}
HALVINGS = frozenset({"halve", "halves", "halved", "halving"})
MAGNITUDE = "order"
NUMBER_WORDS = frozenset({*UNITS, *TENS, *SCALES, *VAGUE, *PARTS, *MULTIPLES, *HALVINGS, MAGNITUDE})

LOOSE = 0.05
"""Relative half-width of `a million` and `half a million`, whose article is not a rounded digit."""

_WORD = re.compile(r"[A-Za-z]+")
_OF_MAGNITUDE = " of magnitude"


@dataclass(frozen=True, slots=True)
class Token:
    """A number word in lower case and its place."""

    start: int
    end: int
    word: str


def number_words(text: str) -> list[Token]:
    """Every number word of a text, left to right; `order` only as the head of `order of magnitude`.

    >>> [token.word for token in number_words("Twenty-five one2one in order to halve")]
    ['twenty', 'five', 'halve']
    """
    # Most sentences have none: one pass over the lower-cased words decides that at once.
    if NUMBER_WORDS.isdisjoint(_WORD.findall(text.lower())):
        return []
    tokens = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word not in NUMBER_WORDS or _inside_word(text, match.start(), match.end()):
            continue
        end = match.end()
        if word == MAGNITUDE:
            if not text.startswith(_OF_MAGNITUDE, end):
                continue
            end += len(_OF_MAGNITUDE)
        tokens.append(Token(match.start(), end, word))
    return tokens


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether digits, accented letters or underscores join the letters to a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or "_" in (before, after)
