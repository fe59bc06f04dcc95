"""`litsynth reverify`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from litsynth.cli.completing import ReportGiven, corpora, sources
from litsynth.cli.emit import emit
from litsynth.cli.engines import Engine, EngineAddress
from litsynth.cli.offline import Offline, refuse_sockets
from litsynth.cli.terminal import Bars, Quiet, Verbose, say
from litsynth.cli.writer_options import WriterModel, WriterUrl
from litsynth.config import Settings
from litsynth.errors import MissingInput, UsageError
from litsynth.records import Changes, Decision, Report
from litsynth.review import merged_decisions

if TYPE_CHECKING:
    from litsynth.cli.meter import Meter
    from litsynth.pipeline import Outcome

app = typer.Typer(add_completion=False)

Sources = Annotated[
    list[str],
    typer.Option(help="In the place of the report's own sources; repeatable.", autocompletion=sources),
]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for on the command line, and what follows from the report."""

    before: Report
    folder: Path
    settings: Settings
    corpus: str
    sources: tuple[str, ...]
    today: str
    offline: bool


Instead = Annotated[str | None, typer.Option(help="In the place of the report's own corpus.", autocompletion=corpora)]
FailOn = Annotated[
    Literal["changed"] | None,
    typer.Option(help="changed: exit with 5 where a verdict changed, or a claim came or went."),
]


