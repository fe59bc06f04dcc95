"""What `litsynth watch` hands out, in which form, and to whom."""

import os
import subprocess
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Literal

import typer

from litsynth.cli.settings import settings as settings_in_force
from litsynth.codec import dumps
from litsynth.errors import OutputFailed
from litsynth.records import Changes, Paper

Form = Literal["text", "mail", "json"]

_LONGEST_SUBJECT = 150  # characters
_PATIENCE_SECONDS = 300.0


def news(changes: Changes, papers: Mapping[str, Paper], folder: Path, form: Form, now: float) -> str:
    """What changed, and where the new report is. `papers` are all of both reports, `now` is in seconds since the epoch."""
    from litsynth.cli.templates import templates_in_force
    from litsynth.render import changes_markdown, changes_value, summary

    if form == "json":
        return dumps({**changes_value(changes), "report": str(folder)}) + "\n"
    subject = f"litsynth: {summary(changes) or 'a withdrawal'}: {changes.question}"
    where = f"\nThe new report: {folder / 'report.md'}\n"
    said = changes_markdown(changes, papers, templates_in_force(settings_in_force()))
    return _formed(subject, said + where, form, now)


def complaint(report: Path, why: str, form: Form, now: float) -> str:
    """That a search failed. It is not said again until a search has succeeded."""
    if form == "json":
        return dumps({"failed": str(report), "why": why}) + "\n"
    body = f"{report}\n\n{why}\n\nIt is tried again. This is not said again until it has succeeded.\n"
    return _formed(f"litsynth: a search failed: {report.name}", body, form, now)


def deliver(text: str, command: str, file: Path | None) -> None:
    """Give the text to a shell command on its standard input, and append it to a file; with neither, print it.

    Raises OutputFailed where one of them fails; the other one may have had it by then.
    """
    if file is not None:
        _append(text, file)
    if command:
        _run(text, command)
    if not command and file is None:
        typer.echo(text, nl=False)


def _formed(subject: str, body: str, form: Form, now: float) -> str:
    line = " ".join(subject.split())[:_LONGEST_SUBJECT]
    if form == "text":
        return f"{line}\n\n{body}\n"
    mail = EmailMessage()
    mail["Subject"] = line
    mail["Date"] = formatdate(now)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that nobody's vacation answers it
    mail.set_content(body)
    return mail.as_string()


def _append(text: str, file: Path) -> None:
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OutputFailed(f"{file}: {error.strerror}", "check permissions and free space") from error


def _run(text: str, command: str) -> None:
    try:
        done = subprocess.run(command, shell=True, input=text.encode("utf-8"), timeout=_PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        why = f"took more than {_PATIENCE_SECONDS:g} s"
        raise OutputFailed(f"the notification {why}: {command}", "mend the command") from error
    if done.returncode:
        raise OutputFailed(f"the notification failed with status {done.returncode}: {command}", "mend the command")
