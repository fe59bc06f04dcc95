"""Search and read: from sources to papers in a corpus."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

import numpy as np

from litsynth.config import CorpusSettings, SearchSettings
from litsynth.errors import MissingInput, SourceFailed
from litsynth.pipeline.intake import EVERY_CORE, called, take_in
from litsynth.pipeline.joined import join
from litsynth.pipeline.offers import Found, Offer, Offers, Works
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.snowball import follow_citations
from litsynth.ports import Embedder, PaperSource, embed_each
from litsynth.reading import OpenReaders, local_readers
from litsynth.records import Funnel, Paper, Query, Skipped
from litsynth.store import Corpus

SCREENING = "screening"
"""The stage of what a person took out of the corpus: a decision, and no failure."""

# Papers of which titles and abstracts are embedded at once, and in memory.
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Gathered:
    """`papers`: those that claims are taken from, most similar to the question first. `read`: all that were read."""

    papers: tuple[Paper, ...]
    read: tuple[Paper, ...]
    skipped: tuple[Skipped, ...]
    queries: tuple[Query, ...]
    funnel: Funnel


def gather(
    question: str,
    sources: Sequence[PaperSource],
    corpus: Corpus,
    embedder: Embedder,
    search: SearchSettings,
    progress: Progress,
    settings: CorpusSettings = EVERY_CORE,
    open_readers: OpenReaders = local_readers,
) -> Gathered:
    """Ask the sources, read what ranks among the best `search.papers`, and everything that cannot be ranked unread.

    Of the best `search.snowball` papers found, those that they cite and those that cite them are candidates as well.
    """
    progress.stage("searching", len(sources))
    found, queries, failed = _find_all(question, sources, corpus, embedder, search, progress)
    offers, left_out = screen(corpus, join(corpus, Offers(found)))
    chosen, unranked = _nearest(question, offers, embedder, search.papers)
    wanted = {paper.paper_id for paper in chosen} | unranked
    sought = [offers[key] for key in offers if key in wanted]
    corpus.put_queries(queries)
    progress.stage("reading", len(sought))
    read, skipped = read_into(corpus, sought, progress, settings, open_readers)
    identified = max(len(offers), sum(query.taken for query in queries) - len(left_out))
    funnel = Funnel(
        identified=identified,
        duplicates=identified - len(offers),
        screened=len(offers),
        excluded_by_rank=len(offers) - len(sought),
        sought=len(sought),
        not_retrieved=len(sought) - len(read),
        read=len(read),
        with_claims=0,
    )
    best = most_similar(question, read, embedder, search.papers)
    return Gathered(best, read, (*failed, *left_out, *skipped), queries, funnel)


def rankable_of(offers: Mapping[str, Offer]) -> list[Paper]:
    """The papers that can be ranked before they are read: by their abstract, or, what is not on this machine, its title."""
    return [paper for paper, _ in offers.values() if _is_rankable(paper)]


def _is_rankable(paper: Paper) -> bool:
    return bool(paper.abstract or (paper.title and not paper.fingerprint))


def ranked_by(paper: Paper) -> str:
    """The text by which a paper is ranked before it is read."""
    return f"{paper.title}. {paper.abstract}"


def screen(corpus: Corpus, offers: Works) -> tuple[Works, tuple[Skipped, ...]]:
    """The offers without those that a person took out of this corpus, and these, sorted."""
    removed = set(corpus.removed())
    undo = f"litsynth corpus add {corpus.folder.name} "
    left_out = [
        Skipped(called(offers[key][0]), SCREENING, f"taken out of this corpus by hand ({undo}{key} puts it back)")
        for key in sorted(removed)
        if key in offers
    ]
    return offers.without(removed), tuple(left_out)


def failures(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Those that could not be read or asked; without those that a person decided against."""
    return tuple(skip for skip in skipped if skip.stage != SCREENING)


