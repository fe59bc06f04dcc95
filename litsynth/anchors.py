"""From a span of a document to an anchor that finds it again (W3C TextQuote and TextPosition selectors)."""

from litsynth.records import Anchor, Document, Passage, Span

_CONTEXT = 32  # characters of prefix and suffix, as in the examples of the W3C Web Annotation Data Model


def anchor_of(document: Document, span: Span, section: int) -> Anchor:
    """The anchor of a span of running text in section number `section`."""
    return Anchor(
        paper_id=document.paper_id,
        substrate=document.substrate,
        span=span,
        exact=span.of(document.text),
        prefix=document.text[max(0, span.start - _CONTEXT) : span.start],
        suffix=document.text[span.end : span.end + _CONTEXT],
        section=document.sections[section].title if section < len(document.sections) else "",
        page=document.page_of(span.start),
    )


def anchor_of_passage(document: Document, passage: Passage) -> Anchor:
    """The anchor of a passage; for a table row with the table's label, the row's header and a digest's source."""
    span = passage.span
    table = document.tables[passage.table] if passage.table >= 0 else None
    first = document.sentences[passage.sentences[0]] if passage.sentences else None
    section = table.section if table else first.section if first else 0
    plain = anchor_of(document, span, section)
    stub = _stub(document, passage) if table else ""
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
        row=stub,
        source=table.source if table else first.source if first else "",
    )


def _stub(document: Document, passage: Passage) -> str:
    table = document.tables[passage.table]
    cells = [cell for cell in table.cells if cell.row == passage.row and cell.column < max(1, table.stub_columns)]
    return ", ".join(text for cell in cells if (text := cell.span.of(document.text).strip()))
