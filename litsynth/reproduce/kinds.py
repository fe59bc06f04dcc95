"""The objectives that a stage can name, with their settings: the place where others are added."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from litsynth.errors import UsageError


@dataclass(frozen=True, slots=True)
class NliSettings:
    """Pair classification: nothing to set beside the optimiser."""


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """Alignment to the frozen English encoder of the stage before.

    `negative_weight` is the paper's lambda; below 0.5 the loss has a lower bound (see `objectives.alignment_loss`).
    `start` says where the embeddings of the target language begin: at random, or, for words that are spelled as in
    English (numbers, names, marks), at the English ones. `held_out` sentence pairs, at most
    a tenth, are kept out of training to measure retrieval.
    """

    negative_weight: float = 0.25
    start: Literal["random", "spelling"] = "spelling"
    held_out: int = 500

    def __post_init__(self) -> None:
        if not 0 <= self.negative_weight < 0.5:
            raise UsageError(
                f"align: negative_weight {self.negative_weight} leaves the loss without a lower bound",
                "two negatives enter with it, so it must be below 0.5",
            )
        if self.start not in ("random", "spelling") or self.held_out < 0:
            raise UsageError("align: start is random or spelling, held_out is not negative")


Kind = NliSettings | AlignSettings
OBJECTIVES: dict[str, type[NliSettings] | type[AlignSettings]] = {"nli": NliSettings, "align": AlignSettings}
MODULES = {"nli": "classification", "align": "alignment"}
"""The module of each objective."""


def settings_of(objective: str, values: Mapping[str, Any], where: str) -> Kind:
    """The settings of an objective. Raises UsageError, naming what is unknown or out of range."""
    if objective not in OBJECTIVES:
        raise UsageError(f"{where}: unknown objective {objective}", f"one of: {', '.join(OBJECTIVES)}")
    kind = OBJECTIVES[objective]
    if unknown := sorted(set(values) - {field.name for field in fields(kind)}):
        raise UsageError(f"{where}: unknown key {', '.join(unknown)}", f"{objective} has: {_names(kind)}")
    try:
        return kind(**values)
    except TypeError as error:
        raise UsageError(f"{where}: {error}") from error


def _names(kind: type[NliSettings] | type[AlignSettings]) -> str:
    return ", ".join(field.name for field in fields(kind)) or "no settings of its own"