@app.command()
def reverify(
    report: ReportGiven,
    source: Sources = [],  # noqa: B006 - typer copies it
    corpus: Instead = None,
    offline: Offline = False,
    verifier: Annotated[str | None, typer.Option(help="In the place of the verifier that judged before.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    engine: Engine = None,
    engine_address: EngineAddress = None,
    writer: WriterUrl = None,
    writer_model: WriterModel = None,
    out: Annotated[str | None, typer.Option(help="Folder of the new report (default: beside the old one).")] = None,
    date: Annotated[str | None, typer.Option(help="The date of the search, as 2026-01-31.")] = None,
    fail_on: FailOn = None,
    json: Annotated[bool, typer.Option("--json", help="Print what changed as one JSON object.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Search again for the papers of a report, judge what is new, and write what changed as a new report.

    The old report is left as it is. Where nothing changed, nothing is written. A report that others already go on from
    is taken up where the last of them ends.

    Example: litsynth reverify reports/mine --fail-on changed
    """
    from litsynth.cli.session import the_date
    from litsynth.cli.written import target

    if offline:
        refuse_sockets()
    into = target(out)
    flags = {
        "engine": {"name": engine, "address": engine_address},
        "writer": {"endpoint": writer, "model": writer_model},
    }
    asked = _read(report, into, source, corpus, offline, verifier, device, flags, the_date(date), quiet)
    outcome, changes, folder = _made(asked, into, quiet, verbose)
    status = _tell(changes, outcome, asked, folder, json, quiet, verbose)
    return 5 if fail_on == "changed" and changes.conclusions else status


def _refuse_old(into: Path | None, folder: Path) -> None:
    if into is not None and into.resolve() == folder.resolve():
        raise UsageError(f"--out {into} is the old report", "name another folder: the old report is never touched")


def _read(
    given: Path,
    into: Path | None,
    source: list[str],
    corpus: str | None,
    offline: bool,
    verifier: str | None,
    device: str | None,
    flags: Mapping[str, Mapping[str, str | None]],
    today: str,
    quiet: bool,
) -> _Asked:
    from litsynth.cli.as_before import corpus_as, settings_as
    from litsynth.cli.reports import read_report
    from litsynth.cli.session import refuse_unknown, refuse_unknown_sources
    from litsynth.cli.writer import refuse_writer
    from litsynth.cli.written import renderers
    from litsynth.store import newest, refuse_unwritable, run_digest

    first = given.parent if given.is_file() else given
    folder = newest(first, into)  # what an earlier call wrote there is made again, and found to be the same
    _refuse_old(into, folder)
    if folder != first:
        say(f"going on from {folder}, the newest report that goes on from {first}", quiet)
    before = read_report(given if folder == first else folder)
    if not run_digest(folder):
        raise MissingInput(
            f"no run.json in {folder}", "put it back: by it the new report says which one it goes on from"
        )
    if today < before.date:
        say(f"note: {today} is before the date of the report, {before.date}: is the clock right?", quiet)
    settings = settings_as(before, folder, verifier, device, corpus, flags)
    refuse_writer(settings, offline)
    refuse_unwritable(into, folder.parent, renderers(settings), {"question": before.question, "date": today})
    name = corpus_as(before, folder, corpus, settings)
    sources = tuple(source) or before.sources
    refuse_unknown_sources(settings, list(sources))
    if not sources and (name != "arxiv" or offline):
        refuse_unknown(settings, name)
    return _Asked(before, folder, settings, name, sources, today, offline)


def _made(asked: _Asked, into: Path | None, quiet: bool, verbose: bool) -> tuple[Outcome, Changes, Path | None]:
    """What came of it, and the folder of the new report where anything changed."""
    from litsynth.cli.meter import Meter

    with Bars(quiet, verbose) as bars:
        meter = Meter(bars)
        outcome = _ask(asked, meter, quiet, verbose)
        changes = outcome.report.changes
        assert changes is not None  # whatever goes on from a report has them
        return outcome, changes, _write(asked, outcome, into, meter) if changes.any else None


def _ask(asked: _Asked, meter: Meter, quiet: bool, verbose: bool) -> Outcome:
    from litsynth.cli.as_before import models_as, news_of_cited
    from litsynth.cli.reports import EDITED, is_edited
    from litsynth.cli.session import load_models, measured_in, open_named, renew_kept, sources_for
    from litsynth.cli.telling import tell_outdated, tell_passed_over
    from litsynth.cli.writer import writer_in
    from litsynth.engines import open_engine
    from litsynth.pipeline import reverify as ask_again
    from litsynth.pipeline import with_writer
    from litsynth.store import run_digest

    settings, today, offline = asked.settings, asked.today, asked.offline
    with (
        open_named(settings, asked.corpus) as store,
        open_engine(settings.engine, offline) as engine,
    ):
        offered = sources_for(list(asked.sources), store, asked.corpus, settings, today, offline)
        renew_kept(store, settings, today, meter, engine)
        meter.stage("loading models", 0)
        models = meter.timed(load_models(models_as(asked.before, settings.models), offline, engine))
        cited = news_of_cited(asked.before, offered, offline)
        measured = measured_in(settings, asked.corpus)
        outcome = ask_again(
            asked.before, offered, store, models, settings, today, meter, cited, measured, engine.readers
        )
        if outcome.report.changes and outcome.report.changes.any:  # else nothing is written
            outcome = with_writer(outcome, writer_in(settings, asked.corpus), store, models, settings, meter)
        tell_passed_over(offered, quiet=not verbose)
        tell_outdated(store, quiet)
    follows = run_digest(asked.folder)
    made = replace(outcome.report, sources=asked.sources, corpus=asked.corpus, follows=follows)
    if made.changes and is_edited(asked.folder):
        with_ = (f"the report before: its report.json {EDITED}", *made.changes.made_with)
        made = replace(made, changes=replace(made.changes, made_with=with_))
    return replace(outcome, report=made)


def _write(asked: _Asked, outcome: Outcome, into: Path | None, meter: Meter) -> Path:
    meter.stage("writing", 0)
    # Read last of all, so that what a reviewer decided meanwhile is carried, too.
    from litsynth.cli.written import files_of, log_run, with_decisions
    from litsynth.store import DECISIONS, decisions_text, write_run

    report, decisions = outcome.report, _decisions(asked)
    whole = replace(report, decisions=decisions)
    files = files_of(whole, asked.settings)
    if decisions:
        files[DECISIONS] = decisions_text(decisions)
    again = with_decisions(report, asked.settings)
    folder = write_run(into, asked.folder.parent, report.question, asked.today, files, again)
    # Without `claims`: few of them were weighed again, and `litsynth plan` takes no rate from this.
    log_run(folder, outcome.effort, {"engine": asked.settings.engine.name, **meter.log()})
    return folder


def _decisions(asked: _Asked) -> tuple[Decision, ...]:
    """Those of the report, and those made on an earlier one of its line after it was gone on from."""
    from litsynth.store import DECISIONS, line_to, read_decisions

    decisions = asked.before.decisions
    for folder in (asked.folder, *line_to(asked.folder)):
        log = read_decisions(folder)
        for line in log.damaged:
            say(f"not carried: {folder / DECISIONS}, line {line.number}: {line.why}")
        decisions = merged_decisions(decisions, log.decisions)
    return decisions


def _tell(
    changes: Changes, outcome: Outcome, asked: _Asked, folder: Path | None, json: bool, quiet: bool, verbose: bool
) -> int:
    from litsynth.cli.telling import tell_changes, tell_failures
    from litsynth.render import changes_value

    effort: Mapping[str, int] = outcome.effort
    pairs = effort["pairs_asked"] + effort["pairs_remembered"]
    say(f"judged anew: {effort['pairs_asked']:,} of {pairs:,} pairs; the others were remembered", quiet)
    if json:
        report = str(folder) if folder else None
        emit([{**changes_value(changes), "report": report, "follows": str(asked.folder), **effort}])
    else:
        tell_changes(changes, outcome.report, folder)
    return tell_failures(outcome.report, quiet, verbose)
