"""Tables that start again below themselves."""

from litsynth.parse.tables import Grid
from litsynth.parse.tables_headers import header_rows, is_data, is_title, names_columns


def stacked(grid: Grid) -> tuple[Grid, ...]:
    """The grids of a table that starts again below itself, with other headers over the same columns.

    It does where rows come that name columns and whose first cells are those of the header rows, below a rule, or blank
    between two rules; or
    one such row, whose first cell is blank or that of a header row, below a title over the whole width; or such a row
    with one title over all columns but the first, and another one below it.
    """
    header = header_rows(grid)
    stubs = [cells[0].text for row, cells in enumerate(grid.rows[:header]) if not is_title(grid, row)]
    starts = [0]
    for row in range(header + 1, len(grid.rows)) if stubs else ():
        if row > starts[-1] + header and any(again(grid, row, stubs) for again in (_again, _titled, _spanned)):
            starts.append(row)
    ends = [*starts[1:], len(grid.rows)]
    return tuple(grid.part(start, end) for start, end in zip(starts, ends, strict=True)) if len(starts) > 1 else (grid,)


def _again(grid: Grid, row: int, stubs: list[str]) -> bool:
    end = row + len(stubs)
    firsts = [cells[0].text for cells in grid.rows[row:end]]
    same = firsts == stubs or (not any(firsts) and end in grid.rules)
    inside = row in grid.rules and end < len(grid.rows)
    return inside and same and all(names_columns(grid, other) for other in range(row, end))


def _titled(grid: Grid, row: int, stubs: list[str]) -> bool:
    below = row + 1
    if not is_title(grid, row) or below + 1 >= len(grid.rows) or is_title(grid, below):
        return False
    return grid.rows[below][0].text in {"", *stubs} and names_columns(grid, below)


def _spanned(grid: Grid, row: int, stubs: list[str]) -> bool:
    cells, below = grid.rows[row], grid.rows[row + 1 : row + 2]
    spanning = len(cells) == 2 and cells[1].columns > 1 and sum(cell.columns for cell in cells) == grid.width
    if not (spanning and cells[1].text and below) or row + 2 >= len(grid.rows):
        return False
    blank = {cells[0].text, below[0][0].text} <= {"", *stubs}
    return blank and sum(bool(cell.text) for cell in below[0]) >= 2 and not is_data(grid, row + 1)
