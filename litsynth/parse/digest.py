"""A digest of a bundled corpus (JSON, described in corpora/README.md) to a paper and a document."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin, get_type_hints

from litsynth.codec import decode, digest_bytes
from litsynth.errors import BadRecord
from litsynth.parse.version import PARSER
from litsynth.parse.writer import CELL_BORDER
from litsynth.records import Cell, Document, Paper, Section, SectionKind, Sentence, Span, Table

ID_FORM = re.compile(r"arXiv:\d{4}\.\d{4,5}|acl:[A-Za-z0-9][A-Za-z0-9.-]*")
"""How a digest names a work: an arXiv id without version, or an ACL Anthology id."""

_JSON_KINDS: dict[Any, tuple[type, str]] = {str: (str, "a text"), int: (int, "a whole number"), tuple: (list, "a list")}


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    source: str
    primary: str

    def __post_init__(self) -> None:
        if not self.text or self.text != " ".join(self.text.split()):
            raise ValueError(f"a statement is one line of text without spaces around it, not {self.text!r}")
        _named(self.source, f"the statement {self.text[:40]!r}")
        _known((self.primary,), f"the statement {self.text[:40]!r}")


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    statements: tuple[_Statement, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    label: str
    caption: str
    source: str
    stub_columns: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    primaries: tuple[str, ...]

    def __post_init__(self) -> None:
        _named(self.source, f"the table {self.label!r}")
        _known(self.primaries, f"the table {self.label!r}")
        if not 0 <= self.stub_columns < len(self.columns):
            raise ValueError(f"{self.label}: {self.stub_columns} stub columns of {len(self.columns)} columns")
        if len(self.primaries) != len(self.rows):
            raise ValueError(f"{self.label}: {len(self.primaries)} primaries for {len(self.rows)} rows")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"{self.label}: row {number} has {len(row)} cells, not {len(self.columns)}")


@dataclass(frozen=True, slots=True)
class _Digest:
    id: str
    version: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    doi: str
    url: str
    categories: tuple[str, ...]
    kind: str
    aliases: tuple[str, ...]
    sections: tuple[_Section, ...]
    tables: tuple[_Table, ...]

    def __post_init__(self) -> None:
        _known((self.id, *self.aliases), "the digest")
        if not self.id or self.kind != "digest":
            raise ValueError(f"a digest has an id and the kind 'digest', not {self.id!r} and {self.kind!r}")


@dataclass(slots=True)
class _Text:
    """Text that grows at its end and says where each piece came to lie."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> Span:
        self.parts.append(piece)
        self.length += len(piece)
        return Span(self.length - len(piece), self.length)


def read_digest(data: bytes, name: str) -> tuple[Paper, Document]:
    """The paper that a digest is about, and the digest as a document of substrate "digest".

    The text is each section's heading and statements (one sentence each, in one paragraph), then the
    tables: caption line, header line, one line for each row, cells separated by " | ". `name` is what
    an error calls the file. Raises BadRecord when the file is not JSON of the format.
    """
    digest = _decoded(data, name)
    text = _Text()
    sections, sentences = _add_sections(text, digest)
    tables = _add_tables(text, digest, section=len(sections))
    if tables:
        whole = Span(tables[0].caption.start, text.length)
        sections = (*sections, Section("Tables", whole))
    document = Document(
        paper_id=digest.id,
        title=digest.title,
        text="".join(text.parts),
        substrate="digest",
        sections=sections,
        sentences=sentences,
        tables=tables,
        sha256=digest_bytes(data),
        authors=digest.authors,
        parser=PARSER,
    )
    return _paper(digest), document


def _paper(digest: _Digest) -> Paper:
    return Paper(
        paper_id=digest.id,
        title=digest.title,
        authors=digest.authors,
        year=digest.year,
        version=digest.version,
        url=digest.url,
        venue=digest.venue,
        doi=digest.doi,
        categories=digest.categories,
        source="digest",
    )


def _decoded(data: bytes, name: str) -> _Digest:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{name}: not JSON: {error}") from error
    try:
        _check(value, _Digest, "a digest")
        return decode(_Digest, value)
    except (ValueError, BadRecord) as error:
        raise BadRecord(f"{name}: {error}", "corpora/README.md describes the format") from error


def _check(value: Any, kind: Any, what: str) -> None:
    # Decoding turns a number or a null into text in silence, and takes a text for a list of its letters; in a file
    # that a person wrote both are mistakes.
    json_kind, called = _JSON_KINDS.get(get_origin(kind) or kind, (dict, "an object"))
    if not isinstance(value, json_kind) or isinstance(value, bool):
        found = "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else json.dumps(value)
        raise ValueError(f"{what} is {called}, not {found}")
    if isinstance(value, list):
        for part in value:
            _check(part, get_args(kind)[0], f"each of {what}")
    elif isinstance(value, dict):
        hints = get_type_hints(kind)
        for key in (*hints, *value):
            if key not in hints or key not in value:
                raise ValueError(f"{what} {'lacks' if key in hints else 'has no'} key {key!r}")
            _check(value[key], hints[key], key)
    elif isinstance(value, str):
        value.encode("utf-8")  # half a surrogate pair can be escaped in JSON, and not be written


def _add_sections(text: _Text, digest: _Digest) -> tuple[tuple[Section, ...], tuple[Sentence, ...]]:
    sections: list[Section] = []
    sentences: list[Sentence] = []
    for number, part in enumerate(digest.sections):
        start = text.add(f"{part.title}\n").end
        for position, statement in enumerate(part.statements):
            text.add(" " if position else "")
            primary = "" if statement.primary == digest.id else statement.primary
            sentences.append(Sentence(text.add(statement.text), number, primary=primary, source=statement.source))
        kind: SectionKind = "abstract" if part.title == "Abstract" else "body"
        sections.append(Section(part.title, Span(start, text.length), kind))
        text.add("\n\n")
    return tuple(sections), tuple(sentences)


def _add_tables(text: _Text, digest: _Digest, section: int) -> tuple[Table, ...]:
    tables: list[Table] = []
    for table in digest.tables:
        caption = text.add(table.caption)
        cells: list[Cell] = []
        for number, row in enumerate((table.columns, *table.rows)):
            text.add("\n")
            for column, content in enumerate(row):
                text.add(CELL_BORDER if column else "")
                cells.append(Cell(text.add(content), number, column))
        text.add("\n\n")
        tables.append(
            Table(
                label=table.label,
                caption=caption,
                cells=tuple(cells),
                stub_columns=table.stub_columns,
                section=section,
                source=table.source,
                primaries=(digest.id, *(primary or digest.id for primary in table.primaries)),
            )
        )
    return tuple(tables)


def _named(source: str, what: str) -> None:
    if not source.strip():
        raise ValueError(f"{what} names no source")


def _known(ids: tuple[str, ...], what: str) -> None:
    for work in ids:
        if work and not ID_FORM.fullmatch(work):
            raise ValueError(f"{what}: {work!r} is not an id such as arXiv:1911.02116 or acl:D18-1269")
