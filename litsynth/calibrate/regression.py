"""Multinomial logistic regression: from features to calibrated class probabilities."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from litsynth.calibrate.arrays import Floats
from litsynth.calibrate.temperature import softmax

Features = Any
"""Shape (n, features): a float64 array or a scipy sparse matrix."""

_ITERATIONS = 1_000


@dataclass(frozen=True, slots=True)
class Regression:
    """`weights` has shape (features, classes), `bias` shape (classes,)."""

    weights: Floats
    bias: Floats

    def probabilities(self, features: Features) -> Floats:
        """Shape (n, classes); each row sums to 1."""
        return softmax(np.asarray(features @ self.weights + self.bias, dtype=np.float64))


def fit_regression(features: Features, targets: Floats, penalty: float = 1.0) -> Regression:
    """The weights with the least cross-entropy, summed over rows, plus penalty / 2 times their squared norm.

    `targets`, shape (n, classes), are one-hot labels or distributions of votes; the bias is not penalised. The problem
    is convex (strictly so but for a shift of the bias), so the start, zero, does not matter. With `penalty` = 1 / C
    this is the objective of scikit-learn's LogisticRegression.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - half a second, and only a fit needs it

    width, classes = features.shape[1], targets.shape[1]

    def loss(flat: Floats) -> tuple[float, Floats]:
        model = _unpack(flat, width, classes)
        probabilities = model.probabilities(features)
        entropy = -float((targets * np.log(np.clip(probabilities, 1e-300, None))).sum())
        error = probabilities * targets.sum(axis=1, keepdims=True) - targets
        slope = np.asarray(features.T @ error) + penalty * model.weights
        return entropy + penalty / 2 * float((model.weights**2).sum()), np.append(slope.ravel(), error.sum(axis=0))

    options = {"maxiter": _ITERATIONS, "ftol": 1e-12, "gtol": 1e-6}
    found = minimize(loss, np.zeros((width + 1) * classes), jac=True, method="L-BFGS-B", options=options)
    return _unpack(np.asarray(found.x, dtype=np.float64), width, classes)


def _unpack(flat: Floats, width: int, classes: int) -> Regression:
    return Regression(flat[: width * classes].reshape(width, classes), flat[width * classes :])
