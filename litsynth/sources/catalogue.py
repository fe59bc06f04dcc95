"""A database of papers as a source: searched, followed along citations, and read through arXiv or an open PDF."""

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from litsynth.config import SearchSettings
from litsynth.errors import NetworkRefused, UnreadablePaper, UsageError
from litsynth.parse.plain import read_abstract
from litsynth.reading import Reading, Unread, here
from litsynth.records import Document, Paper, Query
from litsynth.sources.answers import Answer, Answers
from litsynth.sources.arxiv import ArxivSource
from litsynth.sources.cache import FileCache
from litsynth.sources.fusion import fuse
from litsynth.sources.identity import arxiv_id
from litsynth.sources.open_pdf import OpenPdfs
from litsynth.sources.pace import Pace, Timer, lock_of
from litsynth.sources.partial import Partials
from litsynth.sources.polite import PoliteSession
from litsynth.works import identifiers_of


class Catalogue(Protocol):
    """What one database is asked, and how. Its methods raise NetworkRefused and SourceFailed."""

    name: str
    address: str

    def queries(self, question: str) -> tuple[str, ...]:
        """The question in the database's own grammar, narrowest first. Raises UsageError on one without content."""
        ...

    def search(self, text: str, limit: int) -> Answer:
        """The best papers for one query."""
        ...

    def citing(self, paper: Paper, limit: int) -> Answer | None:
        """Papers that cite one; None where the database does not know it."""
        ...

    def cited(self, paper: Paper, limit: int) -> Answer | None:
        """Papers that one cites; None where the database does not know it."""
        ...


@runtime_checkable
class MarksRetractions(Protocol):
    """A catalogue whose records say whether a work was retracted."""

    def retracted(self, papers: Sequence[Paper]) -> Answer:
        """Every record that it has of some papers today, retracted or not."""
        ...


