"""What one file offers: papers that can be fetched from it, and what was meant as one and cannot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from litsynth.codec import digest, digest_bytes
from litsynth.errors import BadRecord, LitsynthError, UnreadablePaper
from litsynth.parse.digest import read_digest
from litsynth.parse.html_metadata import html_metadata
from litsynth.parse.html_tree import read_tree
from litsynth.parse.metadata import Metadata, text_metadata
from litsynth.parse.pdf_stamp import pdf_metadata
from litsynth.parse.plain import read_abstract
from litsynth.reading import Reading, Unread, at_once
from litsynth.records import Paper, Substrate
from litsynth.sources.identity import arxiv_id, identify, identify_file, link_of, year_of
from litsynth.sources.jsonl import LineFile, read_rows, row_of
from litsynth.sources.projects import read_project

PLAIN = (".txt", ".md")
PAGES = (".html", ".htm", ".xhtml")
_HEAD = 100_000  # bytes of a page or text in which it says what it is


@dataclass(frozen=True, slots=True)
class Found:
    """A paper with how to read it, and as what; `instead` holds other readings, for when this one fails."""

    paper: Paper
    substrate: Substrate
    read: Callable[[Paper], Reading]
    instead: "tuple[Found, ...]" = ()


def in_file(path: Path, name: str, data: bytes) -> Found:
    """The paper in a PDF, HTML, LaTeX or text file; `data` is all that its text depends on.

    Which paper it is its name says, or else the file itself; a file that tells neither is named by its bytes. Where
    arXiv's stamp in a PDF is that of another paper or version than the name says, the stamp is believed, with a note.
    """
    substrate = _substrate(path.suffix.lower())
    known = _metadata(substrate, data, name)
    paper_id, version = named = identify_file(path.name)
    if known.arxiv and (not paper_id or (substrate == "pdf" and arxiv_id(paper_id))):
        paper_id, version = identify(known.arxiv)
    differ = any(one and one != other for one, other in zip(named, (paper_id, version), strict=True))
    note = f"{name}: the stamp in it says {paper_id}{version}, not {''.join(named)} as its name does" if differ else ""
    paper_id = paper_id or f"file:{digest_bytes(path.read_bytes())[:16]}"
    paper = Paper(
        paper_id,
        known.title,
        known.authors,
        known.year or year_of(paper_id),
        version=version,
        url=link_of(paper_id, version),
        venue=known.venue,
        doi=known.doi,
        source=name,
        fingerprint=digest_bytes(data),
        updated=known.updated,
        categories=known.categories,
    )
    return Found(paper, substrate, partial(_read_file, path, note))


def _substrate(suffix: str) -> Substrate:
    if suffix in PLAIN:
        return "text"
    return "pdf" if suffix == ".pdf" else "html" if suffix in PAGES else "latex"


def _metadata(substrate: Substrate, data: bytes, name: str) -> Metadata:
    try:
        if substrate == "html":
            return html_metadata(read_tree(data[:_HEAD], name)[0])
        if substrate == "pdf":
            return pdf_metadata(data)
        return text_metadata(data[:_HEAD].decode("utf-8", "replace")) if substrate == "text" else Metadata()
    except UnreadablePaper:
        return Metadata()  # that it cannot be read is said when it is


def in_digest(path: Path, name: str) -> Found:
    """The paper that a digest is about."""
    data = path.read_bytes()
    try:
        paper, _ = read_digest(data, name)
    except BadRecord as error:
        return unreadable(name, error)
    paper = replace(paper, source=name, fingerprint=digest_bytes(data))
    return Found(paper, "digest", partial(_read_digest, path))


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
            yield Found(paper, "latex" if full == "tex" else "text", partial(_read_line, lines, row.offset, full))
        else:
            yield Found(paper, "abstract", _read_row)


def unreadable(name: str, error: LitsynthError) -> Found:
    """What was meant as a paper, and why it cannot be read."""

    def refuse(_: Paper) -> Reading:
        yield from ()
        raise error

    return Found(Paper(f"file:{digest(name, error.message)}", "", source=name), "abstract", refuse)


def _read_file(path: Path, note: str, paper: Paper) -> Reading:
    data = read_project(path) if path.suffix.lower() == ".tex" else path.read_bytes()
    read = yield Unread(data, path.name, paper.paper_id, paper.title)
    return replace(read, warnings=(note, *read.warnings)) if note else read


def _read_line(lines: LineFile, offset: int, key: str, paper: Paper) -> Reading:
    text = str(row_of(lines.line_at(offset), paper.source)[key])
    name = f"{paper.paper_id}{paper.version}{'.tex' if key == 'tex' else '.txt'}"
    return (yield Unread(text.encode("utf-8", "surrogatepass"), name, paper.paper_id, paper.title))


def _read_row(paper: Paper) -> Reading:
    return at_once(lambda: read_abstract(paper))


def _read_digest(path: Path, paper: Paper) -> Reading:
    return at_once(lambda: read_digest(path.read_bytes(), paper.source)[1])
