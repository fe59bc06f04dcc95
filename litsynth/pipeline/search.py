"""Ranked passages and papers for a query, without claims."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from litsynth.config import CorpusSettings
from litsynth.papers import Papers
from litsynth.pipeline.gather import in_order, screen
from litsynth.pipeline.index import Index
from litsynth.pipeline.intake import EVERY_CORE, take_in
from litsynth.pipeline.joined import join
from litsynth.pipeline.offers import Found, Offers
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
    """Read everything that local sources offer into a corpus; what could not be read, and what a person left out.

    Several versions that one source offers of a paper are read one after the other: the last one counts.
    """
    progress.stage("looking", len(sources))
    found: list[Found] = []
    for source in sources:
        found.append((source.find("", 0)[0], source))
        progress.step()
    turns = [screen(corpus, join(corpus, offers)) for offers in _turns(found)]
    progress.stage("reading", sum(len(offers) for offers, _ in turns))
    skipped: list[Skipped] = []
    for offers, _ in turns:  # a version is read when the one before is there, beside which it is put
        taken = take_in(corpus, offers.values(), progress, settings, open_readers)
        skipped.extend(one for one in taken if isinstance(one, Skipped))
    left_out = dict.fromkeys(one for _, some in turns for one in some)
    return (*left_out, *in_order(skipped))


def _turns(found: Iterable[Found]) -> list[Offers]:
    """The offers in turns, each of a paper no more than one version of one source: the first ones come first."""
    turns: list[list[Found]] = [[]]
    for given, source in found:
        papers = Papers.of(given)
        met: Counter[str] = Counter()
        rows: dict[int, list[int]] = {}
        for row, paper_id in enumerate(papers.ids):
            rows.setdefault(met[paper_id], []).append(row)
            met[paper_id] += 1
        for turn, some in rows.items():
            if turn == len(turns):
                turns.append([])
            turns[turn].append((papers.at(some), source))
    return [Offers(turn) for turn in turns]


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
