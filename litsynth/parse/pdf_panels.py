"""Tables that start again below themselves: other headers over the same columns."""

from dataclasses import replace

from litsynth.parse.tables import Grid, GridCell, cell_at, is_missing, is_numeric, placed
from litsynth.parse.tables_headers import header_rows, is_title, names_columns

_FEWEST = 0.5  # of the columns of values that new headers name

Row = tuple[GridCell, ...]


def panels(grid: Grid) -> tuple[Grid, ...]:
    """The grids of a table in which rows of names, beside a blank or a label of the header, come again among values.

    Where fewer rows come again than the header has, they stand for those that span columns as they do.
    """
    header = header_rows(grid)
    values = (row for row in range(header, len(grid.rows)) if any(is_numeric(cell.text) for cell in grid.rows[row][1:]))
    first = next(values, len(grid.rows)) + 1
    names = [row for row in range(first, len(grid.rows) - 1) if header and _names(grid, row, header)]
    starts = [row for row in names if row - 1 not in names]
    if not starts:
        return (grid,)
    found = [grid.part(0, starts[0])]
    for start, end in zip(starts, [*starts[1:], len(grid.rows)], strict=True):
        body = next(row for row in range(start, end + 1) if row not in names)
        head = _head(grid.rows[:header], grid.rows[start:body])
        found.append(under(head, grid.part(body, end)))
    return tuple(part for part in found if part.rows)


def _names(grid: Grid, row: int, header: int) -> bool:
    """Whether a row names columns of values and is none of their rows."""
    stubs = {"", *(cells[0].text for cells in grid.rows[:header])}
    if grid.rows[row][0].text not in stubs or not names_columns(grid, row) or is_title(grid, row):
        return False
    places = placed(grid)
    named = values = 0
    for column in range(1, grid.width):
        texts = [cell_at(grid, places, other, column) for other in range(header, len(grid.rows)) if other != row]
        held = [text for text in texts if not is_missing(text)]
        if 2 * sum(map(is_numeric, held)) > len(held):
            values += 1
            named += not is_missing(cell_at(grid, places, row, column))
    return values > 1 and named >= _FEWEST * values


def _head(header: tuple[Row, ...], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The header rows of a panel that begins with `rows`."""
    shapes = {_shape(row): row for row in rows if any(cell.columns > 1 for cell in row)}
    if len(rows) >= len(header) or len(shapes) < len(rows) or not shapes.keys() <= set(map(_shape, header)):
        return rows
    return tuple(shapes.get(_shape(row), row) for row in header)


def _shape(row: Row) -> tuple[int, ...]:
    return tuple(cell.columns for cell in row)


def under(head: tuple[Row, ...], body: Grid) -> Grid:
    """A body under its header rows."""
    count = len(head)
    rules, double = (frozenset(rule + count for rule in found) for found in (body.rules, body.double))
    partial = frozenset((row + count, first, last) for row, first, last in body.partial)
    return replace(body, rows=(*head, *body.rows), rules=rules, double=double, partial=partial, headers=count)
