"""Tables as grids: which cell stands where, which rows and columns are headers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[^\w]*\d")
_DECIMAL = re.compile(r"\d[.,]\d")
_MISSING = frozenset({"", "-", "–", "—", "*", "n/a", "na", "n.a.", "✗", "✓", "x", "/", "?", "..."})
_MOST_HEADER_ROWS = 5


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell: its text, and how many columns and rows it spans (rows may be negative: upwards)."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as printed, and before which rows (counted from 0) a full horizontal rule stands.

    `headers` is the number of header rows where the reader knows it.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    rules: frozenset[int] = frozenset()
    headers: int | None = None

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((sum(cell.columns for cell in row) for row in self.rows), default=0)


Origin = tuple[int, int]
"""A printed cell: its row, and its index among the cells of that row."""


def placed(grid: Grid) -> dict[tuple[int, int], Origin]:
    """For each (row, column) the printed cell that holds there; a spanning cell holds in several places.

    A blank under a cell that spans rows belongs to that cell. So does a blank in the first column before a second
    column of labels: there the label above is meant.
    """
    places: dict[tuple[int, int], Origin] = {}
    for row, cells in enumerate(grid.rows):
        column = 0
        for index, cell in enumerate(cells):
            for step in range(cell.columns):
                places[row, column + step] = (row, index)
            column += cell.columns
    for row, column, cell in _spanning(grid):
        step = 1 if cell.rows > 0 else -1
        for other in range(row + step, row + cell.rows + (step < 0) * 2, step):
            for across in range(column, column + cell.columns):
                if (other, across) in places and not _cell(grid, places[other, across]).text:
                    places[other, across] = places[row, column]
    return places


def _spanning(grid: Grid) -> Iterator[tuple[int, int, GridCell]]:
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            if abs(cell.rows) > 1:
                yield row, column, cell
            column += cell.columns


def _cell(grid: Grid, origin: Origin) -> GridCell:
    return grid.rows[origin[0]][origin[1]]


def inherited(grid: Grid, places: dict[tuple[int, int], Origin], header_rows: int, stub_columns: int) -> None:
    """Gives blank cells of stub columns, other than the last, the label above them (in `places`)."""
    for column in range(stub_columns - 1):
        for row in range(header_rows + 1, len(grid.rows)):
            here, above = places.get((row, column)), places.get((row - 1, column))
            beside = places.get((row, column + 1))
            if here is None or above is None or beside is None or _cell(grid, above).columns > 1:
                continue
            if not _cell(grid, here).text and _cell(grid, beside).text:
                places[row, column] = above


def is_numeric(text: str) -> bool:
    """Whether a cell holds a value: a number with at most a unit or a mark.

    >>> [is_numeric(text) for text in ("91.2 ± 0.3", "79.2%†", "393k", "12-layer", "F1", "")]
    [True, True, True, False, False, False]
    """
    return _NUMBER.match(text) is not None and len(_LETTER.findall(text)) <= 2


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().lower() in _MISSING


def header_rows(grid: Grid) -> int:
    """How many rows at the top are headers, from the first full rule below one and from what the cells hold.

    0 when the first row already holds measurements.
    """
    if grid.headers is not None:
        return grid.headers
    count = len(grid.rows)
    if count < 2 or _measured(grid.rows[0]):
        return 0
    ruled = [rule for rule in grid.rules if 0 < rule < count]
    rows = min(ruled, default=1)
    if rows > _MOST_HEADER_ROWS or any(_measured(row) for row in grid.rows[1:rows]):
        rows = 1
    while rows < min(count - 1, _MOST_HEADER_ROWS) and _continues_header(grid, rows):
        rows += 1
    return rows


def _measured(row: tuple[GridCell, ...]) -> bool:
    values = [cell.text for cell in row[1:] if not is_missing(cell.text)]
    return sum(bool(is_numeric(text) and _DECIMAL.search(text)) for text in values) * 2 > len(values)


def _continues_header(grid: Grid, row: int) -> bool:
    """Whether a row goes on under headers that span columns: its cells are labels, its first one is blank or too."""
    above, here = grid.rows[row - 1], grid.rows[row]
    if not any(cell.columns > 1 and cell.text for cell in above) or sum(cell.columns for cell in above) < grid.width:
        return False
    if any(cell.columns == grid.width for cell in above) or (row in grid.rules and here[0].text):
        return False
    filled = [cell.text for cell in here if cell.text]
    return len(filled) > 1 and not any(is_numeric(text) and _DECIMAL.search(text) for text in filled)


def stacked(grid: Grid) -> tuple[Grid, ...]:
    """The grids of a table that starts again below itself, with other headers over the same columns.

    It does where, below a rule, rows of labels come whose first cells are those of the header rows.
    """
    header = header_rows(grid)
    starts = [0]
    if header:
        first = [row[0].text for row in grid.rows[:header]]
        for row in sorted(grid.rules):
            again = grid.rows[row : row + header]
            if row >= starts[-1] + header + 1 and row + header < len(grid.rows) and _starts_again(again, first):
                starts.append(row)
    ends = [*starts[1:], len(grid.rows)]
    return tuple(_part(grid, start, end) for start, end in zip(starts, ends, strict=True))


def _starts_again(rows: tuple[tuple[GridCell, ...], ...], first: list[str]) -> bool:
    if [row[0].text for row in rows] != first:
        return False
    texts = [[cell.text for cell in row if cell.text] for row in rows]
    return all(len(row) >= 2 and not any(map(is_numeric, row)) for row in texts)


def _part(grid: Grid, start: int, end: int) -> Grid:
    return Grid(grid.rows[start:end], frozenset(rule - start for rule in grid.rules if start <= rule <= end))


def stub_columns(grid: Grid, header: int) -> int:
    """How many columns at the left hold labels: those before the first whose body cells are mostly values."""
    width = grid.width
    places = placed(grid)
    for column in range(width):
        rows = [row for row in range(header, len(grid.rows)) if (row, column) in places]
        texts = [_cell(grid, places[row, column]).text for row in rows]
        values = [text for text in texts if not is_missing(text)]
        if values and sum(map(is_numeric, values)) * 2 >= len(values):
            return max(column, 1)
        if not values and any(texts):  # only ticks and dashes
            return max(column, 1)
    return 1
