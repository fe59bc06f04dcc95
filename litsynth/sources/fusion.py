"""One list from the answers to many queries."""

from collections.abc import Iterable, Sequence

from litsynth.records import Paper
from litsynth.sources.identity import version_number

# Cormack, Clarke and Buettcher 2009 (reciprocal rank fusion): with this constant two second places outweigh a first.
_K = 60


def fuse(rankings: Iterable[Sequence[Paper]]) -> tuple[Paper, ...]:
    """Every work of several rankings once, in its newest version, by the sum of 1 / (60 + rank).

    Works with equal sums stay in the order in which they were first met.

    >>> a, b1, b2 = Paper("a", "A"), Paper("b", "B", version="v1"), Paper("b", "B", version="v2")
    >>> [(paper.paper_id, paper.version) for paper in fuse([[a, b2], [b1]])]
    [('b', 'v2'), ('a', '')]
    """
    newest: dict[str, Paper] = {}
    score: dict[str, float] = {}
    for ranking in rankings:
        ids = dict.fromkeys(paper.paper_id for paper in ranking)
        for rank, paper_id in enumerate(ids, start=1):
            score[paper_id] = score.get(paper_id, 0.0) + 1.0 / (_K + rank)
        for paper in ranking:
            known = newest.setdefault(paper.paper_id, paper)
            if version_number(paper.version) > version_number(known.version):
                newest[paper.paper_id] = paper
    # `sorted` is stable and dictionaries keep their order, so ties need no further key.
    return tuple(newest[paper_id] for paper_id in sorted(score, key=lambda key: -score[key]))
