"""The words of a table's row to cells: over which columns each of them stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from litsynth.parse.pdf_columns import Column, Row, has_values, in_pieces
from litsynth.parse.pdf_lines import Word
from litsynth.parse.pdf_runs import Rule
from litsynth.parse.pdf_spans import spans, widened
from litsynth.parse.tables import is_numeric

_UNDER = 1.6  # of the type size: how far below a group header its rule may run
_CENTRED = 3.0  # points
_ALIGNED = 2.5  # points
_FLUSH = 0.5  # points: set flush with a single column, and so its own name
_SHARED = 5.0  # points that a group header may stand off the middle of its share of the columns
_EXACT = 1.0  # points that a heading may stand off the middle of the table where no rule sets it apart
_MOST_STUBS = 3
_MOST_HEADS = 6  # rows of headers
_WORD_SPACE = 0.4  # of the type size: wider than between words


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell over the columns `first` to `last`, and the words in it, line by line."""

    text: str
    first: int
    last: int
    x: float
    words: tuple[Word, ...]
    rows: int = 1

    @classmethod
    def of(cls, words: Sequence[Word], first: int, last: int) -> "Cell":
        """The cell that holds some words."""
        return cls(" ".join(word.text for word in words), first, last, words[0].x, tuple(words))

    def joined(self, other: "Cell") -> "Cell":
        """The cell with the text of another one behind its own, over its own columns."""
        return replace(self, text=f"{self.text} {other.text}", words=self.words + other.words)


@dataclass(frozen=True, slots=True)
class Frame:
    """The columns of a table, how many of them hold labels, the heights of its full rules, and its other rules."""

    columns: Sequence[Column]
    stub: int
    full: Sequence[float]
    partial: Sequence[Rule]


def placed(row: Row, above: Sequence[Row], below: Sequence[Row], frame: Frame) -> list[Cell]:
    """The cells of a row of the table `frame`; `above` and `below` are all rows over and under it."""
    pieces, columns, following = in_pieces(row), frame.columns, below[:1]
    if has_values(row):
        return merged([cell for piece in pieces for cell in _values(piece, columns)])
    last = any(map(has_values, following))
    if len(pieces) == 1:
        names = _one_by_one(pieces[0], columns)
        many = last and len(names) > 2 and len(names) >= len(columns) - 1
        return names if many and _aligned(pieces[0], columns) else [_alone(row, above, frame)]
    sole = last and not any(len(in_pieces(other)) > len(pieces) for other in above)
    body = any(map(has_values, above))
    if not sole and not any(
        _rule_under(number, pieces, row, following, frame.partial) for number in range(len(pieces))
    ):
        heads = [] if last or body or len(above) >= _MOST_HEADS else _heads(pieces, below, frame)
        if found := heads or _shares(pieces, columns, body):
            return found
    return merged(_over(row, pieces, following, frame, sole))


def _heads(pieces: Sequence[Sequence[Word]], below: Sequence[Row], frame: Frame) -> list[Cell]:
    """The cells of headers that no rules underline, each in the middle of its columns; none where they are not."""
    data = frame.columns[frame.stub :]
    own = [piece for piece in pieces if data and _middle(piece) >= data[0].x]
    named = widened(frame.columns, below)[frame.stub :]
    found = spans([(piece[0].x, piece[-1].right) for piece in own], named)
    if not own or found is None:
        return []
    first = [_one_by_one(piece, frame.columns[: frame.stub]) for piece in pieces[: len(pieces) - len(own)]]
    heads = [Cell.of(piece, frame.stub + one, frame.stub + end) for piece, (one, end) in zip(own, found, strict=True)]
    return merged([*(cell for cells in first for cell in cells), *heads])


