"""What speaks for and against a reading of a paper's own sentence: that of any claim, and what stands around the sentence."""

import re
from collections.abc import Mapping, Sequence

from litsynth.labels import labels_of
from litsynth.verify.alike import key_of, keys_of, nearest
from litsynth.verify.clashes import other_kind, unknown_name
from litsynth.verify.levels import Option
from litsynth.verify.naming import own_terms
from litsynth.verify.opposed import opposed
from litsynth.verify.ranking.asserted import Asserted, Signs
from litsynth.verify.ranking.cell_signs import signs_of, ways_of
from litsynth.verify.ranking.cells import Place, Reading
from litsynth.verify.ranking.lexis import Head
from litsynth.verify.ranking.rank import found_at
from litsynth.verify.telling import Telling
from litsynth.verify.terms import terms_of
from litsynth.verify.view import ONLY, Side, View

_TOLD = (
    "change",
    "change along row",
    "column margin",
    "column rivalled",
    "column said",
    "column unmeant",
    "elsewhere",
    "lines",
    "near",
    "relative",
    "right way",
    "row margin",
    "row said",
    "score told as change",
    "stray column",
)
"""The signs for claims of anybody that tell something of a paper's own sentences too; the others made no difference."""
_NONE_UNSAID = 0.5
"""How much of a label is said that nothing tells from others."""
_SAID = 0.8
_DECIMALS = re.compile(r"\d\.(\d+)")
_MOST_COARSER = 2
_ENOUGH_DIGITS = 3


def own_signs(claim: Asserted, reading: Reading, telling: Telling, view: View) -> Signs:
    """The features of a reading by name: some of `cell_signs`, and those of the context."""
    sheet = reading.sheet
    cells = [cell for place in reading.places for cell in place.cells]
    around = keys_of(term.key for term in telling.around.terms)
    if telling.own:
        around |= keys_of(own_terms(claim.lexis.setting.own))
    table, near = sheet.grid.table, telling.context.near
    told, chosen = signs_of(claim, reading), _chosen(reading)
    return {
        **{name: told[name] for name in _TOLD},
        **_printed(reading.places),
        "nobody's name": float(unknown_name(chosen, view)),
        "not meant": float(not all(option.found.meant for option in chosen)),
        "table near": 1 / (1 + near.index(table)) if table in near else 0.0,
        "row said around": _said(claim, sheet.rows, {cell.row_number for cell in cells}, around),
        "column said around": _said(claim, sheet.columns, {cell.column_number for cell in cells}, around),
    }


def contradicts(claim: Asserted, reading: Reading, view: View) -> bool:
    """Whether the sentence says otherwise than the cells: other rows or columns, another metric or split, order or direction.

    However well all else fits, its figure then is not where it says, or not as it says: a slip of the authors must not be
    confirmed.
    """
    chosen = _chosen(reading)
    return (
        _names_another(reading, view)
        or _on_another(claim, reading, view)
        or other_kind([cell for place in reading.places for cell in place.cells], view)
        or opposed([option.found for option in chosen], view)
        or ways_of(claim, reading)["wrong way"] > 0
    )


def _chosen(reading: Reading) -> list[Option]:
    places = (found_at(place, reading.sheet.grid) for place in reading.places)
    return [Option(place, ONLY, ONLY, 0.0) for place in places]


def _names_another(reading: Reading, view: View) -> bool:
    """Whether a whole row or column is named, not only to compare with it, and none of those of the cells."""
    cells = [cell for place in reading.places for cell in place.cells]
    return _another(view.rows, {cell.row_number for cell in cells}, view) or _another(
        view.columns, {cell.column_number for cell in cells}, view
    )


def _on_another(claim: Asserted, reading: Reading, view: View) -> bool:
    """Whether the sentence says on what a figure is by a name that no label has, and not the names that a column has."""
    if not unknown_name(_chosen(reading), view):
        return False
    used = sorted({cell.column_number for place in reading.places for cell in place.cells})
    lines = [line for number in used if (line := view.columns.line(number))]
    names = ([label.name for label in labels_of(line.label) if label.kind in ("dataset", "name")] for line in lines)
    return any(bool(own) and not any(_is_said(name, claim) for name in own) for own in names)


def _is_said(name: str, claim: Asserted) -> bool:
    keys = [key_of(term.key) for term in terms_of(name)]
    return any(nearest(key, claim.key_set) >= _SAID for key in keys)


def _another(side: Side, numbers: set[int], view: View) -> bool:
    said, compared = view.telling.said, view.telling.compared
    lines = [line for number in numbers if (line := side.line(number))]
    if any(side.said.get(number) for number in numbers) or (view.telling.own and any(line.own for line in lines)):
        return False
    return any(said.whole(side.axis.lines[number]) and bool(places - compared) for number, places in side.said.items())


def _printed(places: Sequence[Place]) -> Signs:
    """How the figures are printed: coarser than their cells, and with how many digits."""
    coarser = [
        max(0, min(_MOST_COARSER, _decimals(place.cell.quantity.text) - _decimals(place.figure.quantity.text)))
        for place in places
    ]
    return {
        "coarser": sum(coarser) / len(coarser),
        "least digits": min(_ENOUGH_DIGITS, *(place.figure.digits for place in places)) / _ENOUGH_DIGITS,
    }


def _decimals(text: str) -> int:
    found = _DECIMALS.search(text)
    return len(found.group(1)) if found else 0


def _said(claim: Asserted, heads: Mapping[int, Head], numbers: set[int], around: frozenset[str]) -> float:
    """How much of the labels of the cells the claim says, or else what stands around it: the least of them."""
    parts = []
    for number in sorted(numbers & heads.keys()):
        weight = sum(heads[number].weights.values())
        parts.append(1 - claim.unsaid(heads[number], around) / weight if weight else _NONE_UNSAID)
    return min(parts, default=1.0)
