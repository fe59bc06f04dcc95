"""arXiv as a source of papers: the search of its API, and its LaTeX sources and PDFs.

The seam to the package `arxiv` is the session: `arxiv.Client` is given a `FeedSession` in the place of its own,
and is told neither to wait nor to retry. So pauses, patience, time-outs, the User-Agent and the API's error
messages are kept in one place, and the client does what it is best at: paging, and reading entries.
"""

import time
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import arxiv

from litsynth.config import SearchSettings
from litsynth.errors import NetworkRefused, SourceFailed, UnreadablePaper, UsageError
from litsynth.parse.plain import read_abstract
from litsynth.reading import Reading, Unread, here
from litsynth.records import Document, Paper, Query
from litsynth.sources.answers import Answer, Answers
from litsynth.sources.cache import FileCache
from litsynth.sources.downloads import Absent, Downloads, Kind
from litsynth.sources.feed import FeedSession, paper_of
from litsynth.sources.fusion import fuse
from litsynth.sources.identity import arxiv_id, identify, version_number
from litsynth.sources.pace import Pace, Timer, lock_of
from litsynth.sources.partial import Partials
from litsynth.sources.polite import PoliteSession
from litsynth.sources.query import queries_for

# The manual takes up to 2000 results a page and advises against more than 1000.
_PAGE = 200
# All ids go into one address; long ones have been refused with HTTP 406.
_IDS_AT_ONCE = 50
# A search that has answers on every day: by it, "nothing matches" is told from an API that answers nobody.
_CONTROL = "cat:cs.CL"
_CONTROLS = 3
_LATER = "try again in some minutes: what has been fetched is kept"