def _over(row: Row, pieces: Sequence[Sequence[Word]], below: Sequence[Row], frame: Frame, sole: bool) -> list[Cell]:
    """The cells of a row of names, of which some may stand over several columns; `sole`: no other row names these."""
    columns, last = frame.columns, any(map(has_values, below))
    cells: list[Cell] = []
    for number, piece in enumerate(pieces):
        under = _rule_under(number, pieces, row, below, frame.partial)
        if under is not None:
            covered = [place for place, one in enumerate(columns) if under.x <= one.middle <= under.right]
        else:
            covered = _overlapped(piece, columns)
        if under is None and (len(covered) > 1 or not covered):
            alone = _one_by_one(piece, columns)
            split = last or (len(alone) == len(covered) and (len(alone) < 2 or _apart(piece, row.size)))
            if split and (sole or len(alone) < 2 or _aligned(piece, columns)):
                cells.extend(alone)
                continue
        if under is None and not last and covered != [0]:
            taken = {place for cell in cells for place in range(cell.first, cell.last + 1)}
            others = (
                place for other in (*pieces[:number], *pieces[number + 1 :]) for place in _overlapped(other, columns)
            )
            covered = _centred(piece, covered, columns, taken.union(others))
        covered = covered or [_nearest(piece[0], columns)]
        cells.append(Cell.of(piece, covered[0], covered[-1]))
    return cells


def _shares(pieces: Sequence[Sequence[Word]], columns: Sequence[Column], body: bool) -> list[Cell]:
    """The cells of group headers that share the columns behind the stub equally, each in the middle of its share.

    Below values (`body`) each must reach over two columns at least: single names may stand anywhere.
    """
    for stub in range(1, min(_MOST_STUBS, len(columns) - 2) + 1):
        data = columns[stub:]
        own = [piece for piece in pieces if _middle(piece) >= data[0].x]
        share, rest = divmod(len(data), max(len(own), 1))
        if not own or rest or share < 2 or (body and any(len(_overlapped(piece, columns)) < 2 for piece in own)):
            continue
        starts = range(stub, len(columns), share)
        middles = [(columns[start].x + columns[start + share - 1].right) / 2 for start in starts]
        if all(abs(_middle(piece) - middle) <= _SHARED for piece, middle in zip(own, middles, strict=True)):
            first = [_one_by_one(piece, columns[:stub]) for piece in pieces[: len(pieces) - len(own)]]
            shared = [Cell.of(piece, start, start + share - 1) for piece, start in zip(own, starts, strict=True)]
            return merged([*(cell for cells in first for cell in cells), *shared])
    return []


def _middle(piece: Sequence[Word]) -> float:
    return (piece[0].x + piece[-1].right) / 2


def _apart(piece: Sequence[Word], size: float) -> bool:
    """Whether words stand further apart than in running text: over another row of names they are names themselves."""
    return max(after.x - before.right for before, after in pairwise(piece)) >= _WORD_SPACE * size


def _aligned(piece: Sequence[Word], columns: Sequence[Column]) -> bool:
    """Whether the words of a piece are names of single columns: set flush or in the middle, all in one way."""
    held: dict[int, list[Word]] = {}
    for word in piece:
        held.setdefault(_nearest(word, columns), []).append(word)
    spans = [(columns[place], words[0].x, words[-1].right) for place, words in held.items()]
    ways = (
        [abs(x - column.x) for column, x, _ in spans],
        [abs(right - column.right) for column, _, right in spans],
        [abs((x + right) / 2 - column.middle) for column, x, right in spans],
    )
    return any(max(way) <= _ALIGNED for way in ways)


def _values(piece: Sequence[Word], columns: Sequence[Column]) -> list[Cell]:
    """The cells of words without a wide gap: one over several columns if they do not fit into single ones."""
    covered = _overlapped(piece, columns)
    if len(covered) > 1 and not all(_fits(word, columns) for word in piece):
        return [Cell.of(piece, covered[0], covered[-1])]
    return _one_by_one(piece, columns)


def _fits(word: Word, columns: Sequence[Column]) -> bool:
    return len(_overlapped([word], columns)) == 1


