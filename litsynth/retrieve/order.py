"""Ranking rows by score, the same way everywhere."""

import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Rows


def best_rows(scores: NDArray[np.float64], k: int) -> Rows:
    """The rows of the `k` highest scores above 0, highest first, ties by row; shape (at most k,)."""
    if k < len(scores):
        threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
        rows = np.flatnonzero((scores >= threshold) & (scores > 0))
    else:
        rows = np.flatnonzero(scores > 0)
    return rows[np.lexsort((rows, -scores[rows]))][:k]
