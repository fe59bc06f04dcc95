"""The passage that answers a question: where it begins and ends, told by a linear layer on the states of the text.

As Devlin et al. 2019 (arXiv:1810.04805, sections 4.2 and 4.3): the first token of the input stands for no answer.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from litsynth.reproduce.annotations import Question
from litsynth.reproduce.answer_measures import answer_f1, squad_words
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import QaSettings
from litsynth.reproduce.models import evaluating
from litsynth.reproduce.objective import OneLoss, Training, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.pretrained.windows import Windows, windows
from litsynth.reproduce.sentences import Rows


class Reading(OneLoss):
    """Cross-entropy of the beginning and of the end of the answer, over the pieces of a window's text and the first token."""

    model: TransformerModel

    def __init__(self, model: TransformerModel, head: nn.Linear, shown: Windows) -> None:
        self.model, self._head, self.shown = model, head, shown
        self.lengths = shown.questions.lengths + shown.texts.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats, the mean of both; a window without the answer has it at the first token."""
        values, begins = self._told(rows)
        gold = torch.from_numpy(self.shown.gold[rows]).to(values.device)
        places = torch.where(gold >= 0, gold + begins.unsqueeze(1), 0)
        return (cross_entropy(values[:, :, 0], places[:, 0]) + cross_entropy(values[:, :, 1], places[:, 1])) / 2

    def best(self, longest: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], Rows]:
        """For each window the scores of its best passage of at most so many pieces and of no answer, shape (windows, 2),

        and the first and last piece of that passage in the text of the window, shape (windows, 2).
        """
        scores, places = np.full((len(self.lengths), 2), -np.inf), np.zeros((len(self.lengths), 2), dtype=np.int64)
        with evaluating(self.model):
            for rows in by_length(self.lengths, self.model.limit):
                values, begins = self._told(rows)
                nothing = values[:, 0].sum(dim=1)
                values[:, 0] = -torch.inf
                both = values[:, :, None, 0] + values[:, None, :, 1]
                allowed = torch.ones_like(both[0], dtype=torch.bool).triu().tril(longest - 1)
                flat = both.masked_fill(~allowed, -torch.inf).flatten(1).max(dim=1)
                found = torch.stack([flat.indices // values.shape[1], flat.indices % values.shape[1]], dim=1)
                scores[rows] = torch.stack([flat.values, nothing], dim=1).cpu().numpy()
                places[rows] = (found - begins.unsqueeze(1)).cpu().numpy()
        return scores, places

    def _told(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Values of beginning and end, shape (rows, longest, 2), and where the text begins in each row, shape (rows,)."""
        model, shown = self.model, self.shown
        inputs = model.pieces.joined(shown.questions, shown.texts, (rows, rows), model.limit, model.device)
        text = inputs.parts == 2
        open_ = text.clone()
        open_[:, 0] = True
        values = self._head(model.read(inputs)).float().masked_fill(~open_.unsqueeze(2), -torch.inf)
        return values, text.int().argmax(dim=1)


def read(job: Job, folder: Folder) -> Training[Question]:
    """Questions on texts."""
    return training(job, folder, folder.questions, own_settings(job, QaSettings).held_out)


def build(job: Job, model: TransformerModel, data: Training[Question]) -> Ready:
    """F1 of the answers (SQuAD's normalisation) on the rows of dev is `dev`."""
    settings = own_settings(job, QaSettings)
    head = nn.Linear(model.size, 2)
    model.add(job.stage.name, head)
    train = Reading(model, head, windows(model.pieces, data.rows, settings, model.limit))

    def score() -> dict[str, float]:
        said, _ = passages(model, head, data.dev, settings)
        found = [answer_f1(told, row.answers, squad_words) for told, row in zip(said, data.dev, strict=True)]
        return {"dev": float(np.mean(found))}

    return ready(model, train, score, data)


def passages(
    model: TransformerModel, head: nn.Linear, rows: Sequence[Question], settings: QaSettings
) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """For each question the passage that answers it, empty for none, and whether the question was cut.

    The best passage of all windows. No answer is given only where some question of the set has none, as in SQuAD 2.0: where
    the least score of no answer in any window is above that of the passage (run_squad, threshold 0).
    """
    shown = windows(model.pieces, rows, settings, model.limit)
    scores, places = Reading(model, head, shown).best(settings.answer)
    may_lack = any(not row.answers for row in rows)
    said = []
    for number, row in enumerate(rows):
        own = np.flatnonzero(shown.row == number)
        best = own[scores[own, 0].argmax()]
        if not np.isfinite(scores[best, 0]) or (may_lack and scores[own, 1].min() > scores[best, 0]):
            said.append("")
            continue
        first, last = shown.spans[number][shown.first[best] + places[best]]
        said.append(row.context[first[0] : last[1]].strip())
    return said, shown.cut
