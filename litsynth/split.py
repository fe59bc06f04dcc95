"""A document cut into passages: windows of sentences, and table rows rendered as sentences."""

import re
from collections.abc import Iterator, Sequence

from litsynth.codec import digest
from litsynth.records import Cell, Document, Passage, Sentence, Span, Table
from litsynth.text.tables import Paths, paths

# Evidence in scientific text spans one to three sentences (SciFact's rationales do); neighbouring windows share one, so
# that two sentences that belong together are never always apart.
_WINDOW, _STRIDE = 3, 2
# Characters of a window: about 230 word pieces, which the embedder (256) and the verifier (256) read whole.
_MOST_CHARACTERS = 900
# Characters of a caption that go before each row: its first sentence or two, so that the values stay within reach.
_LONGEST_CAPTION = 240
_CITATION = re.compile(
    r"\[[^\[\]\s][^\[\]]{0,200}\]|\([^()]{0,120}?\b(?:19|20)\d\d[a-z]?[^()]{0,60}\)|\w+ et al\. \(\d{4}[a-z]?\)"
)
# Square brackets hold citations when they name numbers or BibTeX keys, not [CLS], [MASK] or an interval.
_KEYS = re.compile(r"\[(?:\d{1,3}(?:[,;–-] ?\d{1,3})*|[\w:./+-]*[a-z][\w:./+-]*(?:; [\w:./+-]+)*)\]")


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, in reading order, tables last.

    A window lies in one paragraph and, in a digest, holds one statement, since each has a source of its own. Every
    sentence is in some window. Ids depend on the versionless paper id and the text (and, of equal texts, on which
    one it is), so that a change in one sentence leaves the ids of other passages alone.
    """
    seen: dict[str, int] = {}
    passages: list[Passage] = []
    for found in (*_windows(document), *_rows(document)):
        count = seen[found.text] = seen.get(found.text, 0) + 1
        passages.append(_identified(found, count))
    return tuple(passages)


def _identified(found: Passage, count: int) -> Passage:
    return Passage(
        passage_id=digest(found.paper_id, found.text, str(count)),
        paper_id=found.paper_id,
        text=found.text,
        span=found.span,
        substrate=found.substrate,
        section=found.section,
        page=found.page,
        sentences=found.sentences,
        table=found.table,
        row=found.row,
        primary=found.primary or found.paper_id,
        cites=tuple(dict.fromkeys(_citations(found.text))),
    )


def _citations(text: str) -> Iterator[str]:
    for match in _CITATION.finditer(text):
        if match.group()[0] != "[" or _KEYS.fullmatch(match.group()):
            yield match.group()


def _windows(document: Document) -> Iterator[Passage]:
    size, stride = (1, 1) if document.substrate == "digest" else (_WINDOW, _STRIDE)
    for run in _runs(document):
        start = 0
        while start < len(run):
            window = _fitting(document, run[start : start + size])
            first, last = document.sentences[window[0]], document.sentences[window[-1]]
            span = Span(first.span.start, last.span.end)
            yield Passage(
                passage_id="",
                paper_id=document.paper_id,
                text=span.of(document.text),
                span=span,
                substrate=document.substrate,
                section=document.sections[first.section].title,
                page=first.page,
                sentences=tuple(window),
                primary=first.primary,
            )
            if window[-1] == run[-1]:
                break
            # A window cut short by its length must not leave the sentences behind it out.
            start += min(stride, len(window))


def _runs(document: Document) -> Iterator[list[int]]:
    """Indices of consecutive sentences of one paragraph, section and primary source."""
    run: list[int] = []
    for index, sentence in enumerate(document.sentences):
        if run and not _together(document, document.sentences[run[-1]], sentence):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _together(document: Document, before: Sentence, after: Sentence) -> bool:
    if (before.section, before.primary) != (after.section, after.primary) or after.span.start < before.span.end:
        return False
    between = document.text[before.span.end : after.span.start]
    return not between.strip() and "\n\n" not in between


def _fitting(document: Document, window: list[int]) -> list[int]:
    start = document.sentences[window[0]].span.start
    fit = [index for index in window if document.sentences[index].span.end - start <= _MOST_CHARACTERS]
    return fit or window[:1]


def _rows(document: Document) -> Iterator[Passage]:
    for number, table in enumerate(document.tables):
        named = paths(table, document.text)
        by_row: dict[int, list[Cell]] = {row: [] for row in named.rows}
        for cell in table.cells:
            by_row.get(cell.row, []).append(cell)
        for row, path in named.rows.items():
            cells = by_row[row]
            values = _values(document, table, cells, named)
            if not values:
                continue
            primary = table.primaries[row] if row < len(table.primaries) else ""
            yield Passage(
                passage_id="",
                paper_id=document.paper_id,
                text=_rendered(document, table, _told_apart(document, table, cells, named, path), values),
                span=_line(document, cells),
                substrate=document.substrate,
                section=document.sections[table.section].title,
                page=table.page,
                table=number,
                row=row,
                primary=primary,
            )


def _line(document: Document, cells: list[Cell]) -> Span:
    """The printed line of a row; cells that reach into it from other rows lie elsewhere."""
    lines: dict[int, list[Span]] = {}
    for cell in cells:
        if cell.span.start < cell.span.end:
            lines.setdefault(document.text.rfind("\n", 0, cell.span.start), []).append(cell.span)
    spans = max(lines.items(), key=lambda item: (len(item[1]), item[0]))[1]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _text(document: Document, cell: Cell) -> str:
    return cell.span.of(document.text).strip()


def _values(document: Document, table: Table, cells: list[Cell], named: Paths) -> list[str]:
    """The row's "column header: value" pairs; a cell that spans columns is named once. None where all is one cell."""
    if len({cell.span for cell in cells if _text(document, cell)}) < 2 and len(cells) > 1:
        return []
    values: list[str] = []
    spans: set[Span] = set()
    for cell in cells:
        text = _text(document, cell)
        if cell.column >= table.stub_columns and text and cell.span not in spans:
            spans.add(cell.span)
            header = " ".join(named.columns.get(cell.column, ()))
            values.append(f"{header}: {text}" if header else text)
    return values


