"""Over which columns the headers of a row stand that has other headers below it."""

from collections.abc import Sequence
from itertools import takewhile

from litsynth.parse.pdf_columns import Column, Row, has_values, in_pieces

_OFF = 4.0  # points that a header may stand off the middle of its columns
_TOUCH = 1.0  # points; a header that reaches further into a column stands over it too
_EXACT = 1.0  # points; less is chance
_UNNAMED = 0.3  # points that a column without a header counts

Spans = tuple[tuple[int, int], ...]
"""First and last column of each header."""


def widened(columns: Sequence[Column], below: Sequence[Row]) -> list[Column]:
    """The columns with the headers that stand between a row and their values: as wide as they were set."""
    result = list(columns)
    for row in takewhile(lambda row: not has_values(row), below):
        for piece in in_pieces(row):
            x, right = piece[0].x, piece[-1].right
            held = [place for place, one in enumerate(columns) if x < one.right and one.x < right]
            if held:
                first, last = result[held[0]], result[held[-1]]
                result[held[0]] = Column(min(first.x, x), first.right)
                result[held[-1]] = Column(result[held[-1]].x, max(last.right, right))
    return result


def spans(pieces: Sequence[tuple[float, float]], columns: Sequence[Column]) -> Spans | None:
    """The columns that each of some headers, from left to right, is set in the middle of; None if they are in none's.

    Of all ways to share the columns out that which leaves the headers least off their middles, and few columns without.
    """
    best: dict[int, tuple[float, Spans]] = {0: (0.0, ())}
    for x, right in pieces:
        following: dict[int, tuple[float, Spans]] = {}
        for first, last, off in _runs(x, right, columns):
            for start, (cost, found) in best.items():
                total = cost + max(0.0, off - _EXACT) + _UNNAMED * (first - start)
                if start <= first and total < following.get(last + 1, (total + 1, ()))[0]:
                    following[last + 1] = total, (*found, (first, last))
        best = following
    ends = [(cost + _UNNAMED * (len(columns) - end), found) for end, (cost, found) in best.items()]
    return min(ends)[1] if ends else None


def _runs(x: float, right: float, columns: Sequence[Column]) -> list[tuple[int, int, float]]:
    """The runs of columns that a header may stand over: all that it touches, and how far it is off their middle."""
    touched = [place for place, one in enumerate(columns) if x < one.right - _TOUCH and one.x + _TOUCH < right]
    runs = (
        (first, last, _off(x, right, columns[first], columns[last], first == last))
        for first in range(min(touched, default=len(columns) - 1) + 1)
        for last in range(max([first, *touched]), len(columns))
    )
    return [run for run in runs if run[2] <= _OFF]


def _off(x: float, right: float, first: Column, last: Column, single: bool) -> float:
    """How far a header is from the middle of its columns. One that is wider than they are stretches the last of them."""
    middle = abs(x + right - first.x - last.right) / 2
    if single:
        return min(middle, abs(x - first.x), abs(right - first.right))
    return min(middle, abs(x - first.x)) if right > last.right and right - x > last.right - first.x else middle
