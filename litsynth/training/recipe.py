"""A training recipe: everything that decides the weights, in one TOML file."""

import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from litsynth.errors import MissingInput, UsageError
from litsynth.training.kinds import KINDS, AnySource, Pairs


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is trained on what, and how. Lengths are in tokens, `learning_rate` is AdamW's peak.

    `groups` are the groups of the mixture that are used (empty: all) and `budget` the number of pairs that are drawn
    from them (0: all), each source in proportion. `fold` ("2/5") holds out the claims of the third of five folds of
    every set of claims. `quantise` writes int8 rows for the embedded verifier; else a plain checkpoint is saved.
    `adapter_rank` is that of a low-rank adapter that is trained in place of the weights (0: the weights are).
    """

    name: str
    base: str
    train: tuple[AnySource, ...]
    evaluate: tuple[Pairs, ...]
    calibrate: Pairs
    licence: str
    seed: int
    epochs: float
    batch_size: int
    learning_rate: float
    warmup_fraction: float
    weight_decay: float
    max_tokens: int
    freeze_word_embeddings: bool
    quantise: bool
    groups: tuple[str, ...] = ()
    budget: int = 0
    fold: str = ""
    adapter_rank: int = 0

    def __post_init__(self) -> None:
        if not self.train:
            raise UsageError(f"recipe {self.name}: no [[train]] source", "add at least one")
        if self.epochs <= 0 or self.batch_size < 1 or min(self.budget, self.adapter_rank) < 0 or self.max_tokens < 8:
            raise UsageError(f"recipe {self.name}: epochs, batch_size, max_tokens, budget or rank out of range")
        if self.quantise and not self.freeze_word_embeddings:
            raise UsageError(
                f"recipe {self.name}: quantised weights are completed by the base's word embeddings",
                "set freeze_word_embeddings = true, or quantise = false",
            )
        known = {source.group for source in self.train}
        if unknown := set(self.groups) - known:
            raise UsageError(f"no group {', '.join(sorted(unknown))}", f"one of: {', '.join(sorted(known))}")
        fold, folds = self.held_fold
        if self.fold and not 0 <= fold < folds:
            raise UsageError(f"fold {self.fold!r}", "the first of five folds is 0/5, the last 4/5")

    @property
    def held_fold(self) -> tuple[int, int]:
        """The fold that is held out and the number of folds; (-1, 0) where none is."""
        if not self.fold:
            return -1, 0
        fold, _, folds = self.fold.partition("/")
        return (int(fold), int(folds)) if fold.isdigit() and folds.isdigit() else (-1, 0)

    @property
    def chosen(self) -> tuple[AnySource, ...]:
        """The sources of the groups that are used."""
        return tuple(source for source in self.train if not self.groups or source.group in self.groups)


def load_recipe(name_or_path: str) -> Recipe:
    """The packaged recipe of that name, or the TOML file at that path.

    Raises MissingInput when there is neither, UsageError on a key or a kind that a recipe does not have.
    """
    packaged = resources.files("litsynth.training") / "recipes" / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if packaged.is_file():
        text = packaged.read_text(encoding="utf-8")
    elif path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        raise MissingInput(f"no recipe {name_or_path!r}", "give the path of a TOML file, or: embedded, nli")
    try:
        return _decode(tomllib.loads(text), name_or_path)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"recipe {name_or_path}: not TOML: {error}") from error


def _decode(values: dict[str, Any], where: str) -> Recipe:
    known = _known(values, Recipe, where)
    try:
        known["train"] = tuple(_source(row, where) for row in known.get("train", ()))
        known["evaluate"] = tuple(Pairs(**_known(row, Pairs, where)) for row in known.get("evaluate", ()))
        known["calibrate"] = Pairs(**_known(known["calibrate"], Pairs, where))
        return Recipe(**known)
    except (KeyError, TypeError) as error:
        raise UsageError(f"recipe {where}: a key is missing: {error}") from error


def _source(row: dict[str, Any], where: str) -> AnySource:
    row = dict(row)
    kind = row.pop("kind", "pairs")
    if kind not in KINDS:
        raise UsageError(f"recipe {where}: unknown kind {kind}", f"one of: {', '.join(KINDS)}")
    return KINDS[kind](**_known(row, KINDS[kind], where))


def _known(row: dict[str, Any], kind: type, where: str) -> dict[str, Any]:
    unknown = set(row) - {field.name for field in fields(kind)}
    if unknown:
        raise UsageError(f"recipe {where}: unknown key {', '.join(sorted(unknown))}")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
