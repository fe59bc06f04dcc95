"""Tiny PDFs for tests: pages of text lines, set in Helvetica from the top down."""

from collections.abc import Sequence

_TOP, _LEFT, _LEADING, _SIZE, _COLUMN = 760, 72, 12, 10, 80
_RULES = {"=": (-4, 5 * _COLUMN), "-": (_COLUMN - 4, 3 * _COLUMN - 20)}


Placed = tuple[float, float, float, str] | tuple[float, float, float, str, int]
"""A text with its place: points from the left, points from the bottom, type size; quarter turns counterclockwise."""


def make_pdf(pages: Sequence[Sequence[str | Placed]], title: str = "", sizes: dict[str, float] | None = None) -> bytes:
    """A PDF with one text line for each string (characters of Latin-1); an empty string leaves a line blank.

    A tab in a line moves to the next column, 80 points on; a line of "=" is a rule over five columns, "-" one over
    the second and third. A text with its place stands there. `title` goes into the metadata; `sizes` gives lines
    that are not set in 10 points their size.
    """
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        stream = _content(lines, sizes or {})
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(b"<< /Title (%s) >>" % _escaped(title))
    return _file(objects)


def _content(lines: Sequence[str | Placed], sizes: dict[str, float]) -> bytes:
    parts = []
    for number, line in enumerate(lines):
        level = _TOP - number * _LEADING
        if not isinstance(line, str):
            parts.append(_shown(*line))
        elif line in _RULES:
            start, end = _RULES[line]
            parts.append(f"{_LEFT + start} {level + 3} m {_LEFT + end} {level + 3} l S".encode())
        else:
            for column, text in enumerate(line.split("\t")):
                if text:
                    parts.append(_shown(_LEFT + column * _COLUMN, level, sizes.get(line, _SIZE), text))
    return b"\n".join(parts)


def _shown(x: float, y: float, size: float, text: str, turn: int = 0) -> bytes:
    turned = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")[turn]
    return f"BT /F1 {size} Tf {turned} {x} {y} Tm (".encode() + _escaped(text) + b") Tj ET"


def _escaped(text: str) -> bytes:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("latin-1")


def _file(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(out)
