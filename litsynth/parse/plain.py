"""Plain text, Markdown and abstracts to documents."""

import re

from litsynth.errors import UnreadablePaper
from litsynth.parse.headings import section_kind
from litsynth.parse.writer import Writer
from litsynth.records import Document, Paper

_HEADING = re.compile(r"#{1,6}\s+(?P<title>\S.*)")


def read_text(text: str, paper_id: str, title: str = "", data: bytes = b"") -> Document:
    """Paragraphs separated by blank lines; Markdown headings open sections; the first line is the title if none is given.

    Raises UnreadablePaper when there is no text.
    """
    if not text.strip():
        raise UnreadablePaper(f"{paper_id}: the file holds no text", "check the file")
    writer = Writer()
    writer.section("Text", "body")
    for block in re.split(r"\n\s*\n", text):
        line = " ".join(block.split())
        heading = _HEADING.fullmatch(line)
        if heading:
            writer.section(heading["title"], section_kind(heading["title"]))
        elif line:
            writer.paragraph(line)
    first = next(line.strip("# \t") for line in text.splitlines() if line.strip("# \t"))
    return writer.document(paper_id, title or first, "text", data)


def read_abstract(paper: Paper) -> Document:
    """The abstract alone. Raises UnreadablePaper when the paper has none."""
    if not paper.abstract.strip():
        raise UnreadablePaper(f"{paper.paper_id}: no full text and no abstract to read")
    writer = Writer()
    writer.section("Abstract", "abstract")
    writer.paragraph(" ".join(paper.abstract.split()))
    return writer.document(paper.paper_id, paper.title, "abstract", paper.abstract.encode())
