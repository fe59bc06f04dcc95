"""A PDF's pages as runs of characters and horizontal rules, with their places, as PDFium reports them.

PDFium (BSD) was compared with pypdf, pdfminer.six and pdfplumber on the same papers: it gives the box of every
character, which columns of tables need, keeps the order in which the text was set, and is the fastest by far.
"""

import ctypes
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from litsynth.errors import UnreadablePaper
from litsynth.parse.pdf_text import LOOSE_ACCENTS

_BOLD = ("bold", "medi", "black", "cmbx", "heavy", "-b+", "semibold", "demi")
_MOST_PAGES = 400
_FARTHEST = 100_000.0  # points; the largest page is 14,400
_MOST_CHARACTERS = 60_000  # on a page; a dense one holds 8,000
_MOST_OBJECTS = 20_000  # on a page; beyond that it is a drawing
_THICKEST_RULE = 2.0  # points
_SHORTEST_RULE = 8.0  # points
_WORD_GAP = 0.2  # of the type size; spaces in tight lines are wider
_LEAST_SPACE = 0.1  # of the type size; a space that takes less room is PDFium's guess
_SAME_LEVEL = 0.05  # of the type size
_DEEPEST_FORM = 3  # forms inside forms
_LINE_END_HYPHEN = 2  # what PDFium reports for a hyphen at which a line was broken


@dataclass(frozen=True, slots=True)
class Run:
    """Characters set on one baseline `y` without a gap, from `x` to `right`; all in points, upwards and rightwards.

    `spaced`: a space stands before it. `bold` is what the font says.
    """

    text: str
    x: float
    right: float
    y: float
    size: float
    bold: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line from `x` to `right` at height `y`, in points."""

    x: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page (counted from 1): its runs in the order in which they were set, and its rules from the top down.

    Both are seen so that most of its text, which is turned by `turn` quarters, runs from left to right. `others` are
    the runs in other directions, seen so that each runs from left to right: stamps, labels of axes and of columns.
    `upward` are those of them that run upwards.
    """

    number: int
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    turn: int = 0
    others: tuple[Run, ...] = ()
    upward: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class _Font:
    size: float
    bold: bool
    turn: int  # quarter turns of the writing direction, counterclockwise


def sheets(data: bytes, paper_id: str) -> Iterator[Sheet]:
    """The pages of a PDF, one after the other. The text of a page is what runs in the direction of most of it.

    Raises UnreadablePaper for damaged and encrypted files, and for such as have more pages than a paper.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _unreadable(paper_id, data) from error
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadablePaper(
                f"{paper_id}: the PDF has {len(document)} pages, more than {_MOST_PAGES}", "give the part that is meant"
            )
        for index in range(len(document)):
            yield _sheet(document, index)
    finally:
        document.close()


def page_count(data: bytes) -> int:
    """How many pages a PDF has; 0 where it cannot be opened."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _unreadable(paper_id: str, data: bytes) -> UnreadablePaper:
    """Why PDFium opens no document, or pypdfium2 does not hand it on."""
    held = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if held:  # of a file without pages PDFium tells the error of the file before it
        raw.FPDF_CloseDocument(held)
        return UnreadablePaper(f"{paper_id}: the PDF has no pages", "fetch it again")
    if raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return UnreadablePaper(f"{paper_id}: the PDF is encrypted", "save it without a password")
    return UnreadablePaper(f"{paper_id}: damaged PDF", "fetch it again")


def _sheet(document: pdfium.PdfDocument, index: int) -> Sheet:
    try:
        page = document[index]
        text = page.get_textpage()
    except pdfium.PdfiumError:  # one damaged page among others
        return Sheet(index + 1, (), ())
    try:
        runs = _runs(text.raw)
        main = _main_turn(runs)
        kept, others = (tuple(run.run() for run in runs if (run.font.turn == main) is own) for own in (True, False))
        upward = tuple(run.run() for run in runs if run.font.turn == (main + 1) % 4)
        rules = tuple(sorted(set(_rules(page.raw, main)), key=lambda rule: (-rule.y, rule.x)))
    finally:
        text.close()
        page.close()
    return Sheet(index + 1, kept, rules, main, others, upward)


def _main_turn(runs: Sequence["_Open"]) -> int:
    """The direction of most characters in lines of several words, or of most characters: labels are single words."""
    every = Counter({0: 0})
    lines: Counter[int] = Counter()
    for run in runs:
        every[run.font.turn] += len(run.text)
    for before, run in pairwise(runs):
        if run.spaced and before.font.turn == run.font.turn and abs(before.y - run.y) < _SAME_LEVEL * run.font.size:
            lines[run.font.turn] += len(run.text)
    return max(every, key=lambda turn: (lines[turn], every[turn]))


