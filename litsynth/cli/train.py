"""`litsynth train`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.terminal import say
from litsynth.codec import encode
from litsynth.config import ModelSettings
from litsynth.errors import UsageError

if TYPE_CHECKING:
    from litsynth.training.recipe import Recipe

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says otherwise than the recipe; empty or 0: nothing."""

    base: str = ""
    seed: int | None = None
    groups: str = ""
    budget: int = 0
    adapter: int = 0
    fold: str = ""


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="The folder that the recipe's paths are relative to.")],
    out: Annotated[Path, typer.Option(help="Where the verifier is written; checkpoints go to its subfolder.")],
    recipe: Annotated[str, typer.Argument(help="A packaged recipe, a TOML file, or roles.")] = "embedded",
    base: Annotated[
        str, typer.Option(help="Another base: a folder that this command wrote, a checkpoint, a hub id.")
    ] = "",
    seed: Annotated[int | None, typer.Option(help="Another seed for the new head and the order of the pairs.")] = None,
    groups: Annotated[str, typer.Option(help="Only these groups of the mixture, with commas.")] = "",
    budget: Annotated[int, typer.Option(help="So many pairs, each source in proportion (0: all).")] = 0,
    adapter: Annotated[int, typer.Option(help="Train a low-rank adapter of this rank instead of all weights.")] = 0,
    fold: Annotated[str, typer.Option(help="Hold out a fold of each set of claims: 0/5 to 4/5.")] = "",
    plan: Annotated[bool, typer.Option("--plan", help="Print what the mixture is made of, and train nothing.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
) -> int:
    """Train the verifier, measure it, fit its temperature, and write weights, manifest and model card.

    Interrupted, the same command goes on from the last checkpoint. A recipe that goes on from another (embedded from
    nli) trains that one first, into a subfolder. From a checkpoint or a hub id a plain checkpoint is written. Prints the
    manifest as JSON. `litsynth train roles` makes the small model that tells claims from background; it takes --data and
    --out alone.

    Example: litsynth train embedded --data data --out verifier
    """
    from litsynth.models.embedder import load_embedder
    from litsynth.training.recipe import load_recipe
    from litsynth.training.roles import train_roles

    if offline:
        refuse_sockets()
    options = Options(base, seed, groups, budget, adapter, fold)
    if recipe == "roles":
        if options != Options() or plan:
            raise UsageError("roles are trained with --data and --out alone", "leave out the other options")
        emit([encode(train_roles(data, out, load_embedder(ModelSettings().embedder, "cpu", 32, offline)))])
        return 0
    chosen = _overridden(load_recipe(recipe), options)
    return _trained(chosen, data, out, plan, offline)


def _trained(chosen: Recipe, data: Path, out: Path, plan: bool, offline: bool) -> int:
    from litsynth.training.export import export
    from litsynth.training.run import prepare, train_model
    from litsynth.training.stages import with_base, with_first_base

    chosen = with_first_base(chosen) if plan else with_base(chosen, data, out, offline)
    say(f"reading the data of {chosen.name}")
    prepared = prepare(chosen, data, out, offline)
    if plan:
        emit(asdict(part) for part in prepared.parts)
        return 0
    say(f"training on {len(prepared.pairs):,} pairs, {prepared.parts[-1].tokens:,} tokens an epoch")
    emit([encode(export(train_model(prepared, out), data, out))])
    return 0


def _overridden(recipe: Recipe, options: Options) -> Recipe:
    """The recipe with what the command line says otherwise: the manifest states the recipe as it was used."""
    from litsynth.training.base import is_embedded

    if options.base:
        completed = options.base.startswith("packaged:") or is_embedded(options.base)
        recipe = replace(recipe, base=options.base, quantise=recipe.quantise and completed)
    if options.seed is not None:
        recipe = replace(recipe, seed=options.seed)
    if options.groups:
        recipe = replace(recipe, groups=tuple(name.strip() for name in options.groups.split(",")))
    return replace(
        recipe,
        budget=options.budget or recipe.budget,
        adapter_rank=options.adapter or recipe.adapter_rank,
        fold=options.fold or recipe.fold,
    )
