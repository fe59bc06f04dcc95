"""Where the columns of a printed table stand: the strips that its rows of values leave free."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.parse.pdf_lines import Line, Word
from litsynth.parse.tables import is_missing, is_numeric
from litsynth.text.boxes import around

_NARROWEST = 0.4  # of the type size: spaces between words are narrower, those between columns wider
_ONE_ROW = 0.4  # of the type size: lines less far apart are one row
_GLUE = re.compile(r"[/±|·×]|\+/-|±.*|\([^()]*\)")
_FULL = 0.85  # of the most pieces that a row has
_FEW_VALUES = 0.25  # of the rows: fewer hold values in a table of running text
_TEXT = 25  # characters in a row, without spaces: less is names and marks
_VALUES = 0.5  # of a row's pieces behind the first, for it to be a row of values


@dataclass(frozen=True, slots=True)
class Row:
    """The words of a table's row from left to right, on the baseline `y`, in points."""

    y: float
    size: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column from `x` to `right`, in points: as far as its values reach."""

    x: float
    right: float

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        return (self.x + self.right) / 2


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Lines to rows, from the top down; `79.2 ± 0.4`, `79.2 / 70.1` and `79.2 (3)` are one word each."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x)):
        if rows and rows[-1][0].y - line.y < _ONE_ROW * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(row) for row in rows]


def _row(lines: Sequence[Line]) -> Row:
    words = sorted((word for line in lines for word in line.words), key=lambda word: (word.x, word.right))
    size = statistics.median_high([line.size for line in lines])
    glued: list[Word] = []
    for word in words:
        loose = glued and word.x - glued[-1].right < 0.8 * size and glued[-1].text[-1:] not in ")]"
        here, last = _GLUE.fullmatch(word.text), glued and _GLUE.fullmatch(glued[-1].text.split()[-1])
        tied = here or (last and last.group()[-1] in "/±|-·×")
        if loose and tied and is_numeric(glued[-1].text) and (here or is_numeric(word.text)):
            before = glued.pop()
            glued.append(Word(f"{before.text} {word.text}", before.x, word.right, around([before.box, word.box])))
        else:
            glued.append(word)
    return Row(lines[0].y, size, tuple(glued))


def in_pieces(row: Row, gap: float = 0.5) -> list[list[Word]]:
    """The words of a row, parted where they stand further apart than `gap` times the type size."""
    found: list[list[Word]] = []
    for word in row.words:
        if found and word.x - found[-1][-1].right < gap * row.size:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def has_values(row: Row) -> bool:
    """Whether a row holds values behind its first piece: at least two of them, or one in a row of two pieces."""
    texts = [" ".join(word.text for word in piece) for piece in in_pieces(row)]
    behind = [text for text in texts[1:] if text]
    numeric = sum(is_numeric(text) for text in behind)
    return numeric >= 1 and numeric + sum(map(is_missing, behind)) >= _VALUES * len(behind)


def _has_value(row: Row) -> bool:
    texts = [" ".join(word.text for word in piece) for piece in in_pieces(row)[1:]]
    return any(map(is_numeric, texts))


def columns_of(rows: Sequence[Row]) -> list[Column]:
    """The columns: seen in the rows with the most values, widened and completed by what the others hold.

    In a table of running text a single line shows gaps between words; columns are what all lines leave free.
    """
    chosen = [row for row in rows if _has_value(row)]
    lengths = [sum(len(word.text) for word in row.words) for row in rows] or [0]
    text = len(chosen) < _FEW_VALUES * len(rows) and sum(map(has_values, rows)) < 2
    if text and statistics.median(lengths) >= _TEXT:
        least = _NARROWEST * statistics.median([row.size for row in rows])
        free = _covered([(word.x, word.right) for row in rows for word in row.words], least)
        if len(free) > 1:
            return free
    if len(chosen) < 2:
        chosen = list(rows)
    counts = {id(row): len(in_pieces(row, _NARROWEST)) for row in chosen}
    most = max(counts.values(), default=0)
    if most < 2:
        return []
    chosen.sort(key=lambda row: -counts[id(row)])
    full = [row for row in chosen if counts[id(row)] >= max(2, _FULL * most)]
    least = _NARROWEST * statistics.median([row.size for row in full])
    columns = _covered([(word.x, word.right) for row in full for word in row.words], least)
    for row in chosen[len(full) :]:
        for piece in in_pieces(row, _NARROWEST):
            _take_in(columns, Column(piece[0].x, piece[-1].right), least)
    for row in rows:
        if (
            len(in_pieces(row)) == 1 and columns[0].x - row.words[-1].right >= least
        ):  # labels between the rows of values
            _take_in(columns, Column(row.words[0].x, row.words[-1].right), least)
    return columns


def _covered(spans: Sequence[tuple[float, float]], least: float) -> list[Column]:
    """What the spans cover, joined over strips narrower than `least`."""
    columns: list[Column] = []
    for start, end in sorted(spans):
        if columns and start - columns[-1].right < least:
            last = columns.pop()
            columns.append(Column(last.x, max(last.right, end)))
        else:
            columns.append(Column(start, end))
    return columns


def _take_in(columns: list[Column], piece: Column, least: float) -> None:
    """Widens the column that a piece stands in, if no other is touched; or opens one where there is none."""
    near = [place for place, one in enumerate(columns) if piece.x - one.right < least and one.x - piece.right < least]
    if not near:
        columns.append(piece)
        columns.sort(key=lambda column: column.x)
    elif len(near) == 1:
        place = near[0]
        columns[place] = Column(min(columns[place].x, piece.x), max(columns[place].right, piece.right))


def label_columns(rows: Sequence[Row], columns: Sequence[Column]) -> int:
    """How many columns at the left hold labels in most rows of values; numbers with a unit (`7B`) may be labels."""
    texts: list[list[str]] = [[] for _ in columns]
    for row in filter(has_values, rows):
        for word in row.words:
            middle = (word.x + word.right) / 2
            texts[min(range(len(columns)), key=lambda place: abs(columns[place].middle - middle))].append(word.text)
    for place, held in enumerate(texts):
        words = [text for text in held if not is_missing(text)]
        labels = sum(not is_numeric(text) or any(map(str.isalpha, text)) for text in words)
        if words and 2 * labels <= len(words):
            return max(place, 1)
    return len(columns)
