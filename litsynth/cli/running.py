"""What `litsynth run` does once its options are read."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import typer

from litsynth.cli.dry_run import DryRun
from litsynth.cli.emit import emit
from litsynth.cli.meter import Meter
from litsynth.cli.session import (
    corpus_name,
    load_models,
    measured_in,
    open_named,
    refuse_unknown,
    refuse_unknown_sources,
    renew_kept,
    sources_for,
    the_date,
)
from litsynth.cli.telling import tell_failures, tell_missing, tell_outdated, tell_passed_over
from litsynth.cli.terminal import Bars, say
from litsynth.cli.writer import refuse_writer, writer_in
from litsynth.cli.written import files_of, log_run, renderers, target, with_decisions
from litsynth.codec import encode
from litsynth.config import Settings
from litsynth.engines import open_engine
from litsynth.extract import short_name
from litsynth.pipeline import Outcome, answer, with_writer
from litsynth.question import looks_english, read_question
from litsynth.records import Report, ReportSentence
from litsynth.render.marked import printable
from litsynth.store import refuse_unwritable, write_run


def run_question(
    question: str,
    sources: list[str],
    settings: Settings,
    date: str | None,
    out: str | None,
    offline: bool,
    dry_run: bool,
    json: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Answer a question, or with `dry_run` say how it would be done; the exit status."""
    today, into = the_date(date), target(out)
    refuse_writer(settings, offline)
    if dry_run:
        return DryRun(question, tuple(sources), settings, today, offline, into).tell(json)
    outcome, folder = _written(question, sources, settings, today, into, offline, quiet, verbose)
    _tell(outcome, folder, json, verbose)
    return tell_failures(outcome.report, quiet, verbose)


def _written(
    question: str,
    sources: list[str],
    settings: Settings,
    today: str,
    into: Path | None,
    offline: bool,
    quiet: bool,
    verbose: bool,
) -> tuple[Outcome, Path]:
    """What came of the run, and the folder that it was written to."""
    # A question without content, and a folder that cannot be written, are refused before anything is loaded.
    about = {"question": read_question(question).text, "date": today}
    refuse_unwritable(into, Path(settings.report.folder), renderers(settings), about)
    with Bars(quiet, verbose) as bars:
        meter = Meter(bars)
        outcome = _answer(question, sources, settings, today, offline, quiet, verbose, meter)
        report = outcome.report
        meter.stage("writing", 0)
        files = files_of(report, settings)
        again = with_decisions(report, settings)
        folder = write_run(into, Path(settings.report.folder), report.question, today, files, again)
    engine = settings.engine.name
    log_run(folder, outcome.effort, {"claims": len(report.claims), "engine": engine, **meter.log()})
    return outcome, folder


def _answer(
    question: str,
    sources: list[str],
    settings: Settings,
    today: str,
    offline: bool,
    quiet: bool,
    verbose: bool,
    meter: Meter,
) -> Outcome:
    if not looks_english(question):
        say("the question does not look English: papers are searched and read in English only")
    name = corpus_name(settings, offline)
    refuse_unknown_sources(settings, sources)
    if not sources and (name != "arxiv" or offline):
        refuse_unknown(settings, name)
    with open_named(settings, name) as store, open_engine(settings.engine, offline) as engine:
        offered = sources_for(sources, store, name, settings, today, offline)
        renew_kept(store, settings, today, meter, engine)
        meter.stage("loading models", 0)
        models = meter.timed(load_models(settings.models, offline, engine))
        measured = measured_in(settings, name)
        outcome = answer(question, offered, store, models, settings, today, meter, None, measured, engine.readers)
        outcome = with_writer(outcome, writer_in(settings, name), store, models, settings, meter)
        tell_passed_over(offered, quiet=not verbose)
        tell_missing(offered, quiet)
        tell_outdated(store, quiet)
    return replace(outcome, report=replace(outcome.report, sources=tuple(sources), corpus=name))


def _tell(outcome: Outcome, folder: Path, json: bool, verbose: bool) -> None:
    report = outcome.report
    if json:
        emit([encode(report)])
    else:
        labels = Counter(verdict.label for verdict in report.verdicts)
        counts = ", ".join(f"{count} {label}" for label, count in sorted(labels.items())) or "none"
        for sentence in report.answer:
            typer.echo(printable(" ".join([sentence.text, *_cited(report, sentence)])))
        typer.echo(f"\n{len(report.claims)} claims: {counts}\n{folder / 'report.md'}")
    if verbose:
        _tell_more(outcome)


def _cited(report: Report, sentence: ReportSentence) -> list[str]:
    papers = {paper.paper_id: paper for paper in report.papers}
    cited = [papers[claim.paper_id] for claim in report.claims if claim.claim_id in sentence.claim_ids]
    return list(dict.fromkeys(f"[{short_name(paper) or paper.title}]" for paper in cited))


def _tell_more(outcome: Outcome) -> None:
    report = outcome.report
    for query in report.queries:
        say(f"asked {query.source}: {query.text}: {query.found} found, {query.taken} taken")
    for role, model in sorted(report.models.items()):
        say(f"{role}: {model['name']} {model['revision']} {model['settings']}".rstrip())
    for what, count in (*report.counters.items(), *outcome.effort.items()):
        say(f"{what.replace('_', ' ')}: {count}")
