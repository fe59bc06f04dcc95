"""A corpus as a source of papers: what it holds can be searched and read again without a network."""

from collections.abc import Collection, Sequence

from litsynth.records import Document, Paper, Query
from litsynth.store.corpus import Corpus


class CorpusSource:
    """PaperSource over a corpus. `today` is the ISO date of the search.

    `elsewhere` are ids that another source of the same run offers: left out, so that a run finds the same papers
    here whether or not an earlier one has read those.
    """

    def __init__(self, corpus: Corpus, name: str, today: str, elsewhere: Collection[str] = ()) -> None:
        self.name = f"corpus {name}"
        self._corpus = corpus
        self._today = today
        self._elsewhere = frozenset(elsewhere)

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """All papers of the corpus, in order of paper_id; which of them bear on the question is decided by rank."""
        papers = self._corpus.papers(self._elsewhere)
        which = "papers that no other source offers" if self._elsewhere else "all papers"
        return papers, (Query(self.name, which, len(papers), len(papers), self._today),)

    def fetch(self, paper: Paper) -> Document:
        """The document as it was read."""
        return self._corpus.document(paper.paper_id)
