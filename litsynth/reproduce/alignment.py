"""Alignment of a language's encoder, or of all languages in one encoder, to a frozen English one on parallel sentences."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from litsynth.errors import UsageError
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import AlignSettings, JointAlignSettings
from litsynth.reproduce.models import PairModel, accuracy, encode_pairs, evaluating
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences
from litsynth.reproduce.vocabulary import Vocabulary
from litsynth.reproduce.vocabulary import build as build_vocabulary

_AT_ONCE = 512
# The frozen side is embedded once where that fits; else again in each epoch.
_TABLE_BYTES = 2**30


class Alignment(TowerLoss):
    """Brings the encoder of a language close to a frozen English one; the classifier is not trained."""

    def __init__(
        self, model: PairModel, english_model: PairModel, target: Sentences, english: Sentences, negative_weight: float
    ) -> None:
        self.model, self.target, self.english = model, target, english
        self.lengths = target.lengths
        self.negative_weight = negative_weight
        self._frozen = english_model.eval().requires_grad_(False)
        fits = len(english) * english_model.encoder.size * 4 <= _TABLE_BYTES
        self._table = embed_all(self._frozen, english) if fits else None

    def parameters(self) -> Iterator[nn.Parameter]:
        """The weights of the target encoder."""
        return self.model.encoder.parameters()

    def loss(self, rows: Rows) -> torch.Tensor:
        """See `alignment_loss`."""
        return alignment_loss(self.english_of(rows), self.model.embed(self.target, rows), self.negative_weight)

    def english_of(self, rows: Rows) -> torch.Tensor:
        """Frozen English embeddings, shape (rows, size)."""
        if self._table is not None:
            return self._table[torch.from_numpy(rows).to(self._table.device)]
        with torch.no_grad():
            return self._frozen.embed(self.english, rows)


def alignment_loss(english: torch.Tensor, target: torch.Tensor, negative_weight: float) -> torch.Tensor:
    """d(x, y) - w [d(x_c, y) + d(x, y_c)], d the Euclidean distance, averaged over a batch.

    x are frozen English embeddings, y those of their translations, both of shape (n, size); x_c and y_c are those of the
    sentence before in the batch. From the paper's section 4.2 (w = 0.25). By the triangle inequality the mean is at
    least -2w times the mean of d(x, x_c), see `alignment_floor`, as long as 2w <= 1; beyond that it has no lower bound.
    """
    positive = distance(english, target)
    if len(english) == 1:  # no contrast in a batch of one
        return positive.mean()
    negative = distance(english.roll(1, 0), target) + distance(english, target.roll(1, 0))
    return (positive - negative_weight * negative).mean()


def distance(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Euclidean, row by row: shape (n, size) twice to (n,)."""
    apart: torch.Tensor = torch.linalg.vector_norm(one - other, dim=1)
    return apart


def alignment_floor(english: torch.Tensor, negative_weight: float) -> float:
    """What `alignment_loss` of this batch can not be below, whatever the target embeddings are; w <= 0.5.

    d(x_c, y) <= d(x_c, x) + d(x, y) and d(x, y_c) <= d(x, x_c) + d(x_c, y_c), and over a batch the d(x_c, y_c) are the
    d(x, y): so the mean is at least (1 - 2w) mean d(x, y) - 2w mean d(x, x_c), and the first term is not negative.
    """
    return float(-2 * negative_weight * distance(english, english.roll(1, 0)).mean())


def embed_all(model: PairModel, sentences: Sentences) -> torch.Tensor:
    """Embeddings of all sentences, shape (n, size), without gradient."""
    order = np.argsort(sentences.lengths, kind="stable")
    table = torch.zeros(len(sentences), model.encoder.size, device=model.device)
    with torch.no_grad():
        for start in range(0, len(order), _AT_ONCE):
            rows = order[start : start + _AT_ONCE]
            table[torch.from_numpy(rows).to(model.device)] = model.embed(sentences, rows)
    return table


