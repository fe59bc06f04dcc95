"""Boxes of what is printed: put together, and counted by lines."""

from collections.abc import Sequence

from litsynth.records import Box


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around boxes of one page.

    >>> around([Box(1, 10, 5, 20, 12), Box(1, 22, 4, 30, 11)])
    Box(page=1, left=10, bottom=4, right=30, top=12)
    """
    return Box(
        boxes[0].page,
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


def by_line(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes with those that follow each other on one level of a page made one.

    >>> by_line([Box(1, 10, 4, 20, 11), Box(1, 22, 4, 30, 11), Box(1, 10, -8, 15, -1)])
    (Box(page=1, left=10, bottom=4, right=30, top=11), Box(page=1, left=10, bottom=-8, right=15, top=-1))
    """
    found: list[Box] = []
    for box in boxes:
        if found and found[-1].page == box.page and min(found[-1].top, box.top) > max(found[-1].bottom, box.bottom):
            found[-1] = around([found[-1], box])
        else:
            found.append(box)
    return tuple(found)
