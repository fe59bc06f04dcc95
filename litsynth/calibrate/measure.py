"""How far the confidence of verdicts is from how often they are right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.calibrate.arrays import Floats, Ints, tie_means
from litsynth.calibrate.bootstrap import Interval, bootstrap
from litsynth.calibrate.coverage import CoveragePoint, risk_coverage
from litsynth.calibrate.error import BINS, bin_gaps, ideal_calibration_error, reliability_table
from litsynth.calibrate.samples import CLASSES, Sample, truth_of
from litsynth.records import ReliabilityBin

_NOTHING = CLASSES.index("not enough evidence")
_LEAST = 1e-12  # a probability of 0 for what came true would make the log-likelihood infinite


@dataclass(frozen=True, slots=True)
class VerdictError:
    """Of `n` verdicts in `groups` groups, with 95% intervals by resampling the groups.

    `confidence` is what a verdict states for its own label. `ece`: 15 equal-width bins; `adaptive`: 15 bins of equal
    mass; `ideal`: the `ece` that a perfectly calibrated model would show at these confidences and this `n`. `brier` (on
    [0, 1]) and `nll` (nats) score the confidence against whether the verdict is right, which is all that is known of
    a judged verdict. `precision` is that of the verdicts *supported* and *refuted* at the threshold (0 where there is
    none), `coverage` their share of all verdicts; `risk_coverage` has these verdicts alone, surest first.
    """

    n: int
    groups: int
    accuracy: float
    ece: Interval
    ideal: float
    adaptive: Interval
    brier: Interval
    nll: Interval
    answered: int
    precision: Interval
    coverage: Interval
    reliability: tuple[ReliabilityBin, ...]
    risk_coverage: tuple[CoveragePoint, ...]


def verdict_error(
    samples: Sequence[Sample], probabilities: Floats, said: Ints, threshold: float | None
) -> VerdictError:
    """The error of `probabilities`, shape (n, classes), for the labels `said`; `threshold` None: nothing is answered."""
    groups = [sample.group for sample in samples]
    rows = np.arange(len(said))
    confidence, right = probabilities[rows, said], truth_of(samples)[rows, said]
    stated = said != _NOTHING
    answered = stated & (confidence >= (np.inf if threshold is None else threshold))
    items = np.stack([answered * right, answered, np.ones(len(said))], axis=1).astype(np.float64)
    return VerdictError(
        n=len(said),
        groups=len(set(groups)),
        accuracy=float(right.mean()),
        ece=_mean_gap(bin_gaps(confidence, right), groups),
        ideal=ideal_calibration_error(confidence),
        adaptive=_mean_gap(_equal_mass(confidence, right), groups),
        brier=_mean((confidence - right) ** 2, groups),
        nll=_mean(-np.log(np.clip(np.where(right > 0, confidence, 1 - confidence), _LEAST, None)), groups),
        answered=int(answered.sum()),
        precision=bootstrap(items, groups, lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1)),
        coverage=bootstrap(items, groups, lambda sums: sums[:, 1] / np.maximum(sums[:, 2], 1)),
        reliability=reliability_table(confidence, right),
        risk_coverage=risk_coverage(confidence[stated], right[stated]),
    )


def withheld(said: Ints, probabilities: Floats, threshold: float | None) -> Ints:
    """The labels after abstention: what is not sure enough becomes not enough evidence."""
    confidence = probabilities[np.arange(len(said)), said]
    least = np.inf if threshold is None else threshold
    return np.where((said != _NOTHING) & (confidence < least), _NOTHING, said)


def _mean(values: Floats, groups: Sequence[str]) -> Interval:
    items = np.stack([values, np.ones(len(values))], axis=1)
    return bootstrap(items, groups, lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1))


def _mean_gap(gaps: Floats, groups: Sequence[str]) -> Interval:
    items = np.concatenate([gaps, np.ones((len(gaps), 1))], axis=1)
    return bootstrap(items, groups, lambda sums: np.abs(sums[:, :-1]).sum(axis=1) / np.maximum(sums[:, -1], 1))


def _equal_mass(confidence: Floats, right: Floats) -> Floats:
    """As `bin_gaps`, over bins by rank; ties share their mean correctness."""
    order = np.argsort(confidence, kind="stable")
    gaps = np.zeros((len(confidence), BINS))
    for number, part in enumerate(np.array_split(order, BINS)):
        gaps[part, number] = (confidence - tie_means(confidence, right))[part]
    return gaps
