"""A claim's figures found in a table: scores in cells that the claim names, gains as differences of two such cells.

A figure is looked for by its value, and taken only from a cell whose row and column the claim names; the other way
round, nothing that the claim names may belong to another row or column. So a claim about another system, data
set, language or setting finds nothing, however equal the number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from litsynth.labels import Kind, labels_of
from litsynth.quantities import entails_number, find_quantities
from litsynth.records import Claim, Document, NumberCheck, Quantity, Span
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.wording import Wording, read_wording

_SCORES = ("score", "percent")
_DETAILS: tuple[Kind, ...] = ("technique", "setting", "version")
_MOST_CANDIDATES = 24
"""Cells tried for one figure, those that the claim's words fit best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where one figure of a claim stands: a cell, or a cell and the one that it is `minus`."""

    figure: Quantity
    grid: Grid
    cell: Entry
    minus: Entry | None = None

    @property
    def cells(self) -> tuple[Entry, ...]:
        """The cell, and the one subtracted."""
        return (self.cell, self.minus) if self.minus else (self.cell,)

    def check(self) -> NumberCheck:
        """The figure beside what the table prints, with the subtraction where there is one."""
        told = f"{self.cell.quantity.text} ({_where(self.cell)})"
        if self.minus:
            told += f" minus {self.minus.quantity.text} ({_where(self.minus)})"
            told += f" = {round(self.cell.quantity.value - self.minus.quantity.value, 6):+g}"
        return NumberCheck(self.figure.text, f"{self.grid.label}: {told}".removeprefix(": "), True)


def trace(claim: Claim, document: Document, grids: Sequence[Grid]) -> tuple[Found, ...]:
    """Where every score and gain of a claim stands in one table of a document; empty when one of them is not there.

    Other quantities (counts, sizes) must be stated by a caption or by another sentence of the document. A claim
    that says more than its figures (the best, every, because) is not settled by them: see `Wording.more`.
    """
    figures = [figure for figure in claim.quantities if figure.unit in (*_SCORES, "points")]
    known = frozenset(label.name for label in labels_of(document.title))
    wording = read_wording(claim.text, claim.quantities, known)
    if not figures or wording.more:
        return ()
    others = [figure for figure in claim.quantities if figure not in figures]
    if not all(_stated(figure, claim, document, grids) for figure in others):
        return ()
    for grid in grids:  # one table for all of them: pieced together from several, a false claim may find its figures
        options = [_candidates(figure, wording, grid) for figure in figures]
        if all(options) and (found := next(_together(options, (), wording), ())):
            return found
    return ()


def _stated(figure: Quantity, claim: Claim, document: Document, grids: Sequence[Grid]) -> bool:
    """Whether a quantity that is no score stands anywhere but in the claim: as the columns of a table, or in words."""
    if "language" in figure.noun and any(figure.value in (grid.languages, grid.languages - 1) for grid in grids):
        return True
    texts = [table.caption.of(document.text) for table in document.tables]
    own = {claim.quote, *(anchor.exact for anchor in claim.also_at)}
    texts += [text for sentence in document.sentences if (text := sentence.span.of(document.text)) not in own]
    start = figure.text.split()[-1] if figure.relation != "=" else figure.text.split()[0]
    return any(
        entails_number(stated, figure).answer == "yes"
        for text in texts
        if start in text
        for stated in find_quantities(text)
    )


def _candidates(figure: Quantity, wording: Wording, grid: Grid) -> list[Found]:
    found = _scores(figure, grid) if figure.unit in _SCORES else _gains(figure, grid, wording)
    fit = [item for item in found if _fits(item, wording)]
    return sorted(fit, key=lambda item: -_likeness(item, wording))[:_MOST_CANDIDATES]


def _scores(figure: Quantity, grid: Grid) -> Iterator[Found]:
    for entry in grid.entries:
        if (
            entry.quantity.unit in _SCORES
            and _near(entry.quantity.value, figure)
            and entails_number(entry.quantity, figure).answer == "yes"
        ):
            yield Found(figure, grid, entry)


