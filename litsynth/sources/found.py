"""What one file offers: papers that can be fetched from it, and what was meant as one and cannot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from litsynth.codec import digest, digest_bytes
from litsynth.errors import BadRecord, LitsynthError
from litsynth.parse import read_document
from litsynth.parse.digest import read_digest
from litsynth.parse.plain import read_abstract
from litsynth.records import Document, Paper
from litsynth.sources.identity import identify_file, link_of, year_of
from litsynth.sources.jsonl import LineFile, read_rows, row_of
from litsynth.sources.projects import read_project

PLAIN = (".txt", ".md")
# How much of a paper there is to read: of two files with one paper, the higher one is taken.
_LATEX, _PDF, _TEXT, _DIGEST, _ABSTRACT = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Found:
    """A paper with how to read it; `depth` says how full its text is."""

    paper: Paper
    depth: int
    read: Callable[[Paper], Document]


def in_file(path: Path, name: str, data: bytes) -> Found:
    """The paper in a PDF, LaTeX or text file; `data` is all that its text depends on."""
    paper_id, version = identify_file(path.name)
    paper_id = paper_id or f"file:{digest_bytes(path.read_bytes())[:16]}"
    year, url = year_of(paper_id), link_of(paper_id, version)
    paper = Paper(paper_id, "", year=year, version=version, url=url, source=name, fingerprint=digest_bytes(data))
    suffix = path.suffix.lower()
    depth = _PDF if suffix == ".pdf" else _TEXT if suffix in PLAIN else _LATEX
    return Found(paper, depth, partial(_read_file, path))


def in_digest(path: Path, name: str) -> Found:
    """The paper that a digest is about."""
    data = path.read_bytes()
    try:
        paper, _ = read_digest(data, name)
    except BadRecord as error:
        return unreadable(name, error)
    paper = replace(paper, source=name, fingerprint=digest_bytes(data))
    return Found(paper, _DIGEST, partial(_read_digest, path))


def in_lines(path: Path, name: str) -> Iterator[Found]:
    """The papers in a file of JSON lines."""
    lines = LineFile(path)
    for row in read_rows(lines, name):
        if isinstance(row, BadRecord):
            yield unreadable(name, row)
            continue
        paper = replace(row.paper, source=name, fingerprint=row.fingerprint)
        full = next((key for key in ("tex", "text") if (row.values.get(key) or "").strip()), "")
        if full:
            yield Found(paper, _LATEX if full == "tex" else _TEXT, partial(_read_line, lines, row.offset, full))
        else:
            yield Found(paper, _ABSTRACT, read_abstract)


def unreadable(name: str, error: LitsynthError) -> Found:
    """What was meant as a paper, and why it cannot be read."""

    def refuse(_: Paper) -> Document:
        raise error

    return Found(Paper(f"file:{digest(name, error.message)}", "", source=name), _ABSTRACT, refuse)


def _read_file(path: Path, paper: Paper) -> Document:
    data = read_project(path) if path.suffix.lower() == ".tex" else path.read_bytes()
    return read_document(data, path.name, paper.paper_id, paper.title)


def _read_line(lines: LineFile, offset: int, key: str, paper: Paper) -> Document:
    text = str(row_of(lines.line_at(offset), paper.source)[key])
    name = f"{paper.paper_id}{paper.version}{'.tex' if key == 'tex' else '.txt'}"
    return read_document(text.encode("utf-8", "surrogatepass"), name, paper.paper_id, paper.title)


def _read_digest(path: Path, paper: Paper) -> Document:
    return read_digest(path.read_bytes(), paper.source)[1]


def filled(paper: Paper, other: Paper) -> Paper:
    """A paper with what it lacks, and another record of the same work has."""
    return replace(
        paper,
        title=paper.title or other.title,
        authors=paper.authors or other.authors,
        year=paper.year or other.year,
        abstract=paper.abstract or other.abstract,
        url=paper.url or other.url,
        venue=paper.venue or other.venue,
        doi=paper.doi or other.doi,
        categories=paper.categories or other.categories,
        withdrawn=paper.withdrawn or other.withdrawn,
        machine_written=paper.machine_written or other.machine_written,
    )
