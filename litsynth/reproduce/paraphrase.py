"""Cross-lingual paraphrase classification: is the one sentence the translation of the other? (Huang et al. 2019,

arXiv:1909.00964, section 3; here on the embeddings of two towers.)
"""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

from litsynth.reproduce.encoders import PairHead
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import PairSettings
from litsynth.reproduce.models import PairModel, evaluating
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences


class Paraphrase(TowerLoss):
    """Binary cross-entropy: each sentence beside its translation, and beside that of the sentence before in the batch.

    Batches are of like length, so that length alone does not tell a translation from another sentence.
    """

    def __init__(self, model: PairModel, head: nn.Module, target: Sentences, english: Sentences) -> None:
        self.model, self._head, self.target, self.english = model, head, target, english
        self.lengths = target.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats; ln 2 = 0.693 is chance. A batch of one has no other sentence: only its own translation."""
        true, other = self.logits(rows)
        loss = softplus(-true).mean()
        return loss if len(rows) == 1 else (loss + softplus(other).mean()) / 2

    def logits(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Of true pairs and of pairs with the sentence before, shape (rows,) each."""
        target, english = self.model.embed(self.target, rows), self.model.embed(self.english, rows)
        true: torch.Tensor = self._head(target, english)
        other: torch.Tensor = self._head(target, english.roll(1, 0))
        return true.squeeze(1), other.squeeze(1)

    def accuracy(self) -> float:
        """The share of right answers, half of the pairs true; sentences are next to those of like length."""
        with evaluating(self.model):
            true, other = self.logits(np.argsort(self.lengths, kind="stable"))
        return float(((true > 0).float().mean() + (other < 0).float().mean()) / 2)


def read(job: Job, folder: Folder) -> Training[Translation]:
    """Parallel sentences."""
    return training(job, folder, folder.translations, own_settings(job, PairSettings).held_out)


def build(job: Job, known: Known, data: Training[Translation]) -> Prepared[Known]:
    """Accuracy on the rows of dev is `dev`; half of them is chance."""
    head = PairHead(known.model.encoder.size, job.encoder, values=1)
    known.model.add(job.stage.name, head)
    limit = job.encoder.max_tokens
    both = [
        Paraphrase(
            known.model,
            head,
            encode_sentences(known.vocabulary, [row.target for row in rows], limit),
            encode_sentences(known.vocabulary, [row.english for row in rows], limit),
        )
        for rows in (data.rows, data.dev)
    ]
    return Prepared(known, both[0], lambda: {"dev": both[1].accuracy()}, counted(known, data))
