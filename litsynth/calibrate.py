"""From logits to probabilities that mean what they say: temperature scaling and its error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """`ece`: expected calibration error with 15 equal-width bins (Guo et al. 2017), on [0, 1].

    `ideal_ece`: what a perfectly calibrated model with these confidences would show on as many pairs
    (its labels drawn from its own probabilities): the floor that sampling noise sets. `brier`: mean
    squared distance of the probability vector from the one-hot label, on [0, 2]. `n`: pairs.
    """

    ece: float
    ideal_ece: float
    brier: float
    accuracy: float
    n: int


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities of shape (n, classes) from logits of that shape, divided by the temperature."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


def fit_temperature(logits: Floats, labels: Ints) -> float:
    """The temperature in [0.05, 20] with the least negative log-likelihood (Guo et al. 2017, section 4.2).

    >>> round(fit_temperature(np.array([[4.0, 0.0], [4.0, 0.0], [4.0, 0.0], [0.0, 4.0]]), np.array([0, 0, 0, 0])), 2)
    3.64
    """

    def loss(log_temperature: float) -> float:
        chosen = softmax(logits, float(np.exp(log_temperature)))[np.arange(len(labels)), labels]
        return float(-np.log(np.clip(chosen, 1e-12, None)).mean())

    fitted = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded", options={"xatol": 1e-5})
    return float(np.exp(fitted.x))


def expected_calibration_error(confidence: Floats, correct: Floats, bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over equal-width bins, weighted by their size.

    >>> expected_calibration_error(np.array([0.9, 0.9]), np.array([1.0, 0.0]))
    0.4
    """
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[which == b].sum() - correct[which == b].sum()) for b in range(bins)]
    return float(sum(gaps) / max(1, len(confidence)))


def calibration_error(probabilities: Floats, labels: Ints, seed: int = 0, draws: int = 200) -> CalibrationError:
    """How far the probabilities, of shape (n, classes), are from the labels, and how far chance alone would put them."""
    confidence = probabilities.max(axis=1)
    correct = (probabilities.argmax(axis=1) == labels).astype(float)
    onehot = np.eye(probabilities.shape[1])[labels]
    chance = np.random.default_rng(seed)
    ideal = [
        expected_calibration_error(confidence, (chance.random(len(confidence)) < confidence).astype(float))
        for _ in range(draws)
    ]
    return CalibrationError(
        ece=expected_calibration_error(confidence, correct),
        ideal_ece=float(np.mean(ideal)),
        brier=float(((probabilities - onehot) ** 2).sum(axis=1).mean()),
        accuracy=float(correct.mean()),
        n=len(labels),
    )