def _one_by_one(words: Sequence[Word], columns: Sequence[Column]) -> list[Cell]:
    return merged([Cell.of([word], place, place) for word in words for place in [_nearest(word, columns)]])


def merged(cells: Sequence[Cell]) -> list[Cell]:
    """Cells from left to right, without two in one column."""
    found: list[Cell] = []
    for cell in cells:
        if found and cell.first <= found[-1].last:
            before = found.pop()
            found.append(replace(before.joined(cell), last=max(before.last, cell.last)))
        else:
            found.append(cell)
    return found


def _alone(row: Row, above: Sequence[Row], frame: Frame) -> Cell:
    """A single text in its row: a label of the column of labels that it begins with, or over all columns."""
    columns, piece = frame.columns, in_pieces(row)[0]
    covered, last = _overlapped(piece, columns), len(columns) - 1
    value = is_numeric(" ".join(word.text for word in piece))
    flush = [place for place, one in enumerate(columns[: frame.stub]) if abs(piece[0].x - one.x) <= _ALIGNED]
    if above and (flush or piece[0].x <= columns[0].x):
        return Cell.of(piece, max(flush, default=0), max(flush, default=0))
    if covered in ([], [0]) or (len(covered) == 1 and piece[0].x <= columns[0].right):
        return Cell.of(piece, 0, 0)
    if above and covered and covered[-1] < frame.stub:
        return Cell.of(piece, covered[0], covered[-1])
    off = abs(_middle(piece) - (columns[0].x + columns[-1].right) / 2)
    ruled = bool(above) and any(row.y < y < above[-1].y for y in frame.full)
    centred = off <= (_SHARED if ruled else _EXACT if any(map(has_values, above)) else 0.0)
    if len(covered) == 1 and last > 1 and (value or not centred):
        return Cell.of(piece, covered[0], covered[0])
    return Cell.of(piece, 0, last)


def _overlapped(piece: Sequence[Word], columns: Sequence[Column]) -> list[int]:
    left, right = piece[0].x, piece[-1].right
    return [place for place, one in enumerate(columns) if min(right, one.right) - max(left, one.x) > 0.5]


def _nearest(word: Word, columns: Sequence[Column]) -> int:
    middle = (word.x + word.right) / 2
    gaps = [max(one.x - middle, middle - one.right, 0.0) for one in columns]
    return min(range(len(columns)), key=lambda place: (gaps[place], abs(columns[place].middle - middle)))


def _rule_under(
    number: int, pieces: Sequence[Sequence[Word]], row: Row, below: Sequence[Row], rules: Sequence[Rule]
) -> Rule | None:
    """The rule right below a piece that runs under no other one."""
    middle = _middle(pieces[number])
    for rule in rules:
        near = 0 < row.y - rule.y < _UNDER * row.size and all(other.y < rule.y for other in below)
        if near and rule.x <= middle <= rule.right:
            return rule if sum(rule.x <= _middle(piece) <= rule.right for piece in pieces) == 1 else None
    return None


def _centred(piece: Sequence[Word], covered: Sequence[int], columns: Sequence[Column], others: set[int]) -> list[int]:
    """The run of columns, free of other headers, that a group header without a rule is centred over."""
    middle = (piece[0].x + piece[-1].right) / 2
    first = covered[0] if covered else sum(one.middle < middle for one in columns) - 1
    last = covered[-1] if covered else first + 1
    own = columns[covered[0]] if len(covered) == 1 else None
    flush = own is not None and min(abs(piece[0].x - own.x), abs(piece[-1].right - own.right)) <= _FLUSH
    best, away = list(covered), float("inf")
    for start in range(max(first, 1), 0, -1):
        for end in range(last, len(columns)):
            run = range(start, end + 1)
            if others & set(run):
                break
            distance = abs((columns[start].x + columns[end].right) / 2 - middle)
            if flush and len(run) > 1 and distance > _CENTRED:
                continue
            if distance < away - _CENTRED or (distance < away + _CENTRED and len(run) > len(best)):
                best, away = list(run), distance
    return best
