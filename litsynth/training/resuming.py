"""Checkpoints are gone on from only by the training that left them: a manifest must state what made its weights."""

from pathlib import Path

from litsynth.codec import digest, dumps, encode
from litsynth.errors import UsageError
from litsynth.training.encode import EncodedPairs
from litsynth.training.recipe import Recipe

CHECKPOINTS = "checkpoints"
_MADE_FROM = "made_from.txt"


def training_digest(recipe: Recipe, pairs: EncodedPairs) -> str:
    """Of everything that decides the weights: the recipe as it is used, tokens and targets."""
    return digest(dumps(encode(recipe)), *(f"{row['input_ids']} {row['labels']}" for row in pairs.rows))


def refuse_other(out: Path, training: str) -> None:
    """Raises UsageError where `out` holds checkpoints, but not of this training (a `training_digest`)."""
    folder = out / CHECKPOINTS
    noted = folder / _MADE_FROM
    known = noted.read_text(encoding="utf-8").strip() if noted.is_file() else ""
    if known != training and any(folder.glob("checkpoint-*")):
        raise UsageError(
            f"{folder} is of a training with another recipe, other options or other data",
            "give another --out, or delete that folder",
        )


def note(out: Path, training: str) -> None:
    """Write down which training the checkpoints in `out` are of."""
    (out / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    (out / CHECKPOINTS / _MADE_FROM).write_text(f"{training}\n", encoding="utf-8")