@dataclass(slots=True)
class _Open:
    """A run that grows: its characters, where each ends, and what they have in common."""

    font: _Font
    x: float
    y: float
    spaced: bool
    text: list[str] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    def takes(self, font: _Font, start: float, base: float) -> bool:
        """Whether a character that begins at `start` goes on."""
        size = self.font.size
        return (
            font == self.font
            and abs(base - self.y) < _SAME_LEVEL * size
            and -size < start - self.ends[-1] < _WORD_GAP * size
        )

    def under(self, middle: float, base: float) -> bool:
        """Whether an accent stands over one of these."""
        return self.x <= middle <= self.ends[-1] and -_SAME_LEVEL < (base - self.y) / self.font.size < 1

    def run(self) -> Run:
        """The run as it is."""
        font = self.font
        return Run("".join(self.text), self.x, max(self.ends), self.y, font.size, font.bold, self.spaced)


def _runs(text: Any) -> list[_Open]:
    """The runs of a page. Accents that are set as characters of their own go before the letter below them."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    fonts: dict[int, _Font] = {}
    found: list[_Open] = []
    accents: list[tuple[str, float, float]] = []
    spaced = False
    for index in range(min(raw.FPDFText_CountChars(text), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code != _LINE_END_HYPHEN and (code <= 32 or chr(code).isspace()):
            spaced = True
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        font = _font(text, index, fonts)
        start, base = (x.value, y.value) if not font.turn else turned(x.value, y.value, font.turn)
        end = box.right if not font.turn else max(_along(box, font.turn))
        if not abs(start) + abs(end) + abs(base) < _FARTHEST:  # nonsense, and what is no number, in damaged files
            continue
        character = "-" if code == _LINE_END_HYPHEN else chr(code)
        if character in LOOSE_ACCENTS:
            accents.append((character, (start + end) / 2, base))
            continue
        joined = bool(found) and found[-1].takes(font, start, base)
        if not joined or (spaced and start - found[-1].ends[-1] > _LEAST_SPACE * font.size):
            found.append(_Open(font, start, base, spaced))
        found[-1].text.append(character)
        found[-1].ends.append(end)
        spaced = False
    for accent, middle, base in accents:
        below = min((run for run in found if run.under(middle, base)), key=lambda run: base - run.y, default=None)
        if below is not None:
            place = bisect_left(below.ends, middle)
            below.text[place] = accent + below.text[place]
    return found


def _along(box: Any, turn: int) -> tuple[float, float]:
    return turned(box.left, box.bottom, turn)[0], turned(box.right, box.top, turn)[0]


def _font(text: Any, index: int, fonts: dict[int, _Font]) -> _Font:
    """Size, weight and direction of a character; they are the same for all of one text object."""
    held = raw.FPDFText_GetTextObject(text, index)
    key = ctypes.cast(held, ctypes.c_void_p).value or 0
    if key not in fonts or not key:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        fonts[key] = _Font(size if 0.1 < size < 1000 else 1.0, _is_bold(held), turn)
    return fonts[key]


def _is_bold(held: Any) -> bool:
    if not held:
        return False
    font = raw.FPDFTextObj_GetFont(held)
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, len(name))
    told = name.value.decode("latin-1").lower()
    return any(mark in told for mark in _BOLD)


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of the page seen so that text turned by `turn` quarters runs from left to right; -`turn` undoes it."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn % 4]


def _rules(page: Any, turn: int) -> Iterator[Rule]:
    for left, bottom, right, top in _paths(_on_page(page), 0):
        one, other = turned(left, bottom, turn), turned(right, top, turn)
        x, end = sorted((one[0], other[0]))
        if abs(one[1] - other[1]) <= _THICKEST_RULE and end - x >= _SHORTEST_RULE:
            yield Rule(round(x, 1), round(end, 1), round((one[1] + other[1]) / 2, 1))


def _on_page(page: Any) -> Iterator[Any]:
    return (raw.FPDFPage_GetObject(page, index) for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)))


def _in_form(form: Any) -> Iterator[Any]:
    count = min(raw.FPDFFormObj_CountObjects(form), _MOST_OBJECTS)
    return (raw.FPDFFormObj_GetObject(form, index) for index in range(count))


def _paths(objects: Iterator[Any], depth: int) -> Iterator[tuple[float, float, float, float]]:
    """The boxes (left, bottom, right, top) of what is drawn, also inside forms: whole pages are set as one."""
    edges = [ctypes.c_float() for _ in range(4)]
    for held in objects:
        kind = raw.FPDFPageObj_GetType(held)
        if kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(held, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            yield left, bottom, right, top
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(held, matrix)
            for left, bottom, right, top in _paths(_in_form(held), depth + 1):
                yield (
                    matrix.a * left + matrix.e, matrix.d * bottom + matrix.f,
                    matrix.a * right + matrix.e, matrix.d * top + matrix.f,
                )  # fmt: skip
