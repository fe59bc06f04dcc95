"""PyTorch: any architecture, on CUDA or a CPU."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

from litsynth.models.batches import near_batches
from litsynth.models.tokens import Tokens


@dataclass(frozen=True, slots=True)
class TorchModel:
    """A sequence classifier; `budget` is the most tokens, padding included, of one forward pass.

    `pad` is the id that fills short rows; `typed` says whether the model reads segments.
    """

    model: PreTrainedModel
    budget: int
    pad: int
    typed: bool

    def run(self, rows: Sequence[Tokens]) -> NDArray[np.float32]:
        """Logits for each sequence, in order: shape (rows, labels)."""
        out = np.empty((len(rows), self.model.config.num_labels), np.float32)
        for batch in near_batches([len(row.ids) for row in rows], self.budget):
            out[batch] = self._forward([rows[row] for row in batch])
        return out

    def _forward(self, rows: Sequence[Tokens]) -> NDArray[np.float32]:
        width = max(len(row.ids) for row in rows)
        inputs = {
            "input_ids": _padded([row.ids for row in rows], width, self.pad),
            "attention_mask": _padded([[1] * len(row.ids) for row in rows], width, 0),
        }
        if self.typed:
            inputs["token_type_ids"] = _padded([row.types for row in rows], width, 0)
        with torch.inference_mode():
            logits = self.model(**{name: value.to(self.model.device) for name, value in inputs.items()}).logits
        return np.asarray(logits.float().cpu().numpy(), np.float32)


def _padded(rows: Sequence[list[int]], width: int, fill: int) -> torch.Tensor:
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])
