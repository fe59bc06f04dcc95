"""`litsynth review`."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from litsynth.cli.asking import asker
from litsynth.cli.renewed import folder_of, renew, reviewed_report, tell_damaged
from litsynth.cli.reports import claim_named
from litsynth.cli.review_files import export_file, import_file
from litsynth.cli.reviewer import reviewer_asked, reviewer_named, time_now
from litsynth.cli.reviewing import Review
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, say
from litsynth.errors import LitsynthError, OutputFailed, UsageError
from litsynth.records import Label, Report
from litsynth.review import LABELS, Order, chosen, judged_by, review_queue, standing_decisions
from litsynth.store import DECISIONS, newest

app = typer.Typer(add_completion=False)


@app.command()
def review(
    report: Annotated[Path, typer.Argument(help="The report: its folder, or a file in it.")],
    reviewer: Annotated[
        str | None, typer.Option(help="Who decides (default: review.reviewer of the settings).")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also claims that you have judged.")] = False,
    label: Annotated[list[str], typer.Option(help="Only claims of this verdict; repeatable.")] = [],  # noqa: B006
    claim: Annotated[list[str], typer.Option(help="Only this one (claim-3, or its claim_id); repeatable.")] = [],  # noqa: B006
    order: Annotated[Order, typer.Option(help="stake: what the answer rests on first; confidence; report.")] = "stake",
    export: Annotated[Path | None, typer.Option(help="Write a review file (.md or .csv) to fill in.")] = None,
    take: Annotated[Path | None, typer.Option("--import", help="Read a review file that was filled in.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Import nothing if one line cannot be taken.")] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="How far reviewers agree, and where not.")] = False,
    export_calibration: Annotated[
        Path | None, typer.Option(help="Write what litsynth calibrate --judged reads.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="With --agreement: one JSON object.")] = False,
    quiet: Quiet = False,
) -> int:
    """Decide on the verdicts of a report, claim by claim: accept, overrule with a reason, note, skip.

    Decisions are kept in decisions.jsonl beside the report, which is rendered anew with them. Claims that you have not
    judged come first: those that the answer rests on before others, the least certain before the sure.

    Example: litsynth review reports/mine --reviewer "Ada Lindqvist"
    """
    modes = {"--export": export, "--import": take, "--agreement": agreement, "--export-calibration": export_calibration}
    _refuse_together([mode for mode, given in modes.items() if given], strict, json)
    labels = [_label(one) for one in label]
    told, folder, status = _opened(report, quiet)
    name = reviewer_named(reviewer, settings_in_force())
    if agreement or export_calibration:
        _measure(told, export_calibration, json, quiet)
    elif export:
        export_file(told, export, name, quiet)
    elif take:
        _refuse_unwritable(folder)
        status = import_file(told, folder, take, name, time_now(), strict, quiet) or status
    else:
        named = [claim_named(told, one, report)[0].claim_id for one in claim]
        _walk(told, folder, name, lambda who: named or review_queue(told, who, order, labels, everything), quiet)
    return status


def _opened(report: Path, quiet: bool) -> tuple[Report, Path, int]:
    """The report with its decisions, its folder, and the exit status so far: 4 where lines of decisions are damaged."""
    told, log = reviewed_report(report)
    folder = folder_of(report)
    if (last := newest(folder)) != folder:
        say(f"note: {last} goes on from this report; what is decided here comes to the report after that one", quiet)
    return told, folder, tell_damaged(folder, log)


def _walk(told: Report, folder: Path, name: str, queue: Callable[[str], Sequence[str]], quiet: bool) -> None:
    _refuse_unwritable(folder)
    time_now()  # a SOURCE_DATE_EPOCH that is no time is told before anybody decides
    asks = asker()
    who = name or reviewer_asked(asks)
    session = Review(told, folder, who, list(dict.fromkeys(queue(who))), asks, time_now)
    if not session.queue:
        say("nothing is left to judge here: --all shows what you have judged", quiet)
    try:
        if session.queue:
            session.run()
    except BaseException:
        with suppress(LitsynthError):  # what went wrong first is what is told
            renew(folder, quiet)
        raise
    written = renew(folder, quiet)
    report = session.report
    standing = standing_decisions(report.decisions, report.verdicts)
    done = sum(judged_by(who, one) for one in standing.values())
    typer.echo(f"\n{session.counts()}; {who} has judged {done} of {len(report.claims)} claims")
    typer.echo(f"{folder / written.get('report.md', 'report.md')}")


def _measure(report: Report, file: Path | None, json: bool, quiet: bool) -> None:
    # These two alone need numpy and scipy, which take most of a second to load.
    from litsynth.cli.review_agreement import export_calibration, tell_agreement  # noqa: PLC0415

    if file is None:
        tell_agreement(report, json)
    else:
        export_calibration(report, file, quiet)


def _refuse_together(modes: list[str], strict: bool, json: bool) -> None:
    if len(modes) > 1:
        raise UsageError(f"{' and '.join(modes)} exclude each other", "give one of them")
    if strict and modes != ["--import"]:
        raise UsageError("--strict is for --import", "leave it away")
    if json and modes != ["--agreement"]:
        raise UsageError("--json is for --agreement", "leave it away")


def _refuse_unwritable(folder: Path) -> None:
    """Raises OutputFailed before anybody decides what could not be kept."""
    path = folder / DECISIONS
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise OutputFailed(f"{path} cannot be written", "check permissions, or copy the folder to a place of your own")


def _label(given: str) -> Label:
    label = chosen(LABELS, given)
    if label is None or given.isdecimal():
        raise UsageError(f"no verdict {given!r}", f"one of: {', '.join(LABELS)}")
    return label
