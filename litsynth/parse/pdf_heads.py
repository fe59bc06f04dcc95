"""Headers whose cells have different numbers of lines, each set in the middle of its row: printed lines to rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from litsynth.parse.pdf_columns import Row, has_values, in_pieces
from litsynth.parse.pdf_lines import Word
from litsynth.parse.pdf_runs import Rule
from litsynth.text.boxes import around

_STAGGERED = 0.85  # of the type size; the lines of one cell are further apart
_NEAR = 2.6  # of the type size: two rows of a header with no third between them
_MOST_HEADS = 12  # lines above the values
_MIDDLE = 0.2  # of the type size that a cell may stand off the middle of its row

_Piece = tuple[int, Word]
"""The words of a line that stand closely, as one, and the number of that line."""


def with_heads_level(rows: Sequence[Row], rules: Sequence[Rule]) -> list[Row]:
    """The rows of a table, those above its first values made one where they are less than a line apart.

    Where a piece stands over several of a lower line it heads them: then only what is set half way down by itself is
    moved, to the row below it.
    """
    end = next((place for place, row in enumerate(rows) if has_values(row)), 0)
    found: list[Row] = []
    for cluster in _clusters(rows[:end]):
        stacks = _stacks(cluster)
        ruled = any(cluster[-1].y < rule.y < cluster[0].y for rule in rules)
        if len(cluster) > 1 and not ruled and all(_is_cell(stack, cluster) for stack in stacks):
            words = tuple(_whole([word for _, word in stack]) for stack in stacks)
            found.append(replace(cluster[-1], words=words))
        else:
            found += cluster
    return [*(_without_loose(found) if len(found) <= _MOST_HEADS else found), *rows[end:]]


def _without_loose(rows: Sequence[Row]) -> list[Row]:
    """The rows of a header without those between two others that share no width with any: they name columns by themselves."""
    spans = [[(piece[0].x, piece[-1].right) for piece in in_pieces(row)] for row in rows]
    found: list[Row] = []
    moved: tuple[Word, ...] = ()
    for place, row in enumerate(rows):
        around_it = rows[max(place - 1, 0) : place + 2]
        others = [span for held in (*spans[:place], *spans[place + 1 :]) for span in held]
        alone = not any(x < end and start < right for x, right in spans[place] for start, end in others)
        if alone and len(around_it) == 3 and around_it[0].y - around_it[2].y < _NEAR * row.size:
            moved += row.words
        else:
            found.append(replace(row, words=tuple(sorted((*row.words, *moved), key=lambda word: word.x))))
            moved = ()
    return found


def _is_cell(stack: Sequence[_Piece], rows: Sequence[Row]) -> bool:
    """Whether pieces are the lines of one cell: none beside another, all of them about the middle of the rows."""
    lines = [line for line, _ in stack]
    off = (rows[lines[0]].y + rows[lines[-1]].y - rows[0].y - rows[-1].y) / 2
    return len(set(lines)) == len(lines) and abs(off) <= _MIDDLE * rows[0].size


def _clusters(rows: Sequence[Row]) -> Iterator[list[Row]]:
    cluster: list[Row] = []
    for row in rows:
        if cluster and cluster[-1].y - row.y >= _STAGGERED * row.size:
            yield cluster
            cluster = []
        cluster.append(row)
    if cluster:
        yield cluster


def _stacks(rows: Sequence[Row]) -> list[list[_Piece]]:
    """The pieces of some lines from left to right, those together that share some of their width."""
    pieces = [(line, _whole(piece)) for line, row in enumerate(rows) for piece in in_pieces(row)]
    stacks: list[list[_Piece]] = []
    right = 0.0
    for line, word in sorted(pieces, key=lambda piece: piece[1].x):
        if stacks and word.x < right:
            stacks[-1].append((line, word))
            right = max(right, word.right)
        else:
            stacks.append([(line, word)])
            right = word.right
    return [sorted(stack, key=lambda piece: piece[0]) for stack in stacks]


def _whole(words: Sequence[Word]) -> Word:
    """Words as one."""
    text = " ".join(word.text for word in words)
    return Word(
        text, min(word.x for word in words), max(word.right for word in words), around([word.box for word in words])
    )
