"""Papers that are named one by one, instead of searched for."""

from collections.abc import Iterable, Sequence

from litsynth.errors import MissingInput
from litsynth.reading import Reading
from litsynth.records import Document, Paper, Query
from litsynth.sources.arxiv import ArxivSource


class IdSource:
    """The arXiv papers with these ids, whatever the question."""

    name = "arxiv"

    def __init__(self, arxiv: ArxivSource, ids: Iterable[str]) -> None:
        self._arxiv = arxiv
        self._ids = tuple(ids)

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Each paper once, in the order of the ids; `question` and `limit` do not matter.

        Raises MissingInput naming the ids that arXiv does not know, and what `ArxivSource.lookup` raises.
        """
        papers, unknown = self._arxiv.lookup(self._ids)
        if unknown:
            raise MissingInput(f"arXiv does not know {', '.join(unknown)}", "check the ids")
        text = f"id_list={','.join(self._ids)}"
        return papers, (Query(self.name, text, len(papers), len(papers), self._arxiv.today),)

    def fetch(self, paper: Paper) -> Document:
        """As `ArxivSource.fetch`."""
        return self._arxiv.fetch(paper)

    def reading(self, paper: Paper) -> Reading:
        """The steps of `fetch`."""
        return self._arxiv.reading(paper)
