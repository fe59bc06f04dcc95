"""Documents written by hand for tests: sentences and tables with exact spans."""

from litsynth.records import Cell, Document, Passage, Section, Sentence, Span, Substrate, Table


def make_document(
    paper_id: str,
    sentences: list[str],
    rows: list[list[str]] | None = None,
    caption: str = "",
    primaries: tuple[str, ...] = (),
    substrate: Substrate = "latex",
    section: str = "Results",
) -> Document:
    """One section of sentences, and a table whose first row and first column are headers."""
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    end = len(text)
    tables: tuple[Table, ...] = ()
    if rows:
        caption_span = Span(len(text), len(text) + len(caption))
        text += caption + "\n"
        cells = []
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                cells.append(Cell(Span(len(text), len(text) + len(value)), row, column))
                text += value + (" | " if column < len(values) - 1 else "\n")
        tables = (Table("Table 1", caption_span, tuple(cells), primaries=primaries),)
    return Document(
        paper_id=paper_id,
        title=f"Title of {paper_id}",
        text=text,
        substrate=substrate,
        sections=(Section(section, Span(0, end)),),
        sentences=tuple(Sentence(span, 0) for span in spans),
        tables=tables,
    )


def sentence_passage(document: Document, index: int, primary: str = "") -> Passage:
    """The passage of one sentence."""
    span = document.sentences[index].span
    return Passage(
        passage_id=f"{document.paper_id}#{span.of(document.text)}",
        paper_id=document.paper_id,
        text=span.of(document.text),
        span=span,
        substrate=document.substrate,
        sentences=(index,),
        primary=primary or document.paper_id,
    )


def row_passage(document: Document, row: int) -> Passage:
    """The passage of one row of the first table."""
    table = document.tables[0]
    cells = [cell for cell in table.cells if cell.row == row]
    span = Span(cells[0].span.start, cells[-1].span.end)
    return Passage(
        passage_id=f"{document.paper_id}#row{row}",
        paper_id=document.paper_id,
        text=f"{table.caption.of(document.text)}: {span.of(document.text)}",
        span=span,
        substrate=document.substrate,
        table=0,
        row=row,
        primary=(table.primaries[row] if table.primaries else "") or document.paper_id,
    )
