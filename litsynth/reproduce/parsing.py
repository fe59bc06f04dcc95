"""A head and a relation for each word, by a biaffine parser on words' states.

Heads are the likeliest ones, word by word (greedy), with no regard to whether they make a tree, as in the papers that parse
as an intermediate task (Glavas and Vulic 2021, arXiv:2008.06788).
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy

from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.biaffine import Biaffine
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import ParsingSettings
from litsynth.reproduce.models import PairModel, evaluating
from litsynth.reproduce.objective import Known, OneLoss, Prepared, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.sentences import Rows, Sentences
from litsynth.reproduce.tagging import NONE, encode_words
from litsynth.reproduce.treebank import arc_of, trees

_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Trees:
    """Sentences in pieces, and the arcs of their words, end to end; sentence i has the words starts[i] to starts[i + 1].

    `words` has for each piece the number of its word in its sentence, counted from 1, if it is the first of that, else 0.
    `heads` are numbers of words, 0 for the root, `relations` those of names; NONE where there is none, or an unseen one.
    """

    sentences: Sentences
    words: NDArray[np.int64]
    heads: NDArray[np.int64]
    relations: NDArray[np.int64]
    starts: Rows


@dataclass(frozen=True, slots=True)
class Batch:
    """States of the root and of words, shape (n, 1 + words, size), whether they were read, shape (n, 1 + words), and gold

    heads and relations, shape (n, words), NONE where there are none.
    """

    states: torch.Tensor
    read: torch.Tensor
    heads: torch.Tensor
    relations: torch.Tensor


class Parsing(OneLoss):
    """Cross-entropy of heads and, at the true heads, of relations."""

    def __init__(self, head: Biaffine, trees: Trees) -> None:
        self._head, self.trees, self.lengths = head, trees, trees.sentences.lengths

    @abstractmethod
    def read(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Of sentences the states of their tokens, shape (n, longest, size), the state of their root, shape (n, size), and

        which tokens are their pieces, shape (n, longest), a sentence's in their order from its first on.
        """

    @abstractmethod
    def parts(self) -> Iterable[Rows]:
        """All rows, so many at a time as there is room for."""

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a word, of those that have a head and are read, as their heads are."""
        batch = self.batch(rows)
        heads = batch.heads.clamp(min=0)
        known = batch.heads.ge(0) & batch.read[:, 1:] & batch.read.gather(1, heads)
        named = known & batch.relations.ge(0)
        arcs = cross_entropy(self._arcs(batch)[known], heads[known], reduction="sum")
        relations = cross_entropy(self._relations(batch, heads, named), batch.relations[named], reduction="sum")
        return arcs / max(1, int(known.sum())) + relations / max(1, int(named.sum()))

    def scores(self) -> dict[str, float]:
        """`UAS` and `LAS`: the share of words with the right head, and with the right head and relation; 0 to 1.

        All words that have a head in the treebank count, punctuation and words that were not read too; relations are right
        with their subtypes. `dev` is UAS, by which Glavas and Vulic stop.
        """
        words = attached = labelled = 0
        with evaluating(self.model):
            for rows in self.parts():
                batch = self.batch(rows)
                right = self._arcs(batch).argmax(dim=2).eq(batch.heads) & batch.read[:, 1:]
                told = self._relations(batch, batch.heads, right).argmax(dim=1)
                words += int(batch.heads.ge(0).sum())
                attached += int(right.sum())
                labelled += int(told.eq(batch.relations[right]).sum())
        uas = attached / max(1, words)
        return {"dev": uas, "UAS": uas, "LAS": labelled / max(1, words)}

    def batch(self, rows: Rows) -> Batch:
        """The states of these sentences by their words."""
        states, root, inside = self.read(rows)
        own, starts = self.trees.sentences.starts, self.trees.starts
        firsts = [
            self.trees.words[own[row] : own[row] + count]
            for row, count in zip(rows.tolist(), inside.sum(dim=1).tolist(), strict=True)
        ]
        numbers = torch.zeros(inside.shape, dtype=torch.long, device=states.device)
        numbers[inside] = torch.from_numpy(np.concatenate(firsts)).to(states.device)
        row, piece = numbers.nonzero(as_tuple=True)
        longest = int((starts[rows + 1] - starts[rows]).max())
        table = states.new_zeros(len(rows), 1 + longest, states.shape[2])
        table[:, 0], table[row, numbers[row, piece]] = root, states[row, piece]
        read = torch.zeros(table.shape[:2], dtype=torch.bool, device=states.device)
        read[:, 0], read[row, numbers[row, piece]] = True, True
        heads, relations = (
            _padded([values[starts[each] : starts[each + 1]] for each in rows], longest).to(states.device)
            for values in (self.trees.heads, self.trees.relations)
        )
        return Batch(table, read, heads, relations)

    def _arcs(self, batch: Batch) -> torch.Tensor:
        return self._head.arcs(batch.states).masked_fill(~batch.read.unsqueeze(1), -torch.inf)

    def _relations(self, batch: Batch, heads: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        row, word = kept.nonzero(as_tuple=True)
        return self._head.relations(batch.states[row, word + 1], batch.states[row, heads[row, word]])


def _padded(rows: Sequence[NDArray[np.int64]], longest: int) -> torch.Tensor:
    table = np.full((len(rows), longest), NONE, dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return torch.from_numpy(table)


class TowerParsing(Parsing):
    """On the states of a sentence encoder; the root's is the sentence's embedding."""

    model: PairModel

    def __init__(self, model: PairModel, head: Biaffine, trees: Trees) -> None:
        super().__init__(head, trees)
        self.model = model

    def read(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """See `Parsing.read`."""
        ids, lengths = self.trees.sentences.batch(rows, self.model.device)
        states, root = self.model.encoder.read(self.model.encoder.embeddings(ids), lengths)
        inside = torch.arange(ids.shape[1]) < lengths.unsqueeze(1)
        return states, root, inside.to(states.device)

    def parts(self) -> Iterable[Rows]:
        """See `Parsing.parts`."""
        rows = np.arange(len(self.lengths))
        return [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]


def relations_of(rows: Iterable[Tagged]) -> list[str]:
    """Every relation, in alphabetical order."""
    return sorted({relation for row in rows for head, relation in map(arc_of, row.tags) if head >= 0})


def trees_of(rows: Sequence[Tagged], pieces: tuple[Sentences, NDArray[np.int64]], relations: Sequence[str]) -> Trees:
    """The arcs beside the `pieces`: sentences and, for each piece, the number of its word among all words of all rows, if it

    is the word's first, or NONE.
    """
    sentences, numbers = pieces
    number = {name: place for place, name in enumerate(relations)}
    arcs = [arc_of(tag) for row in rows for tag in row.tags]
    starts = np.cumsum([0, *(len(row.tokens) for row in rows)]).astype(np.int64)
    before = np.repeat(starts[:-1], sentences.lengths)
    return Trees(
        sentences,
        np.where(numbers >= 0, numbers - before + 1, 0),
        np.asarray([head if head >= 0 else NONE for head, _ in arcs], dtype=np.int64),
        np.asarray([number.get(relation, NONE) for _, relation in arcs], dtype=np.int64),
        starts,
    )


def all_roots(sentences: Sentences) -> Trees:
    """Every piece a word, and every word a root: a step on them takes as long as on trees."""
    numbers, none = np.arange(len(sentences.tokens), dtype=np.int64), np.zeros(len(sentences.tokens), dtype=np.int64)
    before = np.repeat(sentences.starts[:-1], sentences.lengths)
    return Trees(sentences, numbers - before + 1, none, none, sentences.starts)


def read(job: Job, folder: Folder) -> Training[Tagged]:
    """Trees."""
    held_out = own_settings(job, ParsingSettings).held_out
    return training(job, folder, lambda data, language: trees(folder, data, language), held_out)


def build(job: Job, known: Known, data: Training[Tagged]) -> Prepared[Known]:
    """Scores on the rows of dev; the relations are those of the training data."""
    names = relations_of(data.rows)
    head = Biaffine(known.model.encoder.size, len(names), own_settings(job, ParsingSettings))
    known.model.add(job.stage.name, head)
    limit = job.encoder.max_tokens
    train, dev = (
        TowerParsing(known.model, head, trees_of(rows, encode_words(known.vocabulary, rows, limit), names))
        for rows in (data.rows, data.dev)
    )
    return Prepared(known, train, dev.scores, counted(known, data))
