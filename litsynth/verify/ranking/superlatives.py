"""Whether a claim calls something the best or the least, and whether a cell is."""

import re

from litsynth.verify.ranking.cells import Place
from litsynth.verify.ranking.lexis import Sheet

_EXTREME = re.compile(
    r"\b(?:best|highest|strongest|top|first|largest|most|lowest|slowest|smallest|fastest|worst|weakest|tops|leads?)\b",
    re.IGNORECASE,
)
_FEWEST = 3
"""Cells of a column from which one of them is the highest or lowest."""


def says_extreme(text: str) -> bool:
    """Whether a claim says that something is best, worst, largest and the like."""
    return _EXTREME.search(text) is not None


def is_extreme(place: Place, sheet: Sheet) -> bool:
    """Whether a score is the highest or the lowest of its column."""
    values = [entry.quantity.value for entry in sheet.by_column[place.cell.column_number]]
    return place.low is None and len(values) >= _FEWEST and place.cell.quantity.value in (max(values), min(values))
