"""When `litsynth watch` looks, what it makes of what it finds, and of failures. The clock comes from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from litsynth.errors import LitsynthError
from litsynth.records import Changes

if TYPE_CHECKING:
    from litsynth.store import Watched

On = Literal["verdict", "claim", "any"]
"""What is told: a verdict that changed, a claim that went or a withdrawal; a new claim as well; every new report."""

# Seconds from a first failure to the next attempt; each further failure doubles it, up to a day or the interval.
_FIRST_WAIT, _LONGEST_WAIT = 15 * 60.0, 24 * 3600.0
# Seconds between two looks at the clock: a machine that slept, or a clock that was set, is noticed after so long.
_NAP = 60.0


class Clock(Protocol):
    """A clock that can be waited on; the module `time` is one."""

    def time(self) -> float:
        """Seconds since the epoch."""
        ...

    def sleep(self, seconds: float, /) -> None:
        """Return after so many seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Hands:
    """What a watch does, each by a function that raises LitsynthError where it cannot.

    `search` reverifies the report in a folder. `news` says what changed from the report with a run_digest to the one in
    a folder. `tell` hands out what changed, and where the new report is; `complain` a failure.
    """

    search: Callable[[Path], None]
    news: Callable[[str, Path], Changes]
    tell: Callable[[Changes, Path], None]
    complain: Callable[[Path, LitsynthError], None]


def keep_watch(reports: Sequence[Path], every: float, on: On, hands: Hands, clock: Clock) -> None:
    """Look at each report every so many seconds, for ever. A failure is told once, and the search tried again sooner."""
    mute = False
    while True:
        try:
            for report in due_of(reports, every, clock):
                look(report, on, hands, clock)
            mute = False
            clock.sleep(_NAP)
        except LitsynthError as error:  # nothing can be remembered: no space, or no permission any more
            if not mute:
                hands.complain(report, error)
            mute = True
            clock.sleep(_FIRST_WAIT)


def due_of(reports: Sequence[Path], every: float, clock: Clock) -> list[Path]:
    """The reports that are due, in their order."""
    from litsynth.store import read_watched

    now = clock.time()
    return [report for report in reports if next_time(read_watched(report), every, now) <= now]


def next_time(watched: Watched, every: float, now: float) -> float:
    """When a report is due, in seconds since the epoch.

    >>> from litsynth.store import Watched
    >>> day = 86400.0
    >>> next_time(Watched(), day, now=5.0), next_time(Watched(checked=5.0, tried=5.0), day, now=6.0)
    (5.0, 86405.0)
    >>> [next_time(Watched(5.0, 6.0, failures), 7 * day, now=7.0) - 6.0 for failures in (1, 2, 3, 9)]
    [900.0, 1800.0, 3600.0, 86400.0]
    """
    if not watched.tried or watched.tried > now:  # never, or the clock was set back
        return now
    if not watched.failures:
        return watched.tried + every
    return watched.tried + min(every, _LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(watched.failures - 1, 16))


def look(report: Path, on: On, hands: Hands, clock: Clock) -> bool:
    """Search once, and tell what there is to tell; whether that succeeded.

    A new report that could not be told of, because the machine went down or the notification failed, is told of the next
    time. Raises OutputFailed where nothing can be remembered.
    """
    from litsynth.store import Watched, newest, read_watched, run_digest, write_watched

    watched = read_watched(report)
    if not watched.told:
        watched = replace(watched, told=run_digest(newest(report)))
        write_watched(report, watched)
    now = clock.time()
    try:
        hands.search(report)
        told = _tell_news(report, watched.told, on, hands)
    except LitsynthError as error:
        write_watched(report, replace(watched, tried=now, failures=watched.failures + 1))
        if not watched.failures:
            hands.complain(report, error)
        return False
    write_watched(report, Watched(checked=now, tried=now, told=told))
    return True


def worth_telling(changes: Changes, on: On) -> bool:
    """Whether these changes are told, or kept for the report."""
    kinds = {change.kind for change in changes.claims}
    withdrawn = any(change.kind == "withdrawn" for change in changes.papers)
    grave = bool(kinds & {"verdict", "gone"}) or withdrawn
    return on == "any" or grave or (on == "claim" and bool(kinds & {"new", "evidence"}))


def _tell_news(report: Path, told: str, on: On, hands: Hands) -> str:
    from litsynth.store import newest, run_digest

    last = newest(report)
    key = run_digest(last)
    if key != told:
        changes = hands.news(told, last)
        if worth_telling(changes, on):
            hands.tell(changes, last)
    return key
