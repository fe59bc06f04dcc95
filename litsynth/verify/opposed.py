"""What a sentence says otherwise than its cells are labelled: with for without, elsewhere, after for before, in another order."""

import re
from collections.abc import Iterable, Sequence

from litsynth.verify.elsewhere import elsewhere
from litsynth.verify.exchanged import begins_at_its_end
from litsynth.verify.found import Found
from litsynth.verify.measurements import direction_in
from litsynth.verify.naming import Line
from litsynth.verify.orders import reversed_order
from litsynth.verify.terms import LEAVES_OUT
from litsynth.verify.view import View
from litsynth.verify.wording import chooses, names_best

_FULL = re.compile(r"\b(?:full|complete|entire)\b", re.IGNORECASE)
_FALLS = re.compile(
    r"\b(?:falls?|fell|drops|declin\w+|decreas\w+|degrad\w+|suffer\w*|replac\w+|substitut\w+|swap\w*|exchang\w+)\b",
    re.IGNORECASE,
)
"""What is told to fall or to be replaced is told of what lacks something, too."""
_CLAUSE = re.compile(r"\b(?:but|while|whereas|although|and)\b|;")
_STEM = 4
"""Letters that forms of one word share at least."""


def opposed(places: Sequence[Found], view: View) -> bool:
    """Whether a sentence tells the opposite of what the labels of its cells say.

    What a row lacks is told to be there, or what it has to be left out; it is told elsewhere (see `elsewhere`); a change has
    its end where it should begin; figures are told in another order, or from English for into English; the best of several is
    told of each; a setting is told to be absent.
    """
    return (
        _has_what_is_left_out(places, view)
        or _lacks_what_is_told(places, view)
        or _is_whole(places, view)
        or elsewhere(places, view)
        or begins_at_its_end(places, view)
        or reversed_order(places, view)
        or _other_way(places, view)
        or _is_best_of_several(places, view)
        or any(view.telling.wording.denied & place.cell.names for place in places if not place.minus)
    )


def _is_best_of_several(places: Sequence[Found], view: View) -> bool:
    """Whether a cell is of the best of several by its label, and somebody who tells of the paper speaks of no choice."""
    told = view.telling.verbatim or chooses(view.telling.text)
    return not told and any(names_best(cell.row) for place in places for cell in place.cells)


def _other_way(places: Sequence[Found], view: View) -> bool:
    """Whether figures that are told to be from English stand under "into English", or the other way round."""
    mine = direction_in(view.telling.text)
    return bool(mine) and any(
        direction_in(line.label) not in ("", mine) for place in places for line in view.lines(place.cell)
    )


def _has_what_is_left_out(places: Sequence[Found], view: View) -> bool:
    """Whether what the sentence only tells to be absent is in the labels of all cells, and lacking in none."""
    gone = _gone(places, view)
    lines = [view.lines(cell) for place in places for cell in place.cells]
    if _among(gone, (key for mine in lines for line in mine for key in line.absent)):
        return False
    return any(all(_among({key}, _present(mine)) for mine in lines) for key in gone)


def _lacks_what_is_told(places: Sequence[Found], view: View) -> bool:
    """Whether all scores are where something is lacking that the sentence tells to be there, or all of a system to be."""
    text = view.telling.text
    if any(place.minus for place in places) or LEAVES_OUT.search(text) or _FALLS.search(text):
        return False
    told = {key for key, at in view.telling.said.present.items() if at - view.telling.compared}
    full = _FULL.search(text)
    return all(
        any(
            _among(told, line.absent) or (full and line.absent and LEAVES_OUT.search(line.label))
            for line in view.lines(place.cell)
        )
        for place in places
    )


def _is_whole(places: Sequence[Found], view: View) -> bool:
    """Whether the sentence leaves something out, none of the rows lacks it, and another row is one of them without it."""
    gone = _gone(places, view)
    rows = [line for place in places for cell in place.cells if (line := view.rows.line(cell.row_number))]
    if not gone or _among(gone, (key for line in rows for key in line.absent)):
        return False
    return any(
        _among(gone, other.absent) and any(line.present <= other.present | other.base for line in rows)
        for other in view.rows.axis.lines.values()
    )


def _gone(places: Sequence[Found], view: View) -> frozenset[str]:
    """What is only told to be left out, where the figures are: not in what they are compared with, nor in another clause."""
    telling = view.telling
    said = {
        key
        for key, offsets in telling.said.absent.items()
        if any(_near(at, place, telling.text) for at in offsets - telling.compared for place in places)
    }
    return frozenset(said) - telling.said.present.keys()


def _near(at: int, place: Found, text: str) -> bool:
    start, end = place.figure.span.start, place.figure.span.end
    return not _CLAUSE.search(text[at:start] if at < start else text[end:at])


def _among(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some keys is one of others, or another form of it: "copying" and "copy"."""
    known = frozenset(others)
    return any(key == other or _is_form(key, other) for key in keys for other in known)


def _is_form(key: str, other: str) -> bool:
    shared = max(_STEM, min(len(key), len(other)) - 1)
    return min(len(key), len(other)) >= shared and key[:shared] == other[:shared]


def _present(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset().union(*(line.present | line.base for line in lines))
