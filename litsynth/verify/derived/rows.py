"""Averages, totals, ranges and bounds over the cells of one row or column that the table does not print as such.

The line must be named in full, and what is summed up must be all of it: as many things as the claim counts, or each of
them a data set or language. Where the table prints an average or a total, that one is meant and nothing is computed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litsynth.quantities import entails_number
from litsynth.quantities.derive import Derived, bears, difference, mean, total
from litsynth.records import Claim, Document, Quantity, Span
from litsynth.verify.candidates import SCORES, in_unit
from litsynth.verify.contrasts import LOWER_IS_BETTER, Contrast, contrasts
from litsynth.verify.derived.keys import qualifiers
from litsynth.verify.found import Found
from litsynth.verify.grid import Entry, Grid
from litsynth.verify.remarks import beyond
from litsynth.verify.telling import figures_of, text_of
from litsynth.verify.wording import Wording, read_wording

_AVERAGED = re.compile(r"\b(?:average[sd]?|avg\.?|mean|averaging)\b", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:in (?:all|total)|altogether|a total of|totall?ing|together|combined)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:(?:on|in|for|across|over)\s+)?(?:all|every|each)(?:\s+of(?:\s+the)?)?\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:rang\w+|var(?:y|ies|ying)|spans?|lies?|anywhere)\s+(?:from|between)\s+$", re.IGNORECASE)
_RANGES_TO = re.compile(r"[\s%]*(?:to|and)\s+$|[\s%]*(?:to|and)\s+", re.IGNORECASE)
_PRINTED = re.compile(r"\b(?:avg|averages?d?|mean|overall|total|sum|all|both|macro|micro)\b|[∑Σ#]", re.IGNORECASE)
_SPLIT = re.compile(r"\b(?:train(?:ing)?|dev(?:elopment)?|valid(?:ation)?|val|test(?:ing)?)\b", re.IGNORECASE)
_NO_SCORE = re.compile(
    r"\b(?:layers?|epochs?|steps?|params?|parameters?|size|heads?|dim\w*|hours?|time|speed|memory|seeds?)\b|#", re.I
)
_AVERAGES = frozenset({"average", "averaged", "mean"})
_THINGS = frozenset(
    {"task", "dataset", "language", "domain", "benchmark", "corpus", "set", "subset", "test set", "pair"}
)
_FEWEST = 2
_FEWEST_AVERAGED = 3
_LOWEST: frozenset[str] = frozenset({">", ">="})


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of a row or column, what names it, and what each of its numbers is of."""

    name: frozenset[str]
    printed: str
    cells: tuple[Entry, ...]
    across: tuple[frozenset[str], ...]
    headers: tuple[str, ...]
    by_row: bool


def in_lines(claim: Claim, document: Document, grids: Sequence[Grid]) -> tuple[Found, ...]:
    """Where a claim tells of a whole row or column: its mean, total, range, least or greatest value; empty where it does not.

    Of two rows: the least or greatest of their differences. Other quantities than how many things the line holds leave it
    open, and so does whatever the claim says beyond its figures.
    """
    text = text_of(claim)
    if claim.paper_id != document.paper_id and claim.primary not in (document.paper_id, ""):
        return ()
    figures = _figures(claim, text)
    counts = [one for one in claim.quantities if one.span not in {figure.span for figure in figures}]
    if not figures or len(counts) > 1 or any(not _counts_things(one) for one in counts):
        return ()
    plain = read_wording(_ALL.sub(lambda match: " " * len(match.group()), text), claim.quantities)
    if beyond(plain, figures) or qualifiers(text) - _AVERAGES:
        return ()
    wording, many = read_wording(text, claim.quantities), int(counts[0].value) if counts else 0
    for grid in grids:
        found = _of_two(figures, wording, grid, many) or _of_one(figures, wording, grid, many)
        if found and not wording.unexplained([cell for place in found for cell in place.cells], grid):
            return found
    return ()


def _figures(claim: Claim, text: str) -> tuple[Quantity, ...]:
    """The figures that a line may bear: one, or the two ends of a range."""
    figures = figures_of(claim)
    if not figures and _IN_ALL.search(text):
        return tuple(one for one in claim.quantities if one.unit == "count" and not _counts_things(one))[:1]
    if len(figures) == _FEWEST and _ends(text, figures):
        return figures
    whole = _AVERAGED.search(text) or any(one.relation != "=" for one in figures)
    return figures if len(figures) == 1 and whole else ()


def _ends(text: str, figures: Sequence[Quantity]) -> bool:
    first, second = figures
    between = text[first.span.end : second.span.start]
    return bool(_RANGE.search(text[: first.span.start]) and _RANGES_TO.fullmatch(between))


