"""Natural language inference: cross-entropy of the pair classifier."""

from dataclasses import replace

import torch
from torch.nn.functional import cross_entropy

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.models import EncodedPairs, PairModel, accuracy, encode_pairs
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.rows import Pair
from litsynth.reproduce.sentences import Rows


class Classification(TowerLoss):
    """Cross-entropy of the three labels; trains encoder and classifier."""

    def __init__(self, model: PairModel, pairs: EncodedPairs) -> None:
        self.model, self.pairs, self.lengths = model, pairs, pairs.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats; ln 3 = 1.099 is chance."""
        return cross_entropy(
            self.model(self.pairs, rows), torch.from_numpy(self.pairs.gold[rows]).to(self.model.device)
        )


def read(job: Job, folder: Folder) -> Training[Pair]:
    """Labelled pairs; dev is that of the experiment."""
    return replace(training(job, folder, folder.pairs), dev=folder.pairs(job.held_out[0], job.language))


def build(job: Job, known: Known, data: Training[Pair]) -> Prepared[Known]:
    """Accuracy on the experiment's dev set in the stage's language is `dev`."""
    limit = job.encoder.max_tokens
    objective = Classification(known.model, encode_pairs(known.vocabulary, data.rows, limit))
    dev = encode_pairs(known.vocabulary, data.dev, limit)
    return Prepared(known, objective, lambda: {"dev": accuracy(known.model, dev)}, counted(known, data))
