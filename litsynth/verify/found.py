"""Where one figure of a claim stands in a table."""

from dataclasses import dataclass

from litsynth.records import NumberCheck, Quantity
from litsynth.verify.grid import Entry, Grid


@dataclass(frozen=True, slots=True)
class Found:
    """Where one figure of a claim stands: a cell, or a cell and the one that it is `minus`.

    `beside` is the cell of the same thing with, or without, a technique that the claim does not name. `against` marks
    another number for the same thing (see `verify.contrary`), under another protocol where `split` says which.
    """

    figure: Quantity
    grid: Grid
    cell: Entry
    minus: Entry | None = None
    beside: Entry | None = None
    against: bool = False
    split: str = ""

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
        return NumberCheck(
            self.figure.text,
            f"{self.grid.label}: {told}".removeprefix(": "),
            not self.against,
            "differs" if self.against else "",
        )

    @property
    def caveat(self) -> str:
        """What the claim leaves open that the table does not; empty where there is nothing."""
        if not self.beside:
            return ""
        open_names = ", ".join(sorted(techniques(self.cell, self.grid) ^ techniques(self.beside, self.grid)))
        return f"the claim does not name {open_names}: {self.beside.quantity.text} ({_where(self.beside)})"


def techniques(entry: Entry, grid: Grid) -> frozenset[str]:
    """The techniques that a cell's row and column name as being there."""
    return (entry.of_row | entry.of_column) & grid.by_kind.get("technique", frozenset()) - entry.absent


def _where(entry: Entry) -> str:
    return ", ".join(part for part in (entry.row, entry.column) if part)
