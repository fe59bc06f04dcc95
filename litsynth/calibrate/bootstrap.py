"""Percentile intervals by resampling groups (Efron and Tibshirani 1993): items of one group are not independent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from litsynth.calibrate.arrays import Floats

DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A statistic, and where the middle `level` of its bootstrap distribution lies.

    `not_above_zero` is the share of draws that are 0 or less: for a difference, the one-sided bootstrap p-value of
    "is not larger".
    """

    value: float
    low: float
    high: float
    not_above_zero: float
    draws: int


def bootstrap(
    items: Floats,
    groups: Sequence[str],
    statistic: Callable[[Floats], Floats],
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Interval:
    """The interval of a statistic of sums: whole groups are drawn with replacement, as many as there are.

    `items` has shape (n, columns); `statistic` takes column sums of shape (draws, columns) and gives shape (draws,).
    So a mean is `lambda sums: sums[:, 0] / sums[:, 1]` over columns of values and ones; with the columns of two systems
    side by side it is a paired bootstrap.
    """
    _, group = np.unique(np.asarray(groups), return_inverse=True)
    count = int(group.max()) + 1
    totals = np.zeros((count, items.shape[1]))
    np.add.at(totals, group, items)
    values = statistic(_times_drawn(count, draws, seed) @ totals)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    whole = float(statistic(totals.sum(axis=0, keepdims=True))[0])
    return Interval(whole, float(low), float(high), float((values <= 0).mean()), draws)


@lru_cache(maxsize=1)
def _times_drawn(groups: int, draws: int, seed: int) -> Floats:
    """How often each group is in each draw, shape (draws, groups): the same for every statistic of one data set."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(groups, np.full(groups, 1 / groups), size=draws).astype(np.float64)
