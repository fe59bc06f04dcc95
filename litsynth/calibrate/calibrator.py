"""A calibrator: from the grounds of a verdict to the probability that its label is right; a small JSON file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from litsynth.calibrate.arrays import Floats
from litsynth.calibrate.regression import Regression
from litsynth.calibrate.samples import CLASSES, FEATURES, IN_DOMAIN, Sample, features, inputs_of
from litsynth.codec import decode, digest, dumps, encode
from litsynth.errors import BadRecord, UsageError
from litsynth.records import Grounds, Label, ReliabilityBin

METHOD = "multinomial logistic regression on the grounds of a verdict"


@dataclass(frozen=True, slots=True)
class DataUsed:
    """One set of verdicts: its file, the file's SHA-256, its field, and how many verdicts (and groups) each half has.

    `error` is the expected calibration error on the half that was not fitted on, `ideal` what a perfectly calibrated
    model would show there; both on [0, 1], None where that half has none.
    """

    name: str
    sha256: str
    field: str
    fitted: int
    fitted_groups: int
    evaluated: int
    evaluated_groups: int
    error: float | None
    ideal: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The error on the half that was not fitted on (see `measure.VerdictError`), with the 95% interval over groups.

    `precision` is that of the verdicts *supported* and *refuted* above the threshold, `coverage` their share of all.
    `reliability` are the bins with a verdict in them; none where the calibrator was made before they were kept.
    """

    n: int
    groups: int
    ece: float
    ece_low: float
    ece_high: float
    ideal: float
    adaptive: float
    brier: float
    nll: float
    precision: float
    coverage: float
    reliability: tuple[ReliabilityBin, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoresRate:
    """Verdicts that scores decided, as judged: how many, and how many were right."""

    judged: int
    right: int


@dataclass(frozen=True, slots=True)
class Calibrator:
    """`verifier` names the weights and the temperature that it was fitted for (see `verifier_key`).

    `weights` has a row for each of FEATURES, `bias` a value for each of CLASSES. `threshold` is the least probability at
    which verdicts reach `precision` on the half fitted on; None where no probability does. `scores` is None where too few
    verdicts by scores were judged.
    """

    verifier: str
    method: str
    features: tuple[str, ...]
    weights: tuple[tuple[float, float, float], ...]
    bias: tuple[float, float, float]
    precision: float
    threshold: float | None
    scores: ScoresRate | None
    data: tuple[DataUsed, ...]
    measured: Measured

    def __post_init__(self) -> None:
        values = [*self.bias, *(value for row in self.weights for value in row)]
        if self.features != FEATURES or len(self.weights) != len(FEATURES) or not all(map(isfinite, values)):
            raise BadRecord("its coefficients are not those of this version", "make it anew with: litsynth calibrate")

    @property
    def identity(self) -> str:
        """A digest of the content."""
        return digest(dumps(_content(self)))

    @property
    def abstain(self) -> float:
        """The least confidence of a verdict, infinite where none is sure enough."""
        return float("inf") if self.threshold is None else self.threshold

    @property
    def by_scores(self) -> float | None:
        """The confidence of a verdict by scores, by Laplace's rule of succession: (right + 1) / (judged + 2)."""
        return None if self.scores is None else (self.scores.right + 1) / (self.scores.judged + 2)

    @property
    def in_domain(self) -> bool:
        """Whether verdicts of the field itself were fitted on."""
        return any(used.field == IN_DOMAIN and used.fitted for used in self.data)

    def probability(self, label: Label, grounds: Grounds, passages: int) -> float:
        """That `label` is right, on [0, 1]; it and `grounds.said` are among CLASSES."""
        row = np.array([features(grounds, passages, self.in_domain)], dtype=np.float64)
        return round(float(self._regression.probabilities(row)[0, CLASSES.index(label)]), 6)

    def probabilities(self, samples: Sequence[Sample]) -> Floats:
        """Of each label for each verdict, shape (n, classes)."""
        return self._regression.probabilities(inputs_of(samples))

    @property
    def _regression(self) -> Regression:
        return Regression(np.array(self.weights, dtype=np.float64), np.array(self.bias, dtype=np.float64))


def verifier_key(identity: str) -> str:
    """What of a verifier's identity a calibrator depends on: name, revision and temperature, not the engine.

    The engines of one verifier differ by about 0.004 in probability (see `litsynth.models.embedded`).

    >>> verifier_key("litsynth-embedded@ab12 int8 onnx T=1.3")
    'litsynth-embedded@ab12 T=1.3'
    """
    name, *rest = identity.split()
    return " ".join([name, *(part for part in rest if part.startswith("T="))])


def calibrator_json(calibrator: Calibrator) -> str:
    """The file: content and identity, the same bytes for the same calibrator."""
    value = {"identity": calibrator.identity, **_content(calibrator)}
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _content(calibrator: Calibrator) -> dict[str, Any]:
    """Its fields; a calibrator without bins is the one that it was before they were kept."""
    value: dict[str, Any] = encode(calibrator)
    if not calibrator.measured.reliability:
        del value["measured"]["reliability"]
    return value


def read_calibrator(text: str, where: str, verifier: str) -> Calibrator:
    """The calibrator in a file's text.

    Raises BadRecord naming `where` on a text that is no calibrator or was changed, UsageError where it was fitted for
    another verifier than the one whose identity is given.
    """
    try:
        value = json.loads(text)
        if not isinstance(value, Mapping):
            raise BadRecord("not a JSON object")
        told = dict(value)
        identity = told.pop("identity", "")
        calibrator = decode(Calibrator, told)
    except (ValueError, BadRecord) as error:
        raise BadRecord(f"{where}: not a calibrator: {error}") from error
    if calibrator.identity != identity:
        raise BadRecord(f"{where}: its content is not that of identity {identity}", "make it with: litsynth calibrate")
    if calibrator.verifier != verifier_key(verifier):
        raise UsageError(
            f"{where} was fitted for {calibrator.verifier}, not for {verifier_key(verifier)}",
            "fit one for it with: litsynth calibrate",
        )
    return calibrator
