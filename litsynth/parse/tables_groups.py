"""Headings inside the body of a table, and the rows that each of them names."""

from collections.abc import Mapping

from litsynth.parse.tables import Grid, GridCell, Origin, Places, cell_at, is_numeric

Group = tuple[int, int, int]
"""The row of a heading, the first row that it names, and the row behind the last one."""


def groups(grid: Grid, places: Places, header: int, stub: int) -> tuple[Group, ...]:
    """The headings of a body and their reach, in order.

    A heading is the only text of its row. It reaches to the next one that is at least as wide. A heading over several
    columns also ends at a double rule, unless such rules stand about headings; one in the first column at any rule
    but the one right below it, and, where the rows below it are set in, at the first that is not. Rules between nearly
    all rows end nothing. Nor does one above a row that other headings have too: only the headings tell such rows apart.
    """
    count = len(grid.rows)
    found_at = {row: place for row in range(header, count) if (place := _heading(grid, places, row, stub)) is not None}
    headings = {row: cell for row, (cell, _) in found_at.items()}
    decorated = any(row in grid.double or row + 1 in grid.double for row in headings)
    found: list[Group] = []
    for row, cell in headings.items():
        first = next((other for other in range(row + 1, count) if other not in headings), count)
        ends = {other for other, later in headings.items() if other > row and _wide(later) >= _wide(cell)}
        if _wide(cell):
            ends |= {rule for rule in grid.double if rule > first and not decorated}
        else:
            rules = grid.double if grid.ruled and not decorated else () if grid.ruled else grid.rules
            ends |= {rule for rule in rules if rule > first and not _again(grid, rule, headings)}
            if first < count and grid.rows[first][0].indented and not cell.indented:
                ends |= {other for other in range(first, count) if not grid.rows[other][0].indented}
        outer = {at: places.get((row, at)) for at in range(found_at[row][1]) if cell_at(grid, places, row, at)}
        ends |= {
            other for other in range(first, count) if any(places.get((other, at)) != one for at, one in outer.items())
        }
        end = min(ends, default=count)
        if row + 1 < end:
            found.append((row, row + 1, end))
    return tuple(found)


def _again(grid: Grid, row: int, headings: Mapping[int, GridCell]) -> bool:
    """Whether a row's label is that of a row behind another one of `headings` too."""
    label, before = grid.rows[row][0].text if row < len(grid.rows) else "", _heading_over(row, headings)
    same = (other for other, cells in enumerate(grid.rows) if cells[0].text == label and other not in headings)
    return bool(label) and any(_heading_over(other, headings) not in {None, before} for other in same)


def _heading_over(row: int, headings: Mapping[int, GridCell]) -> int | None:
    return max((heading for heading in headings if heading < row), default=None)


def _wide(cell: GridCell) -> bool:
    return cell.columns > 1


def _heading(grid: Grid, places: Places, row: int, stub: int) -> tuple[GridCell, int] | None:
    """The only printed text of a row with its column, if it is a label and stands in the stub or across columns.

    Labels to the left of it may stand beside it and other rows.
    """
    filled = [column for column in range(grid.width) if cell_at(grid, places, row, column)]
    while len(filled) > 1 and filled[0] < stub - 1 and _shared(grid, places[row, filled[0]], row):
        filled.pop(0)
    if not filled or grid.width < 2 or len({places[row, column] for column in filled}) > 1:
        return None
    origin = places[row, filled[0]]
    cell = grid.rows[origin[0]][origin[1]]
    numeric = is_numeric(cell.text) and not (filled[0] == 0 and cell.text.endswith("%"))
    label = origin[0] == row and abs(cell.rows) == 1 and not numeric
    return (cell, filled[0]) if label and (filled[0] < stub or cell.columns > 1) else None


def _shared(grid: Grid, origin: Origin, row: int) -> bool:
    """Whether a printed cell holds for other rows too."""
    return origin[0] != row or abs(grid.rows[origin[0]][origin[1]].rows) > 1
