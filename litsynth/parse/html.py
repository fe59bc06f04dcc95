"""HTML to a `Document`: LaTeXML's, as arXiv offers it, like the LaTeX that it was made from; other pages in part."""

import re

from litsynth.errors import UnreadablePaper
from litsynth.parse.authors import from_lines
from litsynth.parse.html_blocks import Blocks
from litsynth.parse.html_inline import Inline
from litsynth.parse.html_metadata import html_metadata
from litsynth.parse.html_tree import Node, read_tree
from litsynth.parse.writer import Writer
from litsynth.records import Document

_WEB_PAGE = "a web page that LaTeXML did not make: its headings, paragraphs and tables were read"
_CUT = "nested too deeply: read in part"
_FEWEST_LETTERS = 100  # of running text; a page with less is a notice or a form
_PARTED = re.compile(r"\s*\n\s*|\^\(?[\d*†‡§¶,]+\)?")


def read_html(data: bytes, paper_id: str, title: str = "") -> Document:
    """The document of one HTML page; `title` is used where it names none.

    Raises UnreadablePaper when the page is too long or holds no running text.
    """
    tree, whole = read_tree(data, paper_id)
    metadata = html_metadata(tree)
    page = next(tree.having("ltx_document"), None)
    warnings = [] if page is not None else [_WEB_PAGE]
    if not whole:
        warnings.append(_CUT)
    body = page or _content(tree)
    found = _title(body) or metadata.title or title
    authors = _authors(body) or metadata.authors
    writer = Writer()
    for line in filter(None, (found, ", ".join(authors))):
        writer.paragraph(line)
    if page is None or not any(node.tag == "div" for node in page.having("ltx_abstract")):
        writer.section("", "body")
    Blocks(writer, found).read(body)
    document = writer.document(paper_id, found, "html", data, authors=authors, warnings=tuple(warnings))
    if sum(len(sentence.span.of(document.text)) for sentence in document.sentences) < _FEWEST_LETTERS:
        raise UnreadablePaper(f"{paper_id}: no running text in the HTML", "try the LaTeX source or the PDF")
    return document


def _content(tree: Node) -> Node:
    """The part of a web page that is its subject."""
    for tag in ("article", "main", "body"):
        found = list(tree.tagged(tag))
        if len(found) == 1 and len(found[0].text()) > _FEWEST_LETTERS:
            return found[0]
    return tree


def _title(body: Node) -> str:
    heading = next(body.having("ltx_title_document"), None) or next(body.tagged("h1"), None)
    return Inline(flat=True).text(heading.children) if heading is not None else ""


def _authors(body: Node) -> tuple[str, ...]:
    """The names of LaTeXML's title page: places and addresses stand on other lines of the same elements."""
    lines: list[str] = []
    for name in body.having("ltx_personname"):
        lines.extend(_PARTED.split(Inline(flat=True, line_break="\n").text(name.children)))
    return from_lines(lines)
