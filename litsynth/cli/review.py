"""`litsynth review`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from litsynth.cli.asking import asker
from litsynth.cli.completing import ReportGiven
from litsynth.cli.reviewer import reviewer_asked, reviewer_named, time_now
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, say
from litsynth.errors import LitsynthError, OutputFailed, UsageError
from litsynth.records import Label, Report
from litsynth.review import LABELS, Order, chosen, judged_by, review_queue, standing_decisions

if TYPE_CHECKING:
    from litsynth.cli.recorder import Recorder

app = typer.Typer(add_completion=False)

Reviewer = Annotated[str | None, typer.Option(help="Who decides (default: review.reviewer of the settings).")]
Labels = Annotated[list[str], typer.Option(help="Only claims of this verdict; repeatable.")]
Claims = Annotated[list[str], typer.Option(help="Only this one (claim-3, or its claim_id); repeatable.")]
Sorted = Annotated[Order, typer.Option(help="stake: what the answer rests on first; confidence; report.")]
Judged = Annotated[
    Path | None, typer.Option("--export-calibration", help="Write what litsynth calibrate --judged reads.")
]
Port = Annotated[int | None, typer.Option(help="With --web: the page's port (default: a free one).", min=1, max=65535)]

_NEEDS: Final = {"--strict": "--import", "--json": "--agreement", "--port": "--web", "--no-browser": "--web"}
"""Options that say how another one is meant."""
_Walk = Callable[["Recorder", Sequence[str]], None]


@app.command()
def review(
    report: ReportGiven,
    reviewer: Reviewer = None,
    everything: Annotated[bool, typer.Option("--all", help="Also claims that you have judged.")] = False,
    label: Labels = [],  # noqa: B006 - typer copies it
    claim: Claims = [],  # noqa: B006
    order: Sorted = "stake",
    web: Annotated[bool, typer.Option("--web", help="Decide in the browser, on a page for you alone.")] = False,
    port: Port = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="With --web: only print the address.")] = False,
    export: Annotated[Path | None, typer.Option(help="Write a review file (.md or .csv) to fill in.")] = None,
    take: Annotated[Path | None, typer.Option("--import", help="Read a review file that was filled in.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Import nothing if one line cannot be taken.")] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="How far reviewers agree, and where not.")] = False,
    judged: Judged = None,
    json: Annotated[bool, typer.Option("--json", help="With --agreement: one JSON object.")] = False,
    quiet: Quiet = False,
) -> int:
    """Decide on the verdicts of a report, claim by claim: accept, overrule with a reason, note, skip.

    Decisions are kept in decisions.jsonl beside the report, which is rendered anew with them. Claims that you have not
    judged come first: those that the answer rests on before others, the least certain before the sure.

    Example: litsynth review reports/mine --reviewer "Ada Lindqvist"
    """
    how = {"--web": web, "--export": export, "--import": take, "--agreement": agreement, "--export-calibration": judged}
    _refuse_together(how, {"--strict": strict, "--json": json, "--port": port, "--no-browser": no_browser})
    told, folder, status = _opened(report, quiet)
    name = reviewer_named(reviewer, settings_in_force())
    if agreement or judged:
        _measure(told, judged, json, quiet)
    elif export or take:
        status = _through_file(told, folder, export, take, name, strict, quiet) or status
    else:
        walk = partial(_in_browser, port, not no_browser, quiet) if web else _in_terminal
        _walk(told, folder, name, _picked(told, report, claim, label, order, everything), walk, quiet)
    return status


def _through_file(
    told: Report, folder: Path, export: Path | None, take: Path | None, name: str, strict: bool, quiet: bool
) -> int:
    from litsynth.cli.review_files import export_file, import_file

    if export:
        export_file(told, export, name, quiet)
    if take is None:
        return 0
    _refuse_unwritable(folder)
    return import_file(told, folder, take, name, time_now(), strict, quiet)


def _opened(report: Path, quiet: bool) -> tuple[Report, Path, int]:
    """The report with its decisions, its folder, and the exit status so far: 4 where lines of decisions are damaged."""
    from litsynth.cli.renewed import folder_of, reviewed_report, tell_damaged
    from litsynth.store import newest

    told, log = reviewed_report(report)
    folder = folder_of(report)
    if (last := newest(folder)) != folder:
        say(f"note: {last} goes on from this report; what is decided here comes to the report after that one", quiet)
    return told, folder, tell_damaged(folder, log)


def _picked(
    told: Report, given: Path, claim: list[str], label: list[str], order: Order, everything: bool
) -> Callable[[str], Sequence[str]]:
    """The claims of a pass, for a reviewer: those that were named, else those that are left to them."""
    from litsynth.cli.reports import claim_named

    named = [claim_named(told, one, given)[0].claim_id for one in claim]
    labels = [_label(one) for one in label]
    return lambda who: named or review_queue(told, who, order, labels, everything)


def _walk(
    told: Report, folder: Path, name: str, queue: Callable[[str], Sequence[str]], walk: _Walk, quiet: bool
) -> None:
    from litsynth.cli.renewed import renew

    _refuse_unwritable(folder)
    time_now()  # a SOURCE_DATE_EPOCH that is no time is told before anybody decides
    from litsynth.cli.recorder import Recorder

    recorder = Recorder(told, folder, name or reviewer_asked(asker()), time_now)
    claims = list(dict.fromkeys(queue(recorder.reviewer)))
    if not claims:
        say("nothing is left to judge here: --all shows what you have judged", quiet)
    try:
        if claims:
            walk(recorder, claims)
    except BaseException:
        with suppress(LitsynthError):  # what went wrong first is what is told
            renew(folder, quiet)
        raise
    written = renew(folder, quiet)
    standing = standing_decisions(recorder.report.decisions, told.verdicts)
    done = sum(judged_by(recorder.reviewer, one) for one in standing.values())
    typer.echo(f"\n{recorder.counts()}; {recorder.reviewer} has judged {done} of {len(told.claims)} claims")
    typer.echo(f"{folder / written.get('report.md', 'report.md')}")


def _in_terminal(recorder: Recorder, claims: Sequence[str]) -> None:
    from litsynth.cli.reviewing import Review

    Review(recorder, claims, asker()).run()


def _in_browser(port: int | None, opens: bool, quiet: bool, recorder: Recorder, claims: Sequence[str]) -> None:
    from litsynth.cli.review_web import review_in_browser

    review_in_browser(recorder, claims, port, opens, quiet)


def _measure(report: Report, file: Path | None, json: bool, quiet: bool) -> None:
    # These two alone need numpy and scipy, which take most of a second to load.
    from litsynth.cli.review_agreement import export_calibration, tell_agreement

    if file is None:
        tell_agreement(report, json)
    else:
        export_calibration(report, file, quiet)


def _refuse_together(modes: Mapping[str, object], details: Mapping[str, object]) -> None:
    given = [mode for mode, value in modes.items() if value]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} exclude each other", "give one of them")
    for option, value in details.items():
        if value and given != [_NEEDS[option]]:
            raise UsageError(f"{option} is for {_NEEDS[option]}", "leave it away")


def _refuse_unwritable(folder: Path) -> None:
    """Raises OutputFailed before anybody decides what could not be kept."""
    from litsynth.store import DECISIONS

    path = folder / DECISIONS
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise OutputFailed(f"{path} cannot be written", "check permissions, or copy the folder to a place of your own")


def _label(given: str) -> Label:

    label = chosen(LABELS, given)
    if label is None or given.isdecimal():
        raise UsageError(f"no verdict {given!r}", f"one of: {', '.join(LABELS)}")
    return label
