"""Accuracy, precision, recall, F1 and confusion, with intervals over groups of examples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.benchmarks.examples import LABELS
from litsynth.calibrate import Floats, Interval, Ints, bootstrap, one_hot

_CLASSES = len(LABELS)


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One label against the others, each on [0, 1]; `support` counts the examples that have it."""

    precision: float
    recall: float
    f1: float
    support: int


def confusion_items(gold: Ints, predicted: Ints) -> Floats:
    """Shape (n, labels * labels): 1 in the column gold * labels + predicted; column sums are the confusion matrix."""
    return one_hot(gold * _CLASSES + predicted, _CLASSES * _CLASSES)


def accuracy(sums: Floats) -> Floats:
    """From flat confusion matrices of shape (draws, labels * labels): the share on the diagonal, shape (draws,)."""
    matrix = sums.reshape(-1, _CLASSES, _CLASSES)
    return np.asarray(np.trace(matrix, axis1=1, axis2=2) / np.maximum(matrix.sum(axis=(1, 2)), 1), dtype=np.float64)


def macro_f1(in_use: Sequence[int]) -> Callable[[Floats], Floats]:
    """A statistic like `accuracy`: the mean over the labels in use of their F1, which is 0 for one that is neither there

    nor predicted.
    """

    def statistic(sums: Floats) -> Floats:
        matrix = sums.reshape(-1, _CLASSES, _CLASSES)
        right = np.diagonal(matrix, axis1=1, axis2=2)
        f1 = 2 * right / np.maximum(matrix.sum(axis=2) + matrix.sum(axis=1), 1)
        return np.asarray(f1[:, list(in_use)].mean(axis=1), dtype=np.float64)

    return statistic


def by_class(sums: Floats, in_use: Sequence[int]) -> dict[str, ClassScore]:
    """Precision, recall and F1 of each label in use, from one flat confusion matrix; 0 where a denominator is 0."""
    matrix = sums.reshape(_CLASSES, _CLASSES)
    scores = {}
    for label in in_use:
        right, there, said = matrix[label, label], matrix[label].sum(), matrix[:, label].sum()
        scores[LABELS[label]] = ClassScore(
            float(right / max(said, 1)),
            float(right / max(there, 1)),
            float(2 * right / max(there + said, 1)),
            int(there),
        )
    return scores


def macro_f1_difference(gold: Ints, one: Ints, other: Ints, groups: Sequence[str], in_use: Sequence[int]) -> Interval:
    """Macro-F1 of the predictions `one` minus that of `other`, by a paired bootstrap over groups."""
    statistic = macro_f1(in_use)
    width = _CLASSES * _CLASSES
    items = np.concatenate([confusion_items(gold, one), confusion_items(gold, other)], axis=1)
    return bootstrap(items, groups, lambda sums: statistic(sums[:, :width]) - statistic(sums[:, width:]))
