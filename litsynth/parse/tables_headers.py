"""Which rows and columns of a grid are headers, and which places a header that is printed once holds for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from litsynth.parse.tables import Grid, GridCell, Places, cell_at, is_missing, is_numeric, placed
from litsynth.parse.tables_groups import Group, groups

_DIGITS = re.compile(r"\d+")
_DECIMAL = re.compile(r"\d[.,]\d|(?<!\d)[.]\d")
_COMPOUND = re.compile(r"\d\D{0,2}(?: \(|, | ± ?)\d")
_MOST_HEADER_ROWS = 5
_LONGEST_HEADER = 80  # characters; what is longer is prose

Row = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid's cells by place, how many rows at the top and columns at the left are headers, and headings below."""

    places: Places
    header_rows: int
    stub_columns: int
    groups: tuple[Group, ...]


def layout(grid: Grid) -> Layout:
    """How a grid is to be read: every header in `places` holds for all rows or columns that it is meant for."""
    places = placed(grid)
    header = header_rows(grid)
    stub = stub_columns(grid, header)
    _inherit_stubs(grid, places, header, stub)
    _inherit_headers(grid, places, header, stub)
    return Layout(places, header, stub, groups(grid, places, header, stub))


def header_rows(grid: Grid) -> int:
    """How many rows at the top are headers, from the first full rule below one and from what the cells hold.

    0 when the first row already holds measurements, or is a title with a body right below it.
    """
    if grid.headers is not None:
        return grid.headers
    count = len(grid.rows)
    title = next((row for row in range(count) if not is_title(grid, row)), count)
    if count - title < 2 or is_data(grid, title) or (title and _is_group(grid.rows[title])):
        return 0
    ruled = min((rule for rule in grid.rules if title < rule < count), default=title + 1)
    rows = ruled if ruled - title <= _MOST_HEADER_ROWS else title + 1
    if any(is_data(grid, row) or is_title(grid, row) for row in range(title + 1, rows)):
        rows = title + 1
    while rows < min(count - 1, title + _MOST_HEADER_ROWS) and _continues(grid, rows):
        rows += 1
    while grid.ruled and rows > title + 1 and _heads_rows(grid, rows - 1) and grid.rows[title][0].text:
        rows -= 1  # a heading above the first rule
    return rows


def is_title(grid: Grid, row: int) -> bool:
    """Whether a row is one cell over the whole width."""
    cells = grid.rows[row]
    return len(cells) == 1 and cells[0].columns == grid.width > 1


def names_columns(grid: Grid, row: int) -> bool:
    """Whether a row is of two labels at least, and holds no number."""
    filled = [cell.text for cell in grid.rows[row] if cell.text]
    return len(filled) >= 2 and not any(map(is_numeric, filled)) and not all(map(is_missing, filled[1:]))


def _is_group(cells: Row) -> bool:
    """Whether only one cell of a row says something: it names the rows below."""
    return sum(bool(cell.text) for cell in cells) == 1


def _heads_rows(grid: Grid, row: int) -> bool:
    """Whether a row above the first rule heads the rows below it: it is one label, or its counts (`n=74`) come again."""
    shape = [_DIGITS.sub("#", cell.text) for cell in grid.rows[row][1:]]
    counts = any("#" in text and any(map(str.isalpha, text)) for text in shape)
    below = ([_DIGITS.sub("#", cell.text) for cell in cells[1:]] for cells in grid.rows[row + 1 :])
    return _is_group(grid.rows[row]) or (counts and shape in below)


def is_data(grid: Grid, row: int) -> bool:
    """Whether a row holds measurements or prose, and not the names of columns.

    Decimals are measurements, and so are numbers with others beside them (`62 (8)`) where the rows below hold such too.
    Single whole numbers may be names (years, sizes of training sets): they are not where no rule sets them apart and the
    rows below hold whole numbers too.
    """
    texts = [cell.text for cell in grid.rows[row][1:]]
    values = [text for text in texts if not is_missing(text)]
    if any(len(text) > _LONGEST_HEADER for text in texts):
        return True
    if 2 * sum(map(_is_decimal, values)) > len(values):
        return True
    below = [cell.text for cells in grid.rows[row + 1 :] for cell in cells[1:] if is_numeric(cell.text)]
    if 2 * sum(map(_is_compound, values)) > len(values) and 2 * sum(map(_is_compound, below)) > len(below):
        return True
    if row + 1 in grid.rules or not grid.rows[row][0].text or 2 * sum(map(is_numeric, values)) <= len(values):
        return False
    return 2 * sum(map(_is_decimal, below)) < len(below)


