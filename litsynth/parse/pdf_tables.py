"""Rows of words with their places to a grid: which cell stands in which columns, and where full rules run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litsynth.parse.pdf_columns import Column, Row, columns_of, has_values, in_pieces, rows_of
from litsynth.parse.pdf_lines import Line, Word
from litsynth.parse.pdf_runs import Rule
from litsynth.parse.tables import Grid, GridCell

_FULL_RULE = 0.85  # of the table's width
_UNDER = 1.6  # of the type size: how far below a group header its rule may run
_TIGHT = 1.35  # of the type size: the next line of one cell, not the next row
_STAGGERED = 0.85  # of the type size; lines of one cell are further apart
_CENTRED = 3.0  # points
_INDENT = 0.7  # of the type size
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class _Cell:
    """A printed cell over the columns `first` to `last`."""

    text: str
    first: int
    last: int
    x: float = 0.0
    rows: int = 1


def grid_of(lines: Sequence[Line], rules: Sequence[Rule]) -> Grid | None:
    """The grid of the lines and rules of one table, None where no columns or rows can be made out."""
    rows = rows_of(lines)
    columns = columns_of(rows)
    if not 2 <= len(columns) <= _MOST_COLUMNS or len(rows) < 2:
        return None
    width = columns[-1].right - columns[0].x
    full = [rule.y for rule in rules if rule.right - rule.x >= _FULL_RULE * width]
    partial = [rule for rule in rules if rule.right - rule.x < _FULL_RULE * width]
    placed = [_placed(row, rows[place + 1 : place + 2], columns, partial) for place, row in enumerate(rows)]
    rows, placed = _with_cells_whole(*_with_headers_whole(rows, placed), full)
    if sum(len(cells) > 1 for cells in placed) < 2:
        return None
    before = frozenset(sum(row.y > y for row in rows) for y in full)
    placed = _with_labels_first(rows, placed, sorted((rule.y for rule in rules), reverse=True))
    below = frozenset(found for rule in partial if (found := _below(rule, rows, columns)) is not None)
    return Grid(tuple(_cells(cells, columns, rows[0].size) for cells in placed), before, partial=below)


def _below(rule: Rule, rows: Sequence[Row], columns: Sequence[Column]) -> tuple[int, int, int] | None:
    """The row above a rule, and the first and last of the columns that it runs under."""
    over = [place for place, one in enumerate(columns) if rule.x <= one.middle <= rule.right]
    above = sum(row.y > rule.y for row in rows) - 1
    return (above, over[0], over[-1]) if over and above >= 0 else None


def _placed(row: Row, below: Sequence[Row], columns: Sequence[Column], rules: Sequence[Rule]) -> list[_Cell]:
    pieces = in_pieces(row)
    if has_values(row):
        return _merged([cell for piece in pieces for cell in _values(piece, columns)])
    last = any(has_values(other) for other in below)
    if len(pieces) == 1:
        names = _one_by_one(pieces[0], columns)
        return names if last and len(names) > 2 and len(names) >= len(columns) - 1 else [_alone(pieces[0], columns)]
    cells: list[_Cell] = []
    for number, piece in enumerate(pieces):
        under = _rule_under(piece, row, rules)
        if under is not None:
            covered = [place for place, one in enumerate(columns) if under.x <= one.middle <= under.right]
        else:
            covered = _overlapped(piece, columns)
        if under is None and (len(covered) > 1 or not covered):
            alone = _one_by_one(piece, columns)
            if last or (len(alone) > 1 and len(alone) == len(covered)):
                cells.extend(alone)
                continue
        if under is None and not last:
            others = {
                place for other in (*pieces[:number], *pieces[number + 1 :]) for place in _overlapped(other, columns)
            }
            covered = _centred(piece, covered, columns, others) if covered != [0] else covered
        covered = covered or [_nearest(piece[0], columns)]
        cells.append(_Cell(_text(piece), covered[0], covered[-1], piece[0].x))
    return _merged(cells)


def _values(piece: Sequence[Word], columns: Sequence[Column]) -> list[_Cell]:
    """The cells of words without a wide gap: one over several columns if they do not fit into single ones."""
    covered = _overlapped(piece, columns)
    if len(covered) > 1 and not all(_fits(word, columns) for word in piece):
        return [_Cell(_text(piece), covered[0], covered[-1], piece[0].x)]
    return _one_by_one(piece, columns)


def _fits(word: Word, columns: Sequence[Column]) -> bool:
    return len(_overlapped([word], columns)) == 1


def _one_by_one(words: Sequence[Word], columns: Sequence[Column]) -> list[_Cell]:
    return _merged([_Cell(word.text, place, place, word.x) for word in words for place in [_nearest(word, columns)]])


def _merged(cells: Sequence[_Cell]) -> list[_Cell]:
    """Cells from left to right, without two in one column."""
    found: list[_Cell] = []
    for cell in cells:
        if found and cell.first <= found[-1].last:
            before = found.pop()
            found.append(_Cell(f"{before.text} {cell.text}", before.first, max(before.last, cell.last), before.x))
        else:
            found.append(cell)
    return found


def _alone(piece: Sequence[Word], columns: Sequence[Column]) -> _Cell:
    """A single text in its row: a label of the first column, or over all columns."""
    covered = _overlapped(piece, columns)
    if covered in ([], [0]) or (len(covered) == 1 and piece[0].x <= columns[0].right):
        return _Cell(_text(piece), 0, 0, piece[0].x)
    if len(covered) == 1 and len(columns) > 2:
        return _Cell(_text(piece), covered[0], covered[0], piece[0].x)
    return _Cell(_text(piece), 0, len(columns) - 1, piece[0].x)


def _text(piece: Sequence[Word]) -> str:
    return " ".join(word.text for word in piece)


def _overlapped(piece: Sequence[Word], columns: Sequence[Column]) -> list[int]:
    left, right = piece[0].x, piece[-1].right
    return [place for place, one in enumerate(columns) if min(right, one.right) - max(left, one.x) > 0.5]


def _nearest(word: Word, columns: Sequence[Column]) -> int:
    middle = (word.x + word.right) / 2
    gaps = [max(one.x - middle, middle - one.right, 0.0) for one in columns]
    return min(range(len(columns)), key=lambda place: (gaps[place], abs(columns[place].middle - middle)))


def _rule_under(piece: Sequence[Word], row: Row, rules: Sequence[Rule]) -> Rule | None:
    middle = (piece[0].x + piece[-1].right) / 2
    return next(
        (rule for rule in rules if 0 < row.y - rule.y < _UNDER * row.size and rule.x <= middle <= rule.right), None
    )


def _centred(piece: Sequence[Word], covered: Sequence[int], columns: Sequence[Column], others: set[int]) -> list[int]:
    """The run of columns, free of other headers, that a group header without a rule is centred over."""
    middle = (piece[0].x + piece[-1].right) / 2
    first = covered[0] if covered else sum(one.middle < middle for one in columns) - 1
    last = covered[-1] if covered else first + 1
    best, away = list(covered), float("inf")
    for start in range(max(first, 1), 0, -1):
        for end in range(last, len(columns)):
            run = range(start, end + 1)
            if others & set(run):
                break
            distance = abs((columns[start].x + columns[end].right) / 2 - middle)
            if distance < away - _CENTRED or (distance < away + _CENTRED and len(run) > len(best)):
                best, away = list(run), distance
    return best


def _with_headers_whole(rows: list[Row], placed: list[list[_Cell]]) -> tuple[list[Row], list[list[_Cell]]]:
    """Header rows less than a line apart are one: cells of one line stand half way down beside cells of two."""
    kept_rows, kept = rows[:1], placed[:1]
    for row, cells in zip(rows[1:], placed[1:], strict=True):
        single = all(cell.first == cell.last for cell in (*kept[-1], *cells))
        if single and len(kept) == 1 and kept_rows[-1].y - row.y < _STAGGERED * row.size and not has_values(row):
            kept[-1] = _merged(sorted([*kept[-1], *cells], key=lambda cell: cell.first))
            kept_rows[-1] = row
        else:
            kept_rows.append(row)
            kept.append(cells)
    return kept_rows, kept


def _with_cells_whole(
    rows: list[Row], placed: list[list[_Cell]], full: Sequence[float]
) -> tuple[list[Row], list[list[_Cell]]]:
    """Labels of the first column that run over two lines are put together."""
    kept_rows: list[Row] = []
    kept: list[list[_Cell]] = []
    for row, cells in zip(rows, placed, strict=True):
        above = kept[-1] if kept else []
        goes_on = (
            len(cells) == 1
            and len(above) > 1
            and cells[0].last == above[0].first == 0
            and (cells[0].text[0].islower() or cells[0].text[0] in "(&" or above[0].text.endswith(("-", "/")))
            and kept_rows[-1].y - row.y < _TIGHT * row.size
            and not any(row.y < y < kept_rows[-1].y for y in full)
        )
        if goes_on:
            kept[-1] = [replace(above[0], text=f"{above[0].text} {cells[0].text}"), *above[1:]]
            kept_rows[-1] = replace(kept_rows[-1], y=row.y)
        else:
            kept_rows.append(row)
            kept.append(cells)
    return kept_rows, kept


def _with_labels_first(rows: Sequence[Row], placed: list[list[_Cell]], rules: Sequence[float]) -> list[list[_Cell]]:
    """A label set in the middle of its rows, between two rules, is put into the first of them and spans them all."""
    groups: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(sum(y > row.y for y in rules), []).append(place)
    result = list(placed)
    for places in groups.values():
        labelled = [place for place in places if placed[place][0].first == 0]
        others = [place for place in places if place not in labelled]
        alone = [place for place in labelled if len(placed[place]) == 1]
        if not others or not labelled or (len(labelled) > 1 and alone != labelled) or placed[labelled[0]][0].last:
            continue
        label = placed[labelled[0]][0]
        for place in labelled:
            result[place] = placed[place][1:]
        kept = [place for place in places if result[place]]
        text = " ".join(placed[place][0].text for place in labelled)
        result[kept[0]] = [replace(label, text=text, rows=len(kept)), *result[kept[0]]]
    return [cells for cells in result if cells]


def _cells(cells: Sequence[_Cell], columns: Sequence[Column], size: float) -> tuple[GridCell, ...]:
    row: list[GridCell] = []
    place = 0
    for cell in cells:
        row.extend(GridCell("") for _ in range(place, cell.first))
        indented = cell.first == 0 and cell.x - columns[0].x > _INDENT * size
        row.append(GridCell(cell.text, cell.last - cell.first + 1, cell.rows, indented))
        place = cell.last + 1
    return (*row, *(GridCell("") for _ in range(place, len(columns))))
