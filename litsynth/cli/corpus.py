"""`litsynth corpus`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.completing import corpora
from litsynth.cli.emit import emit
from litsynth.cli.engines import Engine, EngineAddress
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, Quiet, Verbose, say
from litsynth.codec import encode
from litsynth.config import Settings
from litsynth.errors import LitsynthError, MissingInput
from litsynth.resources import bundled_corpora

if TYPE_CHECKING:
    pass

app = typer.Typer(help="List, show, fill, thin out and carry corpora.", add_completion=False)

Name = Annotated[str, typer.Argument(help="The corpus.", autocompletion=corpora)]


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False) -> int:
    """List corpora: those made here, and those that ship with litsynth.

    Example: litsynth corpus list
    """
    from litsynth.cli.session import made_corpora

    settings = settings_in_force({})
    rows: list[dict[str, object]] = []
    failed = False
    for name in sorted({*made_corpora(settings), *bundled_corpora()}):
        try:
            rows.append(_row(settings, name))
        except LitsynthError as error:  # one that a newer litsynth wrote hides no other
            say(f"skipped: {name}: {error}")
            failed = True
    if json:
        emit(rows)
    for row in [] if json else rows:
        typer.echo(f"{row['name']}  {row['papers']} papers{'  (bundled digests)' if row['bundled'] else ''}")
    return 4 if failed else 0


@app.command()
def show(
    name: Name,
    json: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """List the papers of a corpus, and beside them what was measured here and added.

    Example: litsynth corpus show xnli
    """
    from litsynth.cli.adding import fill_own
    from litsynth.cli.measured import told
    from litsynth.cli.session import corpus_name, measured_in, open_named, refuse_unknown
    from litsynth.cli.telling import tell_outdated, tell_skipped
    from litsynth.pipeline import failures
    from litsynth.render.marked import printable

    settings = settings_in_force({"corpus": {"name": name}})
    refuse_unknown(settings, corpus_name(settings, False))
    with open_named(settings, name) as store, Bars(quiet, verbose) as bars:
        skipped = fill_own(store, settings, bars)
        for paper in store.papers():
            if json:
                emit([encode(paper)])
            else:
                typer.echo(printable(f"{paper.paper_id}{paper.version}  {paper.year or ''}  {paper.title}"))
        for line in (line for run in measured_in(settings, name) for line in told(run)):
            say(line, quiet)
        for paper_id in store.removed():
            say(f"taken out by hand: {paper_id} (litsynth corpus add {name} {paper_id} puts it back)", quiet)
        tell_outdated(store, quiet)
    return tell_skipped(failures(skipped), quiet)


@app.command()
def add(
    name: Name,
    inputs: Annotated[
        list[str], typer.Argument(help="Files or folders (PDF, TeX, JSONL, BibTeX, RIS, CSL-JSON), arXiv ids, or runs.")
    ],
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    engine: Engine = None,
    engine_address: EngineAddress = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Read papers into a corpus; it is made when it is not there yet.

    The id of a paper that was taken out by hand puts it back; until then no file and no search brings it in again.
    Of a reference library (a .bib, .ris or CSL .json file) every entry is read, with the PDFs attached to it. What
    `litsynth reproduce run` measured is evidence in every report on the corpus from then on.

    Example: litsynth corpus add mine papers/ library.bib 1911.02116
    """
    from litsynth.cli.adding import add_to
    from litsynth.cli.session import corpus_name

    if offline:
        refuse_sockets()
    settings = settings_in_force({"corpus": {"name": name}, "engine": {"name": engine, "address": engine_address}})
    return add_to(corpus_name(settings, offline), inputs, settings, offline, quiet, verbose)


@app.command()
def remove(
    name: Name,
    paper_ids: Annotated[list[str], typer.Argument(help="Ids as `corpus show` prints them.")],
    quiet: Quiet = False,
) -> int:
    """Take papers out of a corpus, for good: no later run or `corpus add` of a file brings them back, only their id does.

    Of an experiment that was added its results are removed.

    Example: litsynth corpus remove mine arXiv:1911.02116
    """
    from litsynth.cli.adding import fill_own
    from litsynth.cli.measured import take_out
    from litsynth.cli.session import corpus_name, open_named, refuse_unknown
    from litsynth.sources.identity import identify

    settings = settings_in_force({"corpus": {"name": name}})
    refuse_unknown(settings, corpus_name(settings, False))
    runs, paper_ids = take_out(paper_ids, settings, name)
    for run_id in runs:
        say(f"taken out: {run_id}", quiet)
    with open_named(settings, name) as store:
        wanted = [identify(given)[0] for given in paper_ids]
        if not set(wanted) <= set(store.ids()):  # else one that cannot be read could not be taken out
            fill_own(store, settings, Bars(quiet=True))
        known = store.ids()
        missing = [given for given, paper_id in zip(paper_ids, wanted, strict=True) if paper_id not in known]
        if missing:
            raise MissingInput(f"not in {name}: {', '.join(missing)}", f"see: litsynth corpus show {name}")
        for paper_id in dict.fromkeys(wanted):
            if store.remove(paper_id):
                say(f"taken out: {paper_id} (litsynth corpus add {name} {paper_id} puts it back)", quiet)
            else:
                say(f"deleted: {paper_id}, which was not as it was put there: add it again", quiet)
    return 0


