"""Sentences of dev and test are kept out of everything that is trained on."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from litsynth.errors import BadRecord
from litsynth.reproduce import annotations

Row = TypeVar("Row", bound=annotations.Row)

LEAK = 0.2
"""A training set that shares more of its rows with the test set than this is the wrong file."""


def folded(text: str) -> str:
    """What two copies of a sentence have in common: letters and digits, in lower case."""
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def without_leaks(
    rows: Sequence[Row], held_out: Iterable[annotations.Row], where: str, whole: bool = False
) -> tuple[tuple[Row, ...], int]:
    """The rows that share no sentence (with `whole`: no pair) with the held-out rows, and how many were left out.

    Raises BadRecord when more than the share LEAK is left out.
    """
    if whole:
        pairs = {frozenset(map(folded, pair.texts)) for pair in held_out}
        kept = tuple(row for row in rows if frozenset(map(folded, row.texts)) not in pairs)
    else:
        seen = {folded(text) for pair in held_out for text in pair.texts}
        kept = tuple(row for row in rows if not any(folded(text) in seen for text in row.texts))
    dropped = len(rows) - len(kept)
    if dropped > LEAK * len(rows):
        raise BadRecord(f"{where}: {dropped} of {len(rows)} rows hold a sentence of dev or test", "not a training set")
    return kept, dropped
