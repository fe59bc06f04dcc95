"""Cells that hold several values, and which of their header's names each one has."""

from dataclasses import replace

from litsynth.results.headers import Names


def part_of(measure: Names, part: tuple[int, int]) -> Names:
    """What the header says of one of several values in a cell: "F1 / EM" over "88.5 / 81.2"."""
    at, count = part
    if count == 1:
        return measure
    if len(measure.metrics) == count:
        return replace(measure, metrics=measure.metrics[at : at + 1])
    if len(measure.splits) == count:
        return replace(measure, splits=measure.splits[at : at + 1])
    return replace(measure, metrics=measure.metrics[:1]) if not at else measure


def is_alone(part: tuple[int, int], measure: Names) -> bool:
    """Whether the header says which of several values of a cell is meant; of those that it does not tell apart the first."""
    at, count = part
    return count == 1 or not at or len(measure.metrics) == 1 or len(measure.splits) == 1