def _counts_things(figure: Quantity) -> bool:
    return figure.unit == "count" and figure.noun.split()[-1:] != [] and figure.noun.split()[-1] in _THINGS


def _of_one(figures: Sequence[Quantity], wording: Wording, grid: Grid, many: int) -> tuple[Found, ...]:
    """What one line bears of the figures: the one that is named most fully, and no other as fully."""
    said = wording.said | wording.known
    line = _fullest([line for line in lines_of(grid) if line.name and line.name <= said])
    if not line:
        return ()
    if figures[0].unit == "count":
        one_named = any(across & said for across in line.across)
        return () if one_named else _totalled(figures[0], line, grid, many)
    line = _scores_of(line)
    if not _whole(line, wording, grid, many):
        return ()
    if len(figures) == _FEWEST:
        low, high = sorted(figures, key=lambda one: one.value)
        return (*_extreme(low, line, grid, True), *_extreme(high, line, grid, False)) if _holds(line, low, high) else ()
    figure = figures[0]
    if figure.relation in ("=", "~"):
        listed = all(across & said for across in line.across)
        return _averaged(figure, line, grid) if many or listed else ()
    return _extreme(figure, line, grid, figure.relation in _LOWEST)


def lines_of(grid: Grid) -> Iterator[Line]:
    """The rows of a grid, then its columns, each with what names it."""
    every = [entry for entry in grid.entries if entry.column_number >= 0 and not entry.computed]
    for by_row in (True, False):
        held: dict[int, list[Entry]] = {}
        for entry in every:
            held.setdefault(entry.row_number if by_row else entry.column_number, []).append(entry)
        for cells in held.values():
            name = cells[0].of_row if by_row else cells[0].of_column
            across = tuple(one.of_column if by_row else one.of_row for one in cells)
            headers = tuple(one.column if by_row else one.row for one in cells)
            yield Line(name, cells[0].row if by_row else cells[0].column, tuple(cells), across, headers, by_row)


def _scores_of(line: Line) -> Line:
    """The line without averages, which are none of its scores."""
    kept = [
        at
        for at, header in enumerate(line.headers)
        if line.cells[at].place != "average" and not _PRINTED.search(header)
    ]
    if len(kept) == len(line.cells):
        return line
    return replace(
        line,
        cells=tuple(line.cells[at] for at in kept),
        across=tuple(line.across[at] for at in kept),
        headers=tuple(line.headers[at] for at in kept),
    )


def _whole(line: Line, wording: Wording, grid: Grid, many: int) -> bool:
    """Whether a line's cells are scores of one metric, each of another thing, that the claim tells of as a whole."""
    cells = line.cells
    if len(cells) < _FEWEST or (many and many != len(cells)) or len(set(line.headers)) < len(cells):
        return False
    if (
        any(cell.quantity.unit not in SCORES or in_unit(cell) for cell in cells)
        or len({cell.metrics for cell in cells}) > 1
    ):
        return False
    named = [bool(across & wording.said) for across in line.across]
    if any(named):
        return all(across <= wording.said for across in line.across)
    measured_on = grid.by_kind.get("dataset", frozenset()) | grid.by_kind.get("language", frozenset())
    if any(_NO_SCORE.search(header) for header in line.headers):
        return False
    return bool(many) or all(across & measured_on for across in line.across)


def _averaged(figure: Quantity, line: Line, grid: Grid) -> tuple[Found, ...]:
    if _prints_one(line, grid) or len(line.cells) < _FEWEST_AVERAGED:
        return ()
    return _found(figure, mean([cell.quantity for cell in line.cells]), line, grid)


def _prints_one(line: Line, grid: Grid) -> bool:
    """Whether the table has an average, or a total, for the line."""
    rows = {cell.row_number for cell in line.cells}
    columns = {cell.column_number for cell in line.cells}
    beside = [one for one in grid.entries if one.row_number in rows or one.column_number in columns]
    return any(one.column_number >= 0 and (_PRINTED.search(one.column) or _PRINTED.search(one.row)) for one in beside)


def _totalled(figure: Quantity, line: Line, grid: Grid, many: int) -> tuple[Found, ...]:
    """The sum of a line over splits, or over as many things as the claim counts."""
    counts = [cell.quantity for cell in line.cells]
    by_split = all(_SPLIT.search(header) for header in line.headers)
    if len(counts) < _FEWEST or _prints_one(line, grid) or not (by_split or many == len(counts)):
        return ()
    if any(one.direction or one.value != int(one.value) for one in counts) or len(set(line.headers)) < len(counts):
        return ()
    return _found(figure, total(counts), line, grid)


