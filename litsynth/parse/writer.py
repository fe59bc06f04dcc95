"""One growing text and the spans into it: how every reader makes its `Document`."""

from collections.abc import Sequence

from litsynth.codec import digest_bytes
from litsynth.parse.printed import Placed, printed
from litsynth.parse.tables import Grid, Origin
from litsynth.parse.tables_headers import layout
from litsynth.parse.version import PARSER
from litsynth.records import (
    Cell,
    Document,
    Printed,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Span,
    Substrate,
    Table,
)
from litsynth.text import split_sentences

CELL_BORDER = " | "
"""Between the cells of a table's row in `Document.text`."""

_PROSE: frozenset[SectionKind] = frozenset({"abstract", "body", "appendix"})


class Writer:
    """Appends headings, paragraphs, tables and references; `document` closes the last section and gives the record."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[str, SectionKind, int, int]] = []
        self._sentences: list[Sentence] = []
        self._tables: list[Table] = []
        self._references: list[Reference] = []
        self._printed: list[Printed] = []
        self.section("", "boilerplate")

    @property
    def kind(self) -> SectionKind:
        """The kind of the section that is being written."""
        return self._headings[-1][1]

    def section(self, title: str, kind: SectionKind, printed: str = "") -> None:
        """Starts a section; its heading (`printed`, if it differs from the title) is written, outside its span."""
        if self._headings and not self._headings[-1][0] and self._headings[-1][3] == self._length:
            self._headings.pop()  # nothing stood in the nameless section before
        if self._references and self._parts[-1] == "\n":
            self._write("\n")
        start = self._length
        if title:
            self._write((printed or title) + "\n\n")
        self._headings.append((title, kind, start, self._length))

    def paragraph(self, text: str, words: Sequence[Placed] = ()) -> Span:
        """Writes a paragraph (one line), and its sentences where the section is prose; `words` stand on pages."""
        span = self._write(text)
        sentences = split_sentences(text) if self.kind in _PROSE else []
        for sentence in sentences:
            place = Span(span.start + sentence.start, span.start + sentence.end)
            page = next((word.box.page for word in words if word.end > sentence.start), 0)
            self._sentences.append(Sentence(place, len(self._headings) - 1, page))
        self._printed.extend(printed(words, [sentence.start for sentence in sentences], span.start))
        self._write("\n\n")
        return span

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    def reference(self, key: str, text: str) -> None:
        """Writes one entry of the reference list."""
        self._references.append(Reference(key, self._write(text)))
        self._write("\n")

    def table(self, label: str, caption: str | Span, grid: Grid, page: int = 0, source: str = "") -> Span:
        """Writes a table: its caption as a paragraph, then a line for each row. Where the caption stands.

        A caption that is already written, over another part of the table, is given as its place.
        """
        if isinstance(caption, str):
            place = self.paragraph(caption) if caption else Span(self._length, self._length)
        else:
            place = caption
        read = layout(grid)
        spans = self._rows(grid)
        cells = tuple(Cell(spans[origin], row, column) for (row, column), origin in sorted(read.places.items()))
        section = len(self._headings) - 1
        self._tables.append(
            Table(label, place, cells, read.header_rows, read.stub_columns, section, page, source, groups=read.groups)
        )
        self._write("\n")
        return place

    def document(
        self,
        paper_id: str,
        title: str,
        substrate: Substrate,
        data: bytes = b"",
        *,
        authors: tuple[str, ...] = (),
        page_starts: tuple[int, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> Document:
        """The finished record; `data` are the bytes that were read."""
        ends = [*(start for _, _, start, _ in self._headings[1:]), self._length]
        sections = tuple(
            Section(title, Span(below, max(below, end)), kind)
            for (title, kind, _, below), end in zip(self._headings, ends, strict=True)
        )
        return Document(
            paper_id=paper_id,
            title=title,
            text="".join(self._parts),
            substrate=substrate,
            sections=sections,
            sentences=tuple(self._sentences),
            tables=tuple(self._tables),
            references=tuple(self._references),
            page_starts=page_starts,
            sha256=digest_bytes(data) if data else "",
            warnings=warnings,
            authors=authors,
            parser=PARSER,
            printed=tuple(self._printed),
        )

    def _write(self, text: str) -> Span:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return Span(start, self._length)

    def _rows(self, grid: Grid) -> dict[Origin, Span]:
        spans: dict[Origin, Span] = {}
        for row, cells in enumerate(grid.rows):
            for index, cell in enumerate(cells):
                if index:
                    self._write(CELL_BORDER)
                spans[row, index] = self._write(cell.text)
                self._printed.extend(Printed(spans[row, index], box) for box in cell.boxes)
            self._write("\n")
        return spans
