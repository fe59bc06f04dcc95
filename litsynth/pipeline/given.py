"""Evidence handed to `litsynth check`: running text, sentences, or tables, also inside a text as Markdown or TSV."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.parse.tables import Grid, GridCell, is_numeric
from litsynth.parse.writer import Writer
from litsynth.text import split_sentences
from litsynth.verify import Given

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A table given as evidence: every row as long as `columns`, which may be empty."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    columns: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Its rows, each rendered as a sentence."""
        return tuple(self._row(cells) for cells in self.rows)

    def _row(self, cells: tuple[str, ...]) -> str:
        stub, values = cells[0], cells[1:]
        headers = self.columns[1:] or ("",) * len(values)
        shown = ", ".join(f"{header} {value}".strip() for header, value in zip(headers, values, strict=True))
        caption = f"{self.caption.rstrip('.')}. " if self.caption else ""
        return f"{caption}{stub}: {shown}."


Tables = tuple[tuple[int, EvidenceTable], ...]
"""Tables, each with the number of the sentence that renders its first row."""


def read_evidence(text: str) -> tuple[tuple[str, ...], Tables]:
    """The sentences of a text, in which a table of Markdown or tab-separated lines is a sentence a row, and its tables.

    >>> sentences, tables = read_evidence("Accuracy.\\n| Model | avg |\\n|---|---|\\n| A | 80.9 |\\n| B | 66.3 |")
    >>> sentences, [at for at, _ in tables]
    (('Accuracy.', 'Accuracy. A: avg 80.9.', 'Accuracy. B: avg 66.3.'), [1])
    """
    sentences: list[str] = []
    tables: list[tuple[int, EvidenceTable]] = []
    lines = text.splitlines()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and len(_cells(lines[end])) == len(_cells(lines[start])) > 1:
            end += 1
        table = _table(lines[start:end], sentences[-1] if sentences and start and lines[start - 1].strip() else "")
        if table:
            tables.append((len(sentences), table))
            sentences.extend(table.sentences())
        else:
            end = start + 1
            while end < len(lines) and len(_cells(lines[end])) < 2:
                end += 1
            passage = "\n".join(lines[start:end])
            sentences.extend(span.of(passage) for span in split_sentences(passage))
        start = end
    return tuple(sentences), tuple(tables)


def given(sentences: Sequence[str], tables: Tables, title: str) -> Given:
    """Evidence as a document, so that its tables can be looked up as those of papers are."""
    writer = Writer()
    writer.section("Evidence", "body")
    row_at: dict[tuple[int, int], int] = {}
    for number, (first, table) in enumerate(tables):
        header = [table.columns] if table.columns else []
        rows = tuple(tuple(GridCell(cell) for cell in cells) for cells in (*header, *table.rows))
        writer.table("", table.caption, Grid(rows, headers=len(header)))
        row_at.update({(number, len(header) + row): first + row for row in range(len(table.rows))})
    for at, sentence in enumerate(sentences):
        if at not in row_at.values():
            writer.paragraph(sentence)
    return Given(writer.document("", title, "text"), tuple(sentences), row_at)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line of a table; of any other line one or none."""
    if "\t" in line:
        return tuple(cell.strip() for cell in line.rstrip("\r\n").split("\t"))
    bare = line.strip()
    return tuple(cell.strip() for cell in bare.strip("|").split("|")) if bare.count("|") > 1 else ()


def _table(lines: Sequence[str], caption: str) -> EvidenceTable | None:
    rows = [_cells(line) for line in lines if not _RULE.fullmatch(line.strip())]
    if len(rows) < 2 or not any(is_numeric(cell) for row in rows for cell in row[1:]):
        return None
    headed = len(rows) < len(lines) or not any(map(is_numeric, rows[0][1:]))
    return EvidenceTable(tuple(rows[headed:]), caption, rows[0] if headed else ())
