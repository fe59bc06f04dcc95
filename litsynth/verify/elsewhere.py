"""Whether a sentence tells of another place than its cells: another language, direction, version, or row to compare with."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from litsynth.verify.alike import NUMERALS, exclusive
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry
from litsynth.verify.languages import MAIN_LANGUAGE, codes_in, directions, language_keys, turned_round
from litsynth.verify.naming import Line
from litsynth.verify.view import Side, View

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?=[kKMB%]?\b)")
_APART = re.compile(r"\b(?:and|while|but)\b|;")
"""What stands between a gain and something that it is not told over."""
_ON_SET = re.compile(
    r"\b[Oo]n (?:the )?(?P<name>(?:[A-Z][\w-]*\s)+)(?:data ?set|corpus|benchmark|treebank|(?:test|dev|development) set)\b"
)
_ON_FIRST = re.compile(r"^On (?:the )?(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*)*),")
_OF_TABLE = re.compile(r"\b(?:tables?|tab\.?|figures?|fig\.?|sections?|sec\.?|appendix|eq\w*\.?)[\s~]*$", re.IGNORECASE)
_WORD = re.compile(r"[a-zA-Z]+")
_ANY_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_DIGITS = re.compile(r"\d+")
_SHOT = re.compile(r"\b(\d+|[a-z]+)[- ]shots?\b")


def elsewhere(places: Sequence[Found], view: View) -> bool:
    """Whether a sentence is about another language or direction of translation, another number in a label, or another gain."""
    cells = [cell for place in places for cell in place.cells]
    text = view.telling.text
    return (
        any(_spoken_elsewhere(cell, view) for cell in cells)
        or _other_shots(text, " ".join(f"{cell.row} {cell.column}" for cell in cells))
        or _directions_swapped(places, text)
        or any(_numbered_otherwise(side, line, places, view) for cell in cells for side, line in _lines(cell, view))
        or _on_unknown(view)
        or any(_over_another(place, view) for place in places)
        or any(_of_another_kind(side, line, view) for cell in cells for side, line in _lines(cell, view))
    )


def _lines(cell: Entry, view: View) -> Iterator[tuple[Side, Line]]:
    for side, number in ((view.rows, cell.row_number), (view.columns, cell.column_number)):
        if line := side.line(number):
            yield side, line


def _spoken_elsewhere(cell: Entry, view: View) -> bool:
    if turned_round(view.telling.text, cell.column) or turned_round(view.telling.text, cell.row):
        return True
    return any(_other_language(side, line, view) for side, line in _lines(cell, view))


def _other_language(side: Side, line: Line, view: View) -> bool:
    """Whether languages are told, and none of them is that of a line."""
    said = view.telling.said.present
    if not line.language or line.language in said or line.language in codes_in(view.telling.text):
        return False
    own = {other.language for other in side.axis.lines.values()}
    others = (language_keys() | own) - {line.language} - ({MAIN_LANGUAGE} - own)
    return any(said.get(language, frozenset()) - view.telling.compared for language in others)


def _directions_swapped(places: Sequence[Found], text: str) -> bool:
    """Whether the directions of translation of two scores are told in the other order than the scores."""
    told = directions(text)
    scores = sorted((place for place in places if not place.minus), key=lambda place: place.figure.span.start)
    found = [
        next((told[one] for one in directions(f"{place.cell.row} , {place.cell.column}") if one in told), -1)
        for place in scores
    ]
    return any(one > two >= 0 for one, two in pairwise(found))


def _other_shots(text: str, label: str) -> bool:
    """Whether a text tells numbers of demonstrations, and not that of a label ("5-shot")."""
    told, mine = ({NUMERALS.get(found, found) for found in _SHOT.findall(part.lower())} for part in (text, label))
    return bool(told and mine) and not told & mine and all(map(str.isdigit, told | mine))


def _numbered_otherwise(side: Side, line: Line, places: Sequence[Found], view: View) -> bool:
    """Whether the sentence has the number of a label that differs from a line's in nothing else, and not the line's own."""
    if not (mine := _NUMBER.findall(line.label)):
        return False
    figures = [place.figure.span for place in places]
    said = {
        found.group()
        for found in _NUMBER.finditer(view.telling.text)
        if not any(span.start <= found.start() < span.end for span in figures)
        and not _OF_TABLE.search(view.telling.text[: found.start()])
    }
    told = {*_ANY_NUMBER.findall(view.telling.text)}
    told |= {NUMERALS.get(word.lower(), "") for word in _WORD.findall(view.telling.text)}
    like = (
        other.label for other in side.axis.lines.values() if _NUMBER.sub("", other.label) == _NUMBER.sub("", line.label)
    )
    others = {number for label in like for number in _NUMBER.findall(label)} - {*mine}
    return bool(others & said) and not told & {*mine}


def _of_another_kind(side: Side, line: Line, view: View) -> bool:
    """Whether a term is told that excludes one of a line's, which is not told: another measure or split, "7B" for "13B".

    Names that differ in a number exclude each other anyway, measures and splits where another line has the one that is told.
    """
    said, compared = view.telling.said.present, view.telling.compared
    told = {key for key, places in said.items() if places - compared}
    others = frozenset().union(*(other.present for other in side.axis.lines.values()))
    unsaid = line.present - said.keys() - ({"rougel"} if "rl" in said else set())  # "RL" is read as both
    return any(
        (exclusive([key], [other]) and other in others) or _differs_in_number(key, other)
        for key in unsaid
        for other in told - line.every
    )


def _differs_in_number(key: str, other: str) -> bool:
    frame = _DIGITS.sub("#", key)
    return key != other and "#" in frame and frame != "#" and frame == _DIGITS.sub("#", other)


def _on_unknown(view: View) -> bool:
    """Whether it speaks of a data set by name ("on the NAME corpus") that neither table nor what stands around knows.

    What others tell may name what the table leaves unsaid: there it must name others.
    """
    if not view.telling.verbatim and "dataset" not in view.grid.by_kind:
        return False
    known = view.grid.labels | view.grid.caption | view.grid.known | view.telling.around.present.keys()
    for found in (*_ON_SET.finditer(view.telling.text), *_ON_FIRST.finditer(view.telling.text)):
        inside = [one for one in view.telling.said.terms if found.start("name") <= one.start < found.end("name")]
        if inside and not any(term.key in known | language_keys() for term in inside):
            return True
    return False


def _over_another(place: Found, view: View) -> bool:
    """Whether a gain is told over a row of the table that is neither of its two, one of which is not told at all."""
    if not place.minus or place.cell.row_number == place.minus.row_number:
        return False
    telling, rows, end = view.telling, view.rows, place.figure.span.end
    over = frozenset(at for at in telling.compared if not _APART.search(telling.text, end, at))
    compared = {
        number
        for number, said in rows.said.items()
        if said & over and not said - over and telling.said.whole(rows.axis.lines[number])
    }
    mine = [place.cell.row_number, place.minus.row_number]
    told = all(rows.names(number) or _says_all(number, compared, rows) for number in mine)
    return bool(compared) and not compared & {*mine} and not told


def _says_all(number: int, others: Iterable[int], side: Side) -> bool:
    """Whether a line's label says all that one of other lines does."""
    line = side.line(number)
    return line is not None and any(side.axis.lines[other].present <= line.present | line.base for other in others)
