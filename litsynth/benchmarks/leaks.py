"""No verifier is measured on what it was trained on."""

from collections.abc import Collection, Mapping
from typing import Any

from litsynth.benchmarks.catalogue import Split
from litsynth.benchmarks.examples import LabelledSet
from litsynth.benchmarks.folding import Part
from litsynth.errors import UsageError
from litsynth.folds import components


def refuse_seen(name: str, recipe: Mapping[str, Any], split: Split, fold: str = "") -> Part | None:
    """What of a split a verifier was trained on, by its recipe, so that it can be left out; None for nothing.

    `fold` ("0/5") is the one that the verifier is to judge: a recipe that held it out may have seen the others. Raises
    UsageError where the split was trained on and cannot be left out.
    """
    held = (split.files[0], *split.also)
    for source in _used(recipe):
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


def was_seen(recipe: Mapping[str, Any], split: Split) -> bool:
    """Whether a verifier was trained on any claim of a split, by its recipe."""
    return bool(_trained_on(recipe).intersection((split.files[0], *split.also)))


def unseen_claims(
    recipe: Mapping[str, Any], held_out: Mapping[str, Collection[str]], split: Split, read: LabelledSet
) -> set[str]:
    """The claims of a split that a verifier has not seen, by its recipe and the claims that its training held out.

    `held_out` maps the path of a set to the ids of its claims. Of what was trained on only whole connected components
    are given: a claim that shares a document with one that was seen counts as seen.
    """
    seen = _trained_on(recipe)
    if not was_seen(recipe, split):
        return set(read.links)
    if seen.intersection(split.also):  # the same claims under other ids
        return set()
    kept = set(held_out.get(split.files[0], ()))
    return {claim for group in components(read.links) if kept.issuperset(group) for claim in group}


def _trained_on(recipe: Mapping[str, Any]) -> set[str]:
    return {str(source.get("path")) for source in _used(recipe)}


def _used(recipe: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The sources in the groups of the mixture that were used."""
    groups = recipe.get("groups") or ()
    return [source for source in recipe.get("train", ()) if not groups or source.get("group", "nli") in groups]
