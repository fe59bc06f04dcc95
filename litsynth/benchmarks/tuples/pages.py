"""Papers prepared for features: the words of their parts, and their tables with the words of each row and column."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from litsynth.benchmarks.tuples.annotations import Annotated
from litsynth.benchmarks.tuples.words import Grams, grams, words
from litsynth.quantities import find_in_cell
from litsynth.records import Document, Table
from litsynth.resolve import own_names
from litsynth.results import Lexicon
from litsynth.text.tables import paths, referring

_BOLD = re.compile(
    r"(?:\\textbf\s*\{|\\bf\s*\{?|\\bm\s*\{|\\mathbf\s*\{|\\bfseries\s*\{?|\{\\bf(?:series)?\s+)\s*\$?\s*([-+]?\d*\.?\d+)"
)
_DIGITS = re.compile(r"\d*\.?\d+")
_MOST_VALUES = 3


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a cell: where it stands, its value, its digits, its unit, and its place among the cell's numbers."""

    row: int
    column: int
    value: float
    digits: str
    unit: str
    place: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. Rows and columns are by number, as text and as grams."""

    number: int
    caption: str
    appendix: bool
    of_caption: Grams
    of_references: Grams
    of_heading: Grams
    rows: dict[int, tuple[str, Grams]]
    columns: dict[int, tuple[str, Grams]]
    values: tuple[Value, ...]

    @property
    def whole(self) -> Grams:
        """Everything that caption and headers say."""
        labels = (of for _, of in (*self.rows.values(), *self.columns.values()))
        return self.of_caption.union(*labels)


@dataclass(frozen=True, slots=True)
class Page:
    """One paper. `counts` has words and pairs of the body, `run` is the body as words with a bar between sentences.

    `bold` are the digits that the source sets in bold somewhere, `own` names of its own systems in lower case.
    """

    paper_id: str
    opening: str
    title: Grams
    abstract: Grams
    headings: Grams
    counts: Counter[str]
    run: str
    sheets: tuple[Sheet, ...]
    bold: frozenset[str]
    in_abstract: frozenset[float]
    own: frozenset[str]

    @property
    def tables(self) -> list[Sheet]:
        """The tables that have values."""
        return [one for one in self.sheets if one.values]

    @property
    def values(self) -> list[Value]:
        """The values of all tables, in order."""
        return [value for one in self.tables for value in one.values]

    @property
    def every(self) -> Grams:
        """All words of the paper."""
        return frozenset(self.counts).union(
            self.title, self.abstract, self.headings, *(one.whole for one in self.sheets)
        )


def page_of(paper: Annotated, lexicon: Lexicon) -> Page:
    """A paper prepared."""
    document, text = paper.document, paper.document.text
    abstract = " ".join(part.span.of(text) for part in document.sections if part.kind == "abstract").strip()
    run: list[str] = []
    for sentence in document.sentences:
        run += [*words(sentence.span.of(text), lexicon), "|"]
    headings = [word for part in document.sections for word in (*words(part.title, lexicon), "|")]
    counts = Counter(run)
    counts.update(left + right for left, right in pairwise(run))
    return Page(
        paper.paper_id,
        f"{document.title}. {(abstract or text)[:1500]}",
        grams(words(document.title, lexicon)),
        grams(words(abstract, lexicon)),
        grams(headings),
        counts,
        f" {' '.join(run)} ",
        tuple(_sheet(document, number, lexicon) for number in range(len(document.tables))),
        frozenset(_BOLD.findall(paper.tex)),
        frozenset(float(digits) for digits in re.findall(r"\d+\.\d+", abstract)),
        frozenset(name.lower() for name in own_names(document)),
    )


def _sheet(document: Document, number: int, lexicon: Lexicon) -> Sheet:
    table, text = document.tables[number], document.text
    named = paths(table, text)
    told = " | ".join(document.sentences[at].span.of(text) for at in referring(document, table))
    section = document.sections[table.section] if table.section < len(document.sections) else None

    def labelled(found: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, Grams]]:
        return {at: (" ".join(path), grams(words(" | ".join(path), lexicon))) for at, path in found.items()}

    return Sheet(
        number,
        table.caption.of(text),
        section is not None and section.kind == "appendix",
        grams(words(table.caption.of(text), lexicon)),
        grams(words(told, lexicon)),
        grams(words(section.title if section else "", lexicon)),
        labelled(named.rows),
        labelled(named.columns),
        tuple(_values(table, text, frozenset(named.rows))),
    )


def _values(table: Table, text: str, rows: frozenset[int]) -> list[Value]:
    found = []
    for cell in table.cells:
        if cell.row in rows and cell.column >= table.stub_columns:
            for place, one in enumerate(find_in_cell(cell.span.of(text))[:_MOST_VALUES]):
                digits = _DIGITS.search(one.text)
                value = -one.value if one.direction == "down" else one.value
                found.append(Value(cell.row, cell.column, value, digits.group() if digits else "", one.unit, place))
    return found
