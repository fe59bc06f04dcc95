"""`litsynth extract`."""

from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.files import read_file
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.session import load_models
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.telling import tell_read
from litsynth.cli.terminal import Quiet, Verbose, say
from litsynth.pipeline import claims_of_document
from litsynth.render import claim_value

app = typer.Typer(add_completion=False)


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A .tex, .tar.gz, .pdf, .txt or digest .json file.")],
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    verifier: Annotated[str | None, typer.Option(help="The model that judges sentence roles.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print the claims of a paper with their quantities, one JSON object a line, in reading order.

    Example: litsynth extract corpora/xnli/1809.05053.json
    """
    if offline:
        refuse_sockets()
    settings = settings_in_force({"models": {"verifier": verifier, "device": device}})
    paper, document = read_file(file)
    tell_read(paper, document, quiet=quiet or not verbose)
    models = load_models(settings.models, offline)
    say(f"verifier: {models.entailer.identity}", quiet=quiet or not verbose)
    emit(
        claim_value(claim)
        for claim in claims_of_document(paper, document, models.embedder, models.entailer, settings.extract)
    )
    return 0
