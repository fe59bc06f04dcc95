"""Files as a source of papers: a folder and all below it, or one file."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from litsynth.errors import BadRecord, MissingInput, UnreadablePaper
from litsynth.papers import Papers
from litsynth.parse.substrates import BEST_FIRST, is_better
from litsynth.reading import Reading, here
from litsynth.records import Document, Paper, Query, Skipped, Substrate
from litsynth.sources.aside import Aside
from litsynth.sources.found import PAGES, PLAIN, Found, in_digest, in_file, in_lines, unreadable
from litsynth.sources.identity import identify_file, version_number
from litsynth.sources.library import LIBRARIES, in_library, is_library
from litsynth.sources.projects import is_document, members_of, read_project
from litsynth.works import filled

_ARCHIVES = (".tar.gz", ".tgz", ".tar", ".tex.gz", ".gz")
_LINES = (".jsonl", ".jsonl.gz")
SUFFIXES = (*_LINES, *_ARCHIVES, ".tex", *PAGES, *PLAIN, ".pdf", ".json")
"""What is read in a folder; every other file is passed over."""

_KINDS = (*_ARCHIVES, ".tex", *PAGES, *PLAIN, ".pdf")
# Files that accompany papers and are none.
_COMPANIONS = ("readme", "license", "licence", "copying", "changelog")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was found, with the number of its paper among those put aside in the place of the paper."""

    number: int
    substrate: Substrate
    read: Callable[[Paper], Reading]
    instead: tuple[Found, ...]


