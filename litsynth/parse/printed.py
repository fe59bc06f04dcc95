"""Where the characters of a text are printed: boxes of words to boxes of lines, cut where sentences end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from litsynth.records import Box, Printed, Span
from litsynth.text.boxes import around


@dataclass(frozen=True, slots=True)
class Placed:
    """Characters `start` to `end` of a paragraph, set as one piece in its line number `line`, and their box."""

    start: int
    end: int
    line: int
    box: Box


def printed(words: Sequence[Placed], borders: Sequence[int], base: int) -> Iterator[Printed]:
    """A box for each line, in parts where `borders` (offsets in the paragraph, sorted) fall into it.

    `base` is the offset of the paragraph in its document.
    """
    cut = [part for word in words for part in _cut(word, borders)]
    for _, held in groupby(cut, key=lambda word: (word.line, bisect_right(borders, word.start))):
        parts = list(held)
        yield Printed(Span(base + parts[0].start, base + parts[-1].end), around([part.box for part in parts]))


def _cut(word: Placed, borders: Sequence[int]) -> Iterator[Placed]:
    """A word, in parts where borders fall into it: Chinese has no spaces. Its characters are taken to be equally wide."""
    inside = borders[bisect_right(borders, word.start) : bisect_left(borders, word.end)]
    box = word.box
    if not inside or box.right - box.left < box.top - box.bottom:
        yield word
        return
    step = (box.right - box.left) / (word.end - word.start)
    for start, end in pairwise([word.start, *inside, word.end]):
        left, right = (round(box.left + step * (place - word.start), 1) for place in (start, end))
        yield Placed(start, end, word.line, replace(box, left=left, right=right))
