"""What a measured number says about a published one, and with what weight."""

from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from scipy.stats import norm, t

from litsynth.reproduce.statistics.equivalence import within
from litsynth.reproduce.statistics.resampling import Interval

Kind = Literal["exact", "close", "conceptual", "smoke"]
KINDS: tuple[Kind, ...] = ("exact", "close", "conceptual", "smoke")
"""Same data, model, settings and selection; a documented deviation; other data or scale, same mechanism; it only runs."""

Outcome = Literal["reproduced", "not reproduced", "inconclusive", "explained by selection", "no verdict"]

BAND_LANGUAGE, BAND_AVERAGE = 1.0, 0.5
"""Points of accuracy: two authors who re-ran their own systems differed by less in nearly every language.

LASER (mean difference 0.0, SD 0.50, largest 0.92 over 15 languages) and VECO (-0.1, 0.51, 1.09).
"""
SPREAD_LANGUAGE, SPREAD_AVERAGE = 0.35, 0.2
"""Standard deviation of one published value, in points: 0.5 / sqrt 2, and mDeBERTa's +-0.2 on the average."""
SELECTED = 2.0
"""Points that a sweep, or choosing an epoch for each language, is known to add."""

SCREENING = 3
"""Seeds without which a claim gets no verdict: six are for confirmation, see `paired.sign_flip`."""

_MOST: dict[Kind, float] = {"exact": 2.0, "close": 1.3, "conceptual": 0.5, "smoke": 0.0}
_HETEROGENEITY = 0.3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, and the interval that it rests on (points of accuracy)."""

    outcome: Outcome
    interval: Interval | None
    reason: str


def published_verdict(
    measured: list[float], published: float, kind: Kind, mark: str, average: bool, selected: bool
) -> Verdict:
    """A measured level against a published one, in points; `measured` has a value for each seed.

    `mark` is the reliability of the published cell: one from memory (M) gives no verdict. `selected` says that the
    paper chose epochs by language or swept settings. Levels are compared only where model and data are the same or
    nearly so: a conceptual or smoke run gives no verdict on them. One seed has no spread: the published one stands in.
    """
    spread, band = (SPREAD_AVERAGE, BAND_AVERAGE) if average else (SPREAD_LANGUAGE, BAND_LANGUAGE)
    difference = published_interval(measured, published, spread)
    if mark == "M":
        return Verdict("no verdict", difference, "the published cell was written from memory")
    if kind in ("conceptual", "smoke"):
        return Verdict("no verdict", difference, f"a {kind} run says nothing about levels")
    if within(difference, band):
        return Verdict("reproduced", difference, f"the difference lies within {band} points")
    if not difference.excludes_zero:
        return Verdict("inconclusive", difference, f"zero is possible, and so is a difference above {band} points")
    if selected and abs(difference.value) <= SELECTED:
        return Verdict("explained by selection", difference, "no more than the paper's choice of runs is known to add")
    return Verdict("not reproduced", difference, "zero is excluded")


def published_interval(measured: list[float], published: float, spread: float, level: float = 0.95) -> Interval:
    """Measured minus published, one draw of standard deviation `spread`; Welch-Satterthwaite degrees of freedom."""
    count = len(measured)
    mean = sum(measured) / count
    own = sum((value - mean) ** 2 for value in measured) / (count - 1) / count if count > 1 else spread**2
    variance = own + spread**2
    # The published spread comes from thirty differences: it counts as known.
    limit = (
        float(t.ppf((1 + level) / 2, variance**2 / own**2 * (count - 1)))
        if own > 0 and count > 1
        else float(norm.ppf((1 + level) / 2))
    )
    half = limit * sqrt(variance)
    return Interval(mean - published, mean - published - half, mean - published + half, level)


def claim_verdict(
    headline: Interval, ninety: Interval, margin: float, kind: Kind, seeds: int, others: list[Interval]
) -> Verdict:
    """Whether one system is better than another, as claimed: intervals of the difference, in points.

    `headline` is the 95% interval, `ninety` the 90% one for the equivalence test against `margin`; `others` are the
    headline intervals under other selections of epochs. What holds only under the one selection is explained by it.
    """
    if kind == "smoke":
        return Verdict("no verdict", headline, "a smoke run says nothing")
    if seeds < SCREENING:
        return Verdict("inconclusive", headline, f"{seeds} of the {SCREENING} seeds that a verdict needs")
    if headline.low > 0:
        if any(other.low <= 0 for other in others):
            return Verdict(
                "explained by selection", headline, "above zero under this choice of epochs, not under another"
            )
        return Verdict("reproduced", headline, "the interval lies above zero")
    if headline.high < 0:
        if any(other.high >= 0 for other in others):
            return Verdict(
                "explained by selection", headline, "below zero under this choice of epochs, not under another"
            )
        return Verdict("not reproduced", headline, "the interval lies below zero")
    if within(ninety, margin):
        return Verdict("not reproduced", headline, f"equivalent: the 90% interval lies within {margin} points")
    return Verdict("inconclusive", headline, "zero is possible, and so is a difference that matters")


def log_ratio(claimed: float, interval: Interval, kind: Kind) -> float:
    """log10 of how much likelier the measured difference is if the claim holds than if there is no difference.

    Normal densities about the claimed difference and about zero, variance tau^2 + SE^2, tau = 0.3 points, or half of
    the claimed difference for a conceptual run; capped at 2, 1.3, 0.5, 0 for exact, close, conceptual, smoke.
    """
    error = (interval.high - interval.low) / (2 * float(norm.ppf((1 + interval.level) / 2)))
    tau = abs(claimed) / 2 if kind == "conceptual" else _HETEROGENEITY
    spread = sqrt(tau**2 + error**2)
    if spread == 0:
        return 0.0
    nats = float(norm.logpdf(interval.value, claimed, spread)) - float(norm.logpdf(interval.value, 0, spread))
    return max(-_MOST[kind], min(_MOST[kind], nats / log(10)))
