"""How good a role model is: F1, areas under ROC curves, and the confusion of roles."""

import numpy as np
from scipy.stats import rankdata

from litsynth.calibrate import Floats, Ints
from litsynth.extract import RHETORIC

_DECIMALS = 4


def measures_of(probabilities: Floats, gold: Ints) -> dict[str, object]:
    """Accuracy, macro-F1, F1 and AUC of each role, on [0, 1], and `confusion[gold][predicted]`, in the order of RHETORIC.

    >>> measures = measures_of(np.eye(5)[[0, 1, 2, 3, 3]], np.array([0, 1, 2, 3, 4]))
    >>> measures["accuracy"], measures["auc"]["result"]
    (0.8, 0.875)
    """
    roles = len(RHETORIC)
    confusion = np.zeros((roles, roles), dtype=np.int64)
    np.add.at(confusion, (gold, probabilities.argmax(axis=1)), 1)
    hits, sizes = np.diag(confusion), confusion.sum(axis=0) + confusion.sum(axis=1)
    f1 = 2 * hits / np.maximum(sizes, 1)
    auc = {role: area_under_roc(probabilities[:, row], gold == row) for row, role in enumerate(RHETORIC)}
    return {
        "accuracy": round(float(hits.sum() / len(gold)), _DECIMALS),
        "macro_f1": round(float(f1.mean()), _DECIMALS),
        "f1": {role: round(float(f1[row]), _DECIMALS) for row, role in enumerate(RHETORIC)},
        "auc": {role: round(area, _DECIMALS) for role, area in auc.items()},
        "confusion": confusion.tolist(),
    }


def area_under_roc(scores: Floats, positive: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """The chance that a positive scores higher than a negative, ties counting half (Mann and Whitney); 0.5 without either.

    >>> area_under_roc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([False, False, True, True]))
    0.875
    """
    yes, no = int(positive.sum()), int((~positive).sum())
    if not yes or not no:
        return 0.5
    return float((rankdata(scores)[positive].sum() - yes * (yes + 1) / 2) / (yes * no))
