"""No verifier is measured on what it was trained on."""

from collections.abc import Mapping
from typing import Any

from litsynth.benchmarks.catalogue import Split
from litsynth.benchmarks.folding import Part
from litsynth.errors import UsageError


def refuse_seen(name: str, recipe: Mapping[str, Any], split: Split, fold: str = "") -> Part | None:
    """What of a split a verifier was trained on, by its recipe, so that it can be left out; None for nothing.

    `fold` ("0/5") is the one that the verifier is to judge: a recipe that held it out may have seen the others. Raises
    UsageError where the split was trained on and cannot be left out.
    """
    held = (split.files[0], *split.also)
    for source in recipe.get("train", ()):
        if source.get("path") not in held or (fold and recipe.get("fold") == fold):
            continue
        if source.get("parts"):
            return Part(int(source["folds"]), tuple(source["parts"]))
        raise UsageError(
            f"{name} was trained on {source['path']}",
            "give --verifier 'FOLDER-{fold}', verifiers that were each trained without one of --folds folds",
        )
    return None


def notes(name: str, recipe: Mapping[str, Any], split: Split) -> list[str]:
    """What a reader must know of a verifier's acquaintance with a split."""
    calibrated = recipe.get("calibrate") or {}
    if calibrated.get("path") in (split.files[0], *split.also):
        return [f"the temperature of {name} was fitted on a part of {calibrated['path']}"]
    return []
