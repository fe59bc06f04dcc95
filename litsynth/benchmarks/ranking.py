"""Measures of a ranking: nDCG and recall at a depth."""

from collections.abc import Collection, Mapping, Sequence
from math import log2


def ndcg(ranking: Sequence[str], gains: Mapping[str, float], depth: int) -> float:
    """Normalised discounted cumulative gain of the first `depth` documents, on [0, 1] (Järvelin and Kekäläinen 2002).

    `gains` holds the relevant documents; the discount of rank r (from 1) is 1 / log2(r + 1), the gain is linear, as in
    trec_eval. 0 where nothing is relevant.

    >>> ndcg(["a", "x", "b"], {"a": 1, "b": 1}, 10)
    0.9197207891481876
    """
    found = sum(gains.get(document, 0.0) / log2(rank + 1) for rank, document in enumerate(ranking[:depth], 1))
    best = sorted(gains.values(), reverse=True)[:depth]
    ideal = sum(gain / log2(rank + 1) for rank, gain in enumerate(best, 1))
    return found / ideal if ideal else 0.0


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of the relevant documents among the first `depth`; 0 where nothing is relevant.

    >>> recall(["a", "x", "b"], {"a", "b"}, 2)
    0.5
    """
    return len(set(ranking[:depth]) & set(relevant)) / len(relevant) if relevant else 0.0
