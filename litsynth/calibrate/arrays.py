"""The arrays that calibration works on."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def one_hot(labels: Ints, classes: int) -> Floats:
    """Shape (n, classes): 1 in the column of each label, else 0."""
    return np.asarray(np.eye(classes)[labels], dtype=np.float64)


def tie_means(confidence: Floats, correct: Floats) -> Floats:
    """`correct` with each value replaced by the mean over all items of the same confidence; shape (n,).

    What is computed after sorting by confidence then does not depend on the order in which ties came.
    """
    _, group, sizes = np.unique(confidence, return_inverse=True, return_counts=True)
    return np.asarray((np.bincount(group, weights=correct) / sizes)[group], dtype=np.float64)