@app.command("export")
def export(
    name: Name,
    file: Annotated[Path, typer.Argument(help="The file to make.")],
    quiet: Quiet = False,
) -> int:
    """Write a corpus to one file: papers, texts, what models said of them, and what was downloaded.

    Of one whose database is damaged, what can be read; what is lost is named, and the exit status is 4.

    Example: litsynth corpus export xnli xnli.corpus
    """
    from litsynth.cli.adding import fill_own
    from litsynth.cli.saving import saved
    from litsynth.cli.session import corpus_name, open_named, refuse_unknown
    from litsynth.cli.telling import tell_skipped
    from litsynth.pipeline import failures
    from litsynth.render.words import count
    from litsynth.store import export_corpus

    settings = settings_in_force({"corpus": {"name": name}})
    refuse_unknown(settings, corpus_name(settings, False))
    if saved(settings, name, file, quiet):
        return 4
    with open_named(settings, name) as store:
        skipped = fill_own(store, settings, Bars(quiet=True))
        manifest = export_corpus(store, file)
    typer.echo(f"{file}: {name}, {count(manifest.papers, 'paper')}, digest {manifest.digest}")
    return tell_skipped(failures(skipped), quiet)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file that `corpus export` made.")],
    name: Annotated[str | None, typer.Option(help="What to call the corpus (default: as it was called).")] = None,
) -> int:
    """Make a corpus from one file; it appears whole or not at all, and in the place of no other.

    Example: litsynth corpus import xnli.corpus --name theirs
    """
    from litsynth.cli.session import corpus_name
    from litsynth.render.words import count
    from litsynth.store import import_corpus

    settings = settings_in_force({"corpus": {"name": name}})
    chosen = corpus_name(settings, False) if name else ""
    manifest = import_corpus(file, Path(settings.corpus.folder), chosen)
    typer.echo(f"{chosen or manifest.name}: {count(manifest.papers, 'paper')}, digest {manifest.digest}")
    return 0


@app.command()
def check(
    name: Name,
    json: Annotated[bool, typer.Option("--json", help="JSON lines, one for each fault.")] = False,
) -> int:
    """Look whether a corpus still holds what was put there, and say what does not; nothing is changed.

    Exit status 3 where something was lost, and has to be brought in again.

    Example: litsynth corpus check mine
    """
    from litsynth.cli.session import made_corpora
    from litsynth.render.words import count
    from litsynth.store import faults_in, glance

    settings = settings_in_force({"corpus": {"name": name}})
    if name not in made_corpora(settings):
        raise MissingInput(f"no corpus {name!r} was made here", "see: litsynth corpus list")
    folder = Path(settings.corpus.folder) / name
    faults = list(faults_in(folder))
    if json:
        emit([encode(fault) for fault in faults])
    for fault in [] if json else faults:
        typer.echo(f"{fault.what}: {fault.why} ({fault.remedy})")
    lost = sum(fault.lost for fault in faults)
    if not json:
        with suppress(MissingInput):  # one so damaged that its papers cannot be counted: that was said
            typer.echo(f"{name}: {count(len(glance(folder)[0]), 'paper')}, {count(lost, 'fault')}")
    return 3 if lost else 0


@app.command()
def versions(
    name: Name,
    paper_id: Annotated[str, typer.Argument(help="An id as `corpus show` prints it.")],
    json: Annotated[bool, typer.Option("--json", help="JSON lines, one for each figure.")] = False,
) -> int:
    """Say which versions of a paper a corpus has, and which figures each gives otherwise than the one that counts.

    Example: litsynth corpus versions mine arXiv:2005.13013
    """
    from litsynth.cli.session import open_named, refuse_unknown
    from litsynth.cli.versions import revisions_in, tell_versions
    from litsynth.sources.identity import identify

    settings = settings_in_force({"corpus": {"name": name}})
    refuse_unknown(settings, name)
    key = identify(paper_id)[0]
    with open_named(settings, name) as store:
        paper = store.paper(key)
        if paper is None:
            raise MissingInput(f"not in {name}: {paper_id}", f"see: litsynth corpus show {name}")
        tell_versions(paper, revisions_in(store, paper), json)
    return 0


def _row(settings: Settings, name: str) -> dict[str, object]:
    from litsynth.cli.session import made_corpora, open_named
    from litsynth.sources import FolderSource

    bundled = bundled_corpora().get(name)
    papers: set[str] = set()
    if bundled:
        # What is no digest has no fingerprint.
        offered = FolderSource(bundled, deep=False).find("", 0)[0]
        papers.update(paper.paper_id for paper in offered if paper.fingerprint)
    if name in made_corpora(settings):
        with open_named(settings, name) as store:
            papers.update(store.ids())
            papers.difference_update(store.removed())
    return {"name": name, "papers": len(papers), "bundled": bool(bundled)}
