"""Changes told from one score to another: whether the first is that of what was there before."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from litsynth.verify.contrasts import LOWER_IS_BETTER
from litsynth.verify.found import Found
from litsynth.verify.naming import Line, Place
from litsynth.verify.view import Side, View

_FORWARD = re.compile(
    r"\b(?:from(?!\s+(?:the\s+)?$)|replac(?:e|es|ing)|exchang(?:e|es|ing)|substitut(?:e|es|ing)|upgrad\w+|"
    r"scal(?:e|es|ed|ing) (?:up )?(?:\S+ )?from)\b",
    re.IGNORECASE,
)
"""What is named first was there before: "replacing X by Y", "switching from X to Y"."""
_REPLACED = re.compile(r"\b(?:replaced|exchanged|swapped|substituted)(?: out)? (?:by|with|for)\b", re.IGNORECASE)
_BACKWARD = re.compile(r"\b(?:instead of|in place of|rather than|for want of|in lieu of)\b", re.IGNORECASE)
_COMES = re.compile(
    r"\b(?:add(?:s|ed|ing)?|fus(?:es?|ed|ing)|incorporat(?:es?|ed|ing)|introduc(?:es?|ed|ing)|us(?:es?|ing)|plugging in|"
    r"equipp(?:ed|ing) with|augment(?:ed|ing) with|with)\s+(?:(?:the|an?|our|its)\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?:[\w-]+ ){1,3}(?:is|are|was|were|being) (?:added|included|introduced|used|switched on)\b", re.IGNORECASE
)
_BY_ADDING = re.compile(
    r"\b(?:by|when|after|on|upon) (?:adding|including|introducing) (?:the |an? |our )?(?:[\w-]+ )?$", re.IGNORECASE
)
_BACK_FROM = re.compile(r"[^.;]{0,60}?\b(up|down)\b(?: \w+ly)? from (?:[\w'’-]+ ){0,3}", re.IGNORECASE)
_MOVES = re.compile(
    r"\b(?:tak|bring|brought|took|mov|lift|rais|push|carr|boost|improv|driv|lower|reduc|drop)\w*\b", re.IGNORECASE
)
_SAYS_WHAT_WAS = re.compile(
    rf"{_FORWARD.pattern}|{_REPLACED.pattern}|\bwithout (?:it|them|this|these|that|any)\b", re.IGNORECASE
)
"""Words by which what is named first need not be what comes."""
_APART = re.compile(r"\b(?:on|in|of|for|by|with)\b")
_INTO = re.compile(r"\b(?:to|by|with|for|into)\b")
_RIGHT_BEFORE = 25
"""Characters from what is changed to "from"."""


def begins_at_its_end(places: Sequence[Found], view: View) -> bool:
    """Whether of two scores told as a change, "from A to B", the first belongs to what was there after it; or a gain does."""
    if _falls_upwards(view) or any(_gains_backwards(place, view) for place in places if place.minus):
        return True
    at = {place.figure.span: place for place in places if not place.minus}
    for pair in view.telling.pairs:
        spans = [view.telling.figures[number].span for number in (pair.before, pair.after)]
        if pair.before > pair.after or not at.keys() >= {*spans}:  # "A against B" tells no change
            continue
        start = min(span.start for span in spans)
        if any(_turned(side, (one, two), start, view) for side, one, two in _lines([at[span] for span in spans], view)):
            return True
    return False


def _falls_upwards(view: View) -> bool:
    """Whether a score is "up from" a higher one, or "down from" a lower one."""
    text, figures = view.telling.text, sorted(view.telling.figures, key=lambda figure: figure.span.start)
    return any(
        one.value != two.value and (one.value > two.value) != (cue.group(1).lower() == "up")
        for one, two in pairwise(figures)
        if (one.unit == "points") == (two.unit == "points")  # "a gain of 2.3 points, up from 74.6"
        and (cue := _BACK_FROM.fullmatch(text, one.span.end, two.span.start))
    )


def _gains_backwards(place: Found, view: View) -> bool:
    """Whether "from X to Y" a score is told to rise that falls, or to fall that rises."""
    if (
        not place.minus
        or not place.figure.direction
        or LOWER_IS_BETTER.search(f"{place.cell.column} {view.telling.text}")
    ):
        return False
    start, (higher, lower) = place.figure.span.start, sorted(place.cells, key=lambda cell: -cell.quantity.value)
    forward = _FORWARD.search(view.telling.text[:start])
    if not forward:
        return False
    for side, high, low in (
        (view.rows, higher.row_number, lower.row_number),
        (view.columns, higher.column_number, lower.column_number),
    ):
        up, down = side.names(high) - side.names(low), side.names(low) - side.names(high)
        told = sorted((min(up, default=-1), min(down, default=-1)))
        if high != low and forward.start() < told[0] and told[1] < start and _INTO.search(view.telling.text, *told):
            return (min(up) > min(down)) != (place.figure.direction == "up")
    return False


def _lines(places: Sequence[Found], view: View) -> Iterator[tuple[Side, int, int]]:
    one, two = (place.cell for place in places)
    if one.row_number != two.row_number:
        yield view.rows, one.row_number, two.row_number
    if one.column_number != two.column_number:
        yield view.columns, one.column_number, two.column_number


def _turned(side: Side, numbers: tuple[int, int], start: int, view: View) -> bool:
    """Whether the first of two lines is told to be what was there after the change."""
    one, two = (side.line(number) for number in numbers)
    if not one or not two:
        return False
    here, there = (side.names(number) for number in numbers)
    mine, theirs = _before(here - there, start), _before(there - here, start)
    text = view.telling.text[:start]
    told = _exchanged(mine, theirs, text) if mine and theirs else None
    if told is not None:
        return told
    compared = view.telling.compared
    return (
        _comes_behind(here - there, start, view.telling.text)
        or (_comes(mine - compared, text) and not _comes(theirs, text))
        or (bool(theirs & compared) and not mine & compared)  # "compared with X" X was there before
        or (bool(theirs) and not mine and _is_moved(max(theirs), text))
        or (not _SAYS_WHAT_WAS.search(text) and _goes(one, two, start, view))
    )


def _exchanged(mine: Place, theirs: Place, text: str) -> bool | None:
    """Whether the first of two things is told to take the place of the second; None where neither is told to."""
    if replaced := _REPLACED.search(text):
        return min(mine) > replaced.start() > max(theirs)
    if forward := _FORWARD.search(text):
        first, second = ([at for at in places if at > forward.start()] for places in (mine, theirs))
        return bool(first and second) and min(first) > min(second)
    return min(mine) < min(theirs) if _BACKWARD.search(text) else None


def _comes(places: Place, text: str) -> bool:
    """Whether something is told to be added."""
    return any(_COMES.search(text[:place]) for place in places)


def _comes_behind(mine: Place, start: int, text: str) -> bool:
    """Whether what only the first line has is told, behind the figures, to be added."""
    return any(place > start and (_ADDED.match(text, place) or _BY_ADDING.search(text[:place])) for place in mine)


def _before(places: Place, start: int) -> Place:
    return frozenset(place for place in places if place < start)


def _is_moved(place: int, text: str) -> bool:
    """Whether what stands at an offset is what is taken "from A to B": the object of the verb right before it."""
    moves = [found for found in _MOVES.finditer(text) if found.end() < place]
    return bool(moves) and len(text) - place <= _RIGHT_BEFORE and not _APART.search(text[moves[-1].end() :])


def _goes(one: Line, two: Line, start: int, view: View) -> bool:
    """Whether what is told before an offset to be there is in the first of two lines alone, or what is left out in the second."""
    said, compared = view.telling.said, view.telling.compared
    there = [said.present.get(key, frozenset()) - compared for key in _more(one, two)]
    gone = [said.absent.get(key, frozenset()) for key in _more(two, one)]
    return any(place < start for places in (*there, *gone) for place in places)


def _more(one: Line, two: Line) -> frozenset[str]:
    """What one line has over another that has nothing else; empty where each has something of its own."""
    here, there = one.present | one.base, two.present | two.base
    if not (there <= here | one.absent and one.absent <= two.absent):
        return frozenset()
    return (here - there) | (two.absent - one.absent)