def _gains(figure: Quantity, grid: Grid, wording: Wording) -> Iterator[Found]:
    falls = figure.direction == "down" or wording.falls(figure)
    if grid.differences:
        for entry in grid.entries:
            signed = -entry.quantity.value if entry.quantity.direction == "down" else entry.quantity.value
            if entry.quantity.unit == "points" and _is_change(signed, figure, falls):
                yield Found(figure, grid, entry)
        return
    lines: dict[tuple[str, int], list[Entry]] = {}
    for entry in grid.entries:
        lines.setdefault(("row", entry.row_number), []).append(entry)
        lines.setdefault(("column", entry.column_number), []).append(entry)
    for line in lines.values():
        for cell in line:
            for other in line:
                change = round(cell.quantity.value - other.quantity.value, 6)
                if cell is not other and _is_change(change, figure, falls):
                    yield Found(figure, grid, cell, other)


def _is_change(change: float, figure: Quantity, falls: bool) -> bool:
    """Whether a difference of two printed values is the claimed one, at the claim's precision and in its direction."""
    size = -change if falls else change
    if size <= 0 or not _near(size, figure):
        return False
    stated = Quantity(f"{size:g}", size, size, size, "points", Span(0, 0), direction=figure.direction)
    return entails_number(stated, figure).answer == "yes"


def _near(value: float, figure: Quantity) -> bool:
    """Whether a value can be the figure at all, as printed or on [0, 1]: spares the full comparison for most cells."""
    if figure.relation not in ("=", "~"):
        return True
    room = figure.high - figure.low + 1e-9
    return any(abs(value * scale - figure.value) <= room for scale in (1, 100, 0.01))


def _fits(item: Found, wording: Wording) -> bool:
    """Whether the claim names the cells of one figure, each in its role, and places it there."""
    cell, other = item.cell, item.minus
    place = wording.place(item.figure)
    if any(entry.place and place and entry.place != place for entry in item.cells):
        return False
    if not _pointed_at(cell, wording):
        return False
    if not other:
        return _meant(cell, item.grid, wording) and not cell.absent & wording.said_names
    gained, given_up = cell.names - other.names, other.names - cell.names
    if not _system_said(cell.names & other.names, item.grid, wording):
        return False
    # In an ablation the subject has no name that the other lacks: what it lacks itself must be said.
    ablated = bool(cell.absent & wording.said) and wording.removes
    named = gained <= wording.subject | {cell.place} if gained else ablated
    return named and wording.compares_with(given_up, other.absent | other.words)


def _pointed_at(cell: Entry, wording: Wording) -> bool:
    """Whether the claim says anything of the cell's row, and of its column where that is headed; and no other metric."""
    said = wording.said | wording.known
    row = cell.of_row & said or ("our" in cell.row.lower() and wording.own)
    column = not cell.of_column or cell.of_column & said or cell.place
    stated = wording.metrics
    return bool(row and column) and not (stated and cell.metrics and not stated & cell.metrics)


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


def _likeness(item: Found, wording: Wording) -> int:
    said = wording.said
    return sum(3 * len(cell.names & said) + len(cell.words & said) - len(cell.names - said) for cell in item.cells)


def _together(
    options: Sequence[list[Found]], chosen: tuple[Found, ...], wording: Wording
) -> Iterator[tuple[Found, ...]]:
    """Choices of one place for each figure, in the order of the claim, that leave nothing of the claim unexplained."""
    if len(chosen) == len(options):
        cells = [cell for item in chosen for cell in item.cells]
        if not wording.unexplained(cells, chosen[0].grid):
            yield chosen
        return
    for item in options[len(chosen)]:
        if all(wording.in_order(before.figure, before.cell, item.figure, item.cell) for before in chosen):
            yield from islice(_together(options, (*chosen, item), wording), 1)


def _where(entry: Entry) -> str:
    return ", ".join(part for part in (entry.row, entry.column) if part)
