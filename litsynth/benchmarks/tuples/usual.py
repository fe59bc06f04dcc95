"""What scores are usual on a leaderboard, by the training papers."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from litsynth.benchmarks.tuples.annotations import Entry, Triple

Range = tuple[float, float, float]
"""Median, and 5th and 95th percentile."""


class Usual:
    """Scores by triple and by metric; a paper is told those of other papers alone."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._scores: dict[Triple | str, list[tuple[str, float]]] = defaultdict(list)
        for paper, triple, value in sorted(entries):
            self._scores[triple].append((paper, value))
            self._scores[triple.metric].append((paper, value))

    def of(self, paper: str, triple: Triple) -> Range | None:
        """Of the triple, else of its metric; None where no other paper has a score by it."""
        for name in (triple, triple.metric):
            found = [value for other, value in self._scores.get(name, ()) if other != paper]
            if found:
                low, median, high = np.percentile(found, (5, 50, 95))
                return float(median), float(low), float(high)
        return None
