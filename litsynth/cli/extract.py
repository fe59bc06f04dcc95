"""`litsynth extract`."""

from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, Verbose, say

app = typer.Typer(add_completion=False)


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="A .tex, .tar.gz, .pdf, .txt or digest .json file.")],
    offline: Offline = False,
    verifier: Annotated[str | None, typer.Option(help="The model that judges sentence roles.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    names: Annotated[Path | None, typer.Option(help="Names of your own (TOML), laid over the shipped ones.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Print the claims of a paper with their quantities and results, one JSON object a line, in reading order.

    Example: litsynth extract corpora/xnli/1809.05053.json
    """
    from litsynth.cli.files import read_file
    from litsynth.cli.names import load_lexicon
    from litsynth.cli.session import load_models
    from litsynth.cli.telling import tell_read
    from litsynth.pipeline import claims_of_document
    from litsynth.pipeline.results import results_of_claim
    from litsynth.render import claim_value
    from litsynth.results import result_value, results_of_table

    if offline:
        refuse_sockets()
    lexicon = load_lexicon(names)
    settings = settings_in_force({"models": {"verifier": verifier, "device": device}})
    paper, document = read_file(file)
    tell_read(paper, document, quiet=quiet or not verbose)
    models = load_models(settings.models, offline)
    say(f"verifier: {models.entailer.identity}", quiet=quiet or not verbose)
    cells = [cell for number in range(len(document.tables)) for cell in results_of_table(document, number, lexicon)]
    emit(
        claim_value(claim)
        | {"results": [result_value(one) for one in results_of_claim(claim, document, lexicon, cells)]}
        for claim in claims_of_document(paper, document, models.embedder, models.entailer, settings.extract)
    )
    return 0
