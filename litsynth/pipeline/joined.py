"""The offers of several sources, a work once: under one id, with all its identifiers, read where it is fullest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from litsynth.errors import MissingInput, SourceFailed, UnreadablePaper
from litsynth.pipeline.offers import Offer, Offers, Works
from litsynth.reading import Reading, here, reading_of
from litsynth.records import Document, Paper, Query
from litsynth.store import Corpus
from litsynth.works import groups, identifiers_of, kept_apart, preferred, title_name, united

# Papers that are in memory while the corpus is asked whether it knows them by other names.
_BLOCK = 4_096


@dataclass(frozen=True, slots=True)
class Joined:
    """One work that several sources offer, or that the corpus knows under another id; `offers` in the order of reading."""

    paper: Paper
    offers: tuple[Offer, ...]
    name: str = "several sources"

    @property
    def is_renamed(self) -> bool:
        """Whether none of the sources calls the work as it is called here."""
        return all(paper.paper_id != self.paper.paper_id for paper, _ in self.offers)

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """The work itself; the queries that found it are in the log of those who asked them."""
        return (self.paper,), ()

    def fetch(self, paper: Paper) -> Document:
        """As `reading`."""
        return here(self.reading(paper))

    def reading(self, paper: Paper) -> Reading:
        """More than an abstract from the first source that has it, else the first abstract.

        Raises what the first source raised where none has anything.
        """
        abstract: Document | None = None
        failed: UnreadablePaper | SourceFailed | MissingInput | None = None
        awaited: list[str] = []
        for own, source in self.offers:
            try:
                document = yield from reading_of(source, own)
            except (UnreadablePaper, SourceFailed, MissingInput) as error:
                failed = failed or error
                awaited.extend([error.message] if isinstance(error, SourceFailed) else [])
                continue
            if document.substrate != "abstract" or paper.withdrawn:
                return _under(paper.paper_id, document)
            abstract = abstract or document
            awaited.extend(document.awaited)
        if abstract is None:
            raise failed or UnreadablePaper(f"{paper.paper_id} is not offered by any source")
        return _under(paper.paper_id, replace(abstract, awaited=tuple(awaited)))


def join(corpus: Corpus, offers: Offers) -> Works:
    """The offers by id, each work once, in the order in which they were first met.

    A work that the corpus has, or that a person took out of it, keeps the id that it has there; otherwise it is called by
    the best of the ids that the sources give it (`works.preferred`).
    """
    ids = list(offers.ids)
    known = _known(corpus, ids, offers)
    joined: dict[str, int | Offer] = {}
    # Two that the corpus has stay two: where it has all of them there is nothing to compare.
    alone = len(set(known) - {""}) == len(ids)
    for rows in ([row] for row in range(len(ids))) if alone else groups((paper for paper, _ in offers), known):
        here_as = next(filter(None, (known[row] for row in rows)), "")
        paper_id = here_as or preferred({ids[row] for row in rows})
        if len(rows) == 1 and ids[rows[0]] == paper_id:
            joined[paper_id] = rows[0]
            continue
        # What names a version or is a file of the user's own is read before what a database tells of the work.
        some = sorted((offers[row] for row in rows), key=lambda offer: not (offer[0].version or offer[0].fingerprint))
        paper = united(paper_id, [paper for paper, _ in some])
        if paper.withdrawn:
            some.sort(key=lambda offer: not offer[0].withdrawn)
        joined[paper_id] = (paper, Joined(paper, tuple(some)))
    return Works(offers, joined)


def _known(corpus: Corpus, ids: Sequence[str], offers: Offers) -> list[str]:
    """Under which id the corpus has each work; empty where it has it not."""
    there = {*corpus.ids(), *corpus.removed()}
    known = list(ids)
    new = (row for row, paper_id in enumerate(ids) if paper_id not in there)
    while rows := list(islice(new, _BLOCK)):
        papers = [offers[row][0] for row in rows]
        names = corpus.known_as(
            name for paper in papers for name in (*identifiers_of(paper), title_name(paper)) if name
        )
        for row, paper in zip(rows, papers, strict=True):
            known[row] = _known_as(corpus, paper, names) if names else ""
    return known


def _known_as(corpus: Corpus, paper: Paper, known: dict[str, tuple[str, ...]]) -> str:
    names = identifiers_of(paper)
    if by_name := sorted({key for name in names for key in known.get(name, ())}):
        return preferred(by_name)
    for key in known.get(title_name(paper), ()):
        other = corpus.paper(key)
        if other is not None and not kept_apart(names, identifiers_of(other)):
            return key
    return ""


def _under(paper_id: str, document: Document) -> Document:
    return document if document.paper_id == paper_id else replace(document, paper_id=paper_id)
