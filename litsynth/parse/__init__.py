"""Bytes to documents: LaTeX, HTML, PDF, plain text, digests."""

import re

from litsynth.errors import UnreadablePaper
from litsynth.parse.archive import decoded, read_source, unpacked
from litsynth.parse.html import read_html
from litsynth.parse.latex import read_latex
from litsynth.parse.pdf import read_pdf
from litsynth.parse.plain import read_text
from litsynth.records import Document

__all__ = ["read_document"]

_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}>|<!--.{0,500}?-->|\s)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML = (".html", ".htm", ".xhtml")
_LATEX = (".tex", ".ltx", ".gz", ".tgz", ".tar")
_PLAIN = (".txt", ".md", ".markdown")


_CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, 27})
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLANK = b" \t\r\n\f\xef\xbb\xbf"  # a byte order mark too
_SAMPLE = 8192  # bytes
_MOST_CONTROLS = 0.04  # of the sample; of an image or an archive it is a tenth


def read_document(data: bytes, name: str, paper_id: str, title: str = "") -> Document:
    """A paper from the bytes of a file, by its content first and its name second.

    `title` is used where the paper names none. Raises UnreadablePaper, in one line, when the file is damaged, holds no
    text, or is of no known kind.
    """
    lower = name.lower()
    held = unpacked(data, name)
    if held[:1024].lstrip(_BLANK).startswith(b"%PDF-") or (lower.endswith(".pdf") and b"%PDF-" in held[:1024]):
        return read_pdf(held, paper_id, title)
    if not data.strip():
        raise UnreadablePaper(f"{name}: the file is empty", "fetch it again")
    if lower.endswith(".pdf"):
        raise UnreadablePaper(f"{name}: not a PDF, whatever its name says", "fetch it again")
    if _PAGE.match(held[:4096]) or lower.endswith(_HTML):
        return read_html(held, paper_id, title)
    packed = held is not data or data[257:262] == b"ustar" or lower.endswith(".tar")
    if not packed and lower.endswith((*_LATEX, *_PLAIN)) and _is_binary(data[:_SAMPLE]):
        raise UnreadablePaper(f"{name}: not text, whatever its name says", "fetch it again")
    if packed or lower.endswith(_LATEX) or (lower.endswith(_PLAIN) and b"\\begin{document}" in data):
        source = read_source(held, name)
        return read_latex(source.tex, paper_id, title, data, cut=source.cut, truncated=source.truncated)
    if lower.endswith(_PLAIN):
        return read_text(decoded(data), paper_id, title, data)
    raise UnreadablePaper(
        f"{name}: not a kind of file that litsynth reads", "give .tex, .tar.gz, .html, .pdf, .txt or .md"
    )


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(sample) and not sample.startswith(_UTF_16)
