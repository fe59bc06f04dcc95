"""A head and a relation for each word, by a biaffine parser on the states of words' first pieces."""

from collections.abc import Iterable

import torch

from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.biaffine import Biaffine
from litsynth.reproduce.kinds import ParsingSettings
from litsynth.reproduce.objective import Training, own_settings
from litsynth.reproduce.parsing import Parsing, Trees, relations_of, trees_of
from litsynth.reproduce.plan import Job
from litsynth.reproduce.pretrained.batches import by_length
from litsynth.reproduce.pretrained.model import TransformerModel
from litsynth.reproduce.pretrained.ready import Ready, ready
from litsynth.reproduce.pretrained.tagging import numbered
from litsynth.reproduce.sentences import Rows


class PieceParsing(Parsing):
    """On the states of pieces; the root's is that of the first token."""

    model: TransformerModel

    def __init__(self, model: TransformerModel, head: Biaffine, trees: Trees) -> None:
        super().__init__(head, trees)
        self.model = model

    def read(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """See `Parsing.read`."""
        inputs = self.model.pieces.alone(self.trees.sentences, rows, self.model.limit, self.model.device)
        states = self.model.read(inputs)
        return states, states[:, 0], inputs.parts > 0

    def parts(self) -> Iterable[Rows]:
        """See `Parsing.parts`."""
        return by_length(self.lengths, self.model.limit)


def build(job: Job, model: TransformerModel, data: Training[Tagged]) -> Ready:
    """Scores on the rows of dev; the relations are those of the training data."""
    names = relations_of(data.rows)
    head = Biaffine(model.size, len(names), own_settings(job, ParsingSettings))
    model.add(job.stage.name, head)
    train, dev = (
        PieceParsing(model, head, trees_of(rows, numbered(model, rows), names)) for rows in (data.rows, data.dev)
    )
    return ready(model, train, dev.scores, data)
