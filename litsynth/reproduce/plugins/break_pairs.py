"""A placebo for parallel data: the same sentences, beside the wrong translations."""

import numpy as np

from litsynth.errors import UsageError
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.rows import Pair, Translation

SETTINGS = bool


def apply(rows: tuple[Pair, ...] | tuple[Translation, ...], wanted: bool, context: Context) -> tuple[Translation, ...]:
    """Each sentence beside the translation of another row: rotated in a random order, so that no row keeps its own.

    Raises UsageError on labelled pairs.
    """
    sentences: list[Translation] = []
    for row in rows:
        if not isinstance(row, Translation):
            raise UsageError("data plug-in break_pairs: only parallel sentences can be broken apart")
        sentences.append(row)
    if not wanted or len(sentences) < 2:
        return tuple(sentences)
    order = np.random.default_rng([context.seed, 1]).permutation(len(sentences)).tolist()
    partner = {order[place]: order[place - 1] for place in range(len(order))}
    return tuple(
        Translation(own.id, own.target, sentences[partner[number]].english) for number, own in enumerate(sentences)
    )
