"""Masked words predicted from what is left: of a sentence (MLM), or of a sentence and its translation (TLM).

Conneau and Lample 2019 (arXiv:1901.07291) predict each masked word from a transformer's state at its place. Sentence
encoders have one embedding: the masked words are taken out, the rest is embedded, and each of them is predicted from that,
as in CBOW (Mikolov et al. 2013, arXiv:1301.3781).
"""

from dataclasses import replace

import numpy as np
import torch

from litsynth.reproduce.annotations import Line
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import MaskedSettings
from litsynth.reproduce.models import PairModel, evaluating
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences, joined
from litsynth.reproduce.vocabulary import PAD, UNKNOWN
from litsynth.reproduce.word_prediction import WordPrediction


class Masked(TowerLoss):
    """Cross-entropy of the words taken out of each sentence, given the embedding of the rest."""

    def __init__(self, model: PairModel, head: WordPrediction, sentences: Sentences, share: float) -> None:
        self.model, self._head, self.sentences, self._share = model, head, sentences, share
        self.lengths = sentences.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a word."""
        states, words = self._rest(rows, None)
        return self._head.loss(states, words, self.model.encoder.embeddings.weight)

    def held_out_loss(self) -> float:
        """On all rows under the whole softmax, the same words taken out each time; training's chance is left alone."""
        with evaluating(self.model):
            states, words = self._rest(np.arange(len(self.lengths)), torch.Generator().manual_seed(0))
            return float(self._head.whole_loss(states, words, self.model.encoder.embeddings.weight))

    def _rest(self, rows: Rows, chance: torch.Generator | None) -> tuple[torch.Tensor, torch.Tensor]:
        """For each word taken out the embedding of the rest of its sentence, shape (n, size), and its id, shape (n,)."""
        ids, lengths = self.sentences.batch(rows, torch.device("cpu"))
        out = taken_out(ids, lengths, self._share, chance)
        order = (out | (ids == PAD)).to(torch.int8).argsort(dim=1, stable=True)
        left = lengths - out.sum(dim=1)
        rest = ids.masked_fill(out, PAD).gather(1, order)[:, : int(left.max())]
        device = self.model.device
        embedded: torch.Tensor = self.model.encoder(rest.to(device), left)
        return embedded[out.nonzero()[:, 0].to(device)], ids[out].to(device)


def taken_out(ids: torch.Tensor, lengths: torch.Tensor, share: float, chance: torch.Generator | None) -> torch.Tensor:
    """Which words are masked, shape of `ids` (n, longest): `share` of a sentence, rounded, at least one, at most all but

    one, and no unknown word.
    """
    known = (ids != PAD) & (ids != UNKNOWN)
    wanted = (share * lengths).round().long().clamp(min=1).minimum(lengths - 1)
    drawn = torch.rand(ids.shape, generator=chance).masked_fill(~known, 2.0)
    rank = drawn.argsort(dim=1).argsort(dim=1)
    return known & (rank < wanted.unsqueeze(1))


def read_mlm(job: Job, folder: Folder) -> Training[Line]:
    """The sentences of any data, each once in a set and language."""

    def lines(data: DataSet, language: str) -> list[Line]:
        texts = dict.fromkeys(folder.texts(data, language))
        return [Line(str(number), text) for number, text in enumerate(texts)]

    return training(job, folder, lines, own_settings(job, MaskedSettings).held_out)


def build_mlm(job: Job, known: Known, data: Training[Line]) -> Prepared[Known]:
    """Less the loss on the rows of dev is `dev`."""
    limit = job.encoder.max_tokens
    both = [encode_sentences(known.vocabulary, [row.text for row in rows], limit) for rows in (data.rows, data.dev)]
    return replace(_prepared(job, known, both), counts=counted(known, data))


def read_tlm(job: Job, folder: Folder) -> Training[Translation]:
    """Parallel sentences."""
    return training(job, folder, folder.translations, own_settings(job, MaskedSettings).held_out)


def build_tlm(job: Job, known: Known, data: Training[Translation]) -> Prepared[Known]:
    """As for MLM; a sentence and its translation are read as one."""
    limit = job.encoder.max_tokens
    both = [
        joined(*(encode_sentences(known.vocabulary, [row.texts[side] for row in rows], limit) for side in (0, 1)))
        for rows in (data.rows, data.dev)
    ]
    return replace(_prepared(job, known, both), counts=counted(known, data))


def _prepared(job: Job, known: Known, sides: list[Sentences]) -> Prepared[Known]:
    settings = own_settings(job, MaskedSettings)
    head = WordPrediction(known.model.encoder.size, job.encoder.dim, len(known.vocabulary.pieces), settings.negatives)
    known.model.add(job.stage.name, head)
    train, dev = (Masked(known.model, head, each, settings.share) for each in sides)
    return Prepared(known, train, lambda: {"dev": -dev.held_out_loss()}, {})
