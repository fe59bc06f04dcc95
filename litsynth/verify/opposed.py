"""What a sentence says the other way round than its cells: with for without, into for out of a language, before for after."""

import re
from collections.abc import Iterable, Sequence

from litsynth.verify.found import Found
from litsynth.verify.grid import Entry
from litsynth.verify.languages import turned_round
from litsynth.verify.naming import Line, Place
from litsynth.verify.view import Side, View

_LEAVES_OUT = re.compile(
    r"\b(?:without|w/?o|remov\w*|drop\w*|skip\w*|leav\w* out|left out|tak\w* (?:out|away)|omit\w*|ablat\w*|exclud\w*|"
    r"lack\w*|disabl\w*|no(?: longer)?|strip\w*|discard\w*|absen\w*|delet\w*|eliminat\w*|switched off|not)\b",
    re.IGNORECASE,
)
_EXCHANGES = re.compile(
    r"\b(?:from(?!\s+(?:the\s+)?$)|replac\w+|switch\w+|exchang\w+|substitut\w+|instead)\b", re.IGNORECASE
)
_FULL = re.compile(r"\b(?:full|complete|entire)\b", re.IGNORECASE)
_STEM = 4
"""Letters that forms of one word share at least."""


def opposed(places: Sequence[Found], view: View) -> bool:
    """Whether a sentence tells the opposite of what the labels of its cells say.

    What a row lacks is told to be there, or what it has to be left out; a translation goes the other way; the language is
    another one; or a change has its end where it should begin.
    """
    cells = [cell for place in places for cell in place.cells]
    return (
        _has_what_is_left_out(cells, view)
        or _lacks_what_is_told(places, view)
        or _is_whole(cells, view)
        or any(_elsewhere_spoken(cell, view) for cell in cells)
        or _begins_at_its_end(places, view)
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
    if any(place.minus for place in places) or _LEAVES_OUT.search(view.telling.text):
        return False
    told = {key for key, at in view.telling.said.present.items() if at - view.telling.compared}
    full = _FULL.search(view.telling.text)
    return all(
        any(
            _among(told, line.absent) or (full and line.absent and _LEAVES_OUT.search(line.label))
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


def _elsewhere_spoken(cell: Entry, view: View) -> bool:
    """Whether the sentence is about another language than a cell, or about translation the other way."""
    if turned_round(view.telling.text, cell.column) or turned_round(view.telling.text, cell.row):
        return True
    return any(
        line.language and not view.telling.said.present.get(line.language) and _other_languages(side, line, view)
        for side, number in ((view.rows, cell.row_number), (view.columns, cell.column_number))
        if (line := side.line(number))
    )


def _other_languages(side: Side, line: Line, view: View) -> Place:
    others = {other.language for other in side.axis.lines.values()} - {"", line.language}
    said = (view.telling.said.present.get(language, frozenset()) for language in others)
    return frozenset().union(*said) - view.telling.compared


def _begins_at_its_end(places: Sequence[Found], view: View) -> bool:
    """Whether of two scores told as a change the first has what the change brings, or lacks what it takes away."""
    at = {place.figure.span: place for place in places if not place.minus}
    for pair in view.telling.pairs:
        spans = [view.telling.figures[number].span for number in (pair.before, pair.after)]
        if pair.before > pair.after or not at.keys() >= {*spans}:  # "A against B" tells no change
            continue
        one, two = (view.rows.line(at[span].cell.row_number) for span in spans)
        start = min(span.start for span in spans)
        if one and two and not _EXCHANGES.search(view.telling.text[:start]) and _goes(one, two, start, view):
            return True
    return False


def _goes(one: Line, two: Line, start: int, view: View) -> bool:
    """Whether what is told before an offset to be there is in the first of two rows alone, or what is left out in the second."""
    said, compared = view.telling.said, view.telling.compared
    there = [said.present.get(key, frozenset()) - compared for key in _more(one, two)]
    gone = [said.absent.get(key, frozenset()) for key in _more(two, one)]
    return any(place < start for places in (*there, *gone) for place in places)


def _more(one: Line, two: Line) -> frozenset[str]:
    """What one row has over another that has nothing else; empty where each has something of its own."""
    here, there = one.present | one.base, two.present | two.base
    return (
        (here - there) | (two.absent - one.absent)
        if there <= here | one.absent and one.absent <= two.absent
        else frozenset()
    )


def _among(keys: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some keys is one of others, or another form of it: "copying" and "copy"."""
    known = frozenset(others)
    return any(
        key == other or (min(len(key), len(other)) >= _STEM and (key.startswith(other) or other.startswith(key)))
        for key in keys
        for other in known
    )


def _present(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset().union(*(line.present | line.base for line in lines))
