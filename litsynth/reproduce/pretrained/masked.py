"""Masked language modelling of one sentence (MLM), of a sentence and its translation (TLM; Conneau and Lample 2019,

arXiv:1901.07291), and of two sentences that follow each other in two languages (CLMLM; Huang et al. 2019, arXiv:1909.00964).
"""

from itertools import chain

import torch
from torch.nn.functional import cross_entropy

from litsynth.reproduce.annotations import Line
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import MaskedSettings
from litsynth.reproduce.models import evaluating
from litsynth.reproduce.objective import OneLoss, Training, own_settings, training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length, mean_loss
from litsynth.reproduce.pretrained.inputs import Inputs
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.sentences import Rows, Sentences
from litsynth.reproduce.spec import ENGLISH

# Of the chosen pieces, those that are hidden and those that become another piece (Devlin et al. 2019, arXiv:1810.04805, 3.1).
_HIDDEN, _OTHER = 0.8, 0.1


class MaskedPieces(OneLoss):
    """Cross-entropy of the pieces chosen in each row, a `share` of its text, at least one."""

    model: TransformerModel

    def __init__(self, model: TransformerModel, one: Sentences, two: Sentences | None, share: float) -> None:
        self.model, self.one, self.two, self._share = model, one, two, share
        self.lengths = one.lengths + (two.lengths if two is not None else 0)

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a piece."""
        return cross_entropy(*self._drawn(rows, None))

    def held_out_loss(self) -> float:
        """On all rows, the same pieces chosen each time; training's chance is left alone."""
        chance = torch.Generator().manual_seed(0)
        with evaluating(self.model):
            return mean_loss(self._drawn(rows, chance) for rows in by_length(self.lengths, self.model.limit))

    def _drawn(self, rows: Rows, chance: torch.Generator | None) -> tuple[torch.Tensor, torch.Tensor]:
        inputs = self._inputs(rows)
        return self._told(inputs, chosen(inputs.parts.cpu() > 0, self._share, chance), chance)

    def _inputs(self, rows: Rows) -> Inputs:
        pieces, limit, device = self.model.pieces, self.model.limit, self.model.device
        if self.two is None:
            return pieces.alone(self.one, rows, limit, device)
        return pieces.joined(self.one, self.two, (rows, rows), limit, device)

    def _told(
        self, inputs: Inputs, picked: torch.Tensor, chance: torch.Generator | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the picked pieces, shape (n, pieces), and their ids, shape (n,)."""
        ids = inputs.ids.cpu()
        kind = torch.rand(ids.shape, generator=chance)
        other = torch.randint(self.model.pieces.size, ids.shape, generator=chance)
        read = ids.masked_fill(picked & (kind < _HIDDEN), self.model.pieces.mask)
        read = torch.where(picked & (kind >= 1 - _OTHER), other, read)
        states = self.model.read(Inputs(read.to(inputs.ids.device), inputs.inside, inputs.types, inputs.parts))
        logits: torch.Tensor = self.model.language_head(states[picked.to(states.device)])
        return logits.float(), inputs.ids[picked.to(states.device)]


def chosen(text: torch.Tensor, share: float, chance: torch.Generator | None) -> torch.Tensor:
    """Which pieces are to be predicted: `share` of each row of `text` (True where text is), rounded, at least one."""
    wanted = (share * text.sum(dim=1)).round().long().clamp(min=1)
    drawn = torch.rand(text.shape, generator=chance).masked_fill(~text, 2.0)
    rank = drawn.argsort(dim=1).argsort(dim=1)
    return text & (rank < wanted.unsqueeze(1))


def read_clmlm(job: Job, folder: Folder) -> Training[Translation]:
    """Premise and hypothesis, which stand for a document of two sentences: one in English, one in another language."""

    def mixed(data: DataSet, language: str) -> list[Translation]:
        english = {pair.id: pair for pair in folder.pairs(data, ENGLISH)}
        both = [(pair, english[pair.id]) for pair in folder.pairs(data, language) if pair.id in english]
        return list(
            chain.from_iterable(
                (
                    Translation(f"{own.id}/0", own.premise, other.hypothesis),
                    Translation(f"{own.id}/1", other.premise, own.hypothesis),
                )
                for own, other in both
            )
        )

    return training(job, folder, mixed, own_settings(job, MaskedSettings).held_out)


def build_mlm(job: Job, model: TransformerModel, data: Training[Line]) -> Ready:
    """Less the loss on the rows of dev is `dev`."""
    share = own_settings(job, MaskedSettings).share
    train, dev = (
        MaskedPieces(model, model.pieces.sentences([row.text for row in rows], model.limit), None, share)
        for rows in (data.rows, data.dev)
    )
    return ready(model, train, lambda: {"dev": -dev.held_out_loss()}, data)


def build_two(job: Job, model: TransformerModel, data: Training[Translation]) -> Ready:
    """As for MLM; both sentences are read at once."""
    share = own_settings(job, MaskedSettings).share
    sides = [
        [model.pieces.sentences([row.texts[side] for row in rows], model.limit) for side in (0, 1)]
        for rows in (data.rows, data.dev)
    ]
    train, dev = (MaskedPieces(model, one, two, share) for one, two in sides)
    return ready(model, train, lambda: {"dev": -dev.held_out_loss()}, data)
