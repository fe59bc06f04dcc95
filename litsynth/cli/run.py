"""`litsynth run`: its options."""

from typing import Annotated

import typer

from litsynth.cli.completing import corpora, sources
from litsynth.cli.engines import Engine, EngineAddress
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, Verbose
from litsynth.cli.writer_options import WriterModel, WriterUrl

app = typer.Typer(add_completion=False)

Sources = Annotated[
    list[str],
    typer.Option(
        help="arxiv, openalex, semanticscholar, a file, a folder or a corpus; repeatable.", autocompletion=sources
    ),
]
Kept = Annotated[str | None, typer.Option(help="The corpus that keeps what is read.", autocompletion=corpora)]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done; no socket, no file.")]
Snowball = Annotated[
    int | None, typer.Option(help="Of so many of the best papers, follow citations one step, both ways.", min=0)
]


@app.command()
def run(
    question: Annotated[str, typer.Argument(help="The research question.")],
    source: Sources = [],  # noqa: B006 - typer copies it
    papers: Annotated[int | None, typer.Option(help="How many papers claims are taken from.", min=1)] = None,
    snowball: Snowball = None,
    corpus: Kept = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    verifier: Annotated[str | None, typer.Option(help="auto, embedded, xlm-r, a hub id or a path.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    engine: Engine = None,
    engine_address: EngineAddress = None,
    out: Annotated[str | None, typer.Option(help="Folder of the run (default: reports/<question>-<date>).")] = None,
    date: Annotated[str | None, typer.Option(help="The date of the run, as 2026-01-31.")] = None,
    writer: WriterUrl = None,
    writer_model: WriterModel = None,
    dry_run: Dry = False,
    json: Annotated[bool, typer.Option("--json", help="Print report.json.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Answer a question from the literature: search, read, extract, verify, report.

    Example: litsynth run "Does intermediate-task training help XNLI?" --corpus xnli --offline
    """
    if offline or dry_run:
        refuse_sockets()
    flags: dict[str, dict[str, object]] = {
        "search": {"papers": papers, "snowball": snowball},
        "corpus": {"name": corpus},
        "models": {"verifier": verifier, "device": device},
        "engine": {"name": engine, "address": engine_address},
        "writer": {"endpoint": writer, "model": writer_model},
    }
    from litsynth.cli.running import run_question

    chosen = settings_in_force(flags)
    return run_question(question, source, chosen, date, out, offline, dry_run, json, quiet, verbose)