def _is_decimal(text: str) -> bool:
    return is_numeric(text) and _DECIMAL.search(text) is not None


def _is_compound(text: str) -> bool:
    return is_numeric(text) and _COMPOUND.search(text) is not None


def _continues(grid: Grid, row: int) -> bool:
    """Whether a row goes on with the headers above it: it is of labels, under cells that span, or between two rules."""
    above, here = grid.rows[row - 1], grid.rows[row]
    filled = [cell.text for cell in here if cell.text]
    if len(filled) < 2 or (_is_group(above) and above[0].text) or any(map(_is_decimal, filled)) or is_data(grid, row):
        return False
    spans = sum(cell.columns for cell in above) >= grid.width and any(cell.columns > 1 and cell.text for cell in above)
    if spans and (row not in grid.rules or not here[0].text):
        return True
    if row not in grid.rules and (_names_groups(grid, row) or _heads_values(grid, row)):
        return True
    below = range(row + 1, len(grid.rows))
    few = 2 * len(grid.rules) <= len(grid.rows)
    plain = not any(map(is_numeric, filled)) and 2 * sum(_boxed(grid, other) for other in below) <= len(below)
    boxed = _boxed(grid, row) and (few or plain)
    return (spans or boxed) and _tells_columns_apart(grid, row)


def _boxed(grid: Grid, row: int) -> bool:
    return {row, row + 1} <= grid.rules


def _names_groups(grid: Grid, row: int) -> bool:
    """Whether a row holds labels over several columns each, two at least, and reaches over the whole width."""
    over = [cell.text for cell in grid.rows[row] if cell.columns > 1 and cell.text]
    return (
        len(set(over)) > 1 and not any(map(is_numeric, over)) and sum(c.columns for c in grid.rows[row]) >= grid.width
    )


def _heads_values(grid: Grid, row: int) -> bool:
    """Whether a row of a table without rules has no label, and no number but right above numbers: of units, for one."""
    places = placed(grid)
    named = [column for column in range(grid.width) if cell_at(grid, places, row, column)]
    below = [cell_at(grid, places, row + 1, column) for column in named]
    values = sum(map(is_numeric, below)) and all(is_numeric(text) or is_missing(text) for text in below)
    return bool(values) and not grid.rules and not any(is_numeric(cell_at(grid, places, row, one)) for one in named)


def _tells_columns_apart(grid: Grid, row: int) -> bool:
    """Whether a row has a label where the rows below it have numbers."""
    places = placed(grid)
    below = range(row + 1, len(grid.rows))
    labelled = numeric = 0
    for column in range(1, grid.width):
        texts = [text for other in below if not is_missing(text := cell_at(grid, places, other, column))]
        if texts and 2 * sum(map(is_numeric, texts)) > len(texts):
            label = cell_at(grid, places, row, column)
            numeric += 1
            whole = is_numeric(label) and any(map(_is_decimal, texts))
            labelled += not is_missing(label) and (not is_numeric(label) or whole)
    return numeric > 0 and 4 * labelled >= 3 * numeric


def stub_columns(grid: Grid, header: int) -> int:
    """How many columns at the left hold labels: those before the first whose body cells are mostly values.

    Numbers in the first column are labels if words follow them; so are whole numbers in the column behind labels
    that are printed once for several rows, and numbers with a unit (`7B`) behind labels of which some follow
    themselves, since these alone do not tell the rows apart. Ticks name rows where the first column is of ticks.
    """
    places = placed(grid)
    kinds = [_kind([cell_at(grid, places, row, column) for row in _body(grid, header)]) for column in range(grid.width)]
    for column in range(1, grid.width):
        later = next((kind for kind in kinds[column:] if kind in {"values", "whole", "sizes", "labels"}), "")
        parameter = column == 1 and kinds[1] == "whole" and grid.width > 2 and _shared(grid, places, header)
        size = (
            kinds[column] == "sizes"
            and {"values", "whole"} & {*kinds[column + 1 :]}
            and _alike(grid, places, header, column)
        )
        ticks = kinds[0] == kinds[column] == "marks"
        named = parameter or size or ticks
        if kinds[column] in {"values", "whole", "sizes", "marks"} and later != "labels" and not named:
            return column
    return 1


