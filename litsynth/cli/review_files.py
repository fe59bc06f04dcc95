"""A review as a file: written for a person to fill in, read back line by line."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import typer

from litsynth.cli.renewed import renew
from litsynth.cli.terminal import say
from litsynth.errors import BadRecord, MissingInput, OutputFailed, UsageError
from litsynth.records import Decision, DecisionKind, Report
from litsynth.render import review_csv, review_markdown
from litsynth.review import (
    Problem,
    Sheet,
    decisions_of,
    merged_decisions,
    read_review_csv,
    read_review_markdown,
    report_digest,
)
from litsynth.store import hold_decisions

_WRITE = {".md": review_markdown, ".csv": review_csv}
_READ = {".md": read_review_markdown, ".csv": read_review_csv}
_DONE: dict[DecisionKind, str] = {"accept": "accepted", "overrule": "overruled", "note": "noted"}


def export_file(report: Report, file: Path, reviewer: str, quiet: bool) -> None:
    """Write the review file; one that is there already is not written over. Raises UsageError, OutputFailed."""
    text = _WRITE[_kind(file)](report, reviewer)
    try:
        with file.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise OutputFailed(f"{file} is there already", "it may hold decisions: name another file") from error
    except OSError as error:
        raise OutputFailed(f"{file}: {error.strerror}", "check permissions and free space") from error
    say(f"{len(report.claims)} claims written to {file}; fill it in, then: --import {file}", quiet)


def import_file(report: Report, folder: Path, file: Path, reviewer: str, at: str, strict: bool, quiet: bool) -> int:
    """Add what a review file decides, and render the report anew; the exit status: 4 where lines could not be taken.

    With `strict` those keep all others out. Raises UsageError where the file is none or of another report, MissingInput,
    OutputFailed.
    """
    sheet = _read(file)
    _refuse_other(sheet, report, file)
    with hold_decisions(folder) as held:
        whole = replace(report, decisions=merged_decisions(report.decisions, held.log.decisions))
        made, unfit = decisions_of(sheet.entries, whole, reviewer, at)
        problems = sorted((*sheet.problems, *unfit), key=lambda problem: problem.line)
        _tell(problems, file)
        if problems and strict:
            count = len(problems)
            raise BadRecord(
                f"{file}: {count} lines cannot be taken; nothing was imported", "mend them, or drop --strict"
            )
        held.add(made)
    renew(folder, quiet)
    typer.echo(f"{_counts(made)} from {file}; {len(problems)} lines not taken")
    return 4 if problems else 0


def _kind(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix not in _WRITE:
        raise UsageError(f"{file}: neither .md nor .csv", "name a Markdown or a CSV file")
    return suffix


def _read(file: Path) -> Sheet:
    read = _READ[_kind(file)]
    if not file.is_file():
        raise MissingInput(f"no file {file}", "litsynth review REPORT --export FILE writes one")
    try:
        return read(_text(file))
    except BadRecord as error:
        raise BadRecord(f"{file}: {error.message}", error.remedy) from error


def _text(file: Path) -> str:
    """What a text editor or a spreadsheet program saved: UTF-8, or UTF-16 with its byte order mark."""
    raw = file.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadRecord(f"line {line} is not UTF-8", "save the file as UTF-8 (Excel: CSV UTF-8)") from error


def _refuse_other(sheet: Sheet, report: Report, file: Path) -> None:
    if not sheet.reports:
        raise BadRecord(
            f"{file} does not say which report it is about", "litsynth review REPORT --export FILE writes one"
        )
    if sheet.reports != {report_digest(report)}:
        raise UsageError(
            f"{file} was written for another report, or for other verdicts of this one",
            "import it into that report, or export it again from this one",
        )


def _tell(problems: list[Problem], file: Path) -> None:
    for problem in problems:
        say(f"{file}:{problem.line}: {problem.what} ({problem.remedy})")


def _counts(made: tuple[Decision, ...]) -> str:
    counted = Counter(decision.kind for decision in made)
    return ", ".join(f"{counted[kind]} {word}" for kind, word in _DONE.items() if counted[kind]) or "nothing new"
