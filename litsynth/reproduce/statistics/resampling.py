"""Intervals when items come in clusters and systems are trained with several seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, t

Floats = NDArray[np.float64]

DRAWS = 10_000
# Draws made at once: bounds the memory to some tens of megabytes.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and where the middle `level` of its bootstrap distribution lies."""

    value: float
    low: float
    high: float
    level: float

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0

    def scaled(self, factor: float) -> "Interval":
        """The same in another unit; the factor is positive."""
        return Interval(self.value * factor, self.low * factor, self.high * factor, self.level)


def two_way_bootstrap(
    values: ArrayLike, clusters: ArrayLike, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Interval:
    """The mean of `values`, shape (seeds, items), resampling seeds and clusters of items, both with replacement.

    `clusters` names the cluster of each item, shape (items,). With one seed only the clusters are resampled; the interval
    then says nothing about other seeds. For the difference of two systems give their differences item by item: seeds and
    items are paired. Deviations that come from resampling k seeds are widened by sqrt(k / (k - 1)): the spread of so few
    values about their own mean is too small by that factor (Davison and Hinkley 1997, section 2.4).

    With one seed the limits are percentiles. With several they are the mean and so many bootstrap standard errors as
    Student's t has, with the degrees of freedom of Satterthwaite 1946 (Biometrics Bulletin 2): those of the normal where
    the items decide, k - 1 where the seeds do, for the percentiles of three values drawn again lie too far inside. Raises
    ValueError on arrays of wrong shape.
    """
    table, sizes = cluster_sums(values, clusters)
    seeds = len(table)
    mean = float(table.sum() / (seeds * sizes.sum()))
    drawn = [_draw(table, sizes, count, seed, start) for start, count in _parts(draws)]
    centres, means = (np.concatenate(column) for column in zip(*drawn, strict=True))
    if seeds == 1:
        low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
        return Interval(mean, float(low), float(high), level)
    half = _limit(float(means.var()), float(centres.var()), seeds, level) * float(means.std())
    return Interval(mean, mean - half, mean + half, level)


def _limit(whole: float, of_items: float, seeds: int, level: float) -> float:
    """Student's t for variances of a mean over seeds: the whole one, and the part of it that is due to the items."""
    of_seeds = whole - of_items
    quantile = (1 + level) / 2
    if of_seeds <= 0:
        return float(norm.ppf(quantile))
    return float(t.ppf(quantile, (seeds - 1) * (whole / of_seeds) ** 2))


def cluster_bootstrap(
    values: ArrayLike, clusters: ArrayLike, level: float = 0.95, draws: int = DRAWS, seed: int = 0
) -> Interval:
    """The mean of `values`, shape (items,), resampling whole clusters: the interval over other items of this kind."""
    return two_way_bootstrap(np.asarray(values, dtype=np.float64)[None], clusters, level, draws, seed)


def pooled(rows: Sequence[Floats], clusters: Sequence[Sequence[str]]) -> tuple[Floats, tuple[str, ...]]:
    """Values of shape (seeds, items) of several test sets as one table whose mean is the mean of theirs, and its clusters.

    Of sets with the same clusters item by item (one test set in several languages) it is their mean. Of other sets it
    holds all items: each set's mean is taken out and its items are weighted, so that resampling all clusters together
    gives the variance of the mean of the sets. Clusters of one name are one: that keeps what translations of one item have
    in common, and does nothing to items that only happen to have one name.
    """
    if all(tuple(names) == tuple(clusters[0]) for names in clusters):
        return np.mean(rows, axis=0), tuple(clusters[0])
    means = [row.mean(axis=1, keepdims=True) for row in rows]
    total = sum(row.shape[1] for row in rows)
    spread = [(row - mean) * total / (len(rows) * row.shape[1]) for row, mean in zip(rows, means, strict=True)]
    names = tuple(name for own in clusters for name in own)
    return np.concatenate(spread, axis=1) + np.mean(means, axis=0), names


def cluster_sums(values: ArrayLike, clusters: ArrayLike) -> tuple[Floats, Floats]:
    """Sums of shape (seeds, clusters) and the sizes of the clusters; clusters in sorted order of their names."""
    table = np.asarray(values, dtype=np.float64)
    names = np.asarray(clusters)
    if table.ndim != 2 or names.shape != table.shape[1:] or not table.size:
        raise ValueError(f"values of shape {table.shape} and clusters of shape {names.shape}")
    _, group = np.unique(names, return_inverse=True)
    sums = np.stack([np.bincount(group, weights=row) for row in table]).astype(np.float64)
    return sums, np.bincount(group).astype(np.float64)


def _draw(table: Floats, sizes: Floats, draws: int, seed: int, start: int) -> tuple[Floats, Floats]:
    """Means over all seeds, and over seeds drawn again, widened; shape (draws,) each."""
    seeds, clusters = table.shape
    weights = _times_drawn(clusters, draws, seed, start).astype(np.float64)
    by_seed = weights @ table.T / (weights @ sizes)[:, None]
    centre = by_seed.mean(axis=1)
    if seeds == 1:
        return centre, centre
    chance = np.random.default_rng([seed, start, 1])
    again = np.take_along_axis(by_seed, chance.integers(seeds, size=(draws, seeds)), axis=1).mean(axis=1)
    return centre, centre + np.sqrt(seeds / (seeds - 1)) * (again - centre)


# As many as a whole bootstrap has parts: a report resamples the same test set hundreds of times.
@lru_cache(maxsize=DRAWS // _AT_ONCE)
def _times_drawn(clusters: int, draws: int, seed: int, start: int) -> NDArray[np.int16]:
    """How often each cluster is in each draw, shape (draws, clusters)."""
    chance = np.random.default_rng([seed, start, 0])
    picked = chance.integers(clusters, size=(draws, clusters)) + clusters * np.arange(draws)[:, None]
    return np.bincount(picked.ravel(), minlength=draws * clusters).reshape(draws, clusters).astype(np.int16)


def _parts(draws: int) -> list[tuple[int, int]]:
    return [(start, min(_AT_ONCE, draws - start)) for start in range(0, draws, _AT_ONCE)]
