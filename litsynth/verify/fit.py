"""Whether a claim names the cells that one of its figures may stand in."""

import re
from functools import lru_cache

from litsynth.labels import Kind
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.wording import Wording, chooses, names_best

_DETAILS: tuple[Kind, ...] = ("technique", "setting", "version")
_CODE = 2
"""Letters of a language code: names of languages are read as places."""


def fits(item: Found, wording: Wording) -> bool:
    """Whether the claim names the cells of one figure, each in its role, and places it there."""
    cell, other = item.cell, item.minus
    if not may_be(item, wording):
        return False
    if not other:
        denied = cell.absent & wording.said_names or cell.names & wording.denied
        return _meant(cell, item.grid, wording) and not denied
    gained, given_up = cell.names - other.names, other.names - cell.names
    given_up -= unsaid_details(other, item.grid, wording)
    if not _system_said(cell.names & other.names, item.grid, wording):
        return False
    # In an ablation the subject has no name that the other lacks: what it lacks itself must be said.
    ablated = bool(cell.absent & wording.said) and wording.removes
    named = gained <= wording.subject | {cell.place} if gained else ablated
    return named and wording.compares_with(given_up, other.absent | other.words)


def may_be(item: Found, wording: Wording) -> bool:
    """Whether the claim says anything of the cell, and nothing that it says right at the figure belongs to other cells."""
    place = wording.place(item.figure)
    if any(names_best(entry.row) for entry in item.cells) and not chooses(wording.text):
        return False
    if any(entry.place and place and entry.place != place for entry in item.cells):
        return False
    return _pointed_at(item.cell, wording) and agrees_at_figure(item, wording)


def agrees_at_figure(item: Found, wording: Wording) -> bool:
    """Whether nothing that is said right at the figure belongs to other cells: column, setting, system."""
    behind = wording.text[item.figure.span.end :].lstrip().casefold()
    columns = {entry.column for entry in item.grid.entries if not entry.computed}
    headers = {column for column in columns if _opens(behind, column)}
    if headers and item.cell.column not in headers:
        return False
    told = item.cell.of_row | item.cell.of_column | item.grid.shared
    ahead = () if item.minus else wording.ahead(item.figure)
    return all(
        name in told or name not in item.grid.by_kind.get(kind, frozenset())
        for kind, name in (*ahead, *wording.behind(item.figure))
    )


def _opens(text: str, header: str) -> bool:
    """Whether a text begins with a column's header of several letters, such as "from English"."""
    return any(text.startswith(part) and not text[len(part) :][:1].isalnum() for part in _parts(header))


@lru_cache(maxsize=4096)
def _parts(header: str) -> tuple[str, ...]:
    parts = (part.strip().casefold() for part in re.split(r"[,;]", header))
    return tuple(part for part in parts if len(part) > _CODE)


def may_pair(item: Found, wording: Wording) -> bool:
    """Whether a score can be one of a pair ("from A to B"): its system is said, what the pair shares need not be."""
    return may_be(item, wording) and _system_said(item.cell.names, item.grid, wording)


def _pointed_at(cell: Entry, wording: Wording) -> bool:
    """Whether the claim says anything of the cell's row, and of its column where that is headed; and no other metric."""
    said = wording.said | wording.known
    row = cell.of_row & said or ("our" in cell.row.lower() and wording.own)
    column = not cell.of_column or cell.of_column & said or cell.place
    stated = wording.metrics
    return bool(row and column) and not (stated and cell.metrics and not stated & cell.metrics)


def unsaid_details(cell: Entry, grid: Grid, wording: Wording) -> frozenset[str]:
    """The techniques, settings and versions that need not be said to mean a cell, since no rival lacks them."""
    details = frozenset(name for kind in _DETAILS for name in grid.by_kind.get(kind, ())) - wording.said
    return cell.names & details if _meant(cell, grid, wording) else frozenset()


def _meant(cell: Entry, grid: Grid, wording: Wording) -> bool:
    """Whether the claim names a cell's row and column: all their names, or all but details that no rival lacks."""
    said = wording.said | wording.known | {cell.place}
    unsaid = cell.names - said
    if not unsaid:
        return True
    details = frozenset(name for kind in _DETAILS for name in grid.by_kind.get(kind, ()))
    rivals = [other for other in grid.entries if other.column_number == cell.column_number and other is not cell]
    return unsaid <= details and not any(
        cell.names & said <= other.names & said and len(other.names - said) <= len(unsaid) for other in rivals
    )


def _system_said(shared: frozenset[str], grid: Grid, wording: Wording) -> bool:
    needed = shared & (grid.by_kind.get("system", frozenset()) | grid.by_kind.get("size", frozenset()))
    return needed <= wording.said | wording.known


def likeness(item: Found, wording: Wording) -> int:
    """How much of what the claim says the cells bear, less what they bear beyond it."""
    said = wording.said
    return sum(3 * len(cell.names & said) + len(cell.words & said) - len(cell.names - said) for cell in item.cells)
