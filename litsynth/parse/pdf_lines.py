"""Runs of characters to printed lines: which stand on one baseline, what is raised or lowered, where words part."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from litsynth.parse.pdf_runs import Run, turned
from litsynth.parse.pdf_text import clean
from litsynth.parse.scripts import script_text
from litsynth.records import Box
from litsynth.text.boxes import around

_SCRIPT = 0.85  # of the line's size; type below it, off the line, is raised or lowered
_MOST_NOTES = 99
_ALL_BOLD = 0.9  # of a line's characters
# Of a line's characters: the largest size of so many is the line's; the smaller one is that of small capitals.
_OWN_SIZE = 0.15
_OFF_LINE = 0.08  # of the type size: the least that a raised or lowered character is off the line
_REACH = 0.75  # of the larger type size: how far off the line a raised or lowered character may be
_BACK = 1.2  # of the type size: how far accents and stacked scripts are set back
_PIECE_GAP = 1.6  # of the type size: a wider gap may part columns
_WORD_GAP = 0.2  # of the type size
_SCRIPT_GAP = 0.3  # of the type size: what is raised or lowered stands off a little
ABOVE, BELOW = 0.7, 0.2
"""Of the type size: how far most letters reach over and under their line."""
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters between two spaces, from `x` to `right` in points, and their box on the page as it is stored."""

    text: str
    x: float
    right: float
    box: Box = field(compare=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `x`, `right`, `y` (of its baseline, upwards) and `size` are in points; `page` counts from 1.

    `names` is the text with a comma for every raised mark and wide gap, as they part the authors on a title page.
    """

    page: int
    x: float
    right: float
    y: float
    size: float
    bold: bool
    text: str
    names: str
    words: tuple[Word, ...]


def pieces(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that follow each other on one baseline without a wide gap, in the order in which they were set."""
    found: list[list[Run]] = []
    base: Run | None = None
    for run in runs:
        if base is not None and _goes_on(found[-1], base, run):
            found[-1].append(run)
            if run.size > base.size:
                base = run
        else:
            found.append([run])
            base = run
    return found


def _goes_on(piece: list[Run], base: Run, run: Run) -> bool:
    last, larger = piece[-1], max(base.size, run.size)
    if not -_BACK * larger < run.x - last.right < _PIECE_GAP * larger:
        return False
    level = abs(run.y - base.y)
    return level < _OFF_LINE * larger or (level < _REACH * larger and (_script(run, base) or _script(base, run)))


def _script(run: Run, base: Run) -> bool:
    return run.size < _SCRIPT * base.size


def line_of(runs: Sequence[Run], page: int, turn: int = 0) -> Line | None:
    """The line that runs make, None if nothing readable is left of them; raised note numbers are dropped.

    `turn` is that of the page's `Sheet`.
    """
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text)
    size = max(found for found, count in sizes.items() if count >= _OWN_SIZE * sizes.total())
    base = next(run for run in runs if round(run.size, 1) == size)
    bold = sum(len(run.text) for run in runs if run.bold) >= _ALL_BOLD * sizes.total()
    bold = bold and (runs[-1].bold or len(runs[-1].text) == 1)  # a heading may end in a symbol; after one text goes on
    words: list[Word] = []
    out, names, last, end = "", "", "", runs[0].x
    for run in runs:
        text, mark = _scripted(run, size, base.y, out)
        spaced = bool(out) and (run.spaced or run.x - end > _WORD_GAP * size)
        spaced = spaced and (not mark or run.x - end > _SCRIPT_GAP * size)
        if mark and mark == last and not spaced:
            text = text.removeprefix(mark)
        names += ", " if mark == "^" or run.x - end > _PIECE_GAP * size else " " if spaced else ""
        names += run.text if mark != "^" else ""
        if not text:  # a note number
            spaced = False
        elif spaced or not words:
            words.append(Word(text, run.x, run.right, _box(run, page, turn)))
        else:
            words[-1] = _longer(words[-1], Word(text, run.x, run.right, _box(run, page, turn)))
        out += (" " if spaced else "") + text
        last, end = mark, max(end, run.right)
    text = clean(" ".join(word.text for word in words))
    if not text:
        return None
    kept = tuple(replace(word, text=found) for word in words if (found := clean(word.text)))
    return Line(page, min(run.x for run in runs), end, base.y, size, bold, text, clean(names), kept)


def _box(run: Run, page: int, turn: int) -> Box:
    one = turned(run.x, run.y - BELOW * run.size, -turn)
    other = turned(run.right, run.y + ABOVE * run.size, -turn)
    (left, right), (bottom, top) = (sorted(round(edge, 1) for edge in edges) for edges in zip(one, other, strict=True))
    return Box(page, left, bottom, right, top)


def _longer(word: Word, more: Word) -> Word:
    return Word(word.text + more.text, word.x, max(word.right, more.right), around([word.box, more.box]))


def _scripted(run: Run, size: float, base: float, before: str) -> tuple[str, str]:
    """The text of a run and its mark, `^` if it is raised, `_` if lowered; a raised note number is dropped."""
    if run.size >= _SCRIPT * size or abs(run.y - base) < _OFF_LINE * size:
        return run.text, ""
    text, last = run.text, before[-1:]
    mark = "_" if run.y < base else "^"
    if not last:
        return text, mark
    if mark == "^" and _is_note(text) and not last.isdigit():
        letters = _LETTERS_BEFORE.search(before)
        return (f"^{text}" if letters and len(letters.group()) == 1 else ""), mark
    if mark == "_" and last.isdigit() and text[0] == "(":  # a spread or a change, and no index
        return text, ""
    return script_text(mark, text, last), mark


def _is_note(text: str) -> bool:
    numbers = re.split(r"[,–-]", text)
    return all(number.isdecimal() and int(number) <= _MOST_NOTES for number in numbers if number)
