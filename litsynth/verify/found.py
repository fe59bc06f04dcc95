"""Where one figure of a claim stands in a table."""

import re
from dataclasses import dataclass, replace

from litsynth.quantities.precision import last_step
from litsynth.records import NumberCheck, Quantity
from litsynth.verify.grid import Entry, Grid

TELLING_DIGITS = 3
"""Significant digits from which a value is hardly the same by chance."""
_NEARLY = 0.5
_SAME = 1e-9
_STEPS_OFF = 0.25
_SHARE_OFF = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """Where one figure of a claim stands: a cell, or a cell and the one that it is `minus`.

    `beside` is the cell of the same thing with, or without, a technique that the claim does not name. `against` marks
    another number for the same thing (see `verify.contrary`), under another protocol where `split` says which. `words`:
    those of the claim by which a ranking picked the cell out. `doubt`: what the table itself says against the cell.
    `chance`: the measured share of such places that are right, on [0, 1]; 0 where the settings say it. `beyond`: a word of
    what the claim says beyond its figures, which the cells leave open; empty where they settle it. `of`: the cells of a line
    that `cell` is the mean, total or extreme of, which the table does not print as such.
    """

    figure: Quantity
    grid: Grid
    cell: Entry
    minus: Entry | None = None
    beside: Entry | None = None
    against: bool = False
    split: str = ""
    words: tuple[str, ...] = ()
    doubt: str = ""
    beyond: str = ""
    chance: float = 0.0
    of: tuple[Entry, ...] = ()

    @property
    def cells(self) -> tuple[Entry, ...]:
        """The cell, and the one subtracted; all those that it is computed `of`."""
        if self.of:
            return self.of
        return (self.cell, self.minus) if self.minus else (self.cell,)

    @property
    def change(self) -> float:
        """The cell less the one subtracted, in percent of the latter where the figure is; 0 where none is subtracted."""
        if not self.minus:
            return 0.0
        base = self.minus.quantity.value
        change = self.cell.quantity.value - base
        return round(100 * change / abs(base) if self.figure.unit == "percent" else change, 6)

    @property
    def meant(self) -> bool:
        """Whether an author would print the value as the figure.

        A bound ("more than 3.5" for 3.53) is within a step of its last digit; a score of one or two digits, and an
        approximate one, is the value itself. An approximate gain is off by a tenth, or a quarter of its last digit.
        """
        figure = self.figure
        if figure.unit not in ("score", "percent", "points"):  # found by its digits
            return True
        if not figure.value:
            return False
        value = abs(self.change) if self.minus else self.cell.quantity.value
        scale = next((scale for scale in (1, 100, 0.01) if abs(value * scale / figure.value - 1) < _NEARLY), 0)
        off = abs(value * scale - figure.value) if scale else float("inf")
        if self.minus and figure.relation == "~":  # 0.9 is "almost 1%", 0.6 is not
            return off <= max(_STEPS_OFF * last_step(figure.value), _SHARE_OFF * figure.value)
        if figure.relation not in ("=", "~"):
            return off <= last_step(figure.value) + _SAME
        exact = not self.minus and (figure.relation == "~" or digits_of(figure) < TELLING_DIGITS)
        return bool(scale) and (off < _SAME or not exact)

    def check(self) -> NumberCheck:
        """The figure beside what the table prints, with the subtraction where there is one."""
        told = f"{self.cell.quantity.text} ({_where(self.cell)})"
        if self.minus:
            told += f" minus {self.minus.quantity.text} ({_where(self.minus)})"
            told += f" = {round(self.cell.quantity.value - self.minus.quantity.value, 6):+g}"
            if self.figure.unit == "percent":
                told += f", {round(self.change, 2):+g}%"
        return NumberCheck(
            self.figure.text,
            f"{self.grid.label}: {told}".removeprefix(": "),
            not self.against,
            "differs" if self.against else "",
        )

    @property
    def caveat(self) -> str:
        """What the claim leaves open that the table does not; empty where there is nothing."""
        if (
            self.minus
            and self.minus.quantity.value
            and self.figure.unit == "points"
            and self.figure.text.rstrip().endswith("%")
        ):
            relative = replace(self, figure=replace(self.figure, unit="percent")).change
            return f"{self.figure.text} is in points; relative to {self.minus.quantity.text} it is {round(relative, 1):+g}%"
        if not self.beside:
            return ""
        open_names = ", ".join(sorted(techniques(self.cell, self.grid) ^ techniques(self.beside, self.grid)))
        return f"the claim does not name {open_names}: {self.beside.quantity.text} ({_where(self.beside)})"


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences of a paper, by number, that state all figures of a claim, and the `words` that both say.

    `chance`: the measured share of such statements that are right, on [0, 1].
    """

    sentences: tuple[int, ...]
    checks: tuple[NumberCheck, ...]
    words: tuple[str, ...]
    chance: float


def techniques(entry: Entry, grid: Grid) -> frozenset[str]:
    """The techniques that a cell's row and column name as being there."""
    return (entry.of_row | entry.of_column) & grid.by_kind.get("technique", frozenset()) - entry.absent


def _where(entry: Entry) -> str:
    return ", ".join(part for part in (entry.row, entry.column) if part)


def digits_of(figure: Quantity) -> int:
    """The significant digits of a figure as printed: 3 of 81.3, 1 of 0.5."""
    found = re.search(r"\d[\d,.]*", figure.text)
    return sum(mark.isdigit() for mark in found.group().lstrip("0.")) if found else 0
