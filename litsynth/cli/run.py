"""`litsynth run`."""

import os
import platform
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.emit import emit
from litsynth.cli.offline import refuse_sockets
from litsynth.cli.session import corpus_name, load_models, open_named, refuse_unknown, sources_for, the_date
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Bars, say
from litsynth.codec import dumps, encode
from litsynth.config import Settings
from litsynth.pipeline import Outcome, answer
from litsynth.question import read_question
from litsynth.records import Report
from litsynth.render import (
    claims_jsonl,
    evidence_jsonl,
    references_bib,
    references_csl,
    references_ris,
    render_markdown,
    report_json,
    run_json,
)
from litsynth.resources import templates
from litsynth.store import write_log, write_run

app = typer.Typer(add_completion=False)


@app.command()
def run(
    question: Annotated[str, typer.Argument(help="The research question.")],
    source: Annotated[
        list[str], typer.Option(help="arxiv, a file or folder (PDF, TeX, JSONL), or a corpus; repeatable.")
    ] = [],  # noqa: B006 - typer copies it
    papers: Annotated[int | None, typer.Option(help="How many papers claims are taken from.", min=1)] = None,
    corpus: Annotated[str | None, typer.Option(help="The corpus that keeps what is read.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    verifier: Annotated[str | None, typer.Option(help="auto, embedded, xlm-r, a hub id or a path.")] = None,
    device: Annotated[str | None, typer.Option(help="auto, cpu or cuda.")] = None,
    out: Annotated[str | None, typer.Option(help="Folder of the run (default: reports/<question>-<date>).")] = None,
    date: Annotated[str | None, typer.Option(help="The date of the run, as 2026-01-31.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print report.json.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress, no messages.")] = False,
) -> int:
    """Answer a question from the literature: search, read, extract, verify, report.

    Example: litsynth run "Does intermediate-task training help XNLI?" --corpus xnli --offline
    """
    if offline:
        refuse_sockets()
    flags: dict[str, dict[str, object]] = {
        "search": {"papers": papers},
        "corpus": {"name": corpus},
        "models": {"verifier": verifier, "device": device},
    }
    settings = settings_in_force(flags)
    today = the_date(date)
    read_question(question)  # a question without content is refused before anything is loaded
    started = time.monotonic()
    outcome = _answer(question, source, settings, today, offline, quiet)
    report = outcome.report
    folder = write_run(
        Path(out) if out else None, Path(settings.report.folder), report.question, today, _files(report, settings)
    )
    _log(folder, started, outcome.effort)
    _tell(report, folder, json, quiet)
    return 4 if report.skipped else 0


def _answer(question: str, sources: list[str], settings: Settings, today: str, offline: bool, quiet: bool) -> Outcome:
    name = corpus_name(settings, offline)
    if not sources and (name != "arxiv" or offline):
        refuse_unknown(settings, name)
    with open_named(settings, name) as store, Bars(quiet) as bars:
        offered = sources_for(sources, store, name, settings, today, offline)
        bars.stage("loading models", 0)
        models = load_models(settings.models, offline)
        return answer(question, offered, store, models, settings, today, bars)


def _files(report: Report, settings: Settings) -> dict[str, str]:
    # figures/ of the contract comes with the first figure.
    return {
        "report.md": render_markdown(report, templates(), settings.report.evidence_shown),
        "report.json": report_json(report),
        "claims.jsonl": claims_jsonl(report),
        "evidence.jsonl": evidence_jsonl(report),
        "references.bib": references_bib(report.papers),
        "references.json": references_csl(report.papers),
        "references.ris": references_ris(report.papers),
        "run.json": run_json(report),
    }


def _log(folder: Path, started: float, effort: Mapping[str, int]) -> None:
    log = {
        "seconds": round(time.monotonic() - started, 2),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        **effort,
    }
    write_log(folder, dumps(log) + "\n")


def _tell(report: Report, folder: Path, json: bool, quiet: bool) -> None:
    if json:
        emit([encode(report)])
    else:
        labels = Counter(verdict.label for verdict in report.verdicts)
        counts = ", ".join(f"{count} {label}" for label, count in sorted(labels.items())) or "none"
        for sentence in report.answer:
            typer.echo(sentence.text)
        typer.echo(f"\n{len(report.claims)} claims: {counts}\n{folder / 'report.md'}")
    for skip in report.skipped:
        say(f"skipped: {skip.what} ({skip.stage}): {skip.reason}", quiet)
