"""Rows of values in a PDF to a grid.

pypdf gives the words of a row but not the borders of its cells, so only rows count that end in as many values as
most other rows do. A line of as many different words above the first of them is taken for the column headers.
"""

import re
from collections import Counter
from collections.abc import Sequence

from litsynth.parse.tables import Grid, GridCell

_VALUE = re.compile(r"[~<>≤≥±+(-]*\d[\d.,]*[%†‡*§kKMB)]*(?:\^\S{1,3})?|[-–—✓✗]|N/A|n/a")
_SPREAD = re.compile(r"(?<=\d) ?± ?(?=\d)")
_DECIMAL = re.compile(r"\S*\d\.\d\S*")
_NAME = re.compile(r"[#%Δρ∆]|[^\W\d_]")
_CONNECTING = frozenset("a an and as at by for from in is of on or per the to vs vs. w/ w/o with".split())
_FEWEST_ROWS = 2
_HEADER_LINES = 3  # above the first row of values
_LONGEST_LABEL = 90  # characters


def grid_of(lines: Sequence[str]) -> Grid | None:
    """The grid of a table's lines in order; None where no columns can be made out.

    It ends where headers come again, since they stand over other columns then.
    """
    rows = [_split(line) for line in lines]
    widths = Counter(len(values) for label, values in rows if len(values) >= 2 and label)
    if not widths:
        return None
    width = max(widths, key=lambda count: (widths[count], count))
    data = [place for place, (label, values) in enumerate(rows) if len(values) == width and _is_label(label)]
    headers = [_header(line, width) for line in lines]
    again = (place for place, header in enumerate(headers) if header is not None and data and place > data[0])
    end = next(again, len(lines))
    data = [place for place in data if place < end]
    if len(data) < _FEWEST_ROWS:
        return None
    header = next((found for found in reversed(headers[: data[0]][-_HEADER_LINES:]) if found is not None), None)
    cells = [(GridCell(rows[place][0]), *(GridCell(value) for value in rows[place][1])) for place in data]
    return Grid((header, *cells), headers=1) if header is not None else Grid(tuple(cells), headers=0)


def _split(line: str) -> tuple[str, list[str]]:
    """A line's label and the values that it ends in; `79.2 ± 0.4` is one value."""
    words = _SPREAD.sub("±", line).split()
    values: list[str] = []
    while words and _VALUE.fullmatch(words[-1].replace("±", "")):
        values.append(words.pop().replace("±", " ± ").strip())
    return " ".join(words), values[::-1]


def _is_label(text: str) -> bool:
    """Whether what stands before a row's values is its name, and not further values that were not understood."""
    return 0 < len(text) <= _LONGEST_LABEL and not any(_DECIMAL.fullmatch(word) for word in text.split())


def _header(line: str, width: int) -> tuple[GridCell, ...] | None:
    """A line of column headers, one word each; None where a header may have several words or stand over two columns."""
    words = line.split()
    if len(words) not in {width, width + 1}:
        return None
    names = words[-width:]
    single = all(_NAME.match(word) and word.lower() not in _CONNECTING for word in words)
    if not single or len(set(names)) < width:
        return None
    stub = words[0] if len(words) > width else ""
    return (GridCell(stub), *(GridCell(word) for word in names))