def retrieval(english: torch.Tensor, target: torch.Tensor) -> float:
    """The share of target sentences whose nearest English one (Euclidean) is their own; both of shape (n, size)."""
    nearest = torch.cdist(target, english).argmin(dim=1)
    return float((nearest == torch.arange(len(english), device=nearest.device)).float().mean())


def prepare(job: Job, folder: Folder, parent: Known | None, device: torch.device) -> Prepared[Known]:
    """A target encoder that starts from the parent, the English model. Raises UsageError without one, or without data."""
    if parent is None:
        raise UsageError(f"stage {job.stage.name}: align needs an English stage before it")
    settings = own_settings(job, AlignSettings)
    data = training(job, folder, folder.translations, settings.held_out)
    vocabulary = build_vocabulary((row.target for row in data.rows), job.encoder.vocabulary, job.encoder.pieces)
    model = PairModel(job.encoder, len(vocabulary.pieces), job.values)
    start_from(model, vocabulary, parent, settings.start)
    english = Known(parent.model.to(device), parent.vocabulary)
    ready = _prepared(job, Known(model.to(device), vocabulary), english, data, settings.negative_weight)
    dev = encode_pairs(vocabulary, folder.pairs(job.held_out[0], job.language), job.encoder.max_tokens)
    return replace(ready, score=lambda: {"dev": accuracy(model, dev), **_but_dev(ready.score())})


def read(job: Job, folder: Folder) -> Training[Translation]:
    """Parallel sentences."""
    return training(job, folder, folder.translations, own_settings(job, JointAlignSettings).held_out)


def build(job: Job, known: Known, data: Training[Translation]) -> Prepared[Known]:
    """Within one encoder of all languages; retrieval on the rows of dev is `dev`."""
    if job.parent is None:
        raise UsageError(f"stage {job.stage.name}: align_joint needs a stage before it")
    frozen = Known(deepcopy(known.model), known.vocabulary)
    return _prepared(job, known, frozen, data, own_settings(job, JointAlignSettings).negative_weight)


def _prepared(
    job: Job, known: Known, english: Known, data: Training[Translation], negative_weight: float
) -> Prepared[Known]:
    limit = job.encoder.max_tokens

    def encoded(vocabulary: Vocabulary, texts: Iterable[str]) -> Sentences:
        return encode_sentences(vocabulary, list(texts), limit)

    objective = Alignment(
        known.model,
        english.model,
        encoded(known.vocabulary, (row.target for row in data.rows)),
        encoded(english.vocabulary, (row.english for row in data.rows)),
        negative_weight,
    )
    targets = encoded(known.vocabulary, (row.target for row in data.dev))
    sources = encoded(english.vocabulary, (row.english for row in data.dev))

    def score() -> dict[str, float]:
        if not data.dev:
            return {"dev": 0.0}
        with evaluating(known.model):
            share = retrieval(embed_all(english.model, sources), embed_all(known.model, targets))
        return {"dev": share, "retrieval": share}

    return Prepared(known, objective, score, counted(known, data))


def _but_dev(scores: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in scores.items() if name != "dev"}


def start_from(model: PairModel, vocabulary: Vocabulary, parent: Known, start: str) -> None:
    """Give the model all weights of the English one but the embeddings; those only of pieces spelled alike, if wanted.

    New embeddings have the spread of the English ones, so that both languages begin at the same scale.
    """
    english = parent.model.state_dict()
    own = model.state_dict()
    table = english["encoder.embeddings.weight"]
    rest = {name: value for name, value in english.items() if name != "encoder.embeddings.weight"}
    fresh = torch.randn_like(own["encoder.embeddings.weight"]) * table[1:].std()
    fresh[0] = 0
    if start == "spelling":
        ids = parent.vocabulary.ids
        for number, piece in enumerate(vocabulary.pieces):
            if piece in ids:
                fresh[number] = table[ids[piece]].cpu()
    model.load_state_dict({**rest, "encoder.embeddings.weight": fresh})
