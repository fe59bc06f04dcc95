"""Ranked passages and papers for a query, without claims."""

from collections.abc import Sequence
from typing import Any

from litsynth.config import CorpusSettings
from litsynth.pipeline.gather import in_order, screen
from litsynth.pipeline.index import Index
from litsynth.pipeline.intake import EVERY_CORE, take_in
from litsynth.pipeline.joined import Offer, join
from litsynth.pipeline.progress import Progress
from litsynth.ports import Embedder, PaperSource
from litsynth.reading import OpenReaders, local_readers
from litsynth.records import Skipped
from litsynth.retrieve import search
from litsynth.store import Corpus

# Passages looked at for each paper wanted: the best passages of a corpus crowd into few papers.
_PASSAGES_PER_PAPER = 20


def fill(
    corpus: Corpus,
    sources: Sequence[PaperSource],
    progress: Progress,
    settings: CorpusSettings = EVERY_CORE,
    open_readers: OpenReaders = local_readers,
) -> tuple[Skipped, ...]:
    """Read everything that local sources offer into a corpus; what could not be read, and what a person left out."""
    progress.stage("looking", len(sources))
    found: list[Offer] = []
    for source in sources:
        found.extend((paper, source) for paper in source.find("", 0)[0])
        progress.step()
    offers, left_out = screen(corpus, join(corpus, found))
    progress.stage("reading", len(offers))
    taken = take_in(corpus, offers.values(), progress, settings, open_readers)
    return left_out + in_order(one for one in taken if isinstance(one, Skipped))


def search_passages(query: str, index: Index, embedder: Embedder, depth: int) -> list[dict[str, Any]]:
    """The best `depth` passages, best first: rank, paper_id, passage_id, score, text."""
    found = search(query, index.passages, embedder.embed([query]), index.dense, index.lexical, depth)
    return [
        {
            "rank": rank,
            "paper_id": passage.paper_id,
            "passage_id": hit.passage_id,
            "score": round(hit.score, 6),
            "text": passage.text,
        }
        for rank, (hit, passage) in enumerate(found, 1)
    ]


def search_papers(query: str, index: Index, embedder: Embedder, depth: int) -> list[dict[str, Any]]:
    """The best `depth` papers by their best passage, in the form of `search_passages`."""
    best: dict[str, dict[str, Any]] = {}
    for row in search_passages(query, index, embedder, depth * _PASSAGES_PER_PAPER):
        best.setdefault(row["paper_id"], row)
    return [row | {"rank": rank} for rank, row in enumerate(list(best.values())[:depth], 1)]
