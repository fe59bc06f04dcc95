"""An objective with auxiliary losses beside it: added up in every step, or in turns."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from litsynth.reproduce.objective import Model, OneLoss, Prepared
from litsynth.reproduce.sentences import Rows


class Mixture(OneLoss):
    """Losses on one encoder. Rows are numbered through: those of the first objective, then those of each auxiliary one.

    A pass is one over the rows of the first; each batch of it comes with a batch of every auxiliary loss, in one step
    with it, or in steps of their own after it. Where an auxiliary loss has fewer rows they come again, where it has more
    another part of them comes in the next pass.
    """

    def __init__(self, parts: Sequence[OneLoss], weights: Sequence[float], apart: bool) -> None:
        self.model = parts[0].model
        self.lengths = np.concatenate([part.lengths for part in parts])
        self._parts, self._weights, self._apart = parts, weights, apart
        self._starts = np.cumsum([0, *(len(part.lengths) for part in parts)])

    def batches(self, size: int, seed: tuple[int, ...]) -> list[Rows]:
        """Batches of `size` rows of each part, side by side or one after the other."""
        first = self._parts[0].batches(size, seed)
        columns = [first, *(self._as_many(number, size, seed, len(first)) for number in range(1, len(self._parts)))]
        steps = [
            [rows + start for rows, start in zip(step, self._starts, strict=False)]
            for step in zip(*columns, strict=True)
        ]
        if self._apart:
            return [rows for step in steps for rows in step]
        return [np.concatenate(step) for step in steps]

    def loss(self, rows: Rows) -> torch.Tensor:
        """The weighted sum over the parts that the rows belong to."""
        part_of = np.searchsorted(self._starts, rows, side="right") - 1
        losses = [
            self._weights[number] * self._parts[number].loss(rows[part_of == number] - self._starts[number])
            for number in np.unique(part_of).tolist()
        ]
        return torch.stack(losses).sum()

    def _as_many(self, number: int, size: int, seed: tuple[int, ...], count: int) -> list[Rows]:
        found: list[Rows] = []
        while len(found) < count:
            found += self._parts[number].batches(size, (*seed, number, len(found)))
        return found[:count]


def mixed(main: Prepared[Model], beside: Sequence[tuple[str, float, Prepared[Model]]], apart: bool) -> Prepared[Model]:
    """The main objective with auxiliary ones (name, weight, what was prepared) on the same model; scores go by their names."""
    parts = [ready.objective for ready in (main, *(ready for _, _, ready in beside))]
    numbered = [part for part in parts if isinstance(part, OneLoss)]
    assert len(numbered) == len(parts)  # every objective on an encoder is one
    objective = Mixture(numbered, [1.0, *(weight for _, weight, _ in beside)], apart)

    def score() -> dict[str, float]:
        scores = main.score()
        for name, _, ready in beside:
            scores |= {f"{name}.{key}": value for key, value in ready.score().items()}
        return scores

    counts = main.counts | {f"{name}.rows": ready.counts["rows"] for name, _, ready in beside}
    return replace(main, objective=objective, score=score, counts=counts)
