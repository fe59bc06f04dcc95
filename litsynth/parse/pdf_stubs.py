"""Labels of a table that stand in the middle of the rows that they hold for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from litsynth.parse.pdf_cells import Cell, Frame
from litsynth.parse.pdf_columns import Row, has_values
from litsynth.parse.pdf_rows import Placed
from litsynth.parse.pdf_runs import Rule

_TIGHT = 1.35  # of the type size: lines of one label
_LONG_RULE = 0.85  # of the way from the column to the table's right edge
_MIDDLE = 0.75  # of the type size; rows are further apart


@dataclass(frozen=True, slots=True)
class _Label:
    """A label, the rows in which its lines stand, and all those that it holds for."""

    cell: Cell
    lines: Sequence[int]
    rows: Sequence[int]


def with_labels_spread(rows: list[Row], cells: list[list[Cell]], frame: Frame, rules: Sequence[Rule]) -> Placed:
    """A label in the middle of its rows, between two rules, is put into the first of them and spans them all.

    Rows that hold nothing else go. Only columns of labels are looked at, each with the rules that cross it.
    """
    found = [
        label
        for column in range(frame.stub)
        for group in _groups(rows, column, frame, rules)
        if (label := _label(rows, cells, group, column, frame.stub)) is not None
    ]
    result = [list(held) for held in cells]
    for label in found:
        for line in label.lines:
            result[line] = [cell for cell in result[line] if cell.first != label.cell.first]
    kept = [place for place, held in enumerate(result) if held]
    for label in found:
        own = [place for place in kept if place in label.rows]
        if own:
            result[own[0]] = sorted([*result[own[0]], replace(label.cell, rows=len(own))], key=lambda cell: cell.first)
    return [rows[place] for place in kept], [result[place] for place in kept]


def _groups(rows: Sequence[Row], column: int, frame: Frame, rules: Sequence[Rule]) -> Iterator[list[int]]:
    """The rows between the rules that cross a column; short ones only underline."""
    one, right = frame.columns[column], frame.columns[-1].right
    crossing = [rule.y for rule in rules if rule.x <= one.middle and rule.right - one.x >= _LONG_RULE * (right - one.x)]
    groups: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(sum(y > row.y for y in crossing), []).append(place)
    yield from groups.values()


def _label(
    rows: Sequence[Row], cells: Sequence[list[Cell]], group: Sequence[int], column: int, stub: int
) -> _Label | None:
    """The only label of a column in some rows, if it stands in their first one or in their middle."""
    held = {place: cell for place in group for cell in cells[place] if cell.first <= column <= cell.last}
    shapes = {(cell.first, cell.last) for cell in held.values()}
    if len(held) == len(group) or len(shapes) != 1 or min(shapes)[0] != column or min(shapes)[1] >= stub:
        return None
    lines = list(held)
    alone = all(len(cells[place]) == 1 for place in lines)
    levels = [rows[place].y for place in lines]
    size = rows[lines[0]].size
    if len(lines) > 1 and not (alone and levels[0] - levels[-1] < _TIGHT * size * (len(lines) - 1)):
        return None
    body = [place for place in group if has_values(rows[place])]
    others = [rows[place].y for place in group if len(cells[place]) > (place in held)]
    away = abs(sum(levels) / len(levels) - (others[0] + others[-1]) / 2) if others else 0.0
    if (body and lines[0] != group[0] and away > _MIDDLE * size) or (column and not (body or alone)):
        return None
    return _Label(reduce(Cell.joined, held.values()), lines, group)
