"""`litsynth corpus`."""

from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.session import (
    add_sources,
    arxiv_ids,
    corpus_name,
    open_named,
    refuse_unknown,
    sources_for,
    the_date,
)
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, say
from litsynth.codec import encode
from litsynth.config import Settings
from litsynth.errors import MissingInput
from litsynth.pipeline import fill
from litsynth.resources import bundled_corpora

app = typer.Typer(help="List, show, fill and thin out corpora.", add_completion=False)

Name = Annotated[str, typer.Argument(help="The corpus.")]


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> int:
    """List corpora: those made here, and those that ship with litsynth.

    Example: litsynth corpus list
    """
    settings = settings_in_force({})
    folder = Path(settings.corpus.folder)
    made = {path.parent.name for path in sorted(folder.glob("*/corpus.db"))}
    rows = [_row(settings, name) for name in sorted(made | set(bundled_corpora()))]
    if json:
        emit(rows)
    for row in [] if json else rows:
        typer.echo(f"{row['name']}  {row['papers']} papers{'  (bundled digests)' if row['bundled'] else ''}")
    return 0


@app.command()
def show(name: Name, json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> int:
    """List the papers of a corpus.

    Example: litsynth corpus show xnli
    """
    settings = settings_in_force({"corpus": {"name": name}})
    refuse_unknown(settings, corpus_name(settings, False))
    with open_named(settings, name) as store:
        fill(store, sources_for([], store, name, settings, the_date(None), True), Bars(quiet=True))
        for paper in store.papers():
            if json:
                emit([encode(paper)])
            else:
                typer.echo(f"{paper.paper_id}{paper.version}  {paper.year or ''}  {paper.title}")
    return 0


@app.command()
def add(
    name: Name,
    inputs: Annotated[list[str], typer.Argument(help="Files or folders (PDF, TeX, JSONL), or arXiv ids.")],
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress.")] = False,
) -> int:
    """Read papers into a corpus; it is made when it is not there yet.

    Example: litsynth corpus add mine papers/ 1911.02116
    """
    if offline:
        refuse_sockets()
    settings = settings_in_force({"corpus": {"name": name}})
    name = corpus_name(settings, offline)
    arxiv_ids(inputs)  # what is neither a file nor an id is refused before a corpus is made
    with open_named(settings, name) as store, Bars(quiet) as bars:
        sources = add_sources(inputs, store, settings, the_date(None), offline)
        before = len(store.papers())
        skipped = fill(store, sources, bars)
        after = len(store.papers())
    for skip in skipped:
        say(f"skipped: {skip.what}: {skip.reason}", quiet)
    typer.echo(f"{after - before} papers added to {name}, {after} in all, {len(skipped)} skipped")
    return 4 if skipped else 0


@app.command()
def remove(
    name: Name, paper_ids: Annotated[list[str], typer.Argument(help="Ids as `corpus show` prints them.")]
) -> int:
    """Take papers out of a corpus.

    Example: litsynth corpus remove mine arXiv:1911.02116
    """
    settings = settings_in_force({"corpus": {"name": name}})
    refuse_unknown(settings, corpus_name(settings, False))
    with open_named(settings, name) as store:
        known = {paper.paper_id for paper in store.papers()}
        missing = [paper_id for paper_id in paper_ids if paper_id not in known]
        if missing:
            raise MissingInput(f"not in {name}: {', '.join(missing)}", f"see: litsynth corpus show {name}")
        for paper_id in paper_ids:
            store.remove(paper_id)
    return 0


def _row(settings: Settings, name: str) -> dict[str, object]:
    bundled = bundled_corpora().get(name)
    if (Path(settings.corpus.folder) / name / "corpus.db").is_file():
        with open_named(settings, name) as store:
            count = len(store.papers())
    else:
        count = 0
    return {
        "name": name,
        "papers": max(count, len(list(bundled.glob("*.json"))) if bundled else 0),
        "bundled": bool(bundled),
    }
