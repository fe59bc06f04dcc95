"""Natural language inference and telling paraphrases: cross-entropy of a pair classifier."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from litsynth.reproduce.encoders import PairHead
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import VALUES
from litsynth.reproduce.models import EncodedPairs, PairModel, accuracy, encode_pairs
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, labelled
from litsynth.reproduce.plan import Job
from litsynth.reproduce.rows import Pair
from litsynth.reproduce.sentences import Rows


class Classification(TowerLoss):
    """Cross-entropy of the labels; trains encoder and classifier."""

    def __init__(self, model: PairModel, head: nn.Module, pairs: EncodedPairs) -> None:
        self.model, self._head, self.pairs, self.lengths = model, head, pairs, pairs.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats; the logarithm of the number of labels is chance."""
        return cross_entropy(
            self.model(self.pairs, rows, self._head), torch.from_numpy(self.pairs.gold[rows]).to(self.model.device)
        )


def read(job: Job, folder: Folder) -> Training[Pair]:
    """Labelled pairs."""
    return labelled(job, folder, folder.pairs)


def build(job: Job, known: Known, data: Training[Pair]) -> Prepared[Known]:
    """Accuracy on the rows of dev is `dev`."""
    model, limit = known.model, job.encoder.max_tokens
    head = model.head
    if job.own_head:
        head = PairHead(model.encoder.size, job.encoder, VALUES[job.stage.objective])
        model.add(job.stage.name, head)
    objective = Classification(model, head, encode_pairs(known.vocabulary, data.rows, limit))
    dev = encode_pairs(known.vocabulary, data.dev, limit)
    return Prepared(known, objective, lambda: {"dev": accuracy(model, dev, head)}, counted(known, data))
