"""Rows of values in a PDF to a grid.

pypdf gives the words of a row but not the borders of its cells, so only rows count that end in as many values as
most other rows do. A line of as many words above the first of them is taken for the column headers.
"""

import re
from collections import Counter
from collections.abc import Sequence

from litsynth.parse.tables import Grid, GridCell

_VALUE = re.compile(r"[~<>≤≥±+(-]*\d[\d.,]*[%†‡*§kKMB)]*(?:\^\S{1,3})?|[-–—✓✗]|N/A|n/a")
_SPREAD = re.compile(r"(?<=\d) ?± ?(?=\d)")
_FEWEST_ROWS = 2
_LONGEST_LABEL = 90  # characters


def grid_of(lines: Sequence[str]) -> Grid | None:
    """The grid of a table's lines in order; None where no columns can be made out."""
    rows = [_split(line) for line in lines]
    widths = Counter(len(values) for label, values in rows if len(values) >= 2 and label)
    if not widths:
        return None
    width = max(widths, key=lambda count: (widths[count], count))
    named = [0 < len(label) <= _LONGEST_LABEL for label, _ in rows]
    data = [place for place, (_, values) in enumerate(rows) if len(values) == width and named[place]]
    if len(data) < _FEWEST_ROWS:
        return None
    result: list[tuple[GridCell, ...]] = []
    header = _header(lines[: data[0]], width)
    if header is not None:
        result.append(header)
    result.extend((GridCell(rows[place][0]), *(GridCell(value) for value in rows[place][1])) for place in data)
    return Grid(tuple(result), frozenset({1} if header is not None else ()))


def _split(line: str) -> tuple[str, list[str]]:
    """A line's label and the values that it ends in; `79.2 ± 0.4` is one value."""
    words = _SPREAD.sub("±", line).split()
    values: list[str] = []
    while words and _VALUE.fullmatch(words[-1].replace("±", "")):
        values.append(words.pop().replace("±", " ± ").strip())
    return " ".join(words), values[::-1]


def _header(lines: Sequence[str], width: int) -> tuple[GridCell, ...] | None:
    for line in reversed(lines[-3:]):
        words = line.split()
        if any(_VALUE.fullmatch(word) for word in words):
            continue
        if len(words) == width:
            return (GridCell(""), *(GridCell(word) for word in words))
        if len(words) == width + 1:
            return tuple(GridCell(word) for word in words)
    return None
