"""Ranking a corpus for claims: the retrieve stage as it runs, and each of its two halves alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.benchmarks.examples import Example, Source
from litsynth.benchmarks.progress import Progress
from litsynth.benchmarks.ranking import ndcg, recall
from litsynth.calibrate import Floats, Interval, bootstrap
from litsynth.ports import Embedder, Vectors
from litsynth.records import Passage, Span
from litsynth.retrieve import DenseIndex, LexicalIndex, search
from litsynth.retrieve.order import best_rows

_CHUNK = 256  # texts embedded between two steps of the progress bar

Ranking = tuple[str, ...]
"""Document ids, best first."""

MEASURES: Mapping[str, Callable[[Ranking, Mapping[str, float]], float]] = {
    "ndcg@10": lambda ranking, gains: ndcg(ranking, gains, 10),
    "recall@10": lambda ranking, gains: recall(ranking, gains, 10),
    "recall@100": lambda ranking, gains: recall(ranking, gains, 100),
}
_OWN = "fused"
_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """Means over claims by system and measure, and what the fused ranking gains over each of the others (paired)."""

    claims: int
    systems: dict[str, dict[str, Interval]]
    fused_minus: dict[str, dict[str, Interval]]


def rank(
    claims: Mapping[str, str], corpus: Mapping[str, Source], embedder: Embedder, depth: int, progress: Progress
) -> dict[str, dict[str, Ranking]]:
    """For `fused`, `bm25` and `dense`: the best `depth` documents of each claim (id to text).

    A document is one passage: its title and all its sentences.
    """
    passages = tuple(_passage(source) for source in corpus.values())
    texts = [passage.text for passage in passages]
    ids = [passage.paper_id for passage in passages]
    dense = DenseIndex.build(_embed(texts, embedder, progress))
    lexical = LexicalIndex.build(texts)
    vectors = _embed(list(claims.values()), embedder, progress)
    rankings: dict[str, dict[str, Ranking]] = {_OWN: {}, "bm25": {}, "dense": {}}
    progress.stage("ranking", len(claims))
    for (claim_id, claim), vector in zip(claims.items(), vectors, strict=True):
        found = search(claim, passages, vector[np.newaxis], dense, lexical, depth)
        rankings[_OWN][claim_id] = tuple(hit.passage_id for hit, _ in found)
        rankings["bm25"][claim_id] = tuple(ids[row] for row in best_rows(lexical.shares(claim), depth))
        rankings["dense"][claim_id] = tuple(ids[row] for row in dense.search(vector[np.newaxis], depth)[1][0])
        progress.step()
    return rankings


def retrieval_scores(
    rankings: Mapping[str, Mapping[str, Ranking]], gains: Mapping[str, Mapping[str, float]], group: Mapping[str, str]
) -> RetrievalScores:
    """The measures over the claims of `gains` (a claim's relevant documents with their gains); intervals over `group`."""
    groups = [group[claim] for claim in gains]
    values = {
        name: {
            measure: np.array([take(ranking[claim], gains[claim]) for claim in gains])
            for measure, take in MEASURES.items()
        }
        for name, ranking in rankings.items()
    }
    return RetrievalScores(
        len(gains),
        {name: {measure: _mean(row, groups) for measure, row in rows.items()} for name, rows in values.items()},
        {
            name: {measure: _mean(values[_OWN][measure] - row, groups) for measure, row in rows.items()}
            for name, rows in values.items()
            if name != _OWN
        },
    )


def gains_of(examples: Sequence[Example], with_evidence: bool) -> dict[str, dict[str, float]]:
    """Each claim's relevant documents, all of gain 1: those that it cites, or only those with annotated evidence."""
    gains: dict[str, dict[str, float]] = {}
    for example in examples:
        if example.rationales or not with_evidence:
            gains.setdefault(example.claim_id, {})[example.source.document_id] = 1.0
    return gains


def _mean(values: Floats, groups: Sequence[str]) -> Interval:
    items = np.stack([values, np.ones(len(values))], axis=1)
    return bootstrap(items, groups, lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1), draws=_DRAWS)


def _embed(texts: Sequence[str], embedder: Embedder, progress: Progress) -> Vectors:
    progress.stage("embedding", len(texts))
    return np.concatenate(list(_chunks(texts, embedder, progress)))


def _chunks(texts: Sequence[str], embedder: Embedder, progress: Progress) -> Iterator[Vectors]:
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        yield embedder.embed(chunk)
        progress.step(len(chunk))


def _passage(source: Source) -> Passage:
    text = f"{source.title} {' '.join(source.sentences)}".strip()
    return Passage(source.document_id, source.document_id, text, Span(0, len(text)), "abstract")
