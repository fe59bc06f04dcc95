"""Objectives on two sentences that are read at once: a label, a score, whether they are translations."""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, mse_loss

from litsynth.reproduce.annotations import Scored
from litsynth.reproduce.kinds import VALUES
from litsynth.reproduce.models import EncodedPairs, evaluating
from litsynth.reproduce.objective import OneLoss, Training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.rows import NUMBERS, Pair, Translation
from litsynth.reproduce.sentences import Rows, Sentences
from litsynth.reproduce.similarity import correlations


class JointLoss(OneLoss):
    """A loss on what a head says of pairs of sentences."""

    model: TransformerModel

    def __init__(self, model: TransformerModel, head: nn.Module, one: Sentences, two: Sentences) -> None:
        self.model, self.head, self.one, self.two = model, head, one, two
        self.lengths = one.lengths + two.lengths

    def told(self, rows: Rows, others: Rows | None = None) -> torch.Tensor:
        """What the head says of these rows of the one side beside the same, or other rows of the other; float32."""
        both = rows, rows if others is None else others
        inputs = self.model.pieces.joined(self.one, self.two, both, self.model.limit, self.model.device)
        values: torch.Tensor = self.head(self.model.pooled(inputs))
        return values.float()

    def everything(self) -> torch.Tensor:
        """`told` of all rows in their order, on the CPU, without dropout."""
        parts = list(by_length(self.lengths, self.model.limit))
        with evaluating(self.model):
            told = torch.cat([self.told(rows).cpu() for rows in parts])
        return told[torch.from_numpy(np.argsort(np.concatenate(parts)))]


class JointClassification(JointLoss):
    """Cross-entropy of the labels; `gold` are their numbers, shape (n,)."""

    def __init__(self, model: TransformerModel, head: nn.Module, pairs: EncodedPairs) -> None:
        super().__init__(model, head, pairs.premises, pairs.hypotheses)
        self.gold = pairs.gold

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats."""
        return cross_entropy(self.told(rows), torch.from_numpy(self.gold[rows]).to(self.model.device))

    def accuracy(self) -> float:
        """The share of rows whose highest value is that of their label."""
        return float((self.everything().argmax(dim=1).numpy() == self.gold).mean())


class JointSimilarity(JointLoss):
    """The squared error of the score, which is between 0 and 1."""

    def __init__(
        self, model: TransformerModel, head: nn.Module, one: Sentences, two: Sentences, gold: list[float]
    ) -> None:
        super().__init__(model, head, one, two)
        self.gold = np.asarray(gold, dtype=np.float32)

    def loss(self, rows: Rows) -> torch.Tensor:
        """Of these rows."""
        gold = torch.from_numpy(self.gold[rows]).to(self.model.device)
        return mse_loss(torch.sigmoid(self.told(rows)[:, 0]), gold)

    def scores(self) -> dict[str, float]:
        """Pearson's and Spearman's correlations on all rows; `dev` is Spearman's."""
        found = correlations(torch.sigmoid(self.everything()[:, 0]).numpy(), self.gold)
        return {"dev": found["spearman"], **found}


class JointParaphrase(JointLoss):
    """Binary cross-entropy: each sentence beside its translation, and beside that of the sentence before in the batch."""

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats; ln 2 is chance. A batch of one has no other sentence."""
        true = self.told(rows)[:, 0]
        if len(rows) == 1:
            return binary_cross_entropy_with_logits(true, torch.ones_like(true))
        other = self.told(rows, np.roll(rows, 1))[:, 0]
        values = torch.cat([true, other])
        return binary_cross_entropy_with_logits(values, torch.cat([torch.ones_like(true), torch.zeros_like(other)]))

    def accuracy(self) -> float:
        """The share of right answers, half of the pairs true; sentences are next to those of like length."""
        order = np.argsort(self.lengths, kind="stable")
        right: list[torch.Tensor] = []
        with evaluating(self.model):
            for rows in np.array_split(order, max(1, len(order) // 64)):
                right += [self.told(rows)[:, 0] > 0, self.told(rows, np.roll(rows, 1))[:, 0] < 0]
        return float(torch.cat(right).float().mean())


def encoded(model: TransformerModel, pairs: tuple[Pair, ...]) -> EncodedPairs:
    """The pairs in pieces."""
    one, two = (model.pieces.sentences([pair.texts[side] for pair in pairs], model.limit) for side in (0, 1))
    return EncodedPairs(one, two, np.asarray([NUMBERS[pair.label] for pair in pairs], dtype=np.int64))


def head_of(job: Job, model: TransformerModel) -> nn.Module:
    """What a job trains over `pooled`: the classifier of the target, or one of its own beside it."""
    if not job.own_head:
        return model.head
    head = model.classifier(VALUES[job.stage.objective])
    model.add(job.stage.name, head)
    return head


def build_labelled(job: Job, model: TransformerModel, data: Training[Pair]) -> Ready:
    """Accuracy on the rows of dev is `dev`."""
    head = head_of(job, model)
    train, dev = (JointClassification(model, head, encoded(model, rows)) for rows in (data.rows, data.dev))
    return ready(model, train, lambda: {"dev": dev.accuracy()}, data)


def build_similarity(job: Job, model: TransformerModel, data: Training[Scored]) -> Ready:
    """Spearman's correlation on the rows of dev is `dev`."""
    head = model.classifier(1)
    model.add(job.stage.name, head)
    train, dev = (
        JointSimilarity(model, head, *_sides(model, rows), [row.score for row in rows])
        for rows in (data.rows, data.dev)
    )
    return ready(model, train, dev.scores, data)


def build_pair(job: Job, model: TransformerModel, data: Training[Translation]) -> Ready:
    """Accuracy on the rows of dev is `dev`; half of them is chance."""
    head = model.classifier(1)
    model.add(job.stage.name, head)
    train, dev = (JointParaphrase(model, head, *_sides(model, rows)) for rows in (data.rows, data.dev))
    return ready(model, train, lambda: {"dev": dev.accuracy()}, data)


def _sides(model: TransformerModel, rows: tuple[Scored, ...] | tuple[Translation, ...]) -> tuple[Sentences, Sentences]:
    one, two = (model.pieces.sentences([row.texts[side] for row in rows], model.limit) for side in (0, 1))
    return one, two
