"""A tag for each token: cross-entropy of a linear layer on the token's state beside the sentence's embedding."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from torch import nn
from torch.nn.functional import cross_entropy

from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import TaggingSettings
from litsynth.reproduce.models import PairModel, evaluating
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences
from litsynth.reproduce.vocabulary import Vocabulary, encode

OUTSIDE = "O"
"""The tag of what is tagged as nothing."""
NONE = -100
"""Pieces of a token after its first one have no tag; PyTorch's value for "no target"."""


class Tagging(TowerLoss):
    """Cross-entropy of the tags; `tags` has one for each token of `sentences`, end to end, or NONE."""

    def __init__(self, model: PairModel, head: nn.Linear, sentences: Sentences, tags: NDArray[np.int64]) -> None:
        self.model, self._head, self.sentences, self.tags = model, head, sentences, tags
        self.lengths = sentences.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a tag."""
        logits, gold = self.logits(rows)
        return cross_entropy(logits, gold)

    def logits(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Of the tokens of these sentences, shape (tokens, tags), and their tags, shape (tokens,)."""
        ids, lengths = self.sentences.batch(rows, self.model.device)
        states, pooled = self.model.encoder.read(self.model.encoder.embeddings(ids), lengths)
        inside = torch.arange(ids.shape[1]) < lengths.unsqueeze(1)
        both = torch.cat([states, pooled.unsqueeze(1).expand_as(states)], dim=2)[inside.to(states.device)]
        starts = self.sentences.starts
        gold = np.concatenate([self.tags[starts[row] : starts[row + 1]] for row in rows])
        return self._head(both), torch.from_numpy(gold).to(self.model.device)

    def f1(self, outside: int) -> float:
        """Micro-averaged F1 of the tags other than `outside`, token by token, between 0 and 1."""
        with evaluating(self.model):
            logits, gold = self.logits(np.arange(len(self.lengths)))
        kept = (gold != NONE).cpu().numpy()
        true, told = gold.cpu().numpy()[kept], logits.argmax(dim=1).cpu().numpy()[kept]
        return micro_f1(true.tolist(), told.tolist(), outside)


def micro_f1(true: list[int], told: list[int], outside: int) -> float:
    """Of the tags other than `outside` that are there, token by token, between 0 and 1; 0 where there are none."""
    wanted = sorted(set(true) - {outside})
    return float(f1_score(true, told, labels=wanted, average="micro", zero_division=0.0)) if wanted else 0.0


def names_of(rows: Iterable[Tagged]) -> list[str]:
    """Every tag, `OUTSIDE` too, in alphabetical order."""
    return sorted({tag for row in rows for tag in row.tags} | {OUTSIDE})


def read(job: Job, folder: Folder) -> Training[Tagged]:
    """Tagged sentences."""
    return training(job, folder, folder.tagged, own_settings(job, TaggingSettings).held_out)


def build(job: Job, known: Known, data: Training[Tagged]) -> Prepared[Known]:
    """F1 on the rows of dev is `dev`; the tags are those of the training data."""
    names = names_of(data.rows)
    head = nn.Linear(2 * known.model.encoder.size, len(names))
    known.model.add(job.stage.name, head)
    limit = job.encoder.max_tokens
    train, dev = (
        Tagging(known.model, head, *encode_tagged(known.vocabulary, rows, names, limit))
        for rows in (data.rows, data.dev)
    )
    outside = names.index(OUTSIDE)
    return Prepared(known, train, lambda: {"dev": dev.f1(outside)}, counted(known, data))


def encode_tagged(
    vocabulary: Vocabulary, rows: tuple[Tagged, ...], names: list[str], limit: int
) -> tuple[Sentences, NDArray[np.int64]]:
    """The sentences, and for each piece the number of its token's tag, if it is the token's first; unseen tags have none."""
    number = {name: place for place, name in enumerate(names)}
    sentences, words = encode_words(vocabulary, rows, limit)
    tags = [number.get(tag, NONE) for row in rows for tag in row.tags]
    return sentences, np.asarray([NONE if word < 0 else tags[word] for word in words.tolist()], dtype=np.int64)


def encode_words(vocabulary: Vocabulary, rows: Sequence[Tagged], limit: int) -> tuple[Sentences, NDArray[np.int64]]:
    """The sentences, and for each piece the number of its token among all tokens of all rows, if it is its first, or NONE."""
    sentences = encode_sentences(vocabulary, [row.texts[0] for row in rows], limit)
    words: list[int] = []
    number = 0
    for row, length in zip(rows, sentences.lengths.tolist(), strict=True):
        own: list[int] = []
        for pieces in encode(vocabulary, row.tokens):
            own += [number, *[NONE] * (len(pieces) - 1)][: len(pieces)]
            number += 1
        words += (own + [NONE] * length)[:length]
    return sentences, np.asarray(words, dtype=np.int64)


class Tagger(Protocol):
    """A model with a head, over sentences whose pieces are numbered by their tokens in the place of tags."""

    def logits(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """See `Tagging.logits`."""
        ...


def said_of(model: nn.Module, tagger: Tagger, parts: Iterable[Rows], tokens: int) -> NDArray[np.int64]:
    """For each of all tokens the number of its likeliest tag, -1 for one that was not read, shape (tokens,)."""
    said = np.full(tokens, -1, dtype=np.int64)
    with evaluating(model):
        for rows in parts:
            logits, numbers = (each.cpu() for each in tagger.logits(rows))
            first = numbers >= 0
            said[numbers[first].numpy()] = logits.argmax(dim=1)[first].numpy()
    return said
