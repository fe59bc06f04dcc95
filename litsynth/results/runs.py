"""How the values of a table are made of several runs or models: by row, by column, or by its caption."""

from collections.abc import Mapping
from dataclasses import dataclass

from litsynth.protocol.aggregation import aggregations_in, aggregations_of_lines
from litsynth.records import Cell
from litsynth.text.tables import Paths

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Runs:
    """What rows and columns, by number, and the caption say of it."""

    rows: Mapping[int, Names]
    columns: Mapping[int, Names]
    caption: Names

    def beside(self, cell: Cell, *conditions: str) -> str:
        """The conditions of a value, with how it is made where one way is told and not among them."""
        said = ", ".join(filter(None, conditions))
        made = {*self._own(cell)} or {*self.caption}
        return said if len(made) != 1 or aggregations_in(said, label=True) else ", ".join(filter(None, (*made, said)))

    def are_averaged(self, cell: Cell) -> bool:
        """Whether the row or column of a cell is one of means over runs."""
        return any(name.startswith("mean") for name in self._own(cell))

    def _own(self, cell: Cell) -> Names:
        return (*self.rows.get(cell.row, ()), *self.columns.get(cell.column, ()))


def runs_of(paths: Paths, caption: str) -> Runs:
    """What a table says of it by its labels and its caption."""
    rows, columns = ({at: ", ".join(path) for at, path in lines.items()} for lines in (paths.rows, paths.columns))
    return Runs(aggregations_of_lines(rows, caption), aggregations_of_lines(columns, caption), aggregations_in(caption))
