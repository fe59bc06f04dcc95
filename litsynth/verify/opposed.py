"""What a sentence says otherwise than its cells are labelled: with for without, elsewhere, after for before, in another order."""

import re
from collections.abc import Iterable, Sequence

from litsynth.verify.elsewhere import elsewhere
from litsynth.verify.exchanged import begins_at_its_end
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry
from litsynth.verify.naming import Line
from litsynth.verify.orders import reversed_order
from litsynth.verify.terms import LEAVES_OUT
from litsynth.verify.view import View

_FULL = re.compile(r"\b(?:full|complete|entire)\b", re.IGNORECASE)
_STEM = 4
"""Letters that forms of one word share at least."""


def opposed(places: Sequence[Found], view: View) -> bool:
    """Whether a sentence tells the opposite of what the labels of its cells say.

    What a row lacks is told to be there, or what it has to be left out; it is told elsewhere (see `elsewhere`); a change has
    its end where it should begin; or figures are told in another order.
    """
    cells = [cell for place in places for cell in place.cells]
    return (
        _has_what_is_left_out(cells, view)
        or _lacks_what_is_told(places, view)
        or _is_whole(cells, view)
        or elsewhere(places, view)
        or begins_at_its_end(places, view)
        or reversed_order(places, view)
    )


def _has_what_is_left_out(cells: Sequence[Entry], view: View) -> bool:
    """Whether what the sentence only tells to be absent is in the labels of all cells, and lacking in none."""
    said = view.telling.said
    gone = said.absent.keys() - said.present.keys()
    lines = [view.lines(cell) for cell in cells]
    if _among(gone, (key for mine in lines for line in mine for key in line.absent)):
        return False
    return any(all(_among({key}, _present(mine)) for mine in lines) for key in gone)


def _lacks_what_is_told(places: Sequence[Found], view: View) -> bool:
    """Whether all scores are where something is lacking that the sentence tells to be there, or all of a system to be."""
    if any(place.minus for place in places) or LEAVES_OUT.search(view.telling.text):
        return False
    told = {key for key, at in view.telling.said.present.items() if at - view.telling.compared}
    full = _FULL.search(view.telling.text)
    return all(
        any(
            _among(told, line.absent) or (full and line.absent and LEAVES_OUT.search(line.label))
            for line in view.lines(place.cell)
        )
        for place in places
    )


def _is_whole(cells: Sequence[Entry], view: View) -> bool:
    """Whether the sentence leaves something out, none of the rows lacks it, and another row is one of them without it."""
    gone = view.telling.said.absent.keys() - view.telling.said.present.keys()
    rows = [line for cell in cells if (line := view.rows.line(cell.row_number))]
    if not gone or _among(gone, (key for line in rows for key in line.absent)):
        return False
    return any(
        _among(gone, other.absent) and any(line.present <= other.present | other.base for line in rows)
        for other in view.rows.axis.lines.values()
    )


def _among(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some keys is one of others, or another form of it: "copying" and "copy"."""
    known = frozenset(others)
    return any(key == other or _is_form(key, other) for key in keys for other in known)


def _is_form(key: str, other: str) -> bool:
    shared = max(_STEM, min(len(key), len(other)) - 1)
    return min(len(key), len(other)) >= shared and key[:shared] == other[:shared]


def _present(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset().union(*(line.present | line.base for line in lines))
