"""The two families of encoders: sentence encoders under two towers, and transformers that read both sentences at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.objective import Prepared
from litsynth.reproduce.plan import Job
from litsynth.reproduce.spec import Encoder


class Family(Protocol):
    """What a stage needs of the family of its encoder; a model is whatever `load` gives."""

    def prepare(self, job: Job, folder: Folder, parent: Any, device: torch.device) -> Prepared[Any]:
        """Everything but the training itself."""
        ...

    def keep(self, known: Any, place: Path) -> None:
        """Write what the model needs beside its weights into the folder of its stage."""
        ...

    def load(self, job: Job, place: Path, weights: str, device: torch.device) -> Any:
        """The model of a finished stage from the folder that it is kept in."""
        ...

    def embedded(
        self, known: Any, texts: Sequence[str], max_tokens: int, layer: int
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Sentence embeddings, shape (n, size), and whether a text was cut, shape (n,). See `tasks.Retrieval` for `layer`."""
        ...

    def tagged(self, known: Any, head: nn.Linear, rows: Sequence[Tagged], max_tokens: int) -> NDArray[np.int64]:
        """For each token of all rows the number of its tag, -1 where it was not read, shape (tokens,)."""
        ...


def family_of(encoder: Encoder) -> Family:
    """The module of the family; that of transformers takes seconds to import."""
    if encoder.kind == "transformer":
        from litsynth.reproduce.pretrained import family  # noqa: PLC0415

        return family
    from litsynth.reproduce import objectives  # noqa: PLC0415

    return objectives
