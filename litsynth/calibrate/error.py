"""How far probabilities are from what comes true: calibration error, Brier score, log-likelihood, reliability."""

from dataclasses import dataclass

import numpy as np

from litsynth.calibrate.arrays import Floats, Ints, one_hot, tie_means
from litsynth.records import ReliabilityBin

BINS = 15
_LEAST = 1e-12  # a probability of 0 for what came true would make the log-likelihood infinite


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """`ece`: expected calibration error with 15 equal-width bins (Guo et al. 2017), on [0, 1].

    `ideal_ece`: what a perfectly calibrated model with these confidences would show on as many pairs
    (its labels drawn from its own probabilities): the floor that sampling noise sets. `adaptive_ece`: with
    15 bins of equal mass. `brier`: mean squared distance of the probability vector from the one-hot label, on
    [0, 2]. `nll`: mean negative log-likelihood in nats. `n`: pairs.
    """

    ece: float
    ideal_ece: float
    adaptive_ece: float
    brier: float
    nll: float
    accuracy: float
    n: int


def expected_calibration_error(confidence: Floats, correct: Floats, bins: int = BINS) -> float:
    """Mean distance between confidence and accuracy over equal-width bins, weighted by their size.

    >>> expected_calibration_error(np.array([0.9, 0.9]), np.array([1.0, 0.0]))
    0.4
    """
    return float(np.abs(bin_gaps(confidence, correct, bins).sum(axis=0)).sum() / max(1, len(confidence)))


def bin_gaps(confidence: Floats, correct: Floats, bins: int = BINS) -> Floats:
    """Shape (n, bins): confidence minus correctness of each item in the column of its bin, else 0.

    The expected calibration error is the sum of the absolute column sums over n.
    """
    gaps = np.zeros((len(confidence), bins))
    gaps[np.arange(len(confidence)), _bin_of(confidence, bins)] = confidence - correct
    return gaps


def adaptive_calibration_error(confidence: Floats, correct: Floats, bins: int = BINS) -> float:
    """The same over bins of equal mass: by rank of confidence, sizes that differ by at most one (Nguyen and O'Connor 2015).

    Ties share their mean correctness, so that the order of the items changes nothing.

    >>> adaptive_calibration_error(np.array([0.9, 0.8, 0.6, 0.5]), np.array([1.0, 1.0, 0.0, 0.0]), bins=2)
    0.35
    """
    order = np.argsort(confidence, kind="stable")
    gaps = (confidence - tie_means(confidence, correct))[order]
    return float(sum(abs(part.sum()) for part in np.array_split(gaps, bins)) / max(1, len(confidence)))


def ideal_calibration_error(confidence: Floats, seed: int = 0, draws: int = 200) -> float:
    """The mean expected calibration error over `draws` in which each item is right with the probability it states."""
    chance = np.random.default_rng(seed)
    drawn = [
        expected_calibration_error(confidence, (chance.random(len(confidence)) < confidence).astype(float))
        for _ in range(draws)
    ]
    return float(np.mean(drawn))


def reliability_table(confidence: Floats, correct: Floats, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """The reliability diagram as numbers, lowest confidence first; every bin is listed, empty ones too."""
    which = _bin_of(confidence, bins)
    counts = np.bincount(which, minlength=bins)
    sizes = np.maximum(counts, 1)
    means = np.bincount(which, weights=confidence, minlength=bins) / sizes
    shares = np.bincount(which, weights=correct, minlength=bins) / sizes
    return tuple(
        ReliabilityBin(at / bins, (at + 1) / bins, int(counts[at]), float(means[at]), float(shares[at]))
        for at in range(bins)
    )


def brier_score(probabilities: Floats, targets: Floats) -> float:
    """Mean squared distance of probabilities from targets, both of shape (n, classes), on [0, 2] (Brier 1950).

    Targets are one-hot labels or a distribution of votes.
    """
    return float(((probabilities - targets) ** 2).sum(axis=1).mean())


def negative_log_likelihood(probabilities: Floats, targets: Floats) -> float:
    """Mean cross-entropy in nats of targets (one-hot or votes) under probabilities, both of shape (n, classes)."""
    return float(-(targets * np.log(np.clip(probabilities, _LEAST, None))).sum(axis=1).mean())


def calibration_error(probabilities: Floats, labels: Ints, seed: int = 0, draws: int = 200) -> CalibrationError:
    """How far the probabilities, of shape (n, classes), are from the labels, and how far chance alone would put them."""
    confidence = probabilities.max(axis=1)
    correct = (probabilities.argmax(axis=1) == labels).astype(float)
    targets = one_hot(labels, probabilities.shape[1])
    return CalibrationError(
        ece=expected_calibration_error(confidence, correct),
        ideal_ece=ideal_calibration_error(confidence, seed, draws),
        adaptive_ece=adaptive_calibration_error(confidence, correct),
        brier=brier_score(probabilities, targets),
        nll=negative_log_likelihood(probabilities, targets),
        accuracy=float(correct.mean()),
        n=len(labels),
    )


def _bin_of(confidence: Floats, bins: int) -> Ints:
    return np.asarray(np.minimum((confidence * bins).astype(int), bins - 1), dtype=np.int64)
