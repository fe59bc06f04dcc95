"""The best of many is better than it is: what is left of its gain once the choice is allowed for."""

from dataclasses import dataclass
from itertools import product
from math import factorial

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import quad
from scipy.stats import norm

from litsynth.reproduce.statistics.resampling import DRAWS, Floats


@dataclass(frozen=True, slots=True)
class Best:
    """The best of several arms against a baseline, means over seeds.

    `gain` is what a paper would print, `expected` what the best gains on average when all arms are alike, `corrected` the
    difference of both, `p` the chance of a gain as large as this when all are alike.
    """

    arm: int
    gain: float
    expected: float
    corrected: float
    p: float


def expected_maximum(arms: int, spread: float) -> float:
    """The mean of the largest of so many independent normal values of mean 0 and standard deviation `spread`.

    >>> round(expected_maximum(2, 1.0), 4)  # 1 / sqrt(pi)
    0.5642
    """
    density = lambda x: x * arms * norm.pdf(x) * norm.cdf(x) ** (arms - 1)  # noqa: E731 - the integrand, as in the formula
    return spread * float(quad(density, -12, 12)[0])


def best_of_many(scores: ArrayLike, baseline: ArrayLike, draws: int = DRAWS, seed: int = 0) -> Best:
    """The best of `scores`, shape (arms, seeds), against `baseline`, shape (seeds,), and the null of the maximum.

    Under the null hypothesis labels of arms, the baseline's too, are exchangeable within a seed. All permutations are
    counted when there are no more than `draws`, else so many are drawn.
    """
    table = np.vstack([np.asarray(baseline, dtype=np.float64), np.asarray(scores, dtype=np.float64)])
    gains = table[1:].mean(axis=1) - table[0].mean()
    arm = int(gains.argmax())
    null = _null(table, draws, seed)
    expected = float(null.mean())
    at_least = null >= gains[arm] - 1e-12
    exact = _patterns(*table.shape) <= draws
    p = float(at_least.mean()) if exact else float((at_least.sum() + 1) / (len(null) + 1))
    return Best(arm, float(gains[arm]), expected, float(gains[arm]) - expected, p)


def nested_gain(dev: ArrayLike, test: ArrayLike, baseline: ArrayLike) -> Floats:
    """The gain on test of the arm chosen on dev, seed by seed; shapes (arms, seeds), (arms, seeds), (seeds,).

    The choice for a seed is made on the dev scores of the other seeds (all, when there is one), so that neither the test
    set nor the seed that is scored takes part in it.
    """
    chosen_on, scored = np.asarray(dev, dtype=np.float64), np.asarray(test, dtype=np.float64)
    seeds = chosen_on.shape[1]
    gains = np.empty(seeds)
    for number in range(seeds):
        others = [other for other in range(seeds) if other != number] or [number]
        arm = int(chosen_on[:, others].mean(axis=1).argmax())
        gains[number] = scored[arm, number] - np.asarray(baseline, dtype=np.float64)[number]
    return gains


def _patterns(arms: int, seeds: int) -> int:
    orders: int = factorial(arms) ** seeds
    return orders


def _null(table: Floats, draws: int, seed: int) -> Floats:
    """The largest gain under each relabelling, the baseline being whatever comes first."""
    arms, seeds = table.shape
    if _patterns(*table.shape) <= draws:
        orders = list(product(_orders(arms), repeat=seeds))
        mixed = np.stack(
            [np.stack([table[list(order), place] for place, order in enumerate(each)], 1) for each in orders]
        )
    else:
        chance = np.random.default_rng(seed)
        keys = chance.random((draws, arms, seeds)).argsort(axis=1)
        mixed = np.take_along_axis(np.broadcast_to(table, (draws, arms, seeds)), keys, axis=1)
    means = mixed.mean(axis=2)
    return np.asarray(means[:, 1:].max(axis=1) - means[:, 0])


def _orders(count: int) -> list[tuple[int, ...]]:
    return [order for order in product(range(count), repeat=count) if len(set(order)) == count]
