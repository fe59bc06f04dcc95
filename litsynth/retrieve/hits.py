"""The best passages for each claim, or for a query."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from litsynth.ports import VectorIndex, Vectors
from litsynth.records import Claim, Hit, Passage
from litsynth.retrieve.fuse import Candidate, fuse
from litsynth.retrieve.lexical import LexicalIndex
from litsynth.retrieve.own import repeats

# Rows that either retriever is asked for, for each hit wanted; deeper ones could win only by the sum of two low scores.
_POOL_PER_HIT = 4
_POOL_LEAST = 100

Found = tuple[Hit, Passage]
"""A hit with the passage that was hit."""


def retrieve(
    claims: Sequence[Claim],
    passages: Sequence[Passage],
    claim_vectors: Vectors,
    dense: VectorIndex,
    lexical: LexicalIndex,
    depth: int,
) -> tuple[tuple[Found, ...], ...]:
    """At most `depth` hits for each claim, best first, none of which repeats the claim (see `own.repeats`).

    Row i of both indexes is passage i; row j of `claim_vectors`, shape (claims, dimensions), is the text of
    claim j. There are fewer than `depth` hits only where the corpus has no more. Which other claims are asked
    for changes nothing; ties go to the earlier row. A hit's ranks count all passages, those left out included.
    """
    ranking = partial(_ranking, dense, lexical, depth)
    every = []
    for claim, vector in zip(claims, claim_vectors, strict=True):
        fit = (item for item in ranking(vector, claim.text) if not repeats(claim, passages[item.row]))
        every.append(_hits(claim.claim_id, islice(fit, depth), passages))
    return tuple(every)


def search(
    query: str, passages: Sequence[Passage], vectors: Vectors, dense: VectorIndex, lexical: LexicalIndex, depth: int
) -> tuple[Found, ...]:
    """The best `depth` passages for a query with `vectors` of shape (1, dimensions); hits without a claim_id."""
    return _hits("", islice(_ranking(dense, lexical, depth, vectors[0], query), depth), passages)


def _ranking(
    dense: VectorIndex, lexical: LexicalIndex, depth: int, vector: NDArray[np.float32], text: str
) -> Iterator[Candidate]:
    # Deeper only when those that were found are used up: when most of them repeat the claim.
    seen: set[int] = set()
    pool = max(_POOL_LEAST, _POOL_PER_HIT * depth)
    while len(seen) < len(dense):
        fresh = [item for item in fuse(dense, lexical, vector, text, pool) if item.row not in seen]
        yield from fresh
        seen.update(item.row for item in fresh)
        pool *= 4


def _hits(claim_id: str, candidates: Iterator[Candidate], passages: Sequence[Passage]) -> tuple[Found, ...]:
    best = sorted(candidates, key=lambda item: (-item.score, item.row))
    found = ((passages[item.row], item) for item in best)
    return tuple(
        (Hit(claim_id, passage.passage_id, item.score, item.dense_rank, item.lexical_rank), passage)
        for passage, item in found
    )
