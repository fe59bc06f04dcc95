"""Cross-lingual word recovery (Huang et al. 2019, arXiv:1909.00964, section 3): each word of a sentence from the words of

its translation.

A source word is represented by an attention-weighted sum of the target words' embeddings; the attention comes from a
trainable vector over [x_i, y_j, x_i * y_j]. What the encoder makes of these sums must tell the source words.
"""

import numpy as np
import torch
from torch import nn

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import RecoverySettings
from litsynth.reproduce.models import PairModel, evaluating
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences
from litsynth.reproduce.vocabulary import PAD, UNKNOWN
from litsynth.reproduce.word_prediction import WordPrediction


class WordAttention(nn.Module):
    """The attention of a sentence's words to those of its translation."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.attention = nn.Linear(3 * dim, 1, bias=False)

    def forward(self, source: torch.Tensor, target: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
        """Embeddings (n, a, dim) and (n, b, dim), and where the target has words (n, b), to weighted sums (n, a, dim)."""
        dim = source.shape[2]
        weight = self.attention.weight[0]
        own, other, product = weight[:dim], weight[dim : 2 * dim], weight[2 * dim :]
        # w . [x, y, x * y] for all pairs of words, without building them: (w3 * x) . y + w1 . x + w2 . y.
        scores = (
            (source * product) @ target.transpose(1, 2) + (source @ own).unsqueeze(2) + (target @ other).unsqueeze(1)
        )
        weights = scores.masked_fill(~inside.unsqueeze(1), -torch.inf).softmax(dim=2)
        sums: torch.Tensor = weights @ target
        return sums


class RecoveryHead(WordAttention):
    """The attention, and the prediction of words."""

    def __init__(self, size: int, dim: int, pieces: int, negatives: int) -> None:
        super().__init__(dim)
        self.words = WordPrediction(size, dim, pieces, negatives)


class Recovery(TowerLoss):
    """Cross-entropy of the words of each sentence, given its translation's words in their place."""

    def __init__(self, model: PairModel, head: RecoveryHead, source: Sentences, target: Sentences) -> None:
        self.model, self._head, self.source, self.target = model, head, source, target
        self.lengths = source.lengths + target.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a word."""
        states, words = self._states(rows)
        return self._head.words.loss(states, words, self.model.encoder.embeddings.weight)

    def held_out_loss(self) -> float:
        """On all rows, under the whole softmax."""
        with evaluating(self.model):
            states, words = self._states(np.arange(len(self.lengths)))
            return float(self._head.words.whole_loss(states, words, self.model.encoder.embeddings.weight))

    def _states(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """The encoder's state at each known word, shape (n, size), and the word's id, shape (n,)."""
        encoder = self.model.encoder
        ids, lengths = self.source.batch(rows, self.model.device)
        other, _ = self.target.batch(rows, self.model.device)
        sums = self._head(encoder.embeddings(ids), encoder.embeddings(other), other != PAD)
        states, _ = encoder.read(sums * (ids != PAD).unsqueeze(2), lengths)
        known = (ids != PAD) & (ids != UNKNOWN)
        return states[known], ids[known]


def read(job: Job, folder: Folder) -> Training[Translation]:
    """Parallel sentences."""
    return training(job, folder, folder.translations, own_settings(job, RecoverySettings).held_out)


def build(job: Job, known: Known, data: Training[Translation]) -> Prepared[Known]:
    """English words are recovered from the other language's; less the loss on the rows of dev is `dev`."""
    head = RecoveryHead(
        known.model.encoder.size,
        job.encoder.dim,
        len(known.vocabulary.pieces),
        own_settings(job, RecoverySettings).negatives,
    )
    known.model.add(job.stage.name, head)
    limit = job.encoder.max_tokens
    both = [
        Recovery(
            known.model,
            head,
            encode_sentences(known.vocabulary, [row.english for row in rows], limit),
            encode_sentences(known.vocabulary, [row.target for row in rows], limit),
        )
        for rows in (data.rows, data.dev)
    ]
    return Prepared(known, both[0], lambda: {"dev": -both[1].held_out_loss()}, counted(known, data))
