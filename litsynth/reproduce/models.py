"""A sentence encoder with its classifier, and what both say about pairs; and what any model in training is."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from litsynth.reproduce.encoders import PairHead, SentenceEncoder, new_encoder
from litsynth.reproduce.rows import LABELS, NUMBERS, Pair
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences
from litsynth.reproduce.spec import Encoder
from litsynth.reproduce.vocabulary import Vocabulary

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class EncodedPairs:
    """Pairs in ids of one vocabulary; `gold` are the numbers of their classes, shape (n,)."""

    premises: Sentences
    hypotheses: Sentences
    gold: Rows

    def __len__(self) -> int:
        return len(self.gold)

    @property
    def lengths(self) -> Rows:
        """Tokens of premise and hypothesis together, shape (n,)."""
        return self.premises.lengths + self.hypotheses.lengths


def encode_pairs(vocabulary: Vocabulary, pairs: tuple[Pair, ...], max_tokens: int) -> EncodedPairs:
    """The pairs in ids, each sentence cut after `max_tokens`."""
    return EncodedPairs(
        encode_sentences(vocabulary, [pair.premise for pair in pairs], max_tokens),
        encode_sentences(vocabulary, [pair.hypothesis for pair in pairs], max_tokens),
        np.asarray([NUMBERS[pair.label] for pair in pairs], dtype=np.int64),
    )


class TaskModel(nn.Module, ABC):
    """An encoder with the classifier of the target task; `tasks` are the heads of other objectives, by stage."""

    tasks: nn.ModuleDict

    @property
    @abstractmethod
    def words(self) -> nn.Embedding:
        """The embeddings of words or pieces; its `padding_idx` is the id of padding."""

    def add(self, stage: str, head: nn.Module) -> None:
        """A head for the time of a stage; it is kept in checkpoints, and `without_tasks` leaves it out."""
        self.tasks[_named(stage)] = head.to(self.device)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.words.weight.device


class PairModel(TaskModel):
    """Two towers of one sentence encoder under a pair classifier."""

    def __init__(self, settings: Encoder, pieces: int, values: int = len(LABELS)) -> None:
        super().__init__()
        self.encoder: SentenceEncoder = new_encoder(settings, pieces)
        self.head = PairHead(self.encoder.size, settings, values)
        self.values = values
        self.tasks = nn.ModuleDict()

    @property
    def words(self) -> nn.Embedding:
        """The embeddings of words or subwords."""
        return self.encoder.embeddings

    def embed(self, sentences: Sentences, rows: Rows) -> torch.Tensor:
        """Sentence embeddings, shape (rows, size)."""
        ids, lengths = sentences.batch(rows, self.device)
        embedded: torch.Tensor = self.encoder(ids, lengths)
        return embedded

    def forward(self, pairs: EncodedPairs, rows: Rows, head: nn.Module | None = None) -> torch.Tensor:
        """Logits of these rows by the classifier of the target or another head, shape (rows, values)."""
        logits: torch.Tensor = (head or self.head)(self.embed(pairs.premises, rows), self.embed(pairs.hypotheses, rows))
        return logits


def without_tasks(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights of a model without the heads of other objectives."""
    return {name: value for name, value in state.items() if not name.startswith("tasks.")}


def own_head(state: dict[str, torch.Tensor], others: Collection[str]) -> nn.Linear:
    """The linear head that a stage was trained with, from its weights; `others` are the names of auxiliary losses.

    A stage is known by its content, not by its name, so that the head may have the name of an equal stage.
    """
    known = {f"tasks.{_named(name)}" for name in others}
    found = {name.rpartition(".")[0] for name in state if name.startswith("tasks.")} - known
    (own,) = found
    weight, bias = state[f"{own}.weight"], state[f"{own}.bias"]
    head = nn.Linear(weight.shape[1], weight.shape[0])
    head.load_state_dict({"weight": weight, "bias": bias})
    return head


def _named(stage: str) -> str:
    return f"of {stage}".replace(".", "_")


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Within, no dropout and no gradients; the model is left in the mode that it was in."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        yield
    model.train(was_training)


def predict(model: PairModel, pairs: EncodedPairs, head: nn.Module | None = None) -> NDArray[np.float32]:
    """Logits of every pair, shape (n, values), without dropout; the model is left in the mode that it was in."""
    order = np.argsort(pairs.lengths, kind="stable")
    parts = [order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE)]
    with evaluating(model):
        logits = np.concatenate([model(pairs, rows, head).float().cpu().numpy() for rows in parts])
    return np.asarray(logits[np.argsort(order)], dtype=np.float32)


def accuracy(model: PairModel, pairs: EncodedPairs, head: nn.Module | None = None) -> float:
    """The share of pairs whose highest logit is that of their label."""
    return float((predict(model, pairs, head).argmax(axis=1) == pairs.gold).mean())
