"""Papers, the documents read from them, and the passages cut from the documents."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

Substrate = Literal["latex", "html", "pdf", "text", "digest", "abstract"]
"""What was read. A digest is a summary written for a bundled corpus: never the paper's own words."""

SectionKind = Literal["abstract", "body", "appendix", "references", "boilerplate"]
"""`references` and `boilerplate` (running heads, acknowledgements, contents) are never evidence."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of a `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on page number `page` (counted from 1) of a PDF.

    In points (1/72 inch) of the page's own coordinates (PDF 32000-1, 8.3.2.3): from its lower left corner to the right
    and upwards, before the page is turned for showing. `top` and `bottom` are those of letters with ascenders and
    descenders, by the size of the type.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Printed:
    """Characters of a `Document.text` that stand together on one printed line, and where that is."""

    span: Span
    box: Box


@dataclass(frozen=True, slots=True)
class Paper:
    """Bibliographic data of one work, whatever its version.

    `paper_id` is versionless: `arXiv:1809.05053`, `acl:2020.aacl-main.56`, or `file:` and a digest.
    `version` is the version that was found (`v2`, or empty), `source` where (`arxiv`, a path, a corpus).
    `categories` are arXiv categories. `updated` is an ISO date or empty. `fingerprint` is a digest of the bytes
    that a local source offers, so that a changed file is read again; empty for a remote source. `identifiers` are other
    names of the same work, sorted (`acl:...`, `doi:...`, `openalex:W...`, `s2:...`, `arXiv:...`), and `keywords` those
    that a reference library or a database gives it.
    """

    paper_id: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    abstract: str = ""
    version: str = ""
    url: str = ""
    venue: str = ""
    doi: str = ""
    categories: tuple[str, ...] = ()
    updated: str = ""
    source: str = ""
    withdrawn: bool = False
    machine_written: bool = False
    fingerprint: str = ""
    identifiers: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and everything below it up to the next heading; the heading itself is not in `span`."""

    title: str
    span: Span
    kind: SectionKind = "body"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of running text. `section` indexes `Document.sections`; `page` counts from 1, 0 where unknown.

    `primary` is the paper_id of the work that a digest's sentence takes its fact from; empty: the paper itself.
    `source` is where a digest's sentence read its fact ("arXiv:1911.02116v2, Table 1"); empty outside digests.
    """

    span: Span
    section: int
    page: int = 0
    primary: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; `row` and `column` count from 0 and include header rows and stub columns."""

    span: Span
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as cells. The first `header_rows` rows and the first `stub_columns` columns are headers.

    `label` is how the paper names it (`Table 2`), `source` where a digest took it from. `primaries[row]`
    is the paper_id of the work that measured row number `row` (empty tuple: the paper itself). `groups` are the
    headings inside its body: the row of a heading, the first row that it names, and the row behind the last one.
    """

    label: str
    caption: Span
    cells: tuple[Cell, ...]
    header_rows: int = 1
    stub_columns: int = 1
    section: int = 0
    page: int = 0
    source: str = ""
    primaries: tuple[str, ...] = ()
    groups: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a reference list, as printed; `key` is its LaTeX key or printed mark."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One text; everything else is a span into it.

    `page_starts[i]` is the offset where page i + 1 begins (PDF only). `sha256` is of the bytes read. `authors`
    are the names on its title page, as far as they were recognised. `parser` is the number of the parser that
    read it (`parse.version`; 0: none that had one). `printed` says where running text, captions, notes and table
    cells stand on their pages (PDF only): in the order of the text, none over two sentences or cells. `awaited` is why
    no more than an abstract was read where that may pass: a fuller text is to be asked for again. `version` is the one
    that was read where only reading told it (`v2`): it goes to the paper's record and is not kept here.
    """

    paper_id: str
    title: str
    text: str
    substrate: Substrate
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    page_starts: tuple[int, ...] = ()
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    parser: int = 0
    printed: tuple[Printed, ...] = ()
    awaited: tuple[str, ...] = ()
    version: str = ""

    def boxes_of(self, span: Span) -> tuple[Box, ...]:
        """Where the characters of `span` are printed, in the order of the text; empty where that is not known."""
        first = bisect_right(self.printed, span.start, key=lambda one: one.span.end)
        within = takewhile(lambda one: one.span.start < span.end, self.printed[first:])
        return tuple(one.box for one in within)

    def page_of(self, offset: int) -> int:
        """The page that `offset` lies on, counted from 1; 0 where pages are not known."""
        return sum(start <= offset for start in self.page_starts)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and judged: one to three sentences, or one table row rendered as a sentence.

    `sentences` index `Document.sentences` (empty for a row); `table` and `row` name the row (-1: none).
    `span` covers it in `Document.text`. `text` is what the model reads; for prose it is the span's text.
    `primary` is the paper_id of the work that the content comes from: `paper_id` unless a digest says
    otherwise. `cites` holds the citation marks or keys found in it.
    """

    passage_id: str
    paper_id: str
    text: str
    span: Span
    substrate: Substrate
    section: str = ""
    page: int = 0
    sentences: tuple[int, ...] = ()
    table: int = -1
    row: int = -1
    primary: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An expected failure: what could not be used, at which stage, and why (one line)."""

    what: str
    stage: str
    reason: str
