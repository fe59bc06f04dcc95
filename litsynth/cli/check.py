"""`litsynth check`."""

from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.lines import numbered_lines
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.session import load_models
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, Verbose, say
from litsynth.config import Settings
from litsynth.errors import BadRecord
from litsynth.pipeline import CheckItem, Models, check_items, parse_item

app = typer.Typer(add_completion=False)

# Items judged together: enough to batch by length, few enough to answer while the input still comes.
_CHUNK = 64


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="JSON lines; - reads standard input.")],
    skip_bad_lines: Annotated[bool, typer.Option("--skip-bad-lines", help="Go on after a malformed line.")] = False,
    offline: Offline = False,
    verifier: Annotated[str | None, typer.Option(help="auto, embedded, xlm-r, a hub id or a path.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Say for each line whether its evidence supports its claim: one JSON verdict a line.

    A line is {"id": "c1", "claim": "...", "evidence": "text" or ["sentence", ...], "title": "..."}, or
    "table": {"caption": "...", "columns": [...], "rows": [[...]]} in place of evidence.

    Example: echo '{"id": "1", "claim": "It gains 2 points.", "evidence": "It gains 2 points."}' | litsynth check -
    """
    if offline:
        refuse_sockets()
    settings = settings_in_force({"models": {"verifier": verifier, "device": device}})
    models: Models | None = None
    bad = 0
    waiting: list[CheckItem] = []
    for number, line in numbered_lines(file):
        try:
            waiting.append(parse_item(line, f"{file}:{number}"))
        except BadRecord as error:
            if not skip_bad_lines:
                _answer(waiting, models, settings, offline, verbose)  # what stands before it, however long the file is
                raise
            bad += 1
            say(f"skipped: {error}", quiet)
        if len(waiting) >= _CHUNK:
            models = _answer(waiting, models, settings, offline, verbose)
            waiting = []
    _answer(waiting, models, settings, offline, verbose)
    if bad:
        say(f"{bad} malformed lines were skipped", quiet)
    return 4 if bad else 0


def _answer(
    items: list[CheckItem], models: Models | None, settings: Settings, offline: bool, verbose: bool
) -> Models | None:
    """Print the verdicts; the models are loaded for the first of them, and given back for the next."""
    if not items:
        return models
    if models is None:
        models = load_models(settings.models, offline)
        say(f"verifier: {models.entailer.identity}", quiet=not verbose)
    emit(check_items(items, models.entailer, settings.verify, models.calibrator))
    return models
