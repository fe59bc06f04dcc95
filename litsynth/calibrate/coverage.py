"""Answering only where one is sure: what abstention costs in coverage and gains in precision."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.calibrate.arrays import Floats, tie_means

DECILES = tuple(tenth / 10 for tenth in range(1, 11))


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """Answering the `coverage` (share, on (0, 1]) of which one is most confident: the share that is right, and

    the confidence of the last one answered.
    """

    coverage: float
    precision: float
    threshold: float


def risk_coverage(
    confidence: Floats, correct: Floats, coverages: Sequence[float] = DECILES
) -> tuple[CoveragePoint, ...]:
    """Precision (one minus the selective risk of El-Yaniv and Wiener 2010) at each coverage.

    Of items that tie for the last place the expected share is counted. Empty input gives no points.

    >>> [point.precision for point in risk_coverage(np.array([0.9, 0.6]), np.array([1.0, 0.0]), (0.5, 1.0))]
    [1.0, 0.5]
    """
    if not len(confidence):
        return ()
    order = np.argsort(-confidence, kind="stable")
    right = np.cumsum(tie_means(confidence, correct)[order])
    points = []
    for coverage in coverages:
        answered = max(1, round(coverage * len(confidence)))
        last = confidence[order[answered - 1]]
        points.append(CoveragePoint(coverage, float(right[answered - 1] / answered), float(last)))
    return tuple(points)


def threshold_at_precision(confidence: Floats, correct: Floats, precision: float) -> float:
    """The least confidence t such that the items with confidence >= t are right at least this often.

    Infinite where no threshold gives that precision.

    >>> threshold_at_precision(np.array([0.9, 0.8, 0.7, 0.6]), np.array([1.0, 1.0, 0.0, 0.0]), 0.6)
    0.7
    """
    levels, group, sizes = np.unique(-confidence, return_inverse=True, return_counts=True)
    right = np.cumsum(np.bincount(group, weights=correct, minlength=len(levels)))
    good = np.flatnonzero(right / np.maximum(np.cumsum(sizes), 1) >= precision - 1e-12)
    return float(-levels[good[-1]]) if len(good) else float("inf")


def selected(confidence: Floats, correct: Floats, threshold: float, total: int) -> tuple[float, float]:
    """Precision and coverage of the items with confidence >= `threshold`, out of `total`; precision is 0 when none has.

    `total` may exceed the items: verdicts of "not enough evidence" answer nothing and still count in it.
    """
    kept = confidence >= threshold
    return float(correct[kept].mean()) if kept.any() else 0.0, float(kept.sum() / max(1, total))
