"""The lines of a page in reading order: as they were set, or column by column where the file has them mixed."""

from collections.abc import Sequence
from itertools import pairwise

from litsynth.parse.pdf_lines import Line, line_of, pieces
from litsynth.parse.pdf_runs import Run, Sheet

_LONG = 24  # characters: a piece of a running line, not of a table or a drawing
_FEWEST = 4  # such pieces on either side of a gutter
_MOST_ACROSS = 0.3  # of them may run across it: titles, captions and what is set over both columns
_STEPS = 240  # places across the page, about two points apart
_SAME_LINE = 0.1  # of the type size
_MOST_JUMPS = 0.2  # of the lines: more jumps backwards than this, and the order is that of a machine


def page_lines(sheet: Sheet) -> list[Line]:
    """The lines of a page. Pieces on one baseline are one line, unless the gutter between two columns parts them."""
    found = pieces(sheet.runs)
    gutter = _gutter(found)
    rows: list[list[Run]] = []
    for piece in found:
        if rows and _one_row(rows[-1], piece) and not _parted(rows[-1], piece, gutter):
            rows[-1].extend(piece)
        else:
            rows.append(list(piece))
    lines = [line for row in rows if (line := line_of(row, sheet.number, sheet.turn)) is not None]
    return _by_columns(lines, gutter) if _is_mixed(lines, gutter) else lines


def _one_row(row: Sequence[Run], piece: Sequence[Run]) -> bool:
    last, first = max(row, key=lambda run: run.size), max(piece, key=lambda run: run.size)
    size = max(last.size, first.size)
    return abs(last.y - first.y) < _SAME_LINE * size and piece[0].x > row[-1].right


def _parted(row: Sequence[Run], piece: Sequence[Run], gutter: float | None) -> bool:
    return gutter is not None and row[-1].right <= gutter <= piece[0].x


def _gutter(found: Sequence[Sequence[Run]]) -> float | None:
    """The middle of the strip between two columns of running text; None on a page of one column."""
    long = [(piece[0].x, piece[-1].right) for piece in found if sum(len(run.text) for run in piece) >= _LONG]
    if len(long) < 2 * _FEWEST:
        return None
    left, right = min(start for start, _ in long), max(end for _, end in long)
    scored: list[tuple[int, int, float]] = []
    for step in range(_STEPS // 4, 3 * _STEPS // 4):
        place = left + step * (right - left) / _STEPS
        before = sum(end <= place for _, end in long)
        behind = sum(start >= place for start, _ in long)
        across = len(long) - before - behind
        if min(before, behind) >= _FEWEST and across <= _MOST_ACROSS * len(long):
            scored.append((across, -min(before, behind), place))
    if not scored:
        return None
    best = min(scored)[:2]
    places = [place for *score, place in scored if tuple(score) == best]
    return places[len(places) // 2]


def _side(line: Line, gutter: float | None) -> int:
    """0 and 1: the left and right column; -1: across both."""
    if gutter is None:
        return 0
    return 0 if line.right <= gutter else 1 if line.x >= gutter else -1


def _is_mixed(lines: Sequence[Line], gutter: float | None) -> bool:
    jumps = 0
    for before, line in pairwise(line for line in lines if len(line.text) >= _LONG):
        one, other = _side(before, gutter), _side(line, gutter)
        jumps += (one == other and line.y > before.y + line.size) or (one == 1 and other == 0)
    return jumps > _FEWEST and jumps > _MOST_JUMPS * len(lines)


def _by_columns(lines: Sequence[Line], gutter: float | None) -> list[Line]:
    """From the top down; between two lines across the gutter, first the left column and then the right one."""
    ordered: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for line in sorted(lines, key=lambda line: (-line.y, line.x)):
        side = _side(line, gutter)
        if side < 0:
            ordered += [*columns[0], *columns[1], line]
            columns = ([], [])
        else:
            columns[side].append(line)
    return [*ordered, *columns[0], *columns[1]]
