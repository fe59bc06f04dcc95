"""What scores are usual on a leaderboard, by the training papers."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from litsynth.benchmarks.tuples.annotations import Entry, Triple

Range = tuple[float, float, float]
"""Median, and 5th and 95th percentile."""


class Usual:
    """Scores by triple and by metric."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        scores: dict[Triple | str, list[float]] = defaultdict(list)
        for _, triple, value in entries:
            scores[triple].append(value)
            scores[triple.metric].append(value)
        self._ranges = {name: _range(found) for name, found in scores.items()}

    def of(self, triple: Triple) -> Range | None:
        """Of the triple, else of its metric; None where no paper has a score by it."""
        return self._ranges.get(triple) or self._ranges.get(triple.metric)


def _range(scores: list[float]) -> Range:
    low, median, high = map(float, np.percentile(scores, (5, 50, 95)))
    return median, low, high
