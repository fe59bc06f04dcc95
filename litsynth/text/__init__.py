"""Sentences with offsets, and quotes that compare equal whatever printed them."""

from litsynth.text.quotes import near_duplicate, normalise
from litsynth.text.sentences import split_sentences

__all__ = ["near_duplicate", "normalise", "split_sentences"]
