"""Who reviews, and what time it is."""

import getpass
import os
import subprocess
from contextlib import suppress
from datetime import UTC, datetime

from litsynth.cli.asking import Asker
from litsynth.config import Settings
from litsynth.errors import UsageError
from litsynth.review import one_line

_LONGEST = 100


def reviewer_named(given: str | None, settings: Settings) -> str:
    """The reviewer of --reviewer, else of the settings; empty where neither names one. Raises UsageError on no name."""
    name = one_line(settings.review.reviewer if given is None else given)
    if (given is not None and not name) or len(name) > _LONGEST:
        raise UsageError(f"--reviewer {given!r} is no name", f"give up to {_LONGEST} letters")
    return name


def reviewer_asked(asks: Asker) -> str:
    """The name that a person gives or confirms. Raises UsageError where nobody is there to."""
    if not asks.present:
        raise UsageError("who reviews?", "give --reviewer NAME, or set review.reviewer in litsynth.toml")
    guess = _user()
    while True:
        typed = one_line(asks.line(f"Reviewer's name{f' [{guess}]' if guess else ''}: ")) or guess
        if 0 < len(typed) <= _LONGEST:
            return typed


def time_now() -> str:
    """The time in UTC as ISO 8601, to the second; that of SOURCE_DATE_EPOCH where it is set. Raises UsageError."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH={epoch!r} is no time", "give seconds since 1970, or unset it") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _user() -> str:
    """The name that git signs with, else that of the login; empty where neither is known."""
    with suppress(OSError, subprocess.SubprocessError, UnicodeDecodeError):
        told = subprocess.run(
            ["git", "config", "--get", "user.name"], capture_output=True, text=True, timeout=5, check=True
        )
        if name := one_line(told.stdout):
            return name
    with suppress(OSError, KeyError, ImportError):
        return one_line(getpass.getuser())
    return ""
