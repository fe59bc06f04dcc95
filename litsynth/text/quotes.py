"""Quotes made comparable: what typesetting adds is removed, what the author wrote is kept."""

import re
import unicodedata
from collections import Counter

from litsynth.text.characters import SAME

_HYPHEN_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_DOUBLE_QUOTE = re.compile(r"''|``")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?%)\]])")
_TOKEN = re.compile(r"[+-]?\d+(?:[.,]\d+)*|[^\W\d_]+")
_EXACT_WORDS = frozenset(
    "no not never none nor without cannot neither zero one two three four five six seven eight nine ten eleven twelve "
    "twice half third quarter dozen hundred thousand million billion percent points point relative absolute higher "
    "lower more less fewer better worse above below over under increase decrease increases decreases improves degrades "
    "gain loss drop up down most least first second best worst at".split()
)

JACCARD = 0.75
"""Two sentences are near-duplicates at this share of common tokens (or at `CONTAINMENT`)."""

CONTAINMENT = 0.9
"""... or when this share of the shorter one's tokens stands in the longer one."""

_SHORTEST = 5  # tokens; shorter texts are contained in anything


def normalise(quote: str) -> str:
    """The quote without ligatures, hyphenation, case, and differences of quotation marks, dashes and spaces.

    Hyphens between letters go, since a line break may have put them there. Digits are never touched:
    superscripts stay what they are, so that a footnote mark does not become part of a number.

    >>> normalise("Cross-\\nlingual ﬁne-tuning  gains “1.8” points .")
    'crosslingual finetuning gains "1.8" points.'
    """
    text = unicodedata.normalize("NFC", quote.translate(SAME))
    text = _DOUBLE_QUOTE.sub('"', text)
    text = _HYPHEN_BETWEEN_LETTERS.sub("", text)
    return _SPACE_BEFORE_MARK.sub("", " ".join(text.split())).casefold()


def near_duplicate(first: str, second: str) -> bool:
    """Whether two sentences say the same in (almost) the same words; symmetric.

    They must agree exactly in their numbers (as a multiset of printed forms), and in negations, number words and
    words of direction and unit; then a Jaccard index of at least `JACCARD` over the sets of tokens, or `CONTAINMENT`
    of the shorter in the longer, decides.

    >>> near_duplicate("XLM-R gains 1.8 points on XNLI.", "On XNLI, XLM-R gains 1.8 points.")
    True
    >>> near_duplicate("XLM-R gains 1.8 points on XNLI.", "XLM-R gains 8.1 points on XNLI.")
    False
    """
    left, right = _tokens(first), _tokens(second)
    if not left or not right or _exact(left) != _exact(right):
        return False
    one, other = set(left), set(right)
    common = len(one & other)
    if common >= JACCARD * len(one | other):
        return True
    shorter = min(len(one), len(other))
    return shorter >= _SHORTEST and common >= CONTAINMENT * shorter


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(normalise(text).replace("%", " percent "))


def _exact(tokens: list[str]) -> Counter[str]:
    return Counter(token.lstrip("+") for token in tokens if token[-1].isdigit() or token in _EXACT_WORDS)
