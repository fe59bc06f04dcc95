"""Cross-lingual word recovery in a transformer: each piece of a sentence from the pieces of its translation (see

`litsynth.reproduce.recovery`, whose attention it uses; the sums stand in the place of the piece's embeddings).
"""

import torch
from torch.nn.functional import cross_entropy

from litsynth.reproduce.models import evaluating
from litsynth.reproduce.objective import OneLoss, Training
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length, mean_loss
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.recovery import WordAttention
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.sentences import Rows, Sentences


class RecoveredPieces(OneLoss):
    """Cross-entropy of the pieces of each source sentence, given its translation's pieces in their place."""

    model: TransformerModel

    def __init__(self, model: TransformerModel, head: WordAttention, source: Sentences, target: Sentences) -> None:
        self.model, self._head, self.source, self.target = model, head, source, target
        self.lengths = source.lengths + target.lengths

    def loss(self, rows: Rows) -> torch.Tensor:
        """In nats a piece."""
        return cross_entropy(*self._told(rows))

    def held_out_loss(self) -> float:
        """On all rows."""
        with evaluating(self.model):
            return mean_loss(self._told(rows) for rows in by_length(self.lengths, self.model.limit))

    def _told(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of every piece of the source, shape (n, pieces), and their ids, shape (n,)."""
        model = self.model
        source, target = (
            model.pieces.alone(side, rows, model.limit, model.device) for side in (self.source, self.target)
        )
        own, other = model.words(source.ids), model.words(target.ids)
        text = source.parts > 0
        sums = self._head(own, other, target.parts > 0).to(own.dtype)
        states = model.read(source, torch.where(text.unsqueeze(2), sums, own))
        logits: torch.Tensor = model.language_head(states[text])
        return logits.float(), source.ids[text]


def build(job: Job, model: TransformerModel, data: Training[Translation]) -> Ready:
    """English pieces are recovered from the other language's; less the loss on the rows of dev is `dev`."""
    head = WordAttention(model.words.embedding_dim)
    model.add(job.stage.name, head)
    sides = [
        [model.pieces.sentences([row.texts[side] for row in rows], model.limit) for side in (1, 0)]
        for rows in (data.rows, data.dev)
    ]
    train, dev = (RecoveredPieces(model, head, english, target) for english, target in sides)
    return ready(model, train, lambda: {"dev": -dev.held_out_loss()}, data)
