"""Semantic similarity: the score of a pair of sentences by regression."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr
from torch import nn
from torch.nn.functional import cosine_similarity, mse_loss

from litsynth.reproduce.annotations import Scored
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import SimilaritySettings
from litsynth.reproduce.models import PairModel, evaluating
from litsynth.reproduce.objective import Known, Prepared, TowerLoss, Training, counted, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.sentences import Rows, Sentences, encode_sentences
from litsynth.reproduce.vocabulary import Vocabulary


class CosineHead(nn.Module):
    """The cosine of the two embeddings; no weights of its own (Reimers and Gurevych 2019, arXiv:1908.10084, section 3)."""

    def forward(self, one: torch.Tensor, two: torch.Tensor) -> torch.Tensor:
        """Embeddings of shape (n, size) each to scores of shape (n,)."""
        return cosine_similarity(one, two)


class FeatureHead(nn.Module):
    """[|u - v|, u * v] through one linear layer to a score between 0 and 1."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.layer = nn.Linear(2 * size, 1)

    def forward(self, one: torch.Tensor, two: torch.Tensor) -> torch.Tensor:
        """Embeddings of shape (n, size) each to scores of shape (n,)."""
        scores: torch.Tensor = torch.sigmoid(self.layer(torch.cat([(one - two).abs(), one * two], dim=1)))
        return scores.squeeze(1)


class Similarity(TowerLoss):
    """The squared error of the score."""

    def __init__(
        self, model: PairModel, head: nn.Module, sides: tuple[Sentences, Sentences], gold: Sequence[float]
    ) -> None:
        self.model, self.sides, self._head = model, sides, head
        self.lengths = sides[0].lengths + sides[1].lengths
        self._gold = torch.tensor(gold, dtype=torch.float32, device=model.device)

    def loss(self, rows: Rows) -> torch.Tensor:
        """Scores are between 0 and 1."""
        return mse_loss(self.scores(rows), self._gold[torch.from_numpy(rows).to(self._gold.device)])

    def scores(self, rows: Rows) -> torch.Tensor:
        """Those of the model, shape (rows,)."""
        one, two = (self.model.embed(side, rows) for side in self.sides)
        scores: torch.Tensor = self._head(one, two)
        return scores

    def correlations(self) -> dict[str, float]:
        """Pearson's and Spearman's with the gold scores, on all rows."""
        with evaluating(self.model):
            told = self.scores(np.arange(len(self.lengths))).cpu().numpy()
        return correlations(told, self._gold.cpu().numpy())


def correlations(told: NDArray[np.float32], gold: NDArray[np.float32]) -> dict[str, float]:
    """Pearson's and Spearman's of two arrays of shape (n,); 0 where one of them is constant.

    >>> correlations(np.array([1.0, 2.0, 9.0]), np.array([1.0, 2.0, 3.0]))["spearman"]
    1.0
    """
    if np.ptp(told) == 0 or np.ptp(gold) == 0:
        return {"pearson": 0.0, "spearman": 0.0}
    return {"pearson": float(pearsonr(told, gold).statistic), "spearman": float(spearmanr(told, gold).statistic)}


def read(job: Job, folder: Folder) -> Training[Scored]:
    """Scored pairs."""
    return training(job, folder, folder.scored, own_settings(job, SimilaritySettings).held_out)


def build(job: Job, known: Known, data: Training[Scored]) -> Prepared[Known]:
    """Spearman's correlation on the rows of dev is `dev`."""
    model = known.model
    head = CosineHead() if own_settings(job, SimilaritySettings).head == "cosine" else FeatureHead(model.encoder.size)
    model.add(job.stage.name, head)
    limit = job.encoder.max_tokens
    objective = _similarity(model, head, known.vocabulary, data.rows, limit)
    dev = _similarity(model, head, known.vocabulary, data.dev, limit)

    def score() -> dict[str, float]:
        found = dev.correlations()
        return {"dev": found["spearman"], **found}

    return Prepared(known, objective, score, counted(known, data))


def _similarity(
    model: PairModel, head: nn.Module, vocabulary: Vocabulary, rows: Sequence[Scored], limit: int
) -> Similarity:
    sides = tuple(encode_sentences(vocabulary, [row.texts[side] for row in rows], limit) for side in (0, 1))
    return Similarity(model, head, (sides[0], sides[1]), [row.score for row in rows])
