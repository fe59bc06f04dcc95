"""Everything that is said of one system's probabilities on one benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.benchmarks.classification import ClassScore, accuracy, by_class, confusion_items, macro_f1
from litsynth.benchmarks.examples import LABELS
from litsynth.benchmarks.selective import Selective, selective
from litsynth.benchmarks.systems import Gold, System, cross_predict
from litsynth.calibrate import (
    CalibrationError,
    CoveragePoint,
    Floats,
    Interval,
    Ints,
    bin_gaps,
    bootstrap,
    brier_score,
    calibration_error,
    negative_log_likelihood,
    reliability_table,
    risk_coverage,
)
from litsynth.records import ReliabilityBin


@dataclass(frozen=True, slots=True)
class VoteScores:
    """Against the distribution of votes: Brier score on [0, 2] and log-likelihood in nats; `entropy` of the votes

    themselves is the least that the log-likelihood can be. `unanimous` is the accuracy where all votes agree.
    """

    brier: float
    nll: float
    entropy: float
    unanimous: float
    unanimous_examples: int


@dataclass(frozen=True, slots=True)
class Scores:
    """`confusion[i][j]`: examples of LABELS[i] that were called LABELS[j]. `precision`: what abstaining would buy, at

    thresholds chosen on the other folds. `votes` is empty where there are none.
    """

    accuracy: Interval
    macro_f1: Interval
    classes: dict[str, ClassScore]
    confusion: tuple[tuple[int, ...], ...]
    calibration: CalibrationError
    ece: Interval
    reliability: tuple[ReliabilityBin, ...]
    risk_coverage: tuple[CoveragePoint, ...]
    precision: tuple[Selective, ...]
    votes: tuple[VoteScores, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A system's cross-predicted probabilities, shape (n, labels), and what is said of them."""

    name: str
    probabilities: Floats
    scores: Scores

    @property
    def predicted(self) -> Ints:
        """The most probable label of each example; of two alike the first."""
        return np.asarray(self.probabilities.argmax(axis=1), dtype=np.int64)


def score(system: System, gold: Gold, fold: Ints, groups: Sequence[str], abstaining: bool) -> Scored:
    """Each fold predicted from the others, and scored; intervals are over `groups`. `abstaining`: fill `precision`."""
    rows = np.arange(len(gold.labels))
    probabilities = cross_predict(system.predict, fold, rows)
    confidence, predicted = probabilities.max(axis=1), probabilities.argmax(axis=1)
    correct = (predicted == gold.labels).astype(float)
    items = confusion_items(gold.labels, predicted)
    sums = items.sum(axis=0)
    scores = Scores(
        accuracy=bootstrap(items, groups, accuracy),
        macro_f1=bootstrap(items, groups, macro_f1(gold.in_use)),
        classes=by_class(sums, gold.in_use),
        confusion=tuple(tuple(map(int, row)) for row in sums.reshape(len(LABELS), -1)),
        calibration=calibration_error(probabilities, gold.labels),
        ece=_ece(confidence, correct, groups),
        reliability=reliability_table(confidence, correct),
        risk_coverage=risk_coverage(confidence, correct),
        precision=selective(system.predict, probabilities, gold, fold, groups) if abstaining else (),
        votes=_votes(probabilities, gold),
    )
    return Scored(system.name, probabilities, scores)


def _ece(confidence: Floats, correct: Floats, groups: Sequence[str]) -> Interval:
    gaps = bin_gaps(confidence, correct)
    items = np.concatenate([gaps, np.ones((len(gaps), 1))], axis=1)
    return bootstrap(items, groups, lambda sums: np.abs(sums[:, :-1]).sum(axis=1) / np.maximum(sums[:, -1], 1))


def _votes(probabilities: Floats, gold: Gold) -> tuple[VoteScores, ...]:
    agreed = gold.targets.max(axis=1) == 1
    if agreed.all():
        return ()
    right = probabilities.argmax(axis=1) == gold.targets.argmax(axis=1)
    return (
        VoteScores(
            brier_score(probabilities, gold.targets),
            negative_log_likelihood(probabilities, gold.targets),
            negative_log_likelihood(gold.targets, gold.targets),
            float(right[agreed].mean()) if agreed.any() else 0.0,
            int(agreed.sum()),
        ),
    )
