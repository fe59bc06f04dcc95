"""Bounds that a cell would bear and its line does not: "up to 3 points", where another column of the two rows has 6."""

import re
from collections.abc import Iterator, Sequence

from litsynth.records import Quantity
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry
from litsynth.verify.wording import Wording

_EXTREME = re.compile(
    r"(?:up\s?-?to|at\s+most|at\s+least|as\s+(?:much|many|high|large|low|little|few)\s+as|(?:a\s+)?(?:max(?:imum)?|minimum)\s+of)\b",
    re.IGNORECASE,
)
_SAME = 1e-9


def outreached(places: Sequence[Found], wording: Wording) -> bool:
    """Whether a figure told as the most or the least of what its row has is found in a cell that another one outreaches.

    Where the claim names the column it tells of that one, and what it is the most of is another matter.
    """
    return any(_EXTREME.match(place.figure.text) and _is_outreached(place, wording) for place in places)


def _is_outreached(place: Found, wording: Wording) -> bool:
    if (
        place.of
        or place.cell.of_column & wording.said
        or (place.minus and place.minus.column_number != place.cell.column_number)
    ):
        return False
    mine = _gap(place.cell.quantity, place.minus)
    sign = 1 if place.figure.relation == "<=" else -1
    return any(sign * (other - mine) * (1 if mine >= 0 else -1) > _SAME for other in _others(place))


def _gap(quantity: Quantity, minus: Entry | None) -> float:
    return quantity.value - (minus.quantity.value if minus else 0.0)


def _others(place: Found) -> Iterator[float]:
    """The same of the other columns with the same metric."""
    cell, grid = place.cell, place.grid.entries
    alike = (one for one in grid if one.metrics == cell.metrics and one.quantity.unit == cell.quantity.unit)
    for one in alike:
        if one.row_number != cell.row_number or one.column_number < 0:
            continue
        if not place.minus:
            yield one.quantity.value
            continue
        rival = (place.minus.row_number, one.column_number)
        yield from (
            one.quantity.value - other.quantity.value
            for other in grid
            if (other.row_number, other.column_number) == rival
        )
