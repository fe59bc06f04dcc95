"""Files as a source of papers: a folder and all below it, or one file."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from litsynth.codec import digest, digest_bytes, dumps
from litsynth.errors import MissingInput, UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.digest import read_digest
from litsynth.parse.plain import read_abstract
from litsynth.records import Document, Paper, Query, Skipped
from litsynth.sources.identity import identify_file, link_of, version_number, year_of
from litsynth.sources.jsonl import LineFile, read_rows, row_of
from litsynth.sources.projects import is_document, read_project

_ARCHIVES = (".tar.gz", ".tgz", ".tar", ".tex.gz", ".gz")
_PLAIN = (".txt", ".md")
_LINES = (".jsonl", ".jsonl.gz")
SUFFIXES = (*_LINES, *_ARCHIVES, ".tex", *_PLAIN, ".pdf", ".json")
"""What is read; every other file is passed over."""

# Files that accompany papers and are none.
_COMPANIONS = ("readme", "license", "licence", "copying", "changelog")
# How much of a paper there is to read: of two files with one paper, the higher one is taken.
_LATEX, _PDF, _TEXT, _DIGEST, _ABSTRACT = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Found:
    paper: Paper
    depth: int
    read: Callable[[Paper], Document]


class FolderSource:
    """The papers in the files of a folder and below, or in one file.

    arXiv and ACL Anthology ids are recognised in file names and rows; other files are named by the digest of their
    bytes. Of a paper that is there twice, the newest version is taken, and of one version the fullest text;
    what the one lacks in bibliographic data is taken from the other. Titles that only the text itself tells
    are empty until it is read.
    """

    def __init__(self, path: Path, today: str = "") -> None:
        self.name = path.resolve().name
        self._path = path
        self._today = today
        self._skipped: list[Skipped] = []

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Every paper, in the order of file names and lines; `question` and `limit` do not matter.

        Raises MissingInput when there is no such path or no paper in it, BadRecord for a malformed line or digest.
        """
        every = len(self._papers) + len(self._skipped)
        query = Query(self.name, f"every paper in {self.name}", every, every, self._today)
        return tuple(found.paper for found in self._papers.values()), (query,)

    def fetch(self, paper: Paper) -> Document:
        """The paper, read from its file. Raises UnreadablePaper, naming the file, when it is damaged or gone."""
        found = self._papers.get(paper.paper_id)
        if found is None:
            raise UnreadablePaper(f"{paper.paper_id} is not in {self._path}", "fetch it from the source that found it")
        try:
            return found.read(found.paper)
        except OSError as error:
            raise UnreadablePaper(f"{found.paper.source}: {error.strerror or error}") from error
        except UnreadablePaper as error:  # told by the name of the file, which the user knows
            raise UnreadablePaper(f"{found.paper.source}: {error.message}", error.remedy) from error

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Files that were passed over although they look like papers: older versions, and parts of LaTeX papers."""
        return tuple(self._skipped) if self._papers else ()

    @cached_property
    def _papers(self) -> dict[str, _Found]:
        if not self._path.exists():
            raise MissingInput(f"no file or folder {self._path}", "check the path")
        papers: dict[str, _Found] = {}
        try:
            for found in self._scan():
                key = found.paper.paper_id
                papers[key] = self._better(papers[key], found) if key in papers else found
        except OSError as error:
            raise MissingInput(f"cannot read {error.filename}: {error.strerror}", "make it readable") from error
        if not papers:
            raise MissingInput(f"no papers in {self._path}", f"litsynth reads {', '.join(SUFFIXES)}")
        return papers

    def _better(self, one: _Found, other: _Found) -> _Found:
        """The one to read of two files with the same paper; the other is noted."""
        versions = version_number(one.paper.version), version_number(other.paper.version)
        if all(versions) and versions[0] != versions[1]:
            best, rest = (one, other) if versions[0] > versions[1] else (other, one)
        else:  # the same version, or one is not named: the fuller text
            best, rest = (other, one) if other.depth > one.depth else (one, other)
        why = f"the same paper is in {best.paper.source} {best.paper.version}".rstrip()
        self._skipped.append(Skipped(rest.paper.source, "search", why))
        return replace(best, paper=_filled(best.paper, rest.paper))

    def _scan(self) -> Iterator[_Found]:
        for path in _walk(self._path):
            name = path.relative_to(self._path).as_posix() if path != self._path else path.name
            if path.name.lower().endswith(_LINES):
                yield from _lines(path, name)
            elif path.name.lower().endswith(".json"):
                paper, _ = read_digest(path.read_bytes(), name)
                fingerprint = digest_bytes(path.read_bytes())
                yield _Found(replace(paper, source=name, fingerprint=fingerprint), _DIGEST, partial(_read_digest, path))
            elif path.name.lower().endswith(".tex") and path != self._path and not is_document(path.read_bytes()):
                self._skipped.append(Skipped(name, "search", "part of a LaTeX paper: no \\documentclass in it"))
            else:
                yield _file(path, name)


def _walk(path: Path) -> Iterator[Path]:
    """The files to read, sorted by path; hidden ones and folders such as `__MACOSX` are passed over."""
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith((".", "__")))
        for name in sorted(names):
            if _looks_like_papers(name):
                yield Path(folder, name)


def _looks_like_papers(name: str) -> bool:
    """Whether a file in a folder is read, by its name.

    >>> [name for name in ("a.PDF", "a.gz", "1911.02116v1.gz", "a.csv.gz", "README.md") if _looks_like_papers(name)]
    ['a.PDF', 'a.gz', '1911.02116v1.gz']
    """
    name = name.lower()
    if name.startswith((".", *_COMPANIONS)) or not name.endswith(SUFFIXES):
        return False
    if not name.endswith(".gz") or name.endswith((".jsonl.gz", ".tar.gz", ".tex.gz")):
        return True
    # arXiv serves a paper of one file as plain .gz; other people's .gz files say what is in them.
    return "." not in name[:-3] or any(identify_file(name))


def _file(path: Path, name: str) -> _Found:
    paper_id, version = identify_file(path.name)
    fingerprint = digest_bytes(path.read_bytes())
    paper_id = paper_id or f"file:{fingerprint[:16]}"
    year, url = year_of(paper_id), link_of(paper_id, version)
    paper = Paper(paper_id, "", year=year, version=version, url=url, source=name, fingerprint=fingerprint)
    suffix = path.suffix.lower()
    depth = _PDF if suffix == ".pdf" else _TEXT if suffix in _PLAIN else _LATEX
    return _Found(paper, depth, partial(_read_file, path))


def _lines(path: Path, name: str) -> Iterator[_Found]:
    lines = LineFile(path)
    for offset, row, found in read_rows(lines, name):
        paper = replace(found, source=name, fingerprint=digest(dumps(row)))
        full = next((key for key in ("tex", "text") if (row.get(key) or "").strip()), "")
        if full:
            yield _Found(paper, _LATEX if full == "tex" else _TEXT, partial(_read_line, lines, offset, full))
        else:
            yield _Found(paper, _ABSTRACT, read_abstract)


def _read_file(path: Path, paper: Paper) -> Document:
    data = read_project(path) if path.suffix.lower() == ".tex" else path.read_bytes()
    return read_document(data, path.name, paper.paper_id, paper.title)


def _read_line(lines: LineFile, offset: int, key: str, paper: Paper) -> Document:
    text = str(row_of(lines.line_at(offset), paper.source)[key])
    name = f"{paper.paper_id}{paper.version}{'.tex' if key == 'tex' else '.txt'}"
    return read_document(text.encode("utf-8", "surrogatepass"), name, paper.paper_id, paper.title)


def _read_digest(path: Path, paper: Paper) -> Document:
    return read_digest(path.read_bytes(), paper.source)[1]


def _filled(paper: Paper, other: Paper) -> Paper:
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
