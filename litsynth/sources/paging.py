"""Page after page of an answer, until enough is there; an empty page that should not be empty is asked for again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litsynth.errors import SourceFailed

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """`found`: how many rows there are on all pages together, as far as the database says; `rows`: those of this one."""

    found: int
    rows: tuple[Any, ...]


def rows_of(ask: Callable[[int, int], Page], limit: int, size: int, what: str) -> tuple[int, list[Any]]:
    """At most `limit` rows by pages of `size`, and how many there are; `ask` is given the offset and the size.

    Raises SourceFailed, with `what` was asked for, where the database counts rows that it does not send.
    """
    rows: list[Any] = []
    found, size = 0, min(size, limit)
    for offset in range(0, limit, size):
        page = _asked(ask, offset, size, what)
        found = max(found, page.found, offset + len(page.rows))
        rows.extend(page.rows)
        if offset + size >= page.found:
            break
    return found, rows[:limit]


def _asked(ask: Callable[[int, int], Page], offset: int, size: int, what: str) -> Page:
    for _ in range(_ATTEMPTS):
        page = ask(offset, size)
        if page.rows or page.found <= offset:
            return page
    raise SourceFailed(
        f"{what}: {page.found} are counted, and an empty page comes after {offset}",
        "run again in some minutes: what has been fetched is kept",
    )
