"""Labels of a table that stand in the middle of the rows that they hold for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from litsynth.parse.pdf_cells import Cell, Frame
from litsynth.parse.pdf_columns import Row, has_values
from litsynth.parse.pdf_rows import Placed
from litsynth.parse.pdf_runs import Rule

_TIGHT = 1.35  # of the type size: lines of one label
_LONG_RULE = 0.85  # of the way from the column to the table's right edge
_OFF = 0.25  # of the type size; a label stands in the middle of its rows
_MOST_LINES = 3  # of such a label
_MOST_LABELS = 100  # of one column
_MIDDLE = 0.75  # of the type size; rows are further apart


@dataclass(frozen=True, slots=True)
class _Label:
    """A label, the rows in which its lines stand, and all those that it holds for."""

    cell: Cell
    lines: Sequence[int]
    rows: Sequence[int]


def with_labels_spread(rows: list[Row], cells: list[list[Cell]], frame: Frame, rules: Sequence[Rule]) -> Placed:
    """A label in the middle of its rows is put into the first of them and spans them all.

    It is the only one between two rules, or no rules part the labels, and each stands in the middle of its share of the
    rows. Rows that hold nothing else go. Only columns of labels are looked at, each with the rules that cross it.
    """
    found: list[_Label] = []
    for column in range(frame.stub):
        for group in _groups(rows, column, frame, rules):
            label = _label(rows, cells, group, column, frame.stub)
            found.extend([label] if label is not None else _labels(rows, cells, group, column))
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


def _labels(rows: Sequence[Row], cells: Sequence[list[Cell]], group: Sequence[int], column: int) -> list[_Label]:
    """The labels of a column, each in the middle of its share of some rows; none where they do not share them out."""
    held = {place: cell for place in group for cell in cells[place] if cell.first == cell.last == column}
    body = [place for place in group if cells[place][-1].last > column]
    alone = {*held}.difference(body)
    at_top = bool(body) and body[0] in held and not alone  # each in the first of its rows
    if not 2 <= len(held) <= _MOST_LABELS or {*held} == {*body} or at_top:
        return []
    return _Shares(rows, held, alone).of(list(held), body) or []


class _Shares:
    """Ways to share rows out among labels; those of them that are `alone` in their rows may be lines of one label."""

    def __init__(self, rows: Sequence[Row], held: Mapping[int, Cell], alone: set[int]) -> None:
        self._rows, self._held, self._alone = rows, held, alone
        self._failed: set[tuple[int, int]] = set()

    def of(self, lines: Sequence[int], body: Sequence[int]) -> list[_Label] | None:
        """All of `lines` as labels, each in the middle of its part of `body`, from the top down; None if they are not."""
        state = len(lines), len(body)
        if not all(state) or state in self._failed:
            return None if any(state) else []
        for count in range(1, min(len(lines), _MOST_LINES) + 1):
            own = lines[:count]
            if count > 1 and not self._one_label(own):
                break
            for end in self._ends(own, body):
                rest = self.of(lines[count:], body[end:])
                if rest is not None:
                    label = reduce(Cell.joined, (self._held[line] for line in own))
                    return [_Label(label, own, body[:end]), *rest]
        self._failed.add(state)
        return None

    def _one_label(self, own: Sequence[int]) -> bool:
        step = self._rows[own[-2]].y - self._rows[own[-1]].y
        return self._alone.issuperset(own) and step <= _TIGHT * self._rows[own[0]].size

    def _ends(self, own: Sequence[int], body: Sequence[int]) -> Iterator[int]:
        """How many rows of `body` a label may hold for."""
        level = sum(self._rows[line].y for line in own) / len(own)
        for end in range(1, len(body) + 1):
            off = (self._rows[body[0]].y + self._rows[body[end - 1]].y) / 2 - level
            if abs(off) <= _OFF * self._rows[own[0]].size:
                yield end
            elif off < 0:
                return
