"""A calibrator made from verdicts whose truth is known, and measured on those that it was not made from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from litsynth.calibrate.calibrator import METHOD, Calibrator, DataUsed, Measured, ScoresRate, verifier_key
from litsynth.calibrate.compare import CALIBRATED, Comparison, Samples, Slice, compare, fit_half
from litsynth.calibrate.halves import halves
from litsynth.calibrate.measure import VerdictError
from litsynth.calibrate.regression import Regression
from litsynth.calibrate.samples import FEATURES, Sample
from litsynth.errors import UsageError

_FEWEST = 40  # verdicts in each half
_FEWEST_BY_SCORES = 20
_DECIMALS = 4


def make_calibrator(
    samples: Sequence[Sample], verifier: str, sha256: Mapping[str, str], precision: float
) -> tuple[Calibrator, Comparison]:
    """Fit on one half (see `halves`), measure on the other. `sha256` maps a sample's source to that of its file.

    `verifier` is the identity of the one that judged, `precision` what *supported* and *refuted* verdicts must reach.
    Raises UsageError where either half is too small.
    """
    fit, rest = halves([sample for sample in samples if sample.grounds.basis == "entailment"])
    if min(len(fit), len(rest)) < _FEWEST:
        told = f"{len(fit)} verdicts to fit on and {len(rest)} to measure on"
        raise UsageError(f"{told}: at least {_FEWEST} of each are needed", "give more data, or raise --limit")
    fitted = fit_half(fit)
    comparison = compare(fitted, fit, rest, precision)
    weights, bias = _coefficients(fitted.regression)
    calibrator = Calibrator(
        verifier=verifier_key(verifier),
        method=METHOD,
        features=FEATURES,
        weights=weights,
        bias=bias,
        precision=precision,
        threshold=comparison.thresholds[CALIBRATED],
        scores=_scores([sample for sample in samples if sample.grounds.basis == "scores"]),
        data=_data_used(fit, rest, comparison.slices["data"], sha256),
        measured=_measured(comparison.methods[CALIBRATED]),
    )
    return calibrator, comparison


def _coefficients(
    regression: Regression,
) -> tuple[tuple[tuple[float, float, float], ...], tuple[float, float, float]]:
    rows = [*regression.weights.tolist(), regression.bias.tolist()]
    *weights, bias = ((first, second, third) for first, second, third in rows)
    return tuple(weights), bias


def _scores(samples: Sequence[Sample]) -> ScoresRate | None:
    # Scores are seldom withheld: such a verdict is judged by the label that was said.
    right = sum(sample.grounds.said in sample.truth for sample in samples)
    return ScoresRate(len(samples), right) if len(samples) >= _FEWEST_BY_SCORES else None


def _data_used(
    fit: Samples, rest: Samples, parts: Mapping[str, Slice], sha256: Mapping[str, str]
) -> tuple[DataUsed, ...]:
    fields = {sample.source: sample.field for sample in (*fit, *rest)}
    used = []
    for source, field in sorted(fields.items()):
        one, other = ([sample.group for sample in half if sample.source == source] for half in (fit, rest))
        part = parts.get(source)
        used.append(
            DataUsed(
                name=source,
                sha256=sha256[source],
                field=field,
                fitted=len(one),
                fitted_groups=len(set(one)),
                evaluated=len(other),
                evaluated_groups=len(set(other)),
                error=round(part.ece[CALIBRATED], _DECIMALS) if part else None,
                ideal=round(part.ideal, _DECIMALS) if part else None,
            )
        )
    return tuple(used)


def _measured(found: VerdictError) -> Measured:
    values = {
        "ece": found.ece.value,
        "ece_low": found.ece.low,
        "ece_high": found.ece.high,
        "ideal": found.ideal,
        "adaptive": found.adaptive.value,
        "brier": found.brier.value,
        "nll": found.nll.value,
        "precision": found.precision.value,
        "coverage": found.coverage.value,
    }
    rounded = {name: round(value, _DECIMALS) for name, value in values.items()}
    bins = tuple(
        replace(one, confidence=round(one.confidence, _DECIMALS), accuracy=round(one.accuracy, _DECIMALS))
        for one in found.reliability
        if one.count
    )
    return Measured(n=found.n, groups=found.groups, reliability=bins, **rounded)
