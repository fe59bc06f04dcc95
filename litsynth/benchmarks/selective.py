"""How precise verdicts are when the less sure ones are withheld."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.benchmarks.examples import NOT_ENOUGH_INFO
from litsynth.benchmarks.systems import Gold, Predict, cross_predict
from litsynth.calibrate import Floats, Interval, Ints, bootstrap, selected, threshold_at_precision

WANTED = (0.90, 0.95)


@dataclass(frozen=True, slots=True)
class Selective:
    """Of the verdicts *supported* and *refuted*, those above a threshold: how many are right, out of all examples.

    The threshold of a fold is the least that gives the precision `wanted` on the other folds, whose probabilities come
    from one another and have not seen the fold; `precision` and `coverage` are what it gives on the folds themselves.
    `best_coverage` is what the best single threshold, chosen with the answers at hand, would reach: an upper bound.
    """

    wanted: float
    precision: Interval
    coverage: Interval
    answered: int
    best_coverage: float


def selective(
    predict: Predict, probabilities: Floats, gold: Gold, fold: Ints, groups: Sequence[str]
) -> tuple[Selective, ...]:
    """For each wanted precision. `probabilities`, of shape (n, labels), are the cross-predicted ones of all rows."""
    rows = np.arange(len(gold.labels))
    inner = {
        int(number): (others := rows[fold != number], cross_predict(predict, fold, others))
        for number in np.unique(fold)
    }
    return tuple(_at(wanted, inner, probabilities, gold.labels, fold, groups) for wanted in WANTED)


def _at(
    wanted: float,
    inner: dict[int, tuple[Ints, Floats]],
    probabilities: Floats,
    labels: Ints,
    fold: Ints,
    groups: Sequence[str],
) -> Selective:
    thresholds = {number: _threshold(found, labels[others], wanted) for number, (others, found) in inner.items()}
    limit = np.array([thresholds[int(number)] for number in fold])
    predicted = probabilities.argmax(axis=1)
    answered = (predicted != NOT_ENOUGH_INFO) & (probabilities.max(axis=1) >= limit)
    right = answered & (predicted == labels)
    items = np.stack([right, answered, np.ones(len(labels))], axis=1).astype(np.float64)
    best = _threshold(probabilities, labels, wanted)
    return Selective(
        wanted,
        bootstrap(items, groups, lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1)),
        bootstrap(items, groups, lambda sums: sums[:, 1] / np.maximum(sums[:, 2], 1)),
        int(answered.sum()),
        selected(*_verdicts(probabilities, labels), best, len(labels))[1],
    )


def _threshold(probabilities: Floats, labels: Ints, wanted: float) -> float:
    return threshold_at_precision(*_verdicts(probabilities, labels), wanted)


def _verdicts(probabilities: Floats, labels: Ints) -> tuple[Floats, Floats]:
    """Confidence and correctness of those rows that answer at all."""
    predicted = probabilities.argmax(axis=1)
    said = predicted != NOT_ENOUGH_INFO
    correct = (predicted == labels).astype(np.float64)
    return probabilities.max(axis=1)[said], correct[said]