def read_into(
    corpus: Corpus,
    offers: Iterable[Offer],
    progress: Progress,
    settings: CorpusSettings = EVERY_CORE,
    open_readers: OpenReaders = local_readers,
) -> tuple[tuple[Paper, ...], tuple[Skipped, ...]]:
    """The papers that are then in the corpus (see `take_in`), and what was skipped or is there as its abstract only.

    This comes sorted, so that it does not depend on the order of the offers.
    """
    read: list[Paper] = []
    skipped: list[Skipped] = []
    for taken in take_in(corpus, offers, progress, settings, open_readers):
        if isinstance(taken, Paper):
            read.append(taken)
        else:
            skipped.append(taken)
    return tuple(read), in_order(skipped)


def in_order(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Sorted by what was skipped and why."""
    return tuple(sorted(skipped, key=lambda skip: (skip.what, skip.reason)))


def most_similar(question: str, papers: Iterable[Paper], embedder: Embedder, limit: int) -> tuple[Paper, ...]:
    """At most `limit` papers, most similar to the question first by title and abstract; ties by paper_id.

    Of many papers few are in memory at a time, so that they may be read while they are gone through.
    """
    best = nsmallest(limit, _apart(question, papers, embedder), key=lambda pair: (pair[0], pair[1].paper_id))
    return tuple(paper for _, paper in best)


def _apart(question: str, papers: Iterable[Paper], embedder: Embedder) -> Iterator[tuple[float, Paper]]:
    """Each paper after minus its similarity to the question."""
    left = iter(papers)
    unanswered: deque[list[Paper]] = deque()  # an embedder may take some blocks ahead

    def texts() -> Iterator[list[str]]:
        while block := list(islice(left, _BLOCK)):
            unanswered.append(block)
            yield [ranked_by(paper) for paper in block]

    direction = None
    for vectors in embed_each(embedder, texts()):
        direction = embedder.embed([question])[0] if direction is None else direction
        yield from zip((-np.round(vectors @ direction, 6)).tolist(), unanswered.popleft(), strict=True)


def _nearest(question: str, offers: Works, embedder: Embedder, limit: int) -> tuple[tuple[Paper, ...], set[str]]:
    """The `most_similar` papers of those that can be ranked before they are read, and the ids of the others."""
    others: set[str] = set()

    def rankable() -> Iterator[Paper]:
        for key, (paper, _) in offers.items():
            if _is_rankable(paper):
                yield paper
            else:
                others.add(key)

    return most_similar(question, rankable(), embedder, limit), others


def _find_all(
    question: str,
    sources: Sequence[PaperSource],
    corpus: Corpus,
    embedder: Embedder,
    search: SearchSettings,
    progress: Progress,
) -> tuple[list[Found], tuple[Query, ...], tuple[Skipped, ...]]:
    """What the sources offer, and, as far as wanted, the neighbours of the best of it."""
    found, queries, failed = _find(question, sources, search.candidates, progress)
    if not search.snowball:
        return found, queries, failed
    best, _ = _nearest(question, screen(corpus, join(corpus, Offers(found)))[0], embedder, search.snowball)
    further, asked, troubles = follow_citations(best, sources, search.candidates, progress)
    return [*found, *further], (*queries, *asked), (*failed, *troubles)


def _find(
    question: str, sources: Sequence[PaperSource], limit: int, progress: Progress
) -> tuple[list[Found], tuple[Query, ...], tuple[Skipped, ...]]:
    # A source that fails is noted, unless none is left.
    offers: list[Found] = []
    queries: list[Query] = []
    failed: list[tuple[Skipped, Exception]] = []
    for source in sources:
        try:
            papers, asked = source.find(question, limit)
        except (MissingInput, SourceFailed) as error:
            failed.append((Skipped(source.name, "search", str(error)), error))
            papers, asked = (), ()
        queries.extend(asked)
        offers.append((papers, source))
        progress.step()
    if failed and len(failed) == len(sources):
        raise failed[0][1]
    return offers, tuple(queries), tuple(skip for skip, _ in failed)
