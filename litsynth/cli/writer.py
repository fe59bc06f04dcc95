"""The language model that may write, where the options or settings name one."""

import os
import re
from pathlib import Path
from typing import Final

from litsynth.cli.terminal import say
from litsynth.config import Settings
from litsynth.errors import MissingInput, NetworkRefused, UsageError
from litsynth.ports import Writer
from litsynth.records import Report
from litsynth.render import written_words
from litsynth.sources import ChatWriter, host_of
from litsynth.store import FILES_FOLDER

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def refuse_writer(settings: Settings, offline: bool) -> None:
    """Raises NetworkRefused where a writer is set and no socket may be opened, UsageError on an address that is none."""
    if settings.writer.endpoint and offline:
        raise NetworkRefused(
            f"--offline forbids asking the writer at {host_of(settings.writer)}", "leave one of them away"
        )
    writer_in(settings, "")


def writer_in(settings: Settings, corpus: str) -> Writer | None:
    """The writer that is set, if any; its answers are kept beside the files of a corpus.

    Raises UsageError on an address that is none, MissingInput where the variable that holds its key is not there.
    """
    wanted = settings.writer
    if not wanted.endpoint:
        return None
    if wanted.key_variable and not _VARIABLE.fullmatch(wanted.key_variable):
        raise UsageError(
            "writer.key_variable is no name of a variable", "put the key into a variable, and its name there"
        )
    key = os.environ.get(wanted.key_variable, "") if wanted.key_variable else ""
    if wanted.key_variable and not (key.isascii() and key.isprintable() and key):
        raise MissingInput(f"no key for the writer in the variable {wanted.key_variable}", "export it")
    return ChatWriter(wanted, Path(settings.corpus.folder) / corpus / FILES_FOLDER / "written", key)


def tell_written(report: Report, quiet: bool) -> int:
    """What became of the writer's sentences; the exit status: 4 where it gave none."""
    if report.written is None:
        return 0
    say(f"writer: {written_words(report.written)}", quiet and not report.written.failure)
    return 4 if report.written.failure else 0
