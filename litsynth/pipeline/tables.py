"""Claims traced to the tables of the papers that were retrieved for them, and of their own."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from litsynth.records import Claim, Document, Passage
from litsynth.verify import Found, contrary, grids_of, trace, works_named

_PAPERS_IN_MEMORY = 64


class Tables:
    """The tables of a corpus, read when a claim asks for them, and the passages that their rows are."""

    def __init__(self, passages: Sequence[Passage], document: Callable[[str], Document]) -> None:
        self._document = document
        self._rows = {(row.paper_id, row.table, row.row): row for row in passages if row.table >= 0}
        self._papers = {passage.paper_id for passage in passages}
        self._grids = lru_cache(_PAPERS_IN_MEMORY)(lambda paper_id: grids_of(document(paper_id)))

    def trace(self, claim: Claim, retrieved: Sequence[Passage]) -> dict[str, tuple[Passage, tuple[Found, ...]]]:
        """By passage id: a row in which the claim's first figure stands, and where all of its figures stand.

        Looked through are all tables of the claim's own paper, of the papers that its source line names, and of each
        paper of which a row was retrieved. The row itself need not have been retrieved. Where another table of a paper
        has another number for the same thing, the row of that number is there too.
        """
        sources = sorted(works_named(claim.anchor.source) & self._papers)
        with_rows = (passage.paper_id for passage in retrieved if passage.table >= 0)
        papers = dict.fromkeys([claim.paper_id, *sources, *with_rows])
        found: dict[str, tuple[Passage, tuple[Found, ...]]] = {}
        for paper_id in papers:
            grids = self._grids(paper_id)
            places = trace(claim, self._document(paper_id), grids)
            for found_there in (places, contrary(claim, places, grids)):
                row = self._row(paper_id, found_there)
                if row:
                    found[row.passage_id] = (row, found_there)
        return found

    def _row(self, paper_id: str, places: Sequence[Found]) -> Passage | None:
        return self._rows.get((paper_id, places[0].grid.table, places[0].cell.row_number)) if places else None
