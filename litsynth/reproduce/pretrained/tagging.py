"""A tag for each word: cross-entropy of a linear layer on the state of the word's first piece."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import cross_entropy

from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.models import evaluating
from litsynth.reproduce.objective import OneLoss, Training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.sentences import Rows, Sentences
from litsynth.reproduce.tagging import NONE, OUTSIDE, micro_f1, names_of


class PieceTagging(OneLoss):
    """Cross-entropy of the tags; `tags` has one for each piece of `sentences`, end to end, or NONE."""

    model: TransformerModel

    def __init__(self, model: TransformerModel, head: nn.Linear, sentences: Sentences, tags: NDArray[np.int64]) -> None:
        self.model, self._head, self.sentences, self.tags = model, head, sentences, tags
        self.lengths = sentences.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a word."""
        return cross_entropy(*self.logits(rows))

    def f1(self, outside: int) -> float:
        """Micro-averaged F1 of the tags other than `outside`, word by word, between 0 and 1."""
        true: list[int] = []
        found: list[int] = []
        with evaluating(self.model):
            for rows in by_length(self.lengths, self.model.limit):
                logits, gold = self.logits(rows)
                true += gold[gold != NONE].tolist()
                found += logits.argmax(dim=1)[gold != NONE].tolist()
        return micro_f1(true, found, outside)

    def logits(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Of the pieces that are read of these sentences, shape (pieces, tags), and their tags, shape (pieces,)."""
        inputs = self.model.pieces.alone(self.sentences, rows, self.model.limit, self.model.device)
        read = inputs.parts > 0
        starts = self.sentences.starts
        gold = np.concatenate(
            [
                self.tags[starts[row] : starts[row] + count]
                for row, count in zip(rows.tolist(), read.sum(dim=1).tolist(), strict=True)
            ]
        )
        logits: torch.Tensor = self._head(self.model.read(inputs)[read])
        return logits.float(), torch.from_numpy(gold).to(self.model.device)


def build(job: Job, model: TransformerModel, data: Training[Tagged]) -> Ready:
    """F1 on the rows of dev is `dev`; the tags are those of the training data."""
    names = names_of(data.rows)
    head = nn.Linear(model.size, len(names))
    model.add(job.stage.name, head)
    train, dev = (PieceTagging(model, head, *encoded(model, rows, names)) for rows in (data.rows, data.dev))
    return ready(model, train, lambda: {"dev": dev.f1(names.index(OUTSIDE))}, data)


def encoded(model: TransformerModel, rows: tuple[Tagged, ...], names: list[str]) -> tuple[Sentences, NDArray[np.int64]]:
    """The sentences, and for each piece the number of its word's tag, if it is the word's first; unseen tags have none."""
    number = {name: place for place, name in enumerate(names)}
    sentences, words = numbered(model, rows)
    tags = [number.get(tag, NONE) for row in rows for tag in row.tags]
    return sentences, np.asarray([NONE if word < 0 else tags[word] for word in words.tolist()], dtype=np.int64)


def numbered(model: TransformerModel, rows: Sequence[Tagged]) -> tuple[Sentences, NDArray[np.int64]]:
    """The sentences, and for each piece the number of its word among all words of all rows, if it is its first, or NONE."""
    sentences, words = model.pieces.words([row.tokens for row in rows], model.limit)
    before = np.cumsum([0, *(len(row.tokens) for row in rows)])[:-1]
    numbers = words + np.repeat(before, sentences.lengths)
    return sentences, np.where(words >= 0, numbers, NONE)
