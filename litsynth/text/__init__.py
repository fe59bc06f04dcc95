"""Sentences with offsets, quotes that compare equal whatever printed them, and text without the marks of annotation tools."""

from litsynth.text.marks import detokenise, without_citation_marks
from litsynth.text.quotes import near_duplicate, normalise
from litsynth.text.sentences import split_sentences

__all__ = ["detokenise", "near_duplicate", "normalise", "split_sentences", "without_citation_marks"]
