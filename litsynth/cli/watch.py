"""`litsynth watch`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from litsynth.cli.notices import Form, deliver
from litsynth.cli.settings import settings as settings_in_force
from litsynth.cli.terminal import Quiet, say
from litsynth.cli.watching import On
from litsynth.errors import LitsynthError, SourceFailed, UsageError
from litsynth.records import Changes

if TYPE_CHECKING:
    from litsynth.cli.watching import Hands

app = typer.Typer(add_completion=False)

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_WEEK = "7d"
# A process of its own for each search: what it has loaded is given back, and what it dies of does not end the watch.
_LITSYNTH = "from litsynth.cli.main import main; main()"


@app.command()
def watch(
    reports: Annotated[list[Path], typer.Argument(help="Reports: their folders.")],
    every: Annotated[str | None, typer.Option(help="How often: 12h, 7d, 2w. [default: 7d]")] = None,
    once: Annotated[bool, typer.Option("--once", help="Look once and end; with --every only at what is due.")] = False,
    on: Annotated[
        On, typer.Option(help="Tell of changed verdicts, of new claims too, or of any new report.")
    ] = "verdict",
    notify_command: Annotated[str, typer.Option(help="Told on its standard input; run by the shell.")] = "",
    notify_file: Annotated[Path | None, typer.Option(help="Told by lines at its end.")] = None,
    form: Annotated[Form, typer.Option("--as", help="text, mail (with headers, for sendmail) or json.")] = "text",
    offline: Annotated[bool, typer.Option("--offline", help="Open no socket.")] = False,
    verifier: Annotated[str | None, typer.Option(help="As for reverify.")] = None,
    device: Annotated[str | None, typer.Option(help="As for reverify.")] = None,
    quiet: Quiet = False,
) -> int:
    """Reverify reports again and again; says nothing until a verdict changes, a claim goes or a paper is withdrawn.

    A search that fails is told once and tried again, after a quarter of an hour first. With neither --notify-command nor
    --notify-file, what there is to tell is printed.

    Example: litsynth watch reports/mine --every 7d --notify-command "mail -s litsynth me@example.org"
    """
    from litsynth.cli.watching import due_of, keep_watch, look
    from litsynth.store import watching

    seconds = _seconds(every or _WEEK)
    folders = _folders(reports)
    settings_in_force({"models": {"verifier": verifier, "device": device}})
    options = [*(["--offline"] if offline else []), *_option("--verifier", verifier), *_option("--device", device)]
    hands = _hands(options, _To(form, notify_command, notify_file), quiet)
    with ExitStack() as locks:
        for folder in folders:
            locks.enter_context(watching(folder))
        if not once:
            keep_watch(folders, seconds, on, hands, time)
        due = due_of(folders, seconds, time) if every else folders
        succeeded = [look(folder, on, hands, time) for folder in due]
    return 0 if all(succeeded) else SourceFailed.exit_status


@dataclass(frozen=True, slots=True)
class _To:
    """In which form something is told, and to whom."""

    form: Form
    command: str
    file: Path | None

    def say(self, text: str) -> None:
        deliver(text, self.command, self.file)


def _hands(options: list[str], to: _To, quiet: bool) -> Hands:
    from litsynth.cli.notices import complaint, news
    from litsynth.cli.reports import read_report
    from litsynth.cli.watching import Hands

    def tell(changes: Changes, folder: Path) -> None:
        papers = {change.paper.paper_id: change.paper for change in changes.papers}
        papers |= {paper.paper_id: paper for paper in read_report(folder).papers}
        to.say(news(changes, papers, folder, to.form, time.time()))

    def complain(report: Path, error: LitsynthError) -> None:
        say(f"{report}: {error}", quiet)
        try:
            to.say(complaint(report, str(error), to.form, time.time()))
        except LitsynthError as failed:
            say(str(failed), quiet)

    return Hands(lambda report: _search(report, options), _news, tell, complain)


def _folders(reports: list[Path]) -> list[Path]:
    """The folders of the reports; of those that lead to the same newest report the first. A typing error ends it here."""
    from litsynth.cli.reports import read_report
    from litsynth.store import newest

    folders: dict[Path, Path] = {}
    for report in reports:
        read_report(report)
        folder = report.parent if report.is_file() else report
        folders.setdefault(newest(folder).resolve(), folder)
    return list(folders.values())


def _seconds(given: str) -> float:
    """
    >>> _seconds("12h"), _seconds("2w")
    (43200.0, 1209600.0)
    """
    found = re.fullmatch(r"(\d{1,4})\s*([smhdw])", given.strip())
    if not found or not int(found[1]):
        raise UsageError(f"--every {given!r} is no interval", "give 30m, 12h, 7d or 2w")
    return int(found[1]) * _SECONDS[found[2]]


def _option(name: str, value: str | None) -> list[str]:
    return [name, value] if value else []


def _search(report: Path, options: list[str]) -> None:
    """`litsynth reverify` in a process of its own. Raises SourceFailed with what it said, KeyboardInterrupt as it did."""
    # A date that is fixed for the sake of equal bytes would make every search that of the same day.
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-c", _LITSYNTH, "reverify", str(report), "-q", "--json", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 130:
        raise KeyboardInterrupt
    if done.returncode not in (0, 4):
        said = done.stderr.strip().splitlines() or [f"reverify ended with status {done.returncode} and said nothing"]
        raise SourceFailed(said[-1].removeprefix("litsynth: "))


def _news(told: str, folder: Path) -> Changes:
    """What changed from the report that was last told of to the one in `folder`."""
    from litsynth.cli.reports import read_report
    from litsynth.store import folder_of
    from litsynth.synthesize import changes_between

    report, known = read_report(folder), folder_of(told, folder)
    if report.changes is not None and (report.follows == told or known is None):
        return report.changes
    return changes_between(read_report(known or folder), report)
