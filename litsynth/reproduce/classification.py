"""Natural language inference: cross-entropy of the pair classifier."""

from collections.abc import Iterator

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.models import EncodedPairs, PairModel, accuracy, encode_pairs
from litsynth.reproduce.objective import Known, Prepared, labelled_pairs, with_plugins
from litsynth.reproduce.plan import Job
from litsynth.reproduce.sentences import Rows
from litsynth.reproduce.vocabulary import build


class Classification:
    """Cross-entropy of the three labels; trains encoder and classifier."""

    def __init__(self, model: PairModel, pairs: EncodedPairs) -> None:
        self.model, self.pairs, self.lengths = model, pairs, pairs.lengths

    def parameters(self) -> Iterator[nn.Parameter]:
        """All weights."""
        return self.model.parameters()

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats; ln 3 = 1.099 is chance."""
        return cross_entropy(
            self.model(self.pairs, rows), torch.from_numpy(self.pairs.gold[rows]).to(self.model.device)
        )


def prepare(job: Job, folder: Folder, parent: Known | None, device: torch.device) -> Prepared:
    """New weights and a vocabulary from the training text; after another stage its encoder and vocabulary, and a new head."""
    clean, leaks = labelled_pairs(job, folder)
    pairs = with_plugins(job, folder, clean)
    if parent is None:
        texts = (text for pair in pairs for text in pair.texts)
        vocabulary = build(texts, job.encoder.vocabulary, job.encoder.pieces)
    else:
        vocabulary = parent.vocabulary
    model = PairModel(job.encoder, len(vocabulary.pieces)).to(device)
    if parent is not None:
        model.encoder.load_state_dict(parent.model.encoder.state_dict())
    objective = Classification(model, encode_pairs(vocabulary, pairs, job.encoder.max_tokens))
    dev = encode_pairs(vocabulary, folder.pairs(job.held_out[0], job.language), job.encoder.max_tokens)
    counts = {"rows": len(pairs), "leaks": leaks, "pieces": len(vocabulary.pieces)}
    return Prepared(Known(model, vocabulary), objective, lambda: {"dev": accuracy(model, dev)}, counts)
