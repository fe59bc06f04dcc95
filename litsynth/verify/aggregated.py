"""Whether a figure is told of other runs or models than its cells: the best of 5 runs, where they hold the mean of 5."""

from collections.abc import Iterable

from litsynth.labels import NameSet
from litsynth.protocol.aggregation import aggregations_differ
from litsynth.verify.grid import Entry, Grid


def other_runs(told: NameSet, cells: Iterable[Entry], grid: Grid) -> bool:
    """Whether a figure is `told` to be made of runs or models otherwise than all of its cells are known to be."""
    return bool(told) and all(aggregations_differ(told, made_of(cell, grid)) for cell in cells)


def made_of(cell: Entry, grid: Grid) -> NameSet:
    """How the score of a cell was made of several runs or models, as far as its table says.

    What its row or column says goes before what the caption says of the whole table.
    """
    return cell.aggregation or grid.aggregation
