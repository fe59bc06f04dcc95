"""What training needs of an objective on a transformer."""

from collections.abc import Callable
from typing import Any

from litsynth.reproduce.objective import Objective, Prepared, Training
from litsynth.reproduce.pretrained.model import TransformerModel

Ready = Prepared[TransformerModel]


def ready(
    model: TransformerModel, objective: Objective, score: Callable[[], dict[str, float]], data: Training[Any]
) -> Ready:
    """The objective with its scores, and how many rows there are and were left out."""
    counts = {"rows": len(data.rows), "leaks": data.leaks, "pieces": model.pieces.size}
    return Prepared(model, objective, score, counts)
