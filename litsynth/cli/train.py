"""`litsynth train`."""

from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.terminal import say
from litsynth.codec import encode
from litsynth.training.export import export
from litsynth.training.fit import fit
from litsynth.training.recipe import load_recipe

app = typer.Typer(add_completion=False)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="The folder that the recipe's paths are relative to.")],
    out: Annotated[Path, typer.Option(help="Where the verifier is written; checkpoints go to its subfolder.")],
    recipe: Annotated[str, typer.Argument(help="A packaged recipe or a TOML file.")] = "embedded",
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
) -> int:
    """Train the verifier, measure it, fit its temperature, and write weights, manifest and model card.

    Interrupted, the same command goes on from the last checkpoint. Prints the manifest as JSON.

    Example: litsynth train embedded --data data --out verifier
    """
    if offline:
        refuse_sockets()
    plan = load_recipe(recipe)
    say(f"training {plan.name} on {len(plan.train)} data sets")
    emit([encode(export(fit(plan, data, out), plan, data, out))])
    return 0
