"""Multiples and shares of two cells of one column of amounts: "three times as many parameters as", "half the memory of"."""

import re
from collections.abc import Sequence

from litsynth.quantities import find_in_cell
from litsynth.quantities.derive import Derived, bears, quotient
from litsynth.records import Claim, Document, Quantity, Span
from litsynth.verify.candidates import unit_over
from litsynth.verify.derived.asked import Asked, asked_of
from litsynth.verify.derived.keys import Keys, marks_of, qualifiers
from litsynth.verify.derived.rows import Line, lines_of, placed
from litsynth.verify.found import Found
from litsynth.verify.grid import Grid
from litsynth.verify.remarks import beyond
from litsynth.verify.telling import text_of
from litsynth.verify.wording import read_wording

_COLUMNS = (
    (re.compile(r"\bparam", re.IGNORECASE), re.compile(r"\bparam|#\s?P\b", re.IGNORECASE)),
    (re.compile(r"\bmemory\b", re.IGNORECASE), re.compile(r"\bmem", re.IGNORECASE)),
    (re.compile(r"\bflops?\b", re.IGNORECASE), re.compile(r"flops?\b", re.IGNORECASE)),
    (
        re.compile(r"\b(?:time|longer|shorter|latency)\b", re.IGNORECASE),
        re.compile(r"\b(?:time|latency)\b", re.IGNORECASE),
    ),
)
"""What a claim counts, and the headers of the columns that hold it."""
_FAST = re.compile(r"\b(?:fast|slow|quick)", re.IGNORECASE)
_DURATIONS = re.compile(r"\b(?:time|latency)\b", re.IGNORECASE)
_RATES = re.compile(r"/\s?s\b|per sec|throughput|speed", re.IGNORECASE)


def in_ratio(claim: Claim, document: Document, grids: Sequence[Grid]) -> tuple[Found, ...]:
    """The two cells whose quotient a claim's one figure is, of the rows that it contrasts; empty where that is not told.

    The column must be the only one of what the claim counts, and both rows be named in full.
    """
    text = text_of(claim)
    told = [one for one in asked_of(text) if one.way in ("more", "less") and one.reference]
    if claim.paper_id != document.paper_id and claim.primary not in (document.paper_id, ""):
        return ()
    if len(told) != 1 or len(claim.quantities) != 1 or qualifiers(text):
        return ()
    wording = read_wording(text, claim.quantities)
    if beyond(wording, [told[0].figure]):
        return ()
    for grid in grids:
        found = _in_grid(told[0], text, grid)
        if found and not wording.unexplained([cell for place in found for cell in place.cells], grid):
            return found
    return ()


def _in_grid(asked: Asked, text: str, grid: Grid) -> tuple[Found, ...]:
    mine, theirs = _row(asked.subject, grid), _row(asked.reference, grid)
    if not mine or not theirs or mine.cells[0].row_number == theirs.cells[0].row_number:
        return ()
    pairs = [
        (a, b)
        for a in mine.cells
        for b in theirs.cells
        if a.column_number == b.column_number and _counted(asked, text, a.column)
    ]
    if len(pairs) != 1:
        return ()
    ((a, b),) = pairs
    derived = _ratio(asked, a.column, _amount(a.quantity, a.column), _amount(b.quantity, b.column))
    if not derived:
        return ()
    value = Quantity(
        f"{derived.told} ({a.column}; {mine.printed} and {theirs.printed})",
        derived.value,
        *_ends(derived),
        "times",
        Span(0, 0),
    )
    return (placed(asked.figure, value, mine, grid, (a, b)),)


def _ends(derived: Derived) -> tuple[float, float]:
    return derived.bounds.low, derived.bounds.high


def _row(keys: Keys, grid: Grid) -> Line | None:
    """The one row whose label names exactly what one side of the claim's contrast does."""
    rows = [line for line in lines_of(grid) if line.by_row and line.printed]
    same = [line for line in rows if frozenset(mark.key for mark in marks_of(line.printed)) == keys]
    return same[0] if len(same) == 1 else None


def _counted(asked: Asked, text: str, header: str) -> bool:
    """Whether a column holds what the claim counts: times or rates of what is faster, else what it names."""
    if asked.speed or _FAST.search(text):
        return bool(_DURATIONS.search(header) or _RATES.search(header))
    return any(word.search(text) and rule.search(header) for word, rule in _COLUMNS)


def _ratio(asked: Asked, header: str, a: Quantity, b: Quantity) -> Derived | None:
    if a.unit != b.unit or a.relation != "=" or b.relation != "=":
        return None
    if asked.figure.unit == "percent":
        derived = quotient(a, b, "%")
        return derived if derived and asked.way == "more" and bears(derived, asked.figure) else None
    # Of a rate the faster one has more, of a duration less.
    turned = (asked.way == "less") != bool(asked.speed and _RATES.search(header) and not _DURATIONS.search(header))
    derived = quotient(b, a) if turned else quotient(a, b)
    return derived if derived and derived.value > 1 and bears(derived, asked.figure) else None


def _amount(quantity: Quantity, header: str) -> Quantity:
    """A cell in the unit that its header gives."""
    unit = unit_over(header)
    read = find_in_cell(f"{quantity.text} {unit}") if unit else ()
    return read[0] if len(read) == 1 else quantity
