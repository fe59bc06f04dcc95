"""The order of the training data: it depends on a seed and on the number of the pass, on nothing that happened before."""

import numpy as np

from litsynth.reproduce.sentences import Rows

# Batches whose rows are sorted by length together: little padding, and still chance in every batch.
_POOL = 50


def epoch_batches(lengths: Rows, batch: int, seed: tuple[int, ...]) -> list[Rows]:
    """All rows in batches of like length, in an order that depends on the seed (with the pass) alone."""
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(lengths))
    pooled = [
        pool[np.argsort(lengths[pool], kind="stable")]
        for pool in (order[start : start + batch * _POOL] for start in range(0, len(order), batch * _POOL))
    ]
    batches = [pool[start : start + batch] for pool in pooled for start in range(0, len(pool), batch)]
    return [batches[number] for number in chance.permutation(len(batches))]
