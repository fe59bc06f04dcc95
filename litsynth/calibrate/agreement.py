"""How far reviewers agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number.

kappa: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1).
alpha: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: nominal data, any number of observers,
missing values. Both are ratios of sums over items, so that their intervals come from drawing items with replacement.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from litsynth.calibrate.arrays import Floats
from litsynth.calibrate.bootstrap import bootstrap

FEWEST = 10
"""Items below which no interval is given: so few make a bootstrap interval far too narrow."""

Ratings = Sequence[Mapping[str, str]]
"""For each item, the label that each reviewer gave it; who did not judge it is not there."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient between `reviewers`, on [-1, 1] (1: agreement, 0: as by chance).

    `items` are those that count: judged by both, or by two or more. `observed` is the share of pairs of judgements on
    one item that are the same (pairs of an item weighted so that each judgement counts once). `value` is None where no
    item counts or all labels are one: then chance cannot be told from agreement. `low` and `high`: the bootstrap interval
    over items, in which a draw without two labels counts as 0 (None below FEWEST items).
    """

    coefficient: str
    reviewers: tuple[str, ...]
    items: int
    observed: float | None
    value: float | None
    low: float | None
    high: float | None


def agreements(ratings: Ratings) -> tuple[Agreement, ...]:
    """Krippendorff's alpha over all reviewers, then Cohen's kappa of each pair; nothing for fewer than two reviewers."""
    names = sorted({name for item in ratings for name in item})
    if len(names) < 2:
        return ()
    return (krippendorff_alpha(ratings), *(cohen_kappa(ratings, one, other) for one, other in combinations(names, 2)))


def cohen_kappa(ratings: Ratings, one: str, other: str) -> Agreement:
    """Cohen's kappa of two reviewers over the items that both judged."""
    pairs = [(item[one], item[other]) for item in ratings if one in item and other in item]
    place = {label: number for number, label in enumerate(sorted({label for pair in pairs for label in pair}))}
    size = len(place)
    cells = np.zeros((len(pairs), size * size))
    for row, (first, second) in enumerate(pairs):
        cells[row, place[first] * size + place[second]] = 1

    def kappa(sums: Floats) -> Floats:
        table = sums.reshape(-1, size, size)
        total = table.sum(axis=(1, 2))
        same = np.trace(table, axis1=1, axis2=2)
        by_chance = (table.sum(axis=1) * table.sum(axis=2)).sum(axis=1) / total
        return _ratio(same - by_chance, total - by_chance)

    observed = sum(first == second for first, second in pairs) / len(pairs) if pairs else None
    return _measured("Cohen's kappa", (one, other), cells, observed, size, kappa)


def krippendorff_alpha(ratings: Ratings) -> Agreement:
    """Krippendorff's alpha for nominal data over the items that two or more reviewers judged."""
    counted = [Counter(item.values()) for item in ratings if len(item) > 1]
    labels = sorted({label for counts in counted for label in counts})
    counts = np.array([[counts[label] for label in labels] for counts in counted], dtype=np.float64)
    counts = counts.reshape(len(counted), len(labels))
    judged = counts.sum(axis=1)
    # Pairs of different labels within an item, weighted by 1 / (judgements - 1) as in the coincidence matrix.
    different = (judged**2 - (counts**2).sum(axis=1)) / np.maximum(judged - 1, 1)

    def alpha(sums: Floats) -> Floats:
        marginals = sums[:, 1:]
        total = marginals.sum(axis=1)
        expected = total**2 - (marginals**2).sum(axis=1)
        return _ratio(expected - (total - 1) * sums[:, 0], expected)

    observed = 1 - float(different.sum() / judged.sum()) if counted else None
    names = tuple(sorted({name for item in ratings for name in item}))
    rows = np.column_stack([different, counts])
    return _measured("Krippendorff's alpha (nominal)", names, rows, observed, len(labels), alpha)


def _measured(
    coefficient: str,
    reviewers: tuple[str, ...],
    rows: Floats,
    observed: float | None,
    labels: int,
    statistic: Callable[[Floats], Floats],
) -> Agreement:
    count = len(rows)
    if labels < 2:
        return Agreement(coefficient, reviewers, count, observed, None, None, None)
    found = bootstrap(rows, [f"{number:09}" for number in range(count)], statistic)
    low, high = (found.low, found.high) if count >= FEWEST else (None, None)
    return Agreement(coefficient, reviewers, count, observed, found.value, low, high)


def _ratio(above: Floats, below: Floats) -> Floats:
    """0 where nothing lies below: a draw in which all labels are one shows no agreement beyond chance."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 1e-12)
