"""Ranking rows by score, the same way everywhere."""

import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Rows

# Halvings of the highest score after which all rows above 0 are sorted: few queries have their last place that low.
_HALVINGS = 8


def best_rows(scores: NDArray[np.float64], k: int) -> Rows:
    """The rows of the `k` highest scores above 0, highest first, ties by row; shape (at most k,)."""
    floor = float(scores.max(initial=0.0))
    rows: Rows = np.zeros(0, np.int64)
    # Comparing is a hundredth of the work of sorting: so only the rows near the top are sorted.
    for _ in range(_HALVINGS):
        floor /= 2
        rows = np.flatnonzero(scores >= floor) if floor else rows
        if len(rows) >= k:
            break
    else:
        rows = np.flatnonzero(scores > 0)
    return rows[np.lexsort((rows, -scores[rows]))][:k]
