"""A corpus as a source of papers: what it holds can be searched and read again without a network."""

from collections.abc import Sequence

from litsynth.records import Document, Paper, Query
from litsynth.store.corpus import Corpus


class CorpusSource:
    """PaperSource over a corpus. `today` is the ISO date of the search."""

    def __init__(self, corpus: Corpus, name: str, today: str) -> None:
        self.name = f"corpus {name}"
        self._corpus = corpus
        self._today = today

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """All papers of the corpus, in order of paper_id; which of them bear on the question is decided by rank."""
        papers = self._corpus.papers()
        return papers, (Query(self.name, "all papers", len(papers), len(papers), self._today),)

    def fetch(self, paper: Paper) -> Document:
        """The document as it was read."""
        return self._corpus.document(paper.paper_id)
