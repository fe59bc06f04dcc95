"""Bytes to documents: LaTeX, HTML, PDF, plain text, digests."""

import re

from litsynth.errors import UnreadablePaper
from litsynth.parse.archive import decoded, read_source
from litsynth.parse.html import read_html
from litsynth.parse.latex import read_latex
from litsynth.parse.pdf import read_pdf
from litsynth.parse.plain import read_text
from litsynth.records import Document

__all__ = ["read_document"]

_GZIP = b"\x1f\x8b"
_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}>|<!--.{0,500}?-->|\s)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML = (".html", ".htm", ".xhtml")
_LATEX = (".tex", ".ltx", ".gz", ".tgz", ".tar")
_PLAIN = (".txt", ".md", ".markdown")


_CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, 27})
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 8192  # bytes
_MOST_CONTROLS = 0.04  # of the sample; of an image or an archive it is a tenth


def read_document(data: bytes, name: str, paper_id: str, title: str = "") -> Document:
    """A paper from the bytes of a file, by its content first and its name second.

    `title` is used where the paper names none. Raises UnreadablePaper, in one line, when the file is damaged, holds no
    text, or is of no known kind.
    """
    lower = name.lower()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return read_pdf(data, paper_id, title)
    if not data.strip():
        raise UnreadablePaper(f"{name}: the file is empty", "fetch it again")
    if lower.endswith(".pdf"):
        raise UnreadablePaper(f"{name}: not a PDF, whatever its name says", "fetch it again")
    if _PAGE.match(data[:4096]) or lower.endswith(_HTML):
        return read_html(data, paper_id, title)
    packed = data[:2] == _GZIP or data[257:262] == b"ustar" or lower.endswith(".tar")
    if not packed and lower.endswith((*_LATEX, *_PLAIN)) and _is_binary(data[:_SAMPLE]):
        raise UnreadablePaper(f"{name}: not text, whatever its name says", "fetch it again")
    if packed or lower.endswith(_LATEX) or (lower.endswith(_PLAIN) and b"\\begin{document}" in data):
        source = read_source(data, name)
        return read_latex(source.tex, paper_id, title, data, source.cut)
    if lower.endswith(_PLAIN):
        return read_text(decoded(data), paper_id, title, data)
    raise UnreadablePaper(
        f"{name}: not a kind of file that litsynth reads", "give .tex, .tar.gz, .html, .pdf, .txt or .md"
    )


def _is_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(sample) and not sample.startswith(_UTF_16)