def _found(figure: Quantity, derived: Derived, line: Line, grid: Grid) -> tuple[Found, ...]:
    if not bears(derived, figure):
        return ()
    value = Quantity(derived.told, derived.value, derived.bounds.low, derived.bounds.high, figure.unit, Span(0, 0))
    return (placed(figure, value, line, grid, line.cells),)


def placed(figure: Quantity, value: Quantity, line: Line, grid: Grid, of: tuple[Entry, ...]) -> Found:
    """A figure found as a value that is computed of cells, the first of them in the line."""
    cell = replace(line.cells[0], quantity=value, row=line.printed, column="", column_number=-1)
    return Found(figure, grid, cell, of=of)


def _extreme(figure: Quantity, line: Line, grid: Grid, lowest: bool) -> tuple[Found, ...]:
    """The least or the greatest cell of a line, where it settles the figure."""
    cell = (min if lowest else max)(line.cells, key=lambda one: one.quantity.value)
    if entails_number(cell.quantity, figure).answer != "yes":
        return ()
    at = line.headers[line.cells.index(cell)]
    told = f"{cell.quantity.text} ({at}), the {'lowest' if lowest else 'highest'} of {len(line.cells)}"
    return (placed(figure, replace(cell.quantity, text=told), line, grid, line.cells),)


def _holds(line: Line, low: Quantity, high: Quantity) -> bool:
    ends = (min(line.cells, key=_value), max(line.cells, key=_value))
    pairs = zip(ends, (low, high), strict=True)
    return all(entails_number(cell.quantity, end).answer == "yes" for cell, end in pairs)


def _value(cell: Entry) -> float:
    return cell.quantity.value


def _of_two(figures: Sequence[Quantity], wording: Wording, grid: Grid, many: int) -> tuple[Found, ...]:
    """The least or greatest of the differences of two lines, cell by cell, that a bound on a gain tells of."""
    told = [one for one in contrasts(wording.text, wording.quantities) if one.figure.span == figures[0].span]
    if len(figures) != 1 or figures[0].unit != "points" or figures[0].relation in ("=", "~") or len(told) != 1:
        return ()
    sides = [_named_in(wording, span, grid) for span in (told[0].subject, told[0].reference)]
    if not all(sides):
        return ()
    mine, theirs = (_scores_of(side) for side in sides if side)
    pairs = [(a, b) for a, at in zip(mine.cells, mine.headers, strict=True) for b in _opposite(theirs, at)]
    if len(pairs) != len(mine.cells) or not _whole(mine, wording, grid, many) or _lower_is_better(grid):
        return ()
    return _widest(figures[0], told[0], pairs, mine, theirs, grid)


def _lower_is_better(grid: Grid) -> bool:
    """Whether the table is of a measure of which less is better: who is ahead is then not told by who has more."""
    return any(LOWER_IS_BETTER.search(name) for name in grid.by_kind.get("metric", ()))


def _opposite(line: Line, header: str) -> list[Entry]:
    return [cell for cell, at in zip(line.cells, line.headers, strict=True) if at == header]


def _named_in(wording: Wording, span: tuple[int, int], grid: Grid) -> Line | None:
    """The one line whose label stands in full in a span of the claim, and most fully."""
    said = frozenset(label.name for label in wording.labels if span[0] <= label.start < span[1])
    return _fullest([line for line in lines_of(grid) if line.name and line.name <= said])


def _fullest(lines: Sequence[Line]) -> Line | None:
    """The one of which most is named: a row where any is, so that the columns that are listed are what it is of."""
    rows = [line for line in lines if line.by_row] or lines
    most = max((len(line.name) for line in rows), default=0)
    best = [line for line in rows if len(line.name) == most]
    return best[0] if len(best) == 1 else None


def _widest(
    figure: Quantity, told: Contrast, pairs: Sequence[tuple[Entry, Entry]], mine: Line, theirs: Line, grid: Grid
) -> tuple[Found, ...]:
    lowest = figure.relation in _LOWEST
    signed = [(difference(a.quantity, b.quantity), a, b) for a, b in pairs]
    ahead = 1 if told.ahead else -1
    # "By at least" is told of every pair, "by up to" of the largest only.
    derived, a, b = (min if lowest else max)(signed, key=lambda one: ahead * one[0].value)
    if ahead * derived.value <= 0 or not bears(derived, figure):
        return ()
    at = mine.headers[mine.cells.index(a)]
    text = f"{derived.told} ({at}; {mine.printed} less {theirs.printed}), the {'lowest' if lowest else 'highest'} of {len(pairs)}"
    value = Quantity(text, derived.value, derived.bounds.low, derived.bounds.high, "points", Span(0, 0))
    return (placed(figure, value, mine, grid, (a, b)),)
