"""Rows of words with their places to a grid: which cell stands in which columns, and where full rules run."""

from collections.abc import Sequence
from itertools import pairwise

from litsynth.parse.pdf_cells import Cell, Frame, placed
from litsynth.parse.pdf_columns import Column, Row, columns_of, label_columns, rows_of
from litsynth.parse.pdf_heads import with_heads_level
from litsynth.parse.pdf_lines import Line
from litsynth.parse.pdf_rows import with_cells_whole, with_headers_whole, with_lines_joined
from litsynth.parse.pdf_runs import Rule
from litsynth.parse.pdf_stubs import with_labels_spread
from litsynth.parse.tables import Grid, GridCell
from litsynth.text.boxes import by_line

_FULL_RULE = 0.85  # of the table's width
_INDENT = 0.7  # of the type size
_MOST_COLUMNS = 60
_DOUBLE = 4.0  # points between the two lines of a double rule
_MOST_EDGES = 3  # levels of indentation


def grid_of(lines: Sequence[Line], rules: Sequence[Rule]) -> Grid | None:
    """The grid of the lines and rules of one table, None where no columns or rows can be made out."""
    rows = with_heads_level(rows_of(lines), rules)
    columns = columns_of(rows)
    if not 2 <= len(columns) <= _MOST_COLUMNS or len(rows) < 2:
        return None
    frame = _frame(rows, columns, rules)
    cells = [placed(row, rows[:place], rows[place + 1 :], frame) for place, row in enumerate(rows)]
    rows, cells = with_lines_joined(*with_headers_whole(rows, cells, frame.full), frame)
    rows, cells = with_cells_whole(rows, cells, frame.full)
    if sum(len(found) > 1 for found in cells) < 2:
        return None
    rows, cells = with_labels_spread(rows, cells, frame, rules)
    before = frozenset(sum(row.y > y for row in rows) for y in frame.full)
    twice = frozenset(
        sum(row.y > other for row in rows) for y, other in pairwise(sorted(frame.full)) if 0 < other - y < _DOUBLE
    )
    below = frozenset(found for rule in frame.partial if (found := _below(rule, rows, columns)) is not None)
    edge = columns[0].x + _INDENT * rows[0].size if _is_flush(cells) else float("inf")
    return Grid(tuple(_cells(found, columns, edge) for found in cells), before, twice, below)


def _is_flush(cells: Sequence[Sequence[Cell]]) -> bool:
    """Whether the labels of the first column begin at few places, and not each at its own as in a centred column."""
    labels = {found[0].text: round(found[0].x) for found in cells if found[0].first == found[0].last == 0}
    return len(set(labels.values())) <= max(_MOST_EDGES, len(labels) / 2)


def _frame(rows: Sequence[Row], columns: Sequence[Column], rules: Sequence[Rule]) -> Frame:
    """A rule is full if it begins at the left edge and runs over nearly the whole width."""
    edge = min(row.words[0].x for row in rows) + _INDENT * rows[0].size
    width = columns[-1].right - columns[0].x
    full = [rule for rule in rules if rule.right - rule.x >= _FULL_RULE * width and rule.x <= edge]
    partial = [rule for rule in rules if rule not in full]
    return Frame(columns, label_columns(rows, columns), [rule.y for rule in full], partial)


def _below(rule: Rule, rows: Sequence[Row], columns: Sequence[Column]) -> tuple[int, int, int] | None:
    """The row above a rule, and the first and last of the columns that it runs under."""
    over = [place for place, one in enumerate(columns) if rule.x <= one.middle <= rule.right]
    above = sum(row.y > rule.y for row in rows) - 1
    return (above, over[0], over[-1]) if over and above >= 0 else None


def _cells(cells: Sequence[Cell], columns: Sequence[Column], edge: float) -> tuple[GridCell, ...]:
    row: list[GridCell] = []
    place = 0
    for cell in cells:
        row.extend(GridCell("") for _ in range(place, cell.first))
        indented = cell.first == 0 and cell.x > edge
        row.append(
            GridCell(
                cell.text, cell.last - cell.first + 1, cell.rows, indented, by_line([word.box for word in cell.words])
            )
        )
        place = cell.last + 1
    return (*row, *(GridCell("") for _ in range(place, len(columns))))
