"""Verdicts whose truth is known, and what a calibrator sees of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p

import numpy as np

from litsynth.calibrate.arrays import Floats, Ints
from litsynth.records import Grounds, Label

CLASSES: tuple[Label, ...] = ("supported", "not enough evidence", "refuted")
"""The labels that have a probability, in the order of all arrays of them."""

FEATURES = (
    "support",
    "refute",
    "log passages",
    "support x log passages",
    "refute x log passages",
    "said supported",
    "said refuted",
    "numbers agree",
    "numbers differ",
    "numbers absent",
    "in domain",
)
"""`support` and `refute` are log-odds of the strongest passage. The three of numbers are 0 where the claim
states none. "in domain" is 1 for verdicts of this field, 0 for those of the labelled sets of others: what one may expect
before any evidence differs between them.
"""

IN_DOMAIN = "natural language processing"
"""The field whose literature is synthesised."""

# Log-odds beyond this are a float's rounding, not evidence; the embedded verifier reaches about 7.
_LARGEST_LOG_ODDS = 8.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A verdict before abstention.

    Its label is `grounds.said`, which like those of `truth` is among CLASSES. `truth` holds the labels that may be
    right: one where it is known, two where all that is known is that the third is wrong. `source` is the data that it
    comes from, `field` the field of that, `group` what may not be parted from it (an abstract and the claims that cite
    it, a paper).
    """

    source: str
    field: str
    group: str
    grounds: Grounds
    passages: int
    truth: tuple[Label, ...]


def features(grounds: Grounds, passages: int, in_domain: bool) -> tuple[float, ...]:
    """The values of FEATURES. That the strongest of fifty passages is not the strongest of three is in the products.

    >>> features(Grounds("supported", support=0.5, refute=0.5, numbers="agree"), 1, False)[2:]
    (0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    """
    support, refute, many = _log_odds(grounds.support), _log_odds(grounds.refute), log(max(1, passages))
    flags = (
        grounds.said == "supported",
        grounds.said == "refuted",
        grounds.numbers == "agree",
        grounds.numbers == "differ",
        grounds.numbers == "absent",
        in_domain,
    )
    return (support, refute, many, support * many, refute * many, *map(float, flags))


def inputs_of(samples: Sequence[Sample]) -> Floats:
    """Shape (n, features)."""
    rows = [features(sample.grounds, sample.passages, sample.field == IN_DOMAIN) for sample in samples]
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


def said_of(samples: Sequence[Sample]) -> Ints:
    """The labels of the verdicts as indices of CLASSES, shape (n,)."""
    return np.array([CLASSES.index(sample.grounds.said) for sample in samples], dtype=np.int64)


def truth_of(samples: Sequence[Sample]) -> Floats:
    """Shape (n, classes): 1 where the label may be right, else 0."""
    rows = [[float(label in sample.truth) for label in CLASSES] for sample in samples]
    return np.array(rows, dtype=np.float64).reshape(-1, len(CLASSES))


def uncalibrated(samples: Sequence[Sample]) -> Floats:
    """The verifier's own opinion, shape (n, classes): its strongest support and refutation, and that neither holds."""
    sides = np.array([(sample.grounds.support, sample.grounds.refute) for sample in samples], dtype=np.float64)
    support, refute = sides.reshape(-1, 2).T
    rows = np.stack([support, (1 - support) * (1 - refute), refute], axis=1)
    return np.asarray(rows / rows.sum(axis=1, keepdims=True), dtype=np.float64)


def _log_odds(probability: float) -> float:
    if not 0 < probability < 1:
        return _LARGEST_LOG_ODDS if probability >= 1 else -_LARGEST_LOG_ODDS
    return max(-_LARGEST_LOG_ODDS, min(_LARGEST_LOG_ODDS, log(probability) - log1p(-probability)))