class ArxivSource:
    """Papers of arXiv. `files` is the folder where everything fetched is kept, `today` the ISO date of the search.

    `offline` forbids every socket: then only what is in `files` can be had.
    """

    name = "arxiv"

    def __init__(
        self, settings: SearchSettings, files: Path, today: str, offline: bool = False, timer: Timer = time
    ) -> None:
        self._pace = Pace(lock_of(settings.arxiv_api), settings.delay_seconds, timer)
        cache = FileCache(files)
        self._session = FeedSession(self._pace, settings.timeout_seconds)
        files_session = PoliteSession(self._pace, settings.timeout_seconds, partials=Partials(files))
        self._downloads = Downloads(files_session, cache, settings.arxiv_files, offline)
        self._answers = Answers(FileCache(files / ".answers"), today)
        self._api = settings.arxiv_api
        self.today = today
        self._offline = offline

    def queries(self, question: str) -> tuple[str, ...]:
        """What `find` asks, narrowest first. Raises UsageError (nothing to search for)."""
        return queries_for(question)

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """The newest version of each paper that answers some query of `queries_for(question)`, best rank first.

        `limit` bounds what each query takes; a query's `taken` counts papers that other queries took too.
        Raises UsageError (nothing to search for), NetworkRefused, SourceFailed, OutputFailed.
        """
        if limit < 1:
            raise UsageError(f"{limit} papers cannot be searched for", "ask for 1 or more")
        texts = self.queries(question)
        answers = [self._answer(arxiv.Search(query=text, max_results=limit)) for text in texts]
        queries = [
            Query(self.name, text, answer.found, len(answer.papers), self.today, _ids(answer.papers))
            for text, answer in zip(texts, answers, strict=True)
        ]
        return fuse(answer.papers for answer in answers), tuple(queries)

    def lookup(self, ids: Iterable[str]) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
        """The papers with these arXiv ids, newest version unless an id names one, and the ids that arXiv does not know.

        Each once, in the order of the ids: where the last of them names it.

        Raises UsageError for what is not an arXiv id; else as `find`.
        """
        wanted = list(dict.fromkeys(_bare(raw) for raw in ids))
        found: dict[str, Paper] = {}
        for start in range(0, len(wanted), _IDS_AT_ONCE):
            some = wanted[start : start + _IDS_AT_ONCE]
            for paper in self._answer(arxiv.Search(id_list=some, max_results=len(some))).papers:
                bare = arxiv_id(paper.paper_id)
                found[bare + paper.version] = paper
                found[bare] = max(paper, found.get(bare, paper), key=lambda known: version_number(known.version))
        known = dict.fromkeys(found[key] for key in reversed(wanted) if key in found)
        return tuple(known)[::-1], tuple(key for key in wanted if key not in found)

    def fetch(self, paper: Paper) -> Document:
        """A paper's LaTeX source, or else arXiv's HTML of it, its PDF, its abstract; `warnings` say why not a better one.

        Raises UnreadablePaper when there is not even an abstract, NetworkRefused, SourceFailed (arXiv refuses us
        altogether: what was fetched is kept), OutputFailed.
        """
        return here(self.reading(paper))

    def reading(self, paper: Paper) -> Reading:
        """The steps of `fetch`."""
        if not arxiv_id(paper.paper_id):
            raise UnreadablePaper(f"{paper.paper_id} is not a paper of arXiv", "fetch it from the source that found it")
        notes: list[str] = []
        awaited: list[str] = []
        newest = ""
        if not paper.version:
            paper = self._newest(paper)
            newest = paper.version
            notes.append(f"read in its newest version, {newest}")
        if paper.withdrawn:
            notes.append(f"withdrawn ({paper.version}): only the abstract was read")
        else:
            if document := (yield from self._full_text(paper, notes, awaited)):
                return replace(document, warnings=(*notes, *document.warnings), version=newest)
            notes.append("only the abstract was read")
        document = read_abstract(paper)
        return replace(document, warnings=(*notes, *document.warnings), awaited=tuple(awaited))

    def _full_text(
        self, paper: Paper, notes: list[str], awaited: list[str]
    ) -> Generator[Unread, Document, Document | None]:
        """The best readable file; adds to `notes` why there is no better one, to `awaited` what of that may pass."""
        refused: NetworkRefused | None = None
        kinds: deque[Kind] = deque(["src", "pdf"])
        while kinds:
            kind = kinds.popleft()
            try:
                file = self._downloads.get(kind, arxiv_id(paper.paper_id) + paper.version)
                if not isinstance(file, Absent):
                    return (yield Unread(file.data, file.name, paper.paper_id, paper.title))
                notes.append(file.reason)
                awaited.extend([file.reason] if file.passing else [])
            except UnreadablePaper as error:
                notes.append(error.message)
                if kind == "src":  # arXiv makes its HTML from the source: where there is none, there is no HTML
                    kinds.appendleft("html")
            except NetworkRefused as error:
                refused = refused or error
                notes.append(error.message)
        if refused:
            raise refused
        return None

    def _newest(self, paper: Paper) -> Paper:
        known, _ = self.lookup([paper.paper_id])
        if not known:
            raise UnreadablePaper(f"arXiv does not know {paper.paper_id}")
        return known[0]

    def _answer(self, search: arxiv.Search) -> Answer:
        """Today's answer to a search, from the files or else from the API."""
        asked = (self._api, search.query, ",".join(search.id_list), str(search.max_results))
        answer = self._answers.get(*asked)
        if answer is None:
            if self._offline:
                raise NetworkRefused(
                    f"offline: the arXiv search {_asked(search)} has not been made today",
                    "use a corpus or files of your own (--source PATH), or run once without --offline",
                )
            answer = self._ask(search)
            self._answers.put(answer, *asked)
        return answer

    def _ask(self, search: arxiv.Search) -> Answer:
        """The API's answer; "nothing matches" only where it answers another search at the same time.

        An empty first page without a count is what arXiv answers when nothing matches, and at times when it
        throttles (github.com/lukasschwab/arxiv.py, issues 129 and 158).
        """
        answer = self._paged(search)
        if answer.papers:
            return answer
        for attempt in range(_CONTROLS):
            self._pace.back_off(self._pace.delay * 2.0**attempt if attempt else 0.0)
            if self._paged(arxiv.Search(query=_CONTROL, max_results=1)).papers:
                return self._paged(search)
        raise SourceFailed(f"arXiv gave empty pages, also to a search that has answers: {_asked(search)}", _LATER)

    def _paged(self, search: arxiv.Search) -> Answer:
        """Ask the API until no page is empty that should not be.

        Some combinations of start and page size always come back empty (github.com/lukasschwab/arxiv.py, issues 43
        and 129): a smaller page gets past them.
        """
        page = min(search.max_results or _PAGE, _PAGE)
        client = arxiv.Client(delay_seconds=0, num_retries=0)
        client.query_url_format = f"{self._api}?{{}}"
        client._session = self._session
        papers: list[Paper] = []
        for size in (page, page, max(1, page // 2), max(1, page // 4)):
            client.page_size = size
            try:
                for result in client.results(search, offset=len(papers)):
                    papers.append(paper_of(result))  # one by one: what came before an empty page is kept
            except arxiv.UnexpectedEmptyPageError:
                continue
            if len(papers) >= min(self._session.total, search.max_results or 0):
                return Answer(self._session.total, tuple(papers))
        raise SourceFailed(
            f"arXiv counts {self._session.total} papers and sends an empty page after {len(papers)}: {_asked(search)}",
            _LATER,
        )


def _asked(search: arxiv.Search) -> str:
    return search.query or ",".join(search.id_list)


def _ids(papers: Iterable[Paper]) -> tuple[str, ...]:
    return tuple(paper.paper_id for paper in papers)


def _bare(raw: str) -> str:
    paper_id, version = identify(raw)
    bare = arxiv_id(paper_id)
    if not bare:
        raise UsageError(f"{raw!r} is not an arXiv id", "ids look like 1911.02116, 1911.02116v2 or hep-th/9901001")
    return bare + version
