"""Training in stages: a recipe whose base is another recipe goes on from the weights that the other makes."""

from dataclasses import replace
from pathlib import Path

from litsynth.models.embedded import MANIFEST
from litsynth.training.export import export
from litsynth.training.recipe import Recipe, load_recipe
from litsynth.training.run import prepare, train_model

_PREFIX = "recipe:"


def with_first_base(recipe: Recipe) -> Recipe:
    """The recipe with the base of its first stage: the same tokenizer, nothing to train beforehand."""
    while recipe.base.startswith(_PREFIX):
        recipe = replace(recipe, base=load_recipe(recipe.base.removeprefix(_PREFIX)).base)
    return recipe


def with_base(recipe: Recipe, data: Path, out: Path, offline: bool = False) -> Recipe:
    """The recipe with a base that lies on this machine or on the hub.

    A base "recipe:NAME" is trained first, whole and with its own settings, into `out`/NAME, unless that is there
    already. Raises what `prepare` and `load_recipe` raise.
    """
    if not recipe.base.startswith(_PREFIX):
        return recipe
    before = load_recipe(recipe.base.removeprefix(_PREFIX))
    folder = out / before.name
    if not (folder / MANIFEST).is_file():
        before = with_base(before, data, folder, offline)
        export(train_model(prepare(before, data, folder, offline), folder), data, folder)
    return replace(recipe, base=str(folder))
