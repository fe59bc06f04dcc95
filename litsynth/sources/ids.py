"""Papers that are named one by one, instead of searched for."""

from collections.abc import Iterable, Sequence

from litsynth.errors import MissingInput, UnreadablePaper
from litsynth.reading import Reading, here
from litsynth.records import Document, Paper, Query
from litsynth.sources.arxiv import ArxivSource
from litsynth.sources.catalogue import CatalogueSource


class IdSource:
    """The arXiv papers with these ids, whatever the question."""

    name = "arxiv"

    def __init__(self, arxiv: ArxivSource, ids: Iterable[str]) -> None:
        self._arxiv = arxiv
        self._ids = tuple(ids)
        self._unknown: frozenset[str] = frozenset()

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Each paper once, in the order of the ids; `question` and `limit` do not matter.

        Ids that arXiv does not know are offered too, and say so when they are fetched: so they are listed with all else
        that was not read. Raises MissingInput where it knows none, and what `ArxivSource.lookup` raises.
        """
        papers, unknown = self._arxiv.lookup(self._ids)
        if not papers:
            raise MissingInput(f"arXiv does not know {', '.join(unknown)}", "check the ids")
        text = f"id_list={','.join(self._ids)}"
        self._unknown = frozenset(f"arXiv:{paper_id}" for paper_id in unknown)
        offered = (*papers, *(Paper(paper_id, "") for paper_id in sorted(self._unknown)))
        return offered, (Query(self.name, text, len(papers), len(papers), self._arxiv.today),)

    def fetch(self, paper: Paper) -> Document:
        """As `ArxivSource.fetch`."""
        return here(self.reading(paper))

    def reading(self, paper: Paper) -> Reading:
        """The steps of `fetch`."""
        if paper.paper_id in self._unknown:
            raise UnreadablePaper(f"arXiv does not know {paper.paper_id}", "check the id")
        return (yield from self._arxiv.reading(paper))


class RetractionSource:
    """Those of some papers that a database says were retracted since, whatever the question."""

    def __init__(self, database: CatalogueSource, papers: Iterable[Paper]) -> None:
        self.name = database.name
        self._database = database
        self._papers = tuple(papers)

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Under the ids that they have here; `question` and `limit` do not matter. Raises as `CatalogueSource.retracted`."""
        return self._database.retracted(self._papers)

    def fetch(self, paper: Paper) -> Document:
        """As `CatalogueSource.fetch`: the abstract, for the paper was retracted."""
        return self._database.fetch(paper)
