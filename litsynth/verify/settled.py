"""Whether a table settles all that a sentence of a paper says, or whether it says more than its figures."""

import re
from collections.abc import Sequence
from dataclasses import replace

from litsynth.verify.found import Found
from litsynth.verify.levels import best
from litsynth.verify.remarks import beyond
from litsynth.verify.telling import Telling

# "The results in Table 2 show that": how the sentence comes to its figures, no more than they say.
_FRAME = re.compile(
    r"\b(?:results?|experiments?|tables?|figures?|evaluations?|we|it)\b[^.;]{0,80}?"
    r"\b(?:shows?|indicates?|suggests?|demonstrates?|observed?|finds?|sees?|seen|found|notes?|noticed?)\b(?: clearly)? that\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:which|where|whose)\b(?=(?P<clause>[^,;.]*(?:\.\d[^,;.]*)*))", re.IGNORECASE)
_BEST = re.compile(
    r"\b(?:(?:new|previous|prior|current|existing|recent|the|a) )*(?:state[- ]of[- ]the[- ]arts?|sota|best|highest)\b"
    r"(?:[ -](?:performing|published|reported|known))?",
    re.IGNORECASE,
)
_FEWEST_RIVALS = 3
"""Rows from which a column has a best one."""


def unsettled(telling: Telling, places: Sequence[Found]) -> str:
    """The first word of what the sentence says beyond its figures, found at `places`; empty when it says no more.

    Beside what `remarks.beyond` allows: how the results come to be told, relative clauses that hold a figure, and
    "best" or "state of the art" where one of the cells is the best of its column in a table of at least three rows.
    """
    text = _FRAME.sub("", telling.text)
    text = _RELATIVE.sub(
        lambda match: "" if any(mark.isdigit() for mark in match.group("clause")) else match.group(), text
    )
    if any(_is_best(place) or _BEST.search(place.cell.row) for place in places):
        text = _BEST.sub("", text)
    return beyond(replace(telling.wording, text=text), telling.figures)


def _is_best(place: Found) -> bool:
    column = [
        entry
        for entry in place.grid.entries
        if entry.column_number == place.cell.column_number and entry.quantity.unit == place.cell.quantity.unit
    ]
    top = best(column, place.grid)
    return len(column) >= _FEWEST_RIVALS and top is not None and top.quantity.value == place.cell.quantity.value
