"""Tables that run over pages: their rows stand on earlier pages than their caption."""

from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.parse.pdf_columns import Column, columns_of, rows_of
from litsynth.parse.pdf_lines import Line
from litsynth.parse.pdf_panels import under
from litsynth.parse.pdf_regions import page_tables, rows_at_foot
from litsynth.parse.pdf_runs import Rule
from litsynth.parse.pdf_tables import grid_of
from litsynth.parse.pdf_upward import Upward
from litsynth.parse.tables import Grid
from litsynth.parse.tables_headers import header_rows

_SAME_PLACE = 6.0  # points between the middles of one column on two pages

Paged = tuple[Grid, int]
"""A grid and the page on which it stands."""


@dataclass(slots=True)
class Page:
    """The lines of a page, those of them that stand outside tables, and its rules."""

    lines: Sequence[Line]
    outside: list[Line]
    rules: Sequence[Rule]


def take_tables(
    pages: list[Page], lines: Sequence[Line], rules: Sequence[Rule], upward: Sequence[Upward]
) -> dict[Line, list[Paged]]:
    """Adds a page to those before it; the grids of its tables, by the first line of their caption.

    A table that begins at the top of the page without headers goes on from rows at the foot of the page before that
    stand over the same columns; their headers hold for it.
    """
    outside, grids = page_tables(lines, rules, upward)
    pages.append(Page(lines, outside, rules))
    found = {caption: [(grid, caption.page) for grid in parts] for caption, parts in grids.items()}
    caption = max((line for line in grids if grids[line]), key=lambda line: line.y, default=None)
    top = max(lines, key=lambda line: line.y, default=None)
    if caption is not None and top not in outside and not header_rows(grids[caption][0]):
        taken = set(lines).difference(outside)
        columns = columns_of(rows_of([line for line in taken if line.y > caption.y]))
        found[caption][:1] = _with_headers(_before(pages[:-1], columns), found[caption][0])
    return found


def _before(pages: Sequence[Page], columns: Sequence[Column]) -> list[Paged]:
    """The parts of a table at the foot of the pages before, up to one with headers; they leave their pages."""
    parts: list[Paged] = []
    for page in reversed(pages):
        lines = rows_at_foot(page.outside)
        if not lines or not _same(columns_of(rows_of(lines)), columns):
            break
        grid = grid_of(lines, page.rules)
        if grid is None:
            break
        page.outside[:] = [line for line in page.outside if line not in lines]
        parts.insert(0, (grid, lines[0].page))
        if header_rows(grid):
            break
    return parts


def _same(columns: Sequence[Column], others: Sequence[Column]) -> bool:
    return len(columns) == len(others) and all(
        abs(one.middle - other.middle) <= _SAME_PLACE for one, other in zip(columns, others, strict=True)
    )


def _with_headers(parts: Sequence[Paged], last: Paged) -> list[Paged]:
    """The parts of a table with the headers of the first over the others."""
    if not parts:
        return [last]
    first = parts[0][0]
    head = first.rows[: header_rows(first)]
    others = [
        (under(head, grid) if head and grid.width == first.width else grid, at) for grid, at in (*parts[1:], last)
    ]
    return [parts[0], *others]
