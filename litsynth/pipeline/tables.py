"""Claims traced to the tables of the papers that were retrieved for them, and of their own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from litsynth.records import Claim, Document, Passage
from litsynth.results.averages import misfits_in
from litsynth.store import PassageRows
from litsynth.verify import (
    CELLS_RIGHT,
    Found,
    Instead,
    Statement,
    contrary,
    grids_of,
    instead,
    is_own,
    lexis_of,
    may_be_placed,
    may_be_ranked,
    placed,
    ranked,
    trace,
    without_names,
    works_named,
)

Traced = dict[str, tuple[Passage, tuple[Found, ...] | Statement]]
"""By passage id: a passage that settles a claim, and where in it all of the claim's figures stand."""

_PAPERS_IN_MEMORY = 64


class Tables:
    """The tables of a corpus, read when a claim asks for them, and the passages that their rows are."""

    def __init__(self, passages: PassageRows, document: Callable[[str], Document]) -> None:
        self._passages = passages
        self._document = document
        self._grids = lru_cache(_PAPERS_IN_MEMORY)(lambda paper_id: grids_of(document(paper_id)))
        self._lexis = lru_cache(_PAPERS_IN_MEMORY)(lambda paper_id: lexis_of(document(paper_id), self._grids(paper_id)))
        self._doubts = lru_cache(_PAPERS_IN_MEMORY)(lambda paper_id, table: _doubts(document(paper_id), table))

    def trace(self, claim: Claim, retrieved: Sequence[Passage]) -> Traced:
        """A row in which the claim's first figure stands; for a claim told of a paper, or the sentences that state it.

        Looked through are all tables of the claim's own paper, of the paper that it is told of, of those that its source
        line and those of retrieved statements name, and of each of which a row was retrieved. The passage itself need not
        have been retrieved. Where another table of a paper has another number for the same thing, the row of that number is
        there too.
        """
        found: Traced = {}
        for paper_id in self._papers_for(claim, retrieved):
            grids = self._grids(paper_id)
            document = self._document(paper_id)
            places = trace(claim, document, grids)
            best = ranked(claim, document, self._lexis(paper_id)) if may_be_ranked(claim, document) else None
            if best and best.doubtful:
                continue
            if best and best.sure and best.statement and not places:
                self._add(found, self._stating(paper_id, best.statement), best.statement)
            if best:  # rules find what a claim told by somebody else means no more surely
                places = tuple(replace(place, chance=CELLS_RIGHT) for place in places)
            places = places or (best.places if best and best.sure else self._placed(claim, paper_id))
            against = () if places and (places[0].beyond or places[0].of) else contrary(claim, places, grids)
            for found_there in (places, against):
                self._add(found, self._row(paper_id, found_there), self._doubted(paper_id, found_there))
        return found

    def instead(self, claim: Claim, retrieved: Sequence[Passage]) -> dict[str, Instead]:
        """By paper_id what tables print in the place of the claim's score: of the paper told of, else of all looked through."""
        papers = [claim.primary] if self._passages.has(claim.primary) else self._papers_for(claim, retrieved)
        made = ((one, instead(claim, self._document(one), self._grids(one))) for one in papers)
        return {paper_id: found for paper_id, found in made if found}

    def _papers_for(self, claim: Claim, retrieved: Sequence[Passage]) -> Iterable[str]:
        told = (works_named(source) for source in (claim.anchor.source, *self._sources(retrieved)))
        sources = sorted(filter(self._passages.has, frozenset().union(*told)))
        with_rows = (passage.paper_id for passage in retrieved if passage.table >= 0)
        return dict.fromkeys([claim.paper_id, *filter(self._passages.has, [claim.primary]), *sources, *with_rows])

    def _sources(self, retrieved: Sequence[Passage]) -> Iterator[str]:
        """The source lines of the statements of digests among the passages."""
        for one in retrieved:
            if one.substrate == "digest" and one.sentences:
                yield self._document(one.paper_id).sentences[one.sentences[0]].source

    def _placed(self, claim: Claim, paper_id: str) -> tuple[Found, ...]:
        """Where a ranking finds what a sentence of the paper itself tells, which the rules left open."""
        document, grids = self._document(paper_id), self._grids(paper_id)
        if not is_own(claim, document):
            return ()
        told = without_names(claim, document, grids)
        return placed(told, document, self._lexis(paper_id)) if may_be_placed(told, grids) else ()

    @staticmethod
    def _add(found: Traced, passage: Passage | None, what: tuple[Found, ...] | Statement) -> None:
        if passage:
            found[passage.passage_id] = (passage, what)

    def _doubted(self, paper_id: str, places: Sequence[Found]) -> tuple[Found, ...]:
        """The places with what their table says against their cells: an average that the cells of its row do not give."""
        told = [
            "; ".join(filter(None, (doubts.get((cell.row_number, cell.column_number)) for cell in place.cells)))
            for place in places
            for doubts in [self._doubts(paper_id, place.grid.table)]
        ]
        return tuple(replace(place, doubt=doubt) for place, doubt in zip(places, told, strict=True))

    def _row(self, paper_id: str, places: Sequence[Found]) -> Passage | None:
        wanted = {(place.grid.table, place.cell.row_number) for place in places[:1]}
        return next((one for one in self._passages.of_paper(paper_id) if (one.table, one.row) in wanted), None)

    def _stating(self, paper_id: str, statement: Statement) -> Passage | None:
        """The passage of running text that holds most of the sentences; the first of several."""
        wanted = set(statement.sentences)
        prose = (one for one in self._passages.of_paper(paper_id) if one.table < 0 and wanted & set(one.sentences))
        return max(prose, key=lambda one: len(wanted & set(one.sentences)), default=None)


def _doubts(document: Document, table: int) -> dict[tuple[int, int], str]:
    """By row and column: how a printed average differs from the mean of its cells."""
    told = "the table prints {:g} as an average of cells that give {:g}"
    found = misfits_in(document.tables[table], document.text)
    return {(one.row_number, one.column_number): told.format(one.printed, one.mean) for one in found}
