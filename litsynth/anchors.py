"""From a span of a document to an anchor that finds it again (W3C TextQuote and TextPosition selectors)."""

from litsynth.records import Anchor, Document, Passage, Span
from litsynth.text.boxes import by_line
from litsynth.text.tables import paths

_CONTEXT = 32  # characters of prefix and suffix, as in the examples of the W3C Web Annotation Data Model


def anchor_of(document: Document, span: Span, section: int) -> Anchor:
    """The anchor of a span of running text in section number `section`."""
    boxes = document.boxes_of(span)
    return Anchor(
        paper_id=document.paper_id,
        substrate=document.substrate,
        span=span,
        exact=span.of(document.text),
        prefix=document.text[max(0, span.start - _CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + _CONTEXT],
        section=document.sections[section].title if section < len(document.sections) else "",
        page=boxes[0].page if boxes else document.page_of(span.start),  # floats stand on other pages than their text
        boxes=boxes,
    )


def anchor_of_passage(document: Document, passage: Passage) -> Anchor:
    """The anchor of a passage; for a table row with the table's label, the row's header and a digest's source."""
    span = passage.span
    table = document.tables[passage.table] if passage.table >= 0 else None
    first = document.sentences[passage.sentences[0]] if passage.sentences else None
    section = table.section if table else first.section if first else 0
    plain = anchor_of(document, span, section)
    return Anchor(
        paper_id=plain.paper_id,
        substrate=plain.substrate,
        span=span,
        exact=plain.exact,
        prefix=plain.prefix,
        suffix=plain.suffix,
        section=plain.section,
        page=passage.page or plain.page,
        table=table.label if table else "",
        row=_row(document, passage) if table else "",
        source=table.source if table else first.source if first else "",
        boxes=by_line(plain.boxes) if table else plain.boxes,
    )


def _row(document: Document, passage: Passage) -> str:
    """The path of a table row; of one without labels its first cell."""
    table = document.tables[passage.table]
    path = paths(table, document.text).rows.get(passage.row, ())
    first = (cell.span.of(document.text).strip() for cell in table.cells if cell.row == passage.row)
    return ", ".join(path) or next(first, "")