class CatalogueSource:
    """Papers of a database. `files` is where everything fetched is kept, `today` the ISO date of the search.

    `arxiv` is where it reads those that are there, in their newest version, which the document tells. `offline` forbids
    every socket: then only what was asked today can be had.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        settings: SearchSettings,
        files: Path,
        today: str,
        offline: bool = False,
        timer: Timer = time,
    ) -> None:
        self.name = catalogue.name
        self.today = today
        self._catalogue = catalogue
        self._answers = Answers(FileCache(files / ".answers"), today)
        self._offline = offline
        self.arxiv = ArxivSource(settings, files, today, offline, timer)
        pace = Pace(lock_of("open-pdfs"), settings.delay_seconds, timer)
        session = PoliteSession(pace, settings.timeout_seconds, retries=1, partials=Partials(files))
        self._pdfs = OpenPdfs(session, FileCache(files), offline)
        self._places: dict[str, str] = {}

    def queries(self, question: str) -> tuple[str, ...]:
        """What `find` asks, narrowest first. Raises UsageError (nothing to search for)."""
        return self._catalogue.queries(question)

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """The papers that answer some query of the question, best rank first, and the queries.

        `limit` bounds what each query takes. Raises UsageError (nothing to search for), NetworkRefused, SourceFailed,
        OutputFailed.
        """
        if limit < 1:
            raise UsageError(f"{limit} papers cannot be searched for", "ask for 1 or more")
        texts = self.queries(question)
        answers = [self._answer("search", text, limit, partial(self._catalogue.search, text, limit)) for text in texts]
        queries = tuple(self._logged(text, answer) for text, answer in zip(texts, answers, strict=True))
        return fuse(answer.papers for answer in answers), queries

    def neighbours(self, papers: Sequence[Paper], limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """What cites each of `papers` and what each cites, at most `limit` either way, and each of these questions.

        A paper that the database does not know counts as one with none. Raises as `find`.
        """
        found: list[Paper] = []
        queries: list[Query] = []
        for paper in papers:
            for way, ask in (("citations of", self._catalogue.citing), ("references of", self._catalogue.cited)):
                text = f"{way} {paper.paper_id}"
                answer = self._answer(way, paper.paper_id, limit, partial(ask, paper, limit))
                found.extend(answer.papers)
                queries.append(self._logged(text, answer))
        return tuple({paper.paper_id: paper for paper in reversed(found)}.values())[::-1], tuple(queries)

    def retracted(self, papers: Sequence[Paper]) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Those of `papers` that the database says were retracted, and what was asked: nothing where it marks none.

        Of several records of one work any may say so. Raises NetworkRefused, SourceFailed, OutputFailed.
        """
        if not isinstance(self._catalogue, MarksRetractions) or not papers:
            return (), ()
        ids = tuple(sorted(paper.paper_id for paper in papers))
        answer = self._answer("retractions", ",".join(ids), len(ids), partial(self._catalogue.retracted, papers))
        gone = (identifiers_of(paper) for paper in answer.papers if paper.withdrawn)
        names = frozenset[str]().union(*gone)
        told = tuple(replace(paper, withdrawn=True) for paper in papers if names & identifiers_of(paper))
        text = f"retractions among {len(papers)} papers"
        asked = Query(self.name, text, answer.found, len(told), self.today)  # no search, so it tells of no coverage
        return told, (asked,)

    def fetch(self, paper: Paper) -> Document:
        """The paper as arXiv has it, else an open PDF of it, else its abstract; `warnings` say why not a better one.

        Raises UnreadablePaper when there is not even an abstract, NetworkRefused, SourceFailed, OutputFailed.
        """
        return here(self.reading(paper))

    def reading(self, paper: Paper) -> Reading:
        """The steps of `fetch`."""
        if paper.withdrawn:
            return _noted(read_abstract(paper), ["withdrawn or retracted: only the abstract was read"])
        notes: list[str] = []
        awaited: list[str] = []
        on_arxiv = yield from self._on_arxiv(paper, notes, awaited)
        document = on_arxiv or (yield from self._open(paper, notes, awaited))
        if document is not None:
            return _noted(document, notes)
        if not paper.abstract:
            raise UnreadablePaper(f"{paper.paper_id}: {'; '.join(notes)}, and no abstract", "add its PDF to the corpus")
        abstract = _noted(read_abstract(paper), [*notes, "only the abstract was read"])
        return replace(abstract, awaited=tuple(awaited))

    def _on_arxiv(
        self, paper: Paper, notes: list[str], awaited: list[str]
    ) -> Generator[Unread, Document, Document | None]:
        """The full text that arXiv has; adds to `notes` why there is none, to `awaited` what of that may pass.

        Raises SourceFailed where arXiv refuses us.
        """
        own = next((name for name in sorted(identifiers_of(paper)) if arxiv_id(name)), "")
        if not own:
            return None
        try:
            document = yield from self.arxiv.reading(replace(paper, paper_id=own))
        except UnreadablePaper as error:
            notes.append(error.message)
            return None
        if document.substrate == "abstract":
            notes.extend(document.warnings)
            awaited.extend(document.awaited)
            return None
        return replace(document, paper_id=paper.paper_id)

    def _open(self, paper: Paper, notes: list[str], awaited: list[str]) -> Generator[Unread, Document, Document | None]:
        """The open PDF that the database knows; adds to `notes` why there is none, to `awaited` what may pass."""
        if not (place := self._places.get(paper.paper_id)):
            notes.append(f"{self.name} knows no open PDF")
            return None
        data = self._pdfs.get(place)
        if not isinstance(data, bytes):
            notes.append(data.reason)
            awaited.extend([data.reason] if data.passing else [])
            return None
        try:
            return (yield Unread(data, "open.pdf", paper.paper_id, paper.title))
        except UnreadablePaper as error:
            notes.append(error.message)
            return None

    def _logged(self, text: str, answer: Answer) -> Query:
        said = f"{text} ({answer.untitled} without a title or an id left out)" if answer.untitled else text
        ids = tuple(paper.paper_id for paper in answer.papers)
        return Query(self.name, said, answer.found, len(ids), self.today, ids)

    def _answer(self, what: str, text: str, limit: int, ask: Callable[[], Answer | None]) -> Answer:
        """Today's answer, from the files or else from the database."""
        asked = (self._catalogue.address, what, text, str(limit))
        answer = self._answers.get(*asked)
        if answer is None:
            if self._offline:
                raise NetworkRefused(
                    f"offline: the {self.name} search {text} has not been made today",
                    "use a corpus or files of your own (--source PATH), or run once without --offline",
                )
            answer = ask() or Answer(0, ())
            self._answers.put(answer, *asked)
        self._places.update(answer.files)
        return answer


def titled(papers: Iterable[tuple[Paper, str]], found: int) -> Answer:
    """An answer from papers with the addresses of their PDFs; one without a title is counted and left out."""
    every = list(papers)
    kept = {paper.paper_id: (paper, place) for paper, place in reversed(every) if paper.title}
    some = tuple(paper for paper, _ in kept.values())[::-1]
    places = {key: place for key, (_, place) in sorted(kept.items()) if place}
    return Answer(found, some, places, sum(not paper.title for paper, _ in every))


def _noted(document: Document, notes: list[str]) -> Document:
    return replace(document, warnings=(*notes, *document.warnings))
