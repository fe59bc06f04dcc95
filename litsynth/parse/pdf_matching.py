"""Which caption is that of which table on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from litsynth.parse.pdf_lines import ABOVE, BELOW, Line
from litsynth.parse.pdf_runs import Rule

_CAPTION_GAP = 45.0  # points between a table and its caption
_LEADING = 2.2  # of the type size: the lines of a caption are closer
_MARGIN = 4.0  # points
_SHARED = 0.3  # of the width of a table or of its caption
_MOST_BOXES = 10  # on a page, whose captions are weighed against each other

Near = tuple[Line, float]
"""A caption, and how far it stands from a table, in points."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where a table stands on its page; in points."""

    x: float
    right: float
    bottom: float
    top: float

    def holds(self, line: Line) -> bool:
        """Whether a line stands in the box."""
        level = self.bottom - 1 <= line.y <= self.top
        return level and line.x >= self.x - _MARGIN and line.right <= self.right + _MARGIN

    def shared(self, rule: Rule) -> float:
        """The part of the width that a rule runs over."""
        return (min(self.right, rule.right) - max(self.x, rule.x)) / (self.right - self.x)

    def over(self, other: "Region") -> bool:
        """Whether another box has part of the width of this one."""
        return min(self.right, other.right) - max(self.x, other.x) > 0

    def beside(self, line: Line) -> bool:
        """Whether a line has part of the width of the box."""
        return min(self.right, line.right) - max(self.x, line.x) > 0

    def lines_up(self, line: Line) -> bool:
        """Whether a line stands over or under the box, and not over or under what stands beside it."""
        shared = min(self.right, line.right) - max(self.x, line.x)
        return shared > _SHARED * min(self.right - self.x, line.right - line.x)


def matched(boxes: Sequence[Region], captions: Sequence[Line], lines: Sequence[Line]) -> Iterator[tuple[Line, Region]]:
    """Each box with its caption, above or below: so that few captions are left without a box, and gaps are small."""
    choices = [
        (box, [found for found in (_below(box, captions, boxes), _above(box, captions, lines)) if found])
        for box in boxes
    ]
    held = [(box, found) for box, found in choices if found]
    options = [found if len(held) <= _MOST_BOXES else found[:1] for _, found in held]
    best = min(
        product(*options), key=lambda chosen: (-len({id(line) for line, _ in chosen}), sum(gap for _, gap in chosen))
    )
    yield from ((line, box) for (line, _), (box, _) in zip(best, held, strict=True))


def _below(box: Region, captions: Sequence[Line], boxes: Sequence[Region]) -> Near | None:
    """The caption below a box, or below the boxes that follow it closely: they may be one table."""
    near = [line for line in captions if 0 < box.bottom - line.y < _CAPTION_GAP and box.lines_up(line)]
    if near:
        first = max(near, key=lambda line: line.y)
        return first, box.bottom - first.y - ABOVE * first.size
    under = [other for other in boxes if 0 < box.bottom - other.top < _CAPTION_GAP and box.over(other)]
    following = max(under, key=lambda other: other.top, default=None)
    found = _below(following, captions, boxes) if following else None
    return (found[0], found[1] + box.bottom - following.top) if found and following else None


def _above(box: Region, captions: Sequence[Line], lines: Sequence[Line]) -> Near | None:
    level, size, gap = box.top, 0.0, 0.0
    column = sorted((line for line in lines if line.y >= box.top - 1 and box.lines_up(line)), key=lambda line: line.y)
    for line in column:
        if line.y - level > (_LEADING * max(line.size, 8) if size else _CAPTION_GAP):
            return None
        gap = gap if size else line.y - level - BELOW * line.size
        if line in captions:
            return line, gap
        level, size = line.y, line.size
    return None
