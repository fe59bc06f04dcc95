"""Printed averages that their rows do not give, and columns in another order than their headers; with the arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from litsynth.reproduce.published.table import Row

Floats = NDArray[np.float64]

XNLI_ORDER = ("en", "fr", "es", "de", "el", "bg", "ru", "tr", "ar", "vi", "th", "zh", "hi", "sw", "ur")
ORDERS = {
    "alphabetical after English": ("en", *sorted(set(XNLI_ORDER) - {"en"})),
    "alphabetical": tuple(sorted(XNLI_ORDER)),
}
"""Orders of columns in which tables of XNLI were printed, beside the paper's own."""

LOW = 0.85
"""Spearman correlation with the profile of the other rows below which a row is looked at."""
_BETTER = 0.1
_MANY = 8
"""Fewer columns, or other rows, than this give no profile to compare with."""
_SWAP_SPREAD = 3.0
"""A swap of two columns is reported when it takes both cells from beyond so many spreads to within, and at least halves."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit in a row: `kind`, the arithmetic, and what would make it fit, if something does."""

    row: str
    kind: str
    arithmetic: str
    remedy: str = ""


def check_rows(rows: Sequence[Row]) -> list[Finding]:
    """All findings, averages first; rows of one benchmark, in their order."""
    return [*check_averages(rows), *check_columns(rows)]


def check_averages(rows: Sequence[Row]) -> list[Finding]:
    """Rows whose printed average can not come from their printed cells, whatever was rounded off.

    A figure of one decimal stands for an interval of +-0.05. The mean of the cells then lies within the mean of their
    intervals, and the printed average within its own: they must meet. Two rows of one table that fit each other's
    average are said to be swapped. A row of an average alone has nothing to be held against.
    """
    wrong = [row for row in rows if row.cells and row.average is not None and not _meets(row, row.average)]
    return [Finding(row.id, "average", _average_arithmetic(row), _swapped_with(row, wrong)) for row in wrong]


def check_columns(rows: Sequence[Row]) -> list[Finding]:
    """Rows whose profile over the languages is unlike all others', but like them in another order of columns.

    The profile is the median over the other rows of cell minus row mean. Rows in a known other order are found by rank
    correlation, two swapped columns by their distances from the profile.
    """
    full = [row for row in rows if set(row.cells) == set(XNLI_ORDER)]
    if len(full) <= _MANY:
        return []
    table = np.asarray([[float(row.cells[name]) for name in XNLI_ORDER] for row in full])
    centred = table - table.mean(axis=1, keepdims=True)
    found = []
    for number, row in enumerate(full):
        others = np.delete(centred, number, axis=0)
        finding = _reordered(row, centred[number], others) or _two_swapped(row, centred[number], others)
        if finding is not None:
            found.append(finding)
    return found


def spearman(one: Floats, other: Floats) -> float:
    """Rank correlation of two profiles, ties ranked by their mean."""
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def half_unit(value: Decimal) -> Decimal:
    """What rounding may have taken: half a unit of the last printed digit.

    >>> half_unit(Decimal("76.2"))
    Decimal('0.05')
    """
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def _meets(row: Row, average: Decimal) -> bool:
    return abs(_mean(row) - average) <= _slack(row) + half_unit(average)


def _mean(row: Row) -> Decimal:
    return sum(row.cells.values(), Decimal(0)) / len(row.cells)


def _slack(row: Row) -> Decimal:
    return sum((half_unit(value) for value in row.cells.values()), Decimal(0)) / len(row.cells)


def _average_arithmetic(row: Row) -> str:
    assert row.average is not None
    total, mean, slack = sum(row.cells.values(), Decimal(0)), _mean(row), _slack(row)
    half = half_unit(row.average)
    return (
        f"{total} / {len(row.cells)} = {mean:.2f}, so [{mean - slack:.2f}, {mean + slack:.2f}]; "
        f"printed {row.average}, so [{row.average - half}, {row.average + half}]"
    )


def _swapped_with(row: Row, wrong: Sequence[Row]) -> str:
    for other in wrong:
        if other.id == row.id or other.place != row.place or row.average is None or other.average is None:
            continue
        if _meets(row, other.average) and _meets(other, row.average):
            return f"fits the average printed for {other.system} in the same table ({other.average}): swapped"
    return ""


def _reordered(row: Row, profile: Floats, others: Floats) -> Finding | None:
    reference = np.median(others, axis=0)
    printed = spearman(profile, reference)
    if printed >= LOW:
        return None
    for name, order in ORDERS.items():
        # The value printed under the i-th header belongs to the i-th language of the other order.
        moved = np.asarray([profile[order.index(language)] for language in XNLI_ORDER])
        again = spearman(moved, reference)
        if again >= LOW and again - printed >= _BETTER:
            shown = _moves(row, order)
            told = (
                f"Spearman with the median profile of {len(others)} rows: {printed:.3f} as printed, {again:.3f} {name}"
            )
            return Finding(row.id, "columns", told, f"values stand in the order {' '.join(order)}: {shown}")
    return None


def _two_swapped(row: Row, profile: Floats, others: Floats) -> Finding | None:
    reference = np.median(others, axis=0)
    spread = 1.4826 * np.median(np.abs(others - reference), axis=0)
    # Few rows agree by chance in some language.
    spread = np.maximum(spread, np.median(spread))
    distance = np.abs(profile - reference) / spread
    best: tuple[float, str, str] | None = None
    for one, two in combinations(range(len(XNLI_ORDER)), 2):
        after = max(abs(profile[two] - reference[one]) / spread[one], abs(profile[one] - reference[two]) / spread[two])
        nearest = min(distance[one], distance[two])
        if nearest > _SWAP_SPREAD > after and after < nearest / 2 and (best is None or after < best[0]):
            a, b = XNLI_ORDER[one], XNLI_ORDER[two]
            told = f"{a} and {b} are {distance[one]:.1f} and {distance[two]:.1f} spreads from the profile, "
            best = (after, f"{told}swapped at most {after:.1f}", f"{a} = {row.cells[b]}, {b} = {row.cells[a]}")
    return Finding(row.id, "columns", best[1], best[2]) if best else None


def _moves(row: Row, order: Sequence[str]) -> str:
    moved = {language: row.cells[XNLI_ORDER[order.index(language)]] for language in XNLI_ORDER}
    return ", ".join(
        f"{name} {row.cells[name]} -> {moved[name]}" for name in XNLI_ORDER if moved[name] != row.cells[name]
    )


def _ranks(values: Floats) -> Floats:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)
