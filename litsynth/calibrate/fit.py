"""Fitting a calibrator's probabilities to verdicts whose truth is known, fully or in part."""

from collections.abc import Sequence

import numpy as np

from litsynth.calibrate.arrays import Floats
from litsynth.calibrate.coverage import threshold_at_precision
from litsynth.calibrate.regression import Regression, fit_regression
from litsynth.calibrate.samples import CLASSES, Sample, inputs_of, said_of, truth_of, uncalibrated
from litsynth.calibrate.temperature import fit_temperature, softmax

_ROUNDS = 30
_SETTLED = 1e-6  # largest change of a probability between two rounds
_DECIMALS = 6
_LEAST = 1e-9
_FEWEST = 30


def fit_verdicts(samples: Sequence[Sample]) -> Regression:
    """Multinomial regression on the features of verdicts, its coefficients rounded to six decimals.

    Where a verdict is only known to be wrong, its weight is shared among the other labels by the regression's own
    probabilities, round after round (expectation-maximisation, Dempster et al. 1977).
    """
    inputs, truth = inputs_of(samples), truth_of(samples)
    shares = truth / truth.sum(axis=1, keepdims=True)
    partly = bool((truth.sum(axis=1) > 1).any())
    for _ in range(_ROUNDS):
        found = fit_regression(inputs, shares)
        possible = truth * np.clip(found.probabilities(inputs), _LEAST, None)
        new = possible / possible.sum(axis=1, keepdims=True)
        if not partly or float(np.abs(new - shares).max()) < _SETTLED:
            break
        shares = new
    return Regression(np.round(found.weights, _DECIMALS), np.round(found.bias, _DECIMALS))


def fit_verdict_temperature(samples: Sequence[Sample]) -> float:
    """The one temperature of the verifier's own opinions that fits best, over the verdicts whose truth is known."""
    known = [sample for sample in samples if len(sample.truth) == 1]
    labels = np.array([CLASSES.index(sample.truth[0]) for sample in known], dtype=np.int64)
    return round(fit_temperature(_logits(known), labels), _DECIMALS)


def tempered(samples: Sequence[Sample], temperature: float) -> Floats:
    """The verifier's own opinions at a temperature, shape (n, classes)."""
    return softmax(_logits(samples), temperature)


def threshold_for(samples: Sequence[Sample], probabilities: Floats, precision: float) -> float | None:
    """The least confidence at which *supported* and *refuted* verdicts are right so often; None where none is.

    That is rounded up to four decimals, so that a file's threshold holds what it was chosen for. Of fewer than 30 verdicts
    no share is trusted.
    """
    said = said_of(samples)
    answered = said != CLASSES.index("not enough evidence")
    rows = np.arange(len(said))
    confidence, right = probabilities[rows, said], truth_of(samples)[rows, said]
    found = threshold_at_precision(confidence[answered], right[answered], precision)
    return float(np.ceil(found * 1e4 - 1e-9) / 1e4) if int((confidence[answered] >= found).sum()) >= _FEWEST else None


def _logits(samples: Sequence[Sample]) -> Floats:
    return np.asarray(np.log(np.clip(uncalibrated(samples), _LEAST, None)), dtype=np.float64)
