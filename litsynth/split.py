"""A document cut into passages: windows of sentences, and table rows rendered as sentences."""

import re
from collections.abc import Iterator

from litsynth.codec import digest
from litsynth.records import Document, Passage, Sentence, Span, Table

# Evidence in scientific text spans one to three sentences (SciFact's rationales do); neighbouring windows share one, so
# that two sentences that belong together are never always apart.
_WINDOW, _STRIDE = 3, 2
# Characters of a window: about 230 word pieces, which the embedder (256) and the verifier (256) read whole.
_MOST_CHARACTERS = 900
_CITATION = re.compile(r"\[[^\[\]]{1,80}\]|\([^()]{0,120}?\b(?:19|20)\d\d[a-z]?[^()]{0,60}\)")


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in reading order, tables last.

    A window lies in one section and, in a digest, holds one statement, since each has a source of its own. Every
    sentence is in some window. Ids depend on the versionless paper id and the text (and, of equal texts, on which
    one it is), so that a change in one sentence leaves the ids of other passages alone.
    """
    seen: dict[str, int] = {}
    passages = []
    for text, span, fields in (*_windows(document), *_rows(document)):
        count = seen[text] = seen.get(text, 0) + 1
        passages.append(
            Passage(
                passage_id=digest(document.paper_id, text, str(count)),
                paper_id=document.paper_id,
                text=text,
                span=span,
                substrate=document.substrate,
                cites=tuple(match.group() for match in _CITATION.finditer(text)),
                **fields,
            )
        )
    return tuple(passages)


def _windows(document: Document) -> Iterator[tuple[str, Span, dict]]:  # type: ignore[type-arg]
    size, stride = (1, 1) if document.substrate == "digest" else (_WINDOW, _STRIDE)
    for rows in _runs(document.sentences):
        start = 0
        while start < len(rows):
            window = _fitting(document, rows[start : start + size])
            first, last = document.sentences[window[0]], document.sentences[window[-1]]
            span = Span(first.span.start, last.span.end)
            yield (
                span.of(document.text),
                span,
                {
                    "section": document.sections[first.section].title,
                    "page": first.page,
                    "sentences": tuple(window),
                    "primary": first.primary or document.paper_id,
                },
            )
            if window[-1] == rows[-1]:
                break
            # A window cut short by its length must not leave the sentences behind it out.
            start += min(stride, len(window))


def _runs(sentences: tuple[Sentence, ...]) -> Iterator[list[int]]:
    """Indices of consecutive sentences of one section and one primary source."""
    run: list[int] = []
    for index, sentence in enumerate(sentences):
        if run and (sentences[run[-1]].section, sentences[run[-1]].primary) != (sentence.section, sentence.primary):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _fitting(document: Document, window: list[int]) -> list[int]:
    start = document.sentences[window[0]].span.start
    fit = [index for index in window if document.sentences[index].span.end - start <= _MOST_CHARACTERS]
    return fit or window[:1]


def _rows(document: Document) -> Iterator[tuple[str, Span, dict]]:  # type: ignore[type-arg]
    for number, table in enumerate(document.tables):
        for row in sorted({cell.row for cell in table.cells if cell.row >= table.header_rows}):
            cells = [cell for cell in table.cells if cell.row == row]
            text = _rendered(document, table, row)
            if text:
                span = Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))
                primary = table.primaries[row] if row < len(table.primaries) else ""
                yield (
                    text,
                    span,
                    {
                        "section": document.sections[table.section].title,
                        "page": table.page,
                        "table": number,
                        "row": row,
                        "primary": primary or document.paper_id,
                    },
                )


def _rendered(document: Document, table: Table, row: int) -> str:
    """The caption, the row's headers, then "column header: value" pairs; empty for a row without values."""
    headers: dict[int, str] = {}
    for cell in table.cells:
        if cell.row < table.header_rows and (text := cell.span.of(document.text).strip()):
            headers[cell.column] = f"{headers[cell.column]} {text}" if cell.column in headers else text
    cells = [(cell.column, cell.span.of(document.text).strip()) for cell in table.cells if cell.row == row]
    stub = ", ".join(text for column, text in cells if column < table.stub_columns and text)
    values = [
        f"{headers[column]}: {text}" if column in headers else text
        for column, text in cells
        if column >= table.stub_columns and text
    ]
    caption = table.caption.of(document.text).strip().rstrip(".")
    lead = f"{table.label}. {caption}".strip(". ")
    return f"{lead}. {stub}: {'; '.join(values)}." if values else ""
