"""A PDF page as lines of text with their place and type size, as pypdf finds them in the page's content stream."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

from litsynth.parse.pdf_text import clean
from litsynth.parse.scripts import script_text

_BOLD = ("bold", "medi", "black", "cmbx", "heavy", "-b+", "semibold", "demi")
_SCRIPT = 0.85  # of the line's size; type below it, off the line, is raised or lowered
_MOST_NOTES = 99
_ALL_BOLD = 0.9  # of a line's characters


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `x`, `y` (of its start, upwards) and `size` are in points; `page` counts from 1.

    `names` is the text with a comma for every raised mark, as they part the authors on a title page.
    """

    page: int
    x: float
    y: float
    size: float
    bold: bool
    text: str
    names: str


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    bold: bool


def page_lines(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order in which they were set; rotated text (margin stamps) is left out."""
    rows: list[list[_Piece]] = [[]]

    def visit(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        for index, part in enumerate(text.split("\n")):
            if index:
                rows.append([])
            piece = _piece(part, cm, tm, font, size)
            if piece is not None:
                rows[-1].append(piece)

    page.extract_text(visitor_text=visit)
    lines = (_line(row, number) for row in rows)
    return [line for line in lines if line is not None]


def _piece(text: str, cm: Any, tm: Any, font: Any, size: Any) -> _Piece | None:
    if not text or (abs(tm[0]) < 1e-6 and abs(tm[1]) > 1e-6):
        return None
    scale = abs(float(tm[3]) * float(cm[3])) or 1.0  # upwards: type may be stretched sideways to justify a line
    x = float(tm[4]) * float(cm[0]) + float(tm[5]) * float(cm[2]) + float(cm[4])
    y = float(tm[4]) * float(cm[1]) + float(tm[5]) * float(cm[3]) + float(cm[5])
    return _Piece(text, x, y, float(size) * scale, _is_bold(font))


def _is_bold(font: Any) -> bool:
    name = str((font or {}).get("/BaseFont", "")).lower() if isinstance(font, dict) else ""
    return any(mark in name for mark in _BOLD)


def _line(pieces: list[_Piece], page: int) -> Line | None:
    visible = [piece for piece in pieces if piece.text.strip()]
    if not visible:
        return None
    sizes: Counter[float] = Counter()
    for piece in visible:
        sizes[round(piece.size, 1)] += len(piece.text.strip())
    size = max(sizes, key=lambda candidate: (sizes[candidate], candidate))
    base = next(piece for piece in visible if round(piece.size, 1) == size)
    letters = sum(len(piece.text.strip()) for piece in visible)
    bold = sum(len(piece.text.strip()) for piece in visible if piece.bold) >= _ALL_BOLD * letters
    out, names, last = "", "", ""
    for piece in pieces:
        text, mark = _scripted(piece, size, base.y, out) if piece.text.strip() else (piece.text, last)
        out += text[1:] if mark and mark == last and text[:1] == mark else text
        names += ", " if mark == "^" else text
        last = mark
    text = clean(out)
    return Line(page, visible[0].x, base.y, size, bold, text, clean(names)) if text else None


def _scripted(piece: _Piece, size: float, base: float, before: str) -> tuple[str, str]:
    """The text of a piece and its mark, `^` if it is raised, `_` if lowered; a raised note number is dropped."""
    if piece.size >= _SCRIPT * size or abs(piece.y - base) < 0.08 * size:
        return piece.text, ""
    text, last = piece.text.strip(), before.rstrip()[-1:]
    mark = "_" if piece.y < base else "^"
    if mark == "^" and text.isdecimal() and int(text) <= _MOST_NOTES and before.strip() and not last.isdigit():
        word = before.rsplit(maxsplit=1)[-1]
        return ("" if len(word) > 2 or not word[-1:].isalpha() else f"^{text}"), mark
    return (script_text(mark, text, last) if last else text), mark
