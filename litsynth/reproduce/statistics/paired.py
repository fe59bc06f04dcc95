"""Tests of two systems on the same items or with the same seeds, and corrections for many of them."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from litsynth.reproduce.statistics.resampling import DRAWS, Floats, cluster_sums

# Up to here all sign patterns are counted instead of drawn: 2^16 = 65,536.
_EXACT = 16


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided p-value that two systems err alike, from the items that only one of them gets right.

    Items must be independent: one item a cluster. The discordant items are split by a fair coin under the null
    hypothesis (McNemar 1947, with binomial instead of chi-square probabilities).

    >>> round(mcnemar(1, 9), 6)  # 2 * (1 + 10) / 2^10
    0.021484
    """
    discordant = only_first + only_second
    if discordant == 0:
        return 1.0
    return min(1.0, 2 * float(binom.cdf(min(only_first, only_second), discordant, 0.5)))


def sign_flip(differences: ArrayLike, draws: int = DRAWS, seed: int = 0) -> float:
    """Two-sided p-value that paired differences, shape (n,), are symmetric about zero: swapping a pair flips its sign.

    Exact up to 16 differences, else from `draws` random patterns and the one observed (so never 0). With k differences
    it can not go below 2 / 2^k: 0.25 for three seeds, 0.031 for six.
    """
    values = np.asarray(differences, dtype=np.float64)
    observed = abs(values.sum())
    slack = 1e-9 * np.abs(values).sum()
    if len(values) <= _EXACT:
        bits = (np.arange(2 ** len(values))[:, None] >> np.arange(len(values))) & 1
        return float((np.abs((1 - 2 * bits) @ values) >= observed - slack).mean())
    chance = np.random.default_rng(seed)
    extreme = 1
    for start in range(0, draws, 1_000):
        signs = 1 - 2 * chance.integers(2, size=(min(1_000, draws - start), len(values)))
        extreme += int((np.abs(signs @ values) >= observed - slack).sum())
    return extreme / (draws + 1)


def cluster_permutation(
    first: ArrayLike, second: ArrayLike, clusters: ArrayLike, draws: int = DRAWS, seed: int = 0
) -> float:
    """Two-sided p-value that two systems are exchangeable, swapping them for whole clusters (approximate randomisation).

    Scores of shape (items,), as 0 or 1 or averaged over seeds.
    """
    sums, _ = cluster_sums((np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64))[None], clusters)
    return sign_flip(sums[0], draws, seed)


def paired_test(first: ArrayLike, second: ArrayLike, clusters: ArrayLike, draws: int = DRAWS, seed: int = 0) -> float:
    """McNemar's exact test where it applies (right or wrong, every item a cluster of its own), else by permutation."""
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    alone = len(np.unique(np.asarray(clusters))) == len(one)
    if alone and np.isin(one, (0, 1)).all() and np.isin(other, (0, 1)).all():
        return mcnemar(int((one > other).sum()), int((one < other).sum()))
    return cluster_permutation(one, other, clusters, draws, seed)


def holm(p_values: ArrayLike) -> Floats:
    """Adjusted p-values that keep the chance of any false rejection (Holm 1979); shape as given.

    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    adjusted = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    out = np.empty_like(values)
    out[order] = np.minimum(adjusted, 1)
    return out


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Adjusted p-values that keep the expected share of false rejections (Benjamini and Hochberg 1995).

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    ranks = np.arange(len(values), 0, -1)
    adjusted = np.minimum.accumulate(values[order] * len(values) / ranks)
    out = np.empty_like(values)
    out[order] = np.minimum(adjusted, 1)
    return out
