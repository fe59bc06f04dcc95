"""`litsynth plan`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.run import Sources
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, say
from litsynth.config import Settings
from litsynth.errors import NetworkRefused
from litsynth.question import read_question
from litsynth.resources import bundled_corpora

if TYPE_CHECKING:
    from litsynth.pipeline.plan import Estimate
    from litsynth.store import Corpus

app = typer.Typer(add_completion=False)

Offline = Annotated[bool, typer.Option("--offline", help="The run will open no socket (a plan never does).")]

# What a process with the models takes, where the system does not say what this one does.
_BASE_MIB = 450
_SOMETHING = "any text"


@app.command()
def plan(
    about: Annotated[
        str, typer.Argument(metavar="QUESTION|CORPUS", help="A question, or a corpus that any is asked of.")
    ],
    source: Sources = [],  # noqa: B006 - typer copies it
    papers: Annotated[int | None, typer.Option(help="How many papers claims are taken from.", min=1)] = None,
    corpus: Annotated[str | None, typer.Option(help="The corpus that keeps what is read.")] = None,
    offline: Offline = False,
    verifier: Annotated[str | None, typer.Option(help="auto, embedded, xlm-r, a hub id or a path.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the estimate as one JSON object.")] = False,
    quiet: Quiet = False,
) -> int:
    """Say beforehand what `litsynth run` will take: time, memory, disk, requests. Nothing is fetched and nothing kept.

    Some papers are read and some texts embedded and judged, to see what that takes here: some seconds.

    Example: litsynth plan "Does intermediate-task training help XNLI?" --source papers/ --corpus mine
    """
    from litsynth.cli.plan_table import plan_table, plan_value
    from litsynth.cli.session import corpus_name, made_corpora, refuse_unknown, refuse_unknown_sources

    refuse_sockets()
    named = corpus is None and about in (*made_corpora(settings_in_force()), *bundled_corpora())
    kept = about if named else corpus
    models = {"verifier": verifier, "device": device}
    settings = settings_in_force({"search": {"papers": papers}, "corpus": {"name": kept}, "models": models})
    question = "" if named else read_question(about).text
    name = corpus_name(settings, offline)
    refuse_unknown_sources(settings, source)
    if not source and (name != "arxiv" or offline):
        refuse_unknown(settings, name)
    with _corpus(settings, name) as store:
        found = _estimate(question, source, store, name, settings, offline)
    if json:
        emit([plan_value(found)])
    else:
        typer.echo(plan_table(found))
    _tell_space(found, Path(settings.corpus.folder))
    say("by the clock on this machine as busy as it is now; with other jobs, compare CPU seconds", quiet)
    return 0


@contextmanager
def _corpus(settings: Settings, name: str) -> Iterator[Corpus]:
    """The corpus of the run; an empty one, which is thrown away, where the run would make it."""
    from litsynth.cli.session import made_corpora, open_named
    from litsynth.store import open_corpus

    if name in made_corpora(settings):
        with open_named(settings, name) as store:
            yield store
    else:
        with TemporaryDirectory() as folder, open_corpus(Path(folder) / name) as store:
            yield store


def _tell_space(found: Estimate, corpora: Path) -> None:
    """A line where the disk of the corpora, most of what a run writes, will be too small."""
    there = next(folder for folder in (corpora.absolute(), *corpora.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if found.disk_bytes.value > free:
        say(f"note: {free / 1e6:,.0f} MB are free at {there}, less than the run will take")


def _spent() -> tuple[float, int]:
    """CPU seconds of this process and the most bytes it has had."""
    from litsynth.cli.process import cpu_seconds, peak_mib

    return cpu_seconds(), (peak_mib() or _BASE_MIB) * 2**20


def _estimate(question: str, names: list[str], store: Corpus, name: str, settings: Settings, offline: bool) -> Estimate:
    from litsynth.cli.earlier import as_before
    from litsynth.cli.session import load_models, sources_for, the_date
    from litsynth.pipeline.plan import estimate, measured, offered, survey
    from litsynth.store import open_corpus

    names = names or (["arxiv"] if name == "arxiv" and not offline else [])
    sources = sources_for(names, store, name, settings, the_date(None), True)
    models = load_models(settings.models, True)
    closed = _spent()  # before the papers: what these take is estimated, and not part of a start
    models.embedder.embed([_SOMETHING])  # opened, as a run that asks them has them
    models.entailer.judge([(_SOMETHING, _SOMETHING)])
    opened = _spent()
    found = offered(question, sources, store, settings.search, models.embedder)
    if offline and (found.unasked or found.downloads):
        raise NetworkRefused(
            "offline: what the sources offer was not fetched before",
            "use a corpus or files of your own, or no --offline",
        )
    with TemporaryDirectory() as folder, open_corpus(Path(folder)) as scratch:
        work = survey(question, found, store, scratch, models, settings)
    starting, memory = opened if work.texts.value or work.pairs.value else closed
    rates = measured(models, work.texts_at_hand, work.pairs_at_hand, starting)
    rates = as_before(rates, Path(settings.report.folder), name, models)
    return estimate(found, work, rates, settings, memory)
