"""A first pass over long evidence without a model: which of its passages share most with the claim."""

import re
from collections.abc import Sequence

from litsynth.retrieve import LexicalIndex

# Scripts that set no space between words: each character counts as one.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def promising(claim: str, texts: Sequence[str], most: int) -> list[int]:
    """The rows of at most `most` texts, rising: those with the highest share of the claim's words and numbers (BM25).

    All of them where there are no more. Ties go to the earlier row.

    >>> promising("XLM-R reaches 80.9.", ["It rained.", "XLM-R is large.", "XLM-R reaches 80.9."], 2)
    [1, 2]
    """
    if len(texts) <= most:
        return list(range(len(texts)))
    shares = LexicalIndex.build([_spaced(text) for text in texts]).shares(_spaced(claim))
    ranked = sorted(range(len(texts)), key=lambda row: (-shares[row], row))
    return sorted(ranked[:most])


def _spaced(text: str) -> str:
    return _UNSPACED.sub(r" \g<0> ", text)