class FolderSource:
    """The papers in the files of a folder and below, or in one file.

    arXiv and ACL Anthology ids are recognised in file names and rows; other files are named by the digest of their
    bytes. Of a paper that is there twice, the newest version is taken, and of one version the fullest text that can be
    read (`parse.substrates`); what the one lacks in bibliographic data is taken from the other. Files without an id
    are one paper when they are of different kinds and only the suffix tells them apart. Titles that only the text
    itself tells are empty until it is read.

    What looks like a paper and cannot be read (a malformed line, a `.json` that is no digest, a part of LaTeX that no
    paper reads) is offered too, and says why when it is fetched: so it is listed with all else that was not read.
    Folders below are left out unless `deep`, and so are the papers with an id in `without`. A reference library (BibTeX,
    RIS, CSL-JSON) is read where it is the file that was named: in a folder it is most often a paper's own references.
    """

    def __init__(self, path: Path, today: str = "", deep: bool = True, without: Collection[str] = ()) -> None:
        self.name = path.resolve().name
        self._path = path
        self._today = today
        self._deep = deep
        self._without = frozenset(without)
        self._aside = Aside()
        self._superseded: list[Skipped] = []
        self._missing: list[Skipped] = []
        self._other_kinds: Counter[str] = Counter()

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Every paper, in the order of file names and lines; `question` and `limit` do not matter.

        Raises MissingInput when there is no such path or no paper in it.
        """
        every = len(self._papers) + len(self._superseded)
        query = Query(self.name, f"every paper in {self.name}", every, every, self._today)
        kept = list(self._papers.values())
        return Papers(tuple(self._papers), lambda at: self._aside[kept[at].number]), (query,)

    def fetch(self, paper: Paper) -> Document:
        """The paper, read from its file. Raises UnreadablePaper, naming the file, when it is damaged or gone."""
        return here(self.reading(paper))

    def reading(self, paper: Paper) -> Reading:
        """The steps of `fetch`."""
        kept = self._papers.get(paper.paper_id)
        if kept is None:
            raise UnreadablePaper(f"{paper.paper_id} is not in {self._path}", "fetch it from the source that found it")
        found = self._found(kept)
        try:
            return (yield from _read(found))
        except OSError as error:
            raise UnreadablePaper(f"{found.paper.source}: {error.strerror or error}") from error
        except (UnreadablePaper, BadRecord) as error:  # told by the name of the file, which the user knows
            why = error.message.removeprefix(f"{paper.paper_id}: ")
            where = "" if why.startswith(found.paper.source) else f"{found.paper.source}: "
            raise UnreadablePaper(f"{where}{why}", error.remedy) from error

    @property
    def superseded(self) -> tuple[Skipped, ...]:
        """Files whose paper another file holds in a newer version or a fuller text: counted as duplicates, not read."""
        return tuple(self._superseded) if self._papers else ()

    @property
    def missing(self) -> tuple[Skipped, ...]:
        """Files that a reference library says are attached to its entries, and that are not there."""
        return tuple(self._missing) if self._papers else ()

    @property
    def other_kinds(self) -> dict[str, int]:
        """How many files were passed over because of their kind, by suffix, sorted."""
        return dict(sorted(self._other_kinds.items())) if self._papers else {}

    @cached_property
    def _papers(self) -> dict[str, _Kept]:
        if not self._path.exists():
            raise MissingInput(f"no file or folder {self._path}", "check the path")
        papers: dict[str, _Kept] = {}
        called: dict[str, str] = {}
        try:
            for found in self._scan():
                key = self._same(found, papers, called)
                if key not in self._without:
                    papers[key] = self._kept(self._better(self._found(papers[key]), found) if key in papers else found)
        except OSError as error:
            raise MissingInput(f"cannot read {error.filename}: {error.strerror}", "make it readable") from error
        if not papers:
            kinds = ", ".join((*SUFFIXES, *LIBRARIES))
            raise MissingInput(f"no papers in {self._path}", f"litsynth reads {kinds}")
        return papers

    def _kept(self, found: Found) -> _Kept:
        return _Kept(self._aside.put(found.paper), found.substrate, found.read, found.instead)

    def _found(self, kept: _Kept) -> Found:
        return Found(self._aside[kept.number], kept.substrate, kept.read, kept.instead)

    def _same(self, found: Found, papers: dict[str, _Kept], called: dict[str, str]) -> str:
        """The id under which the paper is known: its own, or that of a file of another kind and the same name.

        `called` holds, for each name without suffix of a file without an id, the id that its first file gave.
        """
        key, name = found.paper.paper_id, found.paper.source
        suffix = next((end for end in _KINDS if name.lower().endswith(end)), "")
        if not key.startswith("file:") or not suffix:
            return key
        known = called.setdefault(name[: -len(suffix)], key)
        return known if known in papers and papers[known].substrate != found.substrate else key

    def _better(self, one: Found, other: Found) -> Found:
        """The one to read of two files with the same paper; the other is noted."""
        versions = version_number(one.paper.version), version_number(other.paper.version)
        if all(versions) and versions[0] != versions[1]:
            best, rest = (one, other) if versions[0] > versions[1] else (other, one)
            instead = best.instead
        else:  # the same version, or one is not named: the fuller text
            best, rest = (other, one) if is_better(other.substrate, one.substrate) else (one, other)
            instead = (*best.instead, replace(rest, instead=()), *rest.instead)
        why = f"the same paper is in {best.paper.source} {best.paper.version}".rstrip()
        self._superseded.append(Skipped(rest.paper.source, "search", why))
        paper = replace(filled(best.paper, rest.paper), paper_id=one.paper.paper_id)
        return replace(best, paper=paper, instead=instead)

    def _scan(self) -> Iterator[Found]:
        parts: set[Path] = set()
        fragments: list[tuple[Path, str]] = []
        for path in self._walk():
            name = path.relative_to(self._path).as_posix() if path != self._path else path.name
            if path == self._path and is_library(path):
                yield from self._in_library(path, name)
            elif path.name.lower().endswith(_LINES):
                yield from in_lines(path, name)
            elif path.name.lower().endswith(".json"):
                yield in_digest(path, name)
            elif path.suffix.lower() != ".tex":
                yield in_file(path, name, path.read_bytes())
            elif path == self._path or is_document(path.read_bytes()):
                parts.update(path.parent / member for member in members_of(path))
                yield in_file(path, name, read_project(path))
            else:
                fragments.append((path, name))
        for path, name in fragments:
            if path not in parts:
                why = "no \\documentclass in it, and no paper here reads it" if path.read_bytes().strip() else "empty"
                yield unreadable(name, UnreadablePaper(f"{name}: {why}"))

    def _in_library(self, path: Path, name: str) -> Iterator[Found]:
        for found, missing in in_library(path, name):
            self._missing += [
                Skipped(found.paper.title, "read", f"{found.paper.source}: no file {one}") for one in missing
            ]
            yield found

    def _walk(self) -> Iterator[Path]:
        """The files to read, sorted by path; hidden ones and folders such as `__MACOSX` are passed over."""
        if not self._path.is_dir():
            yield self._path
            return
        for folder, below, names in os.walk(self._path):
            below[:] = sorted(name for name in below if self._deep and not name.startswith((".", "__")))
            for name in sorted(names):
                if _looks_like_papers(name):
                    yield Path(folder, name)
                elif self._deep and not name.lower().startswith((".", *_COMPANIONS)):
                    self._other_kinds[Path(name).suffix.lower()] += 1


def _read(found: Found) -> Reading:
    """The paper, or, where its best file cannot be read, another file of it, with a note of the reason."""
    try:
        return (yield from found.read(found.paper))
    except UnreadablePaper as error:
        for other in sorted(found.instead, key=lambda one: BEST_FIRST.index(one.substrate)):
            try:
                document = yield from other.read(found.paper)
            except (UnreadablePaper, BadRecord, OSError):
                continue
            note = f"{other.paper.source} was read, since {found.paper.source} cannot be: {error.message}"
            return replace(document, warnings=(note, *document.warnings))
        raise


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
