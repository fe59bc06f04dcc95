"""Parts of a set that go through a transformer at once when nothing is learnt."""

from collections.abc import Iterable, Iterator

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from litsynth.reproduce.sentences import Rows

# About 8,000 tokens: fills a GPU with a large model, and a CPU's memory with none.
_TOKENS = 8192


def by_length(lengths: Rows, limit: int) -> Iterator[Rows]:
    """All rows, those of like length together, at most so many as a batch of the longest of them has room for."""
    order = np.argsort(-lengths, kind="stable")
    start = 0
    while start < len(order):
        longest = min(int(lengths[order[start]]), limit)
        rows = order[start : start + max(1, _TOKENS // max(1, longest))]
        yield rows
        start += len(rows)


def mean_loss(told: Iterable[tuple[torch.Tensor, torch.Tensor]]) -> float:
    """The mean cross-entropy over all batches of logits, shape (n, pieces), and gold ids, shape (n,), in nats a piece."""
    total, count = 0.0, 0
    for logits, gold in told:
        total += float(cross_entropy(logits, gold, reduction="sum"))
        count += len(gold)
    return total / count
