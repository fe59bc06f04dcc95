"""Bytes to documents: LaTeX, PDF, plain text, digests."""

from litsynth.errors import UnreadablePaper
from litsynth.parse.archive import read_source
from litsynth.parse.latex import read_latex
from litsynth.parse.pdf import read_pdf
from litsynth.parse.plain import read_text
from litsynth.records import Document

__all__ = ["read_document"]


def read_document(data: bytes, name: str, paper_id: str, title: str = "") -> Document:
    """A paper from the bytes of a file, by its content first and its name second.

    Raises UnreadablePaper, in one line, when it is damaged or of no known kind.
    """
    lower = name.lower()
    if data[:1024].lstrip().startswith(b"%PDF-") or lower.endswith(".pdf"):
        return read_pdf(data, paper_id, title)
    if lower.endswith((".tex", ".gz", ".tgz", ".tar")):
        return read_latex(read_source(data, name), paper_id, title, data)
    if lower.endswith((".txt", ".md")):
        return read_text(data.decode("utf-8", "replace"), paper_id, title, data)
    raise UnreadablePaper(f"{name}: not a kind of file that litsynth reads", "give .tex, .tar.gz, .pdf, .txt or .md")
