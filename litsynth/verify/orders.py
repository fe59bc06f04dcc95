"""Whether places for several figures stand to each other as a sentence tells them: order, pairs, and what beats what."""

import re
from collections.abc import Sequence

from litsynth.verify.contrasts import LOWER_IS_BETTER
from litsynth.verify.found import Found
from litsynth.verify.levels import Option
from litsynth.verify.view import Side, View

_CUE = re.compile(
    r"\b(?:(?P<less>lower|drop|fall|fell|reduc|decreas|degrad|hurt|los[et]|worse|declin|underperform|inferior|behind|cut|slash|shav|trim|shrink)|"
    r"(?P<more>rais|increas|lift|boost|ris[ei]|gain|rose|higher|above|exceed|climb|jump|grow|grew)|"
    r"(?P<better>improv|better|outperform|surpass|beat|superior))\w*",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\b(?:(?P<less>underperform\w*|(?:lower|worse) than|inferior to|below|behind|trail\w*)|"
    r"(?P<more>outperform\w*|surpass\w*|beats?|exceed\w*|(?:higher|better) than|superior to|above))\b",
    re.IGNORECASE,
)
_OF_QUALITY = re.compile(r"degrad|hurt|worse|improv|better|superior|inferior", re.IGNORECASE)
"""Words that point up for one measure and down for another."""
_OF = re.compile(r"%?\s+(?:of|for|with|by)\s+(?:the\s+)?")


def orderly(chosen: Sequence[Option], view: View) -> bool:
    """Whether the last of the chosen places stands to those before it as the sentence tells them."""
    last = len(chosen) - 1
    for pair in view.telling.pairs:
        if last == max(pair.before, pair.after) and not _pair(chosen[pair.before], chosen[pair.after], view):
            return False
    pairs = (pair for pair in view.telling.pairs if last in (pair.before, pair.after))
    paired = {at for pair in pairs for at in (pair.before, pair.after)}
    bound = {at for pair in view.telling.pairs for at in (pair.before, pair.after)}
    return all(at in paired or _apart(chosen[at], chosen[last], view, {at, last} <= bound) for at in range(last))


def _pair(before: Option, after: Option, view: View) -> bool:
    """Two scores told as one change stand in one row or column, rise or fall as told, or are named in their order."""
    (row, column), (other_row, other_column) = before.lines[0], after.lines[0]
    if (row == other_row) == (column == other_column):
        return False
    first, second = sorted((before, after), key=lambda option: option.found.figure.span.start)
    text = view.telling.text[: first.found.figure.span.start]
    cue = _last_cue(text)
    if cue and not (_OF_QUALITY.match(cue.group()) and not _known_measure(after, view)):
        lower = LOWER_IS_BETTER.search(after.found.cell.column) is not None and cue.group("better") is not None
        sign = (-1 if cue.group("less") else 1) * (-1 if lower else 1)
        return sign * (after.found.cell.quantity.value - before.found.cell.quantity.value) >= 0
    sides = ((view.rows, 0), (view.columns, 1))
    return any(
        _told_apart(side, at, first.found, second.found)
        or _own_first(side, at, first, second, view)
        or _said_behind(side, at, first, second, view)
        or _changed(side, at, before, after)
        for side, at in sides
    )


def _own_first(side: Side, at: int, first: Option, second: Option, view: View) -> bool:
    """Whether the first of two lines is the authors', whom the sentence speaks of, and the other is named behind it."""
    line, places = side.line(first.lines[0][at]), side.names(second.lines[0][at])
    mine = line is not None and line.own and view.telling.own
    return mine and bool(places) and min(places) >= first.found.figure.span.end


def _changed(side: Side, at: int, before: Option, after: Option) -> bool:
    """Whether the later of two lines is the earlier one with something added or taken away."""
    one, two = side.line(before.lines[0][at]), side.line(after.lines[0][at])
    return one is not None and two is not None and bool(two.base) and one.present <= two.base | two.present


def _known_measure(option: Option, view: View) -> bool:
    """Whether it is known which way the measure of a cell is better."""
    names = f"{option.found.cell.column} {view.telling.text}"
    named = any(label.kind == "metric" for label in view.telling.wording.labels)
    return named or bool(option.found.cell.metrics) or LOWER_IS_BETTER.search(names) is not None


def _said_behind(side: Side, at: int, first: Option, second: Option, view: View) -> bool:
    """Whether the first of two figures is told with its line right behind it: "from the 77.8 of A"."""
    own = side.names(first.lines[0][at]) - side.names(second.lines[0][at])
    tie = _OF.match(view.telling.text, first.found.figure.span.end)
    return tie is not None and tie.end() in own


def _last_cue(text: str) -> re.Match[str] | None:
    found = list(_CUE.finditer(text))
    return found[-1] if found else None


def _told_apart(side: Side, at: int, first: Found, second: Found) -> bool:
    """Whether two lines are named in the order of their figures."""
    one, two = (side.names((found.cell.row_number, found.cell.column_number)[at]) for found in (first, second))
    return bool(one - two) and bool(two - one) and min(one - two) < max(two - one)


def outdone(chosen: Sequence[Option], view: View) -> bool:
    """Whether what the sentence says that a score beats has the better score, or what it says is better the worse."""
    telling = view.telling
    cues = {bool(cue.group("less")) for cue in _VERDICT.finditer(telling.text)}
    if len(cues) != 1:
        return False
    for option in chosen:
        cell = option.found.cell
        if option.found.minus or view.rows.names(cell.row_number) & telling.compared:
            continue
        others = [
            entry
            for entry in view.grid.entries
            if entry.column_number == cell.column_number
            and entry.row_number != cell.row_number
            and view.rows.names(entry.row_number) & telling.compared
            and telling.said.whole(view.grid.rows.lines[entry.row_number])
        ]
        lower = LOWER_IS_BETTER.search(cell.column) is not None
        sign = -1 if lower != (True in cues) else 1
        if any(sign * (cell.quantity.value - other.quantity.value) < 0 for other in others):
            return True
    return False


def reversed_order(chosen: Sequence[Found], view: View) -> bool:
    """Whether the lines of two figures of one unit, or of two gains, that belong to no pair are named in the other order."""
    figures = view.telling.figures
    paired = {figures[at].span for pair in view.telling.pairs for at in (pair.before, pair.after)}
    text = view.telling.text  # a figure in brackets is that of the name before it
    free = [
        one for one in chosen if one.figure.span not in paired and text[: one.figure.span.start].rstrip()[-1:] != "("
    ]
    return any(
        _told_apart(side, axis, two, one) and not _told_apart(side, axis, one, two)
        for at, one in enumerate(free)
        for two in free[at + 1 :]
        if (one.minus is None) == (two.minus is None) and one.figure.unit == two.figure.unit
        for side, axis in ((view.rows, 0), (view.columns, 1))
    )


def _apart(one: Option, two: Option, view: View, bound: bool) -> bool:
    """Whether what tells two places apart is named in the order of their figures, and none is compared with both ways.

    Something must tell them apart, but where both figures are bound: parts of pairs.
    """
    if one.lines == two.lines:
        return one.found.figure.text == two.found.figure.text
    if one.lines[0] in two.lines[1:] or two.lines[0] in one.lines[1:] or _chained(one, two) or _chained(two, one):
        return False
    return all(
        _in_order(side, (first[at], second[at]), bound)
        for first, second in zip(one.lines, two.lines, strict=False)
        for side, at in ((view.rows, 0), (view.columns, 1))
    )


def _chained(one: Option, two: Option) -> bool:
    """Whether what one figure is the gain of is what another is a gain over."""
    if len(one.lines) + len(two.lines) < 4:
        return False
    return any(one.lines[0][at] == two.lines[1][at] != two.lines[0][at] for at in (0, 1))


def _in_order(side: Side, numbers: tuple[int, int], bound: bool) -> bool:
    """Whether what tells two lines apart is named in the order of their figures, and something does."""
    if numbers[0] == numbers[1] or not side.axis.headed:
        return True
    first, second = side.names(numbers[0]), side.names(numbers[1])
    if first == second:
        return bound
    here, there = first - second, second - first
    return not here or not there or min(here) < max(there)
