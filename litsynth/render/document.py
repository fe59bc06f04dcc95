"""A paper as it was read, for a reader: Markdown with tables and page marks, or plain text."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.records import Document, Paper, Span, Table
from litsynth.render.escape import escape_markdown as md

_DEEPEST_HEADING = 6
_Pages = deque[tuple[int, int]]
"""Number and offset of the pages still to come."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the text between two others: where it is, and what is printed for it."""

    span: Span
    text: str


def document_markdown(document: Document, paper: Paper) -> str:
    """The document as Markdown: who wrote it, headings, paragraphs, tables with captions, references, page marks.

    Everything stands in the order of `document.text`, so that a quote can be followed from its offset; a page begins
    at its `[page 3]`. The kind of a section that is no evidence is told behind its heading.
    """
    lines = [f"# {md(document.title)}" if document.title else "# (no title)"]
    read = f"{document.paper_id}{paper.version}, read as {document.substrate}, {len(document.sentences)} sentences"
    marks = (
        mark for mark, holds in (("withdrawn", paper.withdrawn), ("machine-written", paper.machine_written)) if holds
    )
    about = (", ".join(paper.authors), str(paper.year or ""), paper.venue, paper.doi, *marks)
    lines += [
        f"*{md('; '.join(filter(None, (*about, read))))}*",
        *(f"*Note: {md(note)}*" for note in document.warnings),
    ]
    pieces = sorted((*_headings(document), *_tables(document), *_references(document)), key=lambda one: one.span.start)
    pages = deque(enumerate(document.page_starts, 1))
    at = 0
    for piece in pieces:
        lines.extend(_paragraphs(document, at, piece.span.start, pages))
        at = max(at, piece.span.end)
        lines.extend(_page(number) for number, _ in _begun(pages, at))
        lines.append(piece.text)
    lines.extend(_paragraphs(document, at, len(document.text), pages))
    lines.extend(_page(number) for number, _ in pages)
    return "\n\n".join(line for line in lines if line) + "\n"


def document_text(document: Document) -> str:
    """The text that all offsets count in, as it is, ending in one newline."""
    return document.text.rstrip("\n") + "\n"


def _headings(document: Document) -> Iterator[_Piece]:
    for section in document.sections:
        if not section.title:
            continue
        printed = section.title.rpartition(": ")[2]
        start = document.text.rfind(printed, 0, section.span.start)
        between = document.text[start + len(printed) : section.span.start].strip() if start >= 0 else "?"
        place = Span(section.span.start, section.span.start) if between else Span(start, section.span.start)
        kind = "" if section.kind in ("body", "abstract") else f" *({section.kind})*"
        yield _Piece(place, f"{'#' * _level(section.title)} {md(section.title)}{kind}")


def _level(title: str) -> int:
    """How deep a section lies, by its number: `3.2 Data` is two deep."""
    number = title.split(" ", maxsplit=1)[0].rstrip(".")
    return min(_DEEPEST_HEADING, 2 + number.count(".")) if number.replace(".", "").isalnum() else 2


def _tables(document: Document) -> Iterator[_Piece]:
    for table in document.tables:
        if not table.cells:
            continue
        caption = table.caption.of(document.text).strip() or table.label
        rows = Span(min(cell.span.start for cell in table.cells), max(cell.span.end for cell in table.cells))
        # The caption stands right before the rows, or apart from them, where it is a paragraph of its own.
        beside = not document.text[table.caption.end : rows.start].strip() if table.caption.end <= rows.start else False
        span = Span(table.caption.start, rows.end) if beside else rows
        yield _Piece(span, "\n\n".join(filter(None, (f"**{md(caption)}**" if caption else "", _grid(document, table)))))


def _grid(document: Document, table: Table) -> str:
    """The cells as a Markdown table; a cell that spans several places is repeated, header rows are joined into one."""
    texts = {(cell.row, cell.column): cell.span.of(document.text).strip() for cell in table.cells}
    columns = range(1 + max(column for _, column in texts))
    heads = range(table.header_rows)
    header = (
        " / ".join(dict.fromkeys(text for row in heads if (text := texts.get((row, one), "")))) for one in columns
    )
    body = sorted({row for row, _ in texts} - set(heads))
    rows = [header, *([texts.get((row, column), "") for column in columns] for row in body)]
    printed = ["| " + " | ".join(md(text) for text in row) + " |" for row in rows]
    return "\n".join([printed[0], "|" + "---|" * len(columns), *printed[1:]])


def _references(document: Document) -> Iterator[_Piece]:
    for one in document.references:
        yield _Piece(one.span, f"- \\[{md(one.key)}\\] {md(one.span.of(document.text))}")


def _paragraphs(document: Document, start: int, end: int, pages: _Pages) -> Iterator[str]:
    """The paragraphs between two offsets, with a mark wherever a page begins."""
    at = start
    for part in document.text[start:end].split("\n\n"):
        shown, done = "", 0
        for page, place in _begun(pages, min(at + len(part) + 2, end)):
            shown += f"{md(part[done : place - at])} {_page(page)} "
            done = max(done, place - at)
        shown = (shown + md(part[done:])).strip()
        if shown:
            yield shown
        at += len(part) + 2


def _begun(pages: _Pages, end: int) -> list[tuple[int, int]]:
    """The pages that begin before an offset, taken off those still to come."""
    found = []
    while pages and pages[0][1] < end:
        found.append(pages.popleft())
    return found


def _page(number: int) -> str:
    return f"`[page {number}]`"
