"""A training recipe: everything that decides the weights, in one TOML file."""

import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from litsynth.errors import MissingInput, UsageError


@dataclass(frozen=True, slots=True)
class DataSet:
    """One gzip JSONL file of labelled pairs.

    `premise`, `hypothesis` and `label` are the keys of a row; `labels` maps its label values to
    entailment, neutral or contradiction (rows with another value are dropped). `licence` is the
    licence as its source states it; it goes into the model card.
    """

    path: str
    labels: dict[str, str]
    licence: str
    premise: str = "premise"
    hypothesis: str = "hypothesis"
    label: str = "label"
    tokenised: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is trained on what, and how. Lengths are in tokens, `learning_rate` is AdamW's peak."""

    name: str
    base: str
    train: tuple[DataSet, ...]
    evaluate: tuple[DataSet, ...]
    calibrate: DataSet
    licence: str
    seed: int
    epochs: float
    batch_size: int
    learning_rate: float
    warmup_fraction: float
    weight_decay: float
    max_tokens: int
    freeze_word_embeddings: bool

    def __post_init__(self) -> None:
        if not self.train:
            raise UsageError(f"recipe {self.name}: no [[train]] data set", "add at least one")
        if self.epochs <= 0 or self.batch_size < 1 or self.max_tokens < 8:
            raise UsageError(f"recipe {self.name}: epochs, batch_size or max_tokens out of range")


def load_recipe(name_or_path: str) -> Recipe:
    """The packaged recipe of that name, or the TOML file at that path.

    Raises MissingInput when there is neither, UsageError on a key that a recipe does not have.
    """
    packaged = resources.files("litsynth.training") / "recipes" / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if packaged.is_file():
        text = packaged.read_text(encoding="utf-8")
    elif path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        raise MissingInput(f"no recipe {name_or_path!r}", "give the path of a TOML file, or: embedded")
    return _decode(tomllib.loads(text), name_or_path)


def _decode(values: dict[str, Any], where: str) -> Recipe:
    def data_set(row: dict[str, Any]) -> DataSet:
        return DataSet(**_known(row, DataSet, where))

    known = _known(values, Recipe, where)
    known["train"] = tuple(map(data_set, known.get("train", ())))
    known["evaluate"] = tuple(map(data_set, known.get("evaluate", ())))
    try:
        known["calibrate"] = data_set(known["calibrate"])
        return Recipe(**known)
    except (KeyError, TypeError) as error:
        raise UsageError(f"recipe {where}: a key is missing: {error}") from error


def _known(row: dict[str, Any], kind: type, where: str) -> dict[str, Any]:
    unknown = set(row) - {field.name for field in fields(kind)}
    if unknown:
        raise UsageError(f"recipe {where}: unknown key {', '.join(sorted(unknown))}")
    return dict(row)
