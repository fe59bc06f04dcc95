"""The best passages for each claim, or for a query."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Vectors
from litsynth.records import Claim, Hit, Passage
from litsynth.retrieve.dense import DenseIndex
from litsynth.retrieve.fuse import fuse
from litsynth.retrieve.lexical import LexicalIndex
from litsynth.retrieve.own import repeats

# Rows that either retriever is asked for, for each hit wanted: a passage that both rank low can win only by the sum of
# two low scores. At least 100, the depth at which recall is measured.
_POOL_PER_HIT = 4
_POOL_LEAST = 100


def retrieve(
    claims: Sequence[Claim],
    passages: Sequence[Passage],
    claim_vectors: Vectors,
    dense: DenseIndex,
    lexical: LexicalIndex,
    depth: int,
) -> tuple[tuple[Hit, ...], ...]:
    """At most `depth` hits for each claim, best first, none of which repeats the claim (see `own.repeats`).

    Row i of both indexes is passage i, row j of `claim_vectors` (shape (claims, dimensions)) is claim j's
    text. There are fewer than `depth` hits only where the corpus has no more passages. The same passages in
    the same order give the same hits, whatever other claims are asked for; ties go to the earlier row.
    """
    return tuple(
        _best(
            claim.claim_id, claim.text, vector, passages, dense, lexical, depth,
            lambda passage, claim=claim: repeats(claim, passage),
        )
        for claim, vector in zip(claims, claim_vectors, strict=True)
    )  # fmt: skip