def _kind(texts: Sequence[str]) -> str:
    """What the body cells of a column are: `values` or `whole` numbers, `sizes` (numbers that all have a unit of one
    or two letters), `labels`, only `marks` (ticks), or nothing.
    """
    values = [text for text in texts if not is_missing(text)]
    if not values:
        return "marks" if any(texts) else ""
    if 2 * sum(map(is_numeric, values)) <= len(values):
        return "labels"
    numbers = [text for text in values if is_numeric(text)]
    if all(any(map(str.isalpha, text)) for text in numbers):
        return "sizes"
    return "values" if any(map(_is_decimal, values)) else "whole"


def _body(grid: Grid, header: int) -> Sequence[int]:
    return [row for row in range(header, len(grid.rows)) if not _is_group(grid.rows[row])]


def _shared(grid: Grid, places: Places, header: int) -> bool:
    """Whether most labels of the first column are numbers that stand for several rows."""
    body = [row for row in _body(grid, header) if (row, 0) in places]
    origins = [places[row, 0] for row in body]
    numbers = sum(is_numeric(cell_at(grid, places, row, 0)) for row in body)
    return 2 * len(set(origins)) <= len(body) and 2 * numbers > len(body)


def _alike(grid: Grid, places: Places, header: int, stub: int) -> bool:
    """Whether rows that follow each other have the same labels in the first `stub` columns."""
    rows = range(header, len(grid.rows))
    body = [row for row in rows if any(cell_at(grid, places, row, at) for at in range(stub + 1, grid.width))]
    labels = {row: [cell_at(grid, places, row, column) for column in range(stub)] for row in body}
    return any(row + 1 in labels and labels[row + 1] in (labels[row], [""] * stub) for row in body)


def _inherit_stubs(grid: Grid, places: Places, header: int, stub: int) -> None:
    """Gives blank cells of stub columns, other than the last, the label above them.

    The only label between two rules holds for all rows there, also those above it. From the right to the left: a blank
    beside a label that was itself given from above belongs to what stands beside that label.
    """
    for column in reversed(range(stub - 1)):
        _inherit_within_rules(grid, places, header, column)
        for row in range(header + 1, len(grid.rows)):
            above = places.get((row - 1, column))
            if above is None or (row, column) not in places or grid.rows[above[0]][above[1]].columns > 1:
                continue
            own = grid.rows[places[row, column][0]][places[row, column][1]]
            if not own.text and abs(own.rows) == 1 and cell_at(grid, places, row, column + 1):
                places[row, column] = above


def _inherit_within_rules(grid: Grid, places: Places, header: int, column: int) -> None:
    borders = sorted({header, len(grid.rows), *(rule for rule in grid.rules if rule > header)})
    for start, end in pairwise(borders):
        rows = [row for row in range(start, end) if (row, column) in places]
        labels = {places[row, column] for row in rows if cell_at(grid, places, row, column)}
        label = min(labels, default=(start, 0))
        if len(labels) == 1 and label[0] > start and all(len(grid.rows[row]) > 1 for row in rows):
            for row in rows:
                if row < label[0] and cell_at(grid, places, row, column + 1):
                    places[row, column] = label


def _inherit_headers(grid: Grid, places: Places, header: int, stub: int) -> None:
    """Gives blank header cells the label that stands over them: by the rule under both, or as every label's share."""
    for row, first, last in grid.partial:
        if row < header - 1:
            _spread(grid, places, row, range(first, last + 1))
    for row in range(header - 1):
        columns = range(stub, grid.width)
        starts = [column for column in columns if cell_at(grid, places, row, column)]
        end = max((column + 1 for column in columns if cell_at(grid, places, row + 1, column)), default=0)
        shares = {after - before for before, after in pairwise([*starts, end])}
        plain = all(cell.columns == 1 for cells in grid.rows[row : row + 2] for cell in cells)
        if plain and len(starts) > 1 and starts[0] == stub and len(shares) == 1 and min(shares) > 1:
            for start in starts:
                _spread(grid, places, row, range(start, start + min(shares)))


def _spread(grid: Grid, places: Places, row: int, columns: range) -> None:
    """Gives the only label of a header row in `columns` to all of them, if each has a label of its own below."""
    labels = {places[row, column] for column in columns if cell_at(grid, places, row, column)}
    if len(labels) == 1:
        for column in columns:
            if (row, column) in places:
                places[row, column] = min(labels)