def _rendered(document: Document, table: Table, path: Sequence[str], values: list[str]) -> str:
    """The caption, the row's headers, then its values, as one sentence that can be read by itself."""
    names = ", ".join(path)
    caption = _shortened(table.caption.of(document.text).strip())
    if table.label and not caption.startswith(table.label):
        caption = f"{table.label}. {caption}"
    lead = caption.strip(". ")
    return f"{lead}. {names}: {'; '.join(values)}." if names else f"{lead}. {'; '.join(values)}."


def _told_apart(
    document: Document, table: Table, cells: list[Cell], named: Paths, path: Sequence[str]
) -> Sequence[str]:
    """The path of a row; one that has a label twice, for two things, has it under the headers of its columns."""
    stub = {cell.span: cell for cell in cells if cell.column < table.stub_columns and _text(document, cell)}
    texts = [_text(document, cell) for cell in stub.values()]
    if len(set(texts)) == len(texts):
        return path
    above = [label for label in path if label not in texts]
    headed = (" ".join((*named.columns.get(cell.column, ()), _text(document, cell))) for cell in stub.values())
    return [*above, *headed]


def _shortened(caption: str) -> str:
    """The caption up to the last end of a sentence or clause within reach; one that is cut elsewhere says so."""
    if len(caption) <= _LONGEST_CAPTION:
        return caption
    end = max(caption.rfind(mark, 0, _LONGEST_CAPTION) for mark in (". ", "; "))
    return caption[:end].strip() if end > 0 else f"{caption[: caption.rfind(' ', 0, _LONGEST_CAPTION)].strip()} …"
