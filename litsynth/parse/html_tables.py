"""HTML tables to grids."""

from litsynth.parse.html_inline import Inline, is_table
from litsynth.parse.html_tree import Node
from litsynth.parse.tables import Grid, GridCell

_MOST_ROWS, _MOST_COLUMNS, _MOST_SPANNED = 2_000, 60, 100


def grid_of(table: Node) -> Grid:
    """The grid of a `<table>` or of LaTeXML's `ltx_tabular`; a place that a cell from above covers is a blank cell.

    Where the page draws rules, they tell the header rows, as in LaTeX; else `<thead>` and rows of `<th>` do.
    """
    rows = [row for row in _parts(table, "tr", "ltx_tr") if any(True for _ in _cells(row))][:_MOST_ROWS]
    grid: list[tuple[GridCell, ...]] = []
    covered: dict[int, int] = {}
    for row in rows:
        grid.append(_row(row, covered))
    rules = {place for place, row in enumerate(rows) if _bordered(row, "t")}
    rules |= {place + 1 for place, row in enumerate(rows) if _bordered(row, "b")}
    inside = any(0 < rule < len(rows) for rule in rules)
    return Grid(rows=tuple(grid), rules=frozenset(rules), headers=None if inside else _heads(table, rows))


def _row(row: Node, covered: dict[int, int]) -> tuple[GridCell, ...]:
    """A row's cells; `covered` holds for each column how many more rows a cell from above reaches down."""
    cells: list[GridCell] = []
    column = 0
    for node in [*_cells(row), None]:
        while covered.get(column, 0) > 0 and (node is not None or column <= max(covered)):
            covered[column] -= 1
            cells.append(GridCell(""))
            column += 1
        if node is None or column >= _MOST_COLUMNS:
            break
        columns = _count(node, "colspan", _MOST_COLUMNS)
        down = _count(node, "rowspan", _MOST_SPANNED)
        cells.append(GridCell(Inline(flat=True).text(node.children), columns, down))
        if down > 1:
            covered.update({column + step: down - 1 for step in range(columns)})
        column += columns
    return tuple(cells)


def _parts(table: Node, tag: str, name: str) -> list[Node]:
    """The rows of a table, those of tables inside its cells left out."""
    found: list[Node] = []
    waiting = [child for child in reversed(table.children) if isinstance(child, Node)]
    while waiting:
        node = waiting.pop()
        if node.tag == tag or name in node.classes:
            found.append(node)
        elif not is_table(node):
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))
    return found


def _cells(row: Node) -> list[Node]:
    children = (child for child in row.children if isinstance(child, Node))
    return [one for one in children if one.tag in {"td", "th"} or not one.classes.isdisjoint({"ltx_td", "ltx_th"})]


def _count(node: Node, name: str, most: int) -> int:
    """How many columns or rows a cell spans: of a `<span>`, in a table that was scaled, LaTeXML says it in a class."""
    told = f"ltx_{name}_"
    classes = (one.removeprefix(told) for one in sorted(node.classes) if one.startswith(told))
    given = node.attributes.get(name, "").strip() or next(classes, "")
    return max(1, min(int(given), most)) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _bordered(row: Node, side: str) -> bool:
    """Whether a rule runs along a whole row (LaTeXML marks single and double rules)."""
    names = {f"ltx_border_{side}", f"ltx_border_{side * 2}"}
    cells = _cells(row)
    return bool(cells) and all(not cell.classes.isdisjoint(names) for cell in cells)


def _heads(table: Node, rows: list[Node]) -> int | None:
    """How many rows at the top the page calls headers; None where it does not say."""
    heads = (node for node in table.elements() if node.tag == "thead" or "ltx_thead" in node.classes)
    inside = {id(row) for head in heads for row in head.elements()}
    count = 0
    for row in rows:
        cells = _cells(row)
        if id(row) not in inside and not all(cell.tag == "th" or "ltx_th_column" in cell.classes for cell in cells):
            break
        count += 1
    return count if 0 < count < len(rows) else None
