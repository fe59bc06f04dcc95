"""Search and read: from sources to papers in a corpus."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from litsynth.errors import MissingInput, SourceFailed, UnreadablePaper
from litsynth.parse.machine_written import says_machine_written
from litsynth.parse.substrates import is_better
from litsynth.pipeline.progress import Progress
from litsynth.ports import Embedder, PaperSource
from litsynth.records import Document, Funnel, Paper, Query, Skipped
from litsynth.split import split
from litsynth.store import Corpus

Offer = tuple[Paper, PaperSource]
SCREENING = "screening"
"""The stage of what a person took out of the corpus: a decision, and no failure."""
# Where a paper has no abstract, this much of its beginning stands for it (characters; an abstract is about 1,200).
_BEGINNING = 1_500


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
    papers: int,
    candidates: int,
    progress: Progress,
) -> Gathered:
    """Ask the sources, read what ranks among the best `papers`, and everything that cannot be ranked unread."""
    progress.stage("searching", len(sources))
    offers, queries, failed = _find(question, sources, candidates, progress)
    offers, left_out = screen(corpus, offers)
    ranked = most_similar(question, [paper for paper, _ in offers.values() if paper.abstract], embedder, papers)
    chosen = {paper.paper_id for paper in ranked}
    sought = [offer for key, offer in offers.items() if key in chosen or not offer[0].abstract]
    corpus.put_queries(queries)
    progress.stage("reading", len(sought))
    read, skipped = read_into(corpus, sought, progress)
    identified = max(len(offers), sum(query.taken for query in queries) - len(left_out))
    funnel = Funnel(
        identified=identified,
        duplicates=identified - len(offers),
        screened=len(offers),
        excluded_by_rank=len(offers) - len(sought),
        sought=len(sought),
        not_retrieved=len(skipped),
        read=len(read),
        with_claims=0,
    )
    best = most_similar(question, read, embedder, papers)
    return Gathered(best, read, (*failed, *left_out, *skipped), queries, funnel)


def screen(corpus: Corpus, offers: Mapping[str, Offer]) -> tuple[dict[str, Offer], tuple[Skipped, ...]]:
    """The offers without those that a person took out of this corpus, and these, sorted."""
    removed = set(corpus.removed())
    undo = f"litsynth corpus add {corpus.folder.name} "
    left_out = [
        Skipped(_called(paper), SCREENING, f"taken out of this corpus by hand ({undo}{key} puts it back)")
        for key, (paper, _) in sorted(offers.items())
        if key in removed
    ]
    return {key: offer for key, offer in offers.items() if key not in removed}, tuple(left_out)


def failures(skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """Those that could not be read or asked; without those that a person decided against."""
    return tuple(skip for skip in skipped if skip.stage != SCREENING)


def read_into(
    corpus: Corpus, offers: Iterable[Offer], progress: Progress
) -> tuple[tuple[Paper, ...], tuple[Skipped, ...]]:
    """Read papers into the corpus, one committed after the other; those already there are not read again.

    Unless another parser read them and their source still has them. What was skipped comes sorted, so that it does
    not depend on the order of the offers.
    """
    read: list[Paper] = []
    skipped: list[Skipped] = []
    outdated = {paper.paper_id for paper in corpus.outdated()}
    for paper, source in offers:
        try:
            read.append(_read_one(corpus, paper, source, paper.paper_id in outdated))
        except (UnreadablePaper, SourceFailed, MissingInput) as error:
            skipped.append(Skipped(_called(paper), "read", str(error).removeprefix(f"{_called(paper)}: ")))
        progress.step()
    return tuple(read), tuple(sorted(skipped, key=lambda skip: (skip.what, skip.reason)))


def most_similar(question: str, papers: Sequence[Paper], embedder: Embedder, limit: int) -> tuple[Paper, ...]:
    """At most `limit` papers, most similar to the question first by title and abstract; ties by paper_id."""
    if not papers:
        return ()
    texts = [f"{paper.title}. {paper.abstract}" for paper in papers]
    similarity = np.round(embedder.embed(texts) @ embedder.embed([question])[0], 6)
    order = sorted(range(len(papers)), key=lambda row: (-float(similarity[row]), papers[row].paper_id))
    return tuple(papers[row] for row in order[:limit])


def complete(paper: Paper, document: Document) -> Paper:
    """The paper with title, authors and abstract from its document where its source knew none.

    It is marked as written by a machine where its text says so.
    """
    abstract = next((part.span.of(document.text) for part in document.sections if part.kind == "abstract"), "")
    return replace(
        paper,
        title=paper.title or document.title,
        abstract=paper.abstract or (abstract or document.text[:_BEGINNING]).strip(),
        authors=paper.authors or document.authors,
        machine_written=paper.machine_written or says_machine_written(document.text),
    )


def _find(
    question: str, sources: Sequence[PaperSource], limit: int, progress: Progress
) -> tuple[dict[str, Offer], tuple[Query, ...], tuple[Skipped, ...]]:
    # The same paper from several sources is taken from the first. A source that fails is noted, unless none is left.
    offers: dict[str, Offer] = {}
    queries: list[Query] = []
    failed: list[tuple[Skipped, Exception]] = []
    for source in sources:
        try:
            papers, asked = source.find(question, limit)
        except (MissingInput, SourceFailed) as error:
            failed.append((Skipped(source.name, "search", str(error)), error))
            papers, asked = (), ()
        queries.extend(asked)
        for paper in papers:
            offers.setdefault(paper.paper_id, (paper, source))
        progress.step()
    if failed and len(failed) == len(sources):
        raise failed[0][1]
    return offers, tuple(queries), tuple(skip for skip, _ in failed)


def _called(paper: Paper) -> str:
    return paper.title or paper.source or paper.paper_id


def _read_one(corpus: Corpus, paper: Paper, source: PaperSource, outdated: bool) -> Paper:
    kept = corpus.paper(paper.paper_id, paper.version)
    known = kept if kept is not None and kept.fingerprint == paper.fingerprint else None
    if known is not None and not outdated:
        return known
    try:
        document = source.fetch(paper)
    except (UnreadablePaper, SourceFailed, MissingInput):
        if known is None:
            raise
        return known  # what another parser read is better than nothing
    if known is not None and document.parser == corpus.document(paper.paper_id).parser:
        return known  # the source is this corpus, or another of its age
    if kept is not None and is_better(corpus.document(paper.paper_id).substrate, document.substrate):
        return kept  # a PDF does not take the place of the LaTeX of the same version
    paper = complete(paper, document)
    corpus.put_paper(paper, document, split(document))
    return paper
