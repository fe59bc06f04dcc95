"""A calibrator's probabilities beside those without it: uncalibrated, and with one temperature."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.calibrate.arrays import Floats
from litsynth.calibrate.error import expected_calibration_error, ideal_calibration_error
from litsynth.calibrate.fit import fit_verdict_temperature, fit_verdicts, tempered, threshold_for
from litsynth.calibrate.measure import VerdictError, verdict_error, withheld
from litsynth.calibrate.regression import Regression
from litsynth.calibrate.samples import Sample, inputs_of, said_of, truth_of, uncalibrated

Samples = tuple[Sample, ...]
CALIBRATED = "calibrated"

_PASSAGES = ((1, "1"), (4, "2 to 4"), (12, "5 to 12"))
_MORE = "13 or more"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Everything that is fitted on one half."""

    temperature: float
    regression: Regression

    def opinions(self, samples: Samples) -> dict[str, Floats]:
        """By method the probabilities, of shape (n, classes)."""
        return {
            "uncalibrated": uncalibrated(samples),
            "temperature": tempered(samples, self.temperature),
            CALIBRATED: self.regression.probabilities(inputs_of(samples)),
        }


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the verdicts: how many, the share that is right, and by method the mean confidence and the error."""

    n: int
    accuracy: float
    ideal: float
    confidence: dict[str, float]
    ece: dict[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is measured. `methods`: on the half that nothing was fitted on; `crossed`: each half by the other's fit.

    `withheld` is after abstention, over verdicts whose truth is known. `slices` are parts of that half by data, number
    of passages, fate of the claim's numbers, and verdict. `thresholds` gives each method's own for the precision.
    """

    fitted: int
    temperature: float
    thresholds: dict[str, float | None]
    methods: dict[str, VerdictError]
    withheld: VerdictError
    crossed: dict[str, VerdictError]
    slices: dict[str, dict[str, Slice]]


def fit_half(samples: Samples) -> Fitted:
    """Temperature and regression, each fitted on these verdicts."""
    return Fitted(fit_verdict_temperature(samples), fit_verdicts(samples))


def compare(fitted: Fitted, fit: Samples, rest: Samples, precision: float) -> Comparison:
    """What was fitted on `fit`, measured on `rest`; thresholds are chosen on `fit` for the precision."""
    told = fitted.opinions(rest)
    thresholds = {name: threshold_for(fit, values, precision) for name, values in fitted.opinions(fit).items()}
    return Comparison(
        fitted=len(fit),
        temperature=fitted.temperature,
        thresholds=thresholds,
        methods={name: verdict_error(rest, values, said_of(rest), thresholds[name]) for name, values in told.items()},
        withheld=_withheld(rest, told[CALIBRATED], thresholds[CALIBRATED]),
        crossed=_crossed(fit, rest, told),
        slices=slices_of(rest, told),
    )


def slices_of(samples: Samples, told: Mapping[str, Floats]) -> dict[str, dict[str, Slice]]:
    """Parts of the verdicts, by what they are told apart by and its value."""
    every, said = np.arange(len(samples)), said_of(samples)
    right = truth_of(samples)[every, said]
    confidence = {name: probabilities[every, said] for name, probabilities in told.items()}
    kinds: dict[str, Callable[[Sample], str]] = {
        "data": lambda sample: sample.source,
        "passages": lambda sample: next((name for most, name in _PASSAGES if sample.passages <= most), _MORE),
        "numbers": lambda sample: sample.grounds.numbers,
        "verdict": lambda sample: sample.grounds.said,
    }
    out: dict[str, dict[str, Slice]] = {}
    for kind, name_of in kinds.items():
        names = [name_of(sample) for sample in samples]
        parts = {name: [row for row, other in enumerate(names) if other == name] for name in sorted(set(names))}
        out[kind] = {name: _slice(part, right, confidence) for name, part in parts.items()}
    return out


def _slice(use: Sequence[int], right: Floats, confidence: Mapping[str, Floats]) -> Slice:
    return Slice(
        n=len(use),
        accuracy=float(right[use].mean()),
        ideal=ideal_calibration_error(confidence[CALIBRATED][use]),
        confidence={name: float(values[use].mean()) for name, values in confidence.items()},
        ece={name: expected_calibration_error(values[use], right[use]) for name, values in confidence.items()},
    )


def _withheld(samples: Samples, probabilities: Floats, threshold: float | None) -> VerdictError:
    # What is only known to be wrong under one label has no known truth under another.
    known = [row for row, sample in enumerate(samples) if len(sample.truth) == 1]
    after = withheld(said_of(samples), probabilities, threshold)
    return verdict_error([samples[row] for row in known], probabilities[known], after[known], threshold)


def _crossed(fit: Samples, rest: Samples, told: Mapping[str, Floats]) -> dict[str, VerdictError]:
    back = fit_half(rest).opinions(fit)
    everything = (*fit, *rest)
    return {
        name: verdict_error(everything, np.concatenate([back[name], told[name]]), said_of(everything), None)
        for name in told
    }
