"""Every error that litsynth raises on purpose.

    LitsynthError                 (exit status 1 unless a child says otherwise)
    ├── UsageError                2   wrong argument, unknown option, key or name
    │   └── BadRecord             2   a line or record of an input file is malformed
    ├── MissingInput              3   a file, model or data set is not there
    │   └── NetworkRefused        3   a network was needed: none there, or refused by --offline
    ├── SourceFailed              3   a remote source answered with an error
    ├── OutputFailed              1   a result could not be written
    └── UnreadablePaper           4   one paper among many; becomes a `records.Skipped`

4 is also the status of a run that was done in part: some papers failed and are listed.
"""

from typing import ClassVar


class LitsynthError(Exception):
    """What went wrong and where (`message`), and what to do about it (`remedy`)."""

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class UsageError(LitsynthError):
    """An argument, option, setting or name that litsynth does not know."""

    exit_status = 2


class BadRecord(UsageError):
    """A line or record of an input file that cannot be read."""


class MissingInput(LitsynthError):
    """A file, model or data set that is not where it was said to be."""

    exit_status = 3


class NetworkRefused(MissingInput):
    """A socket was needed, and there is no network or `--offline` forbids it."""


class SourceFailed(LitsynthError):
    """A remote source answered with an error that retrying did not mend."""

    exit_status = 3


class OutputFailed(LitsynthError):
    """A result could not be written: no permission, no space, not a folder."""


class UnreadablePaper(LitsynthError):
    """One paper that cannot be fetched or read; the pipeline turns it into a `records.Skipped`."""

    exit_status = 4
