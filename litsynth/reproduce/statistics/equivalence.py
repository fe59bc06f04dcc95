"""Is a difference small enough not to matter? Not finding one does not say so."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t

from litsynth.reproduce.statistics.resampling import Interval


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Two one-sided tests: `p` is the larger of theirs; `interval` has the level 1 - 2 alpha."""

    p: float
    interval: Interval
    equivalent: bool


def t_interval(differences: ArrayLike, level: float = 0.95) -> Interval:
    """The mean of paired differences, shape (k,), with Student's t on k - 1 degrees. Raises ValueError for k < 2."""
    values = np.asarray(differences, dtype=np.float64)
    if len(values) < 2:
        raise ValueError(f"{len(values)} differences: a spread needs at least two")
    half = float(t.ppf((1 + level) / 2, len(values) - 1)) * float(values.std(ddof=1)) / sqrt(len(values))
    mean = float(values.mean())
    return Interval(mean, mean - half, mean + half, level)


def tost(differences: ArrayLike, margin: float, alpha: float = 0.05) -> Equivalence:
    """Whether the mean of paired differences, shape (k,), lies within +-margin (Schuirmann 1987).

    The two one-sided t tests are both significant just when the 1 - 2 alpha interval lies inside the margin.
    """
    values = np.asarray(differences, dtype=np.float64)
    interval = t_interval(values, 1 - 2 * alpha)
    error = float(values.std(ddof=1)) / sqrt(len(values))
    inside = margin - abs(interval.value)
    p = float(t.sf(inside / error, len(values) - 1)) if error > 0 else float(inside <= 0)
    return Equivalence(p, interval, within(interval, margin))


def within(interval: Interval, margin: float) -> bool:
    """Whether an interval lies wholly inside +-margin."""
    return -margin < interval.low and interval.high < margin
