"""Questions with choices: each choice is read beside the premise and gets a score; cross-entropy of the scores of a question."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import cross_entropy

from litsynth.reproduce.choices import Choice
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.models import evaluating
from litsynth.reproduce.objective import OneLoss, Training, labelled
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length
from litsynth.reproduce.pretrained.inputs import cut_pairs
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.pairs import head_of
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.sentences import Rows, Sentences


class JointChoice(OneLoss):
    """Cross-entropy of the right choice among those of its question, as many as it has (Radford et al. 2018, section 3.3).

    `starts` has the place of each question's first choice among all choices, and after the last one their number; `gold`
    the number of the right choice, shape (n,).
    """

    model: TransformerModel

    def __init__(
        self, model: TransformerModel, head: nn.Module, sides: tuple[Sentences, Sentences], starts: Rows, gold: Rows
    ) -> None:
        self.model, self._head, self.gold = model, head, gold
        self.premises, self.answers = sides
        self._starts = starts
        longest = np.maximum.reduceat(self.answers.lengths, starts[:-1])
        # All choices of a question go through the model at once.
        self.lengths = (self.premises.lengths + longest) * np.diff(starts)

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats; the logarithm of the number of choices is chance."""
        return cross_entropy(self.told(rows), torch.from_numpy(self.gold[rows]).to(self.model.device))

    def told(self, rows: Rows) -> torch.Tensor:
        """The scores of the choices of these questions, shape (rows, most choices), -inf where there is none; float32."""
        counts = self._starts[rows + 1] - self._starts[rows]
        places = np.concatenate([np.arange(self._starts[row], self._starts[row + 1]) for row in rows.tolist()])
        model = self.model
        both = np.repeat(rows, counts), places
        inputs = model.pieces.joined(self.premises, self.answers, both, model.limit, model.device)
        scores = self._head(model.pooled(inputs))[:, 0].float()
        inside = torch.arange(int(counts.max())) < torch.from_numpy(counts).unsqueeze(1)
        table = torch.full(inside.shape, -torch.inf, device=scores.device)
        return table.masked_scatter(inside.to(scores.device), scores)

    def everything(self) -> NDArray[np.float32]:
        """`told` of all questions in their order, without dropout, shape (n, most choices)."""
        most = int(np.diff(self._starts).max())
        table = np.full((len(self.gold), most), -np.inf, dtype=np.float32)
        with evaluating(self.model):
            for rows in by_length(self.lengths, self.model.limit * most):
                told = self.told(rows).cpu().numpy()
                table[rows, : told.shape[1]] = told
        return table

    def accuracy(self) -> float:
        """The share of questions whose right choice has the highest score."""
        return float((self.everything().argmax(axis=1) == self.gold).mean())

    def cut(self) -> NDArray[np.bool_]:
        """Whether a premise with one of its choices does not fit in whole, shape (n,)."""
        counts = np.diff(self._starts)
        rows = np.repeat(np.arange(len(counts)), counts)
        one, two = self.premises, self.answers
        both = Sentences(one.tokens, np.concatenate([[0], np.cumsum(one.lengths[rows])]), one.cut[rows])
        found = cut_pairs(both, two, self.model.pieces.frame, self.model.limit)
        return np.logical_or.reduceat(found, self._starts[:-1])


def asked(model: TransformerModel, head: nn.Module, questions: Sequence[Choice]) -> JointChoice:
    """The objective of these questions."""
    premises = model.pieces.sentences([each.premise for each in questions], model.limit)
    answers = model.pieces.sentences([answer for each in questions for answer in each.answers], model.limit)
    starts = np.concatenate([[0], np.cumsum([len(each.choices) for each in questions])]).astype(np.int64)
    gold = np.asarray([each.label for each in questions], dtype=np.int64)
    return JointChoice(model, head, (premises, answers), starts, gold)


def read(job: Job, folder: Folder) -> Training[Choice]:
    """Questions with choices."""
    return labelled(job, folder, folder.choices)


def build(job: Job, model: TransformerModel, data: Training[Choice]) -> Ready:
    """Accuracy on the rows of dev is `dev`."""
    head = head_of(job, model)
    train, dev = (asked(model, head, rows) for rows in (data.rows, data.dev))
    return ready(model, train, lambda: {"dev": dev.accuracy()}, data)
