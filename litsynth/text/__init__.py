"""Sentences with offsets, quotes that are found again whatever printed them, text without annotation tools' marks."""

from litsynth.text.locate import locate, relocate
from litsynth.text.marks import detokenise, without_citation_marks
from litsynth.text.quotes import near_duplicate, normalise
from litsynth.text.scripts import in_latin_script
from litsynth.text.sentences import split_sentences

__all__ = [
    "detokenise",
    "in_latin_script",
    "locate",
    "near_duplicate",
    "normalise",
    "relocate",
    "split_sentences",
    "without_citation_marks",
]
