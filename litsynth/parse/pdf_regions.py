"""Where the tables of a page stand: between rules, or in rows of pieces, next to a caption that calls them so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from litsynth.parse.pdf_captions import is_caption
from litsynth.parse.pdf_columns import has_values, in_pieces, rows_of
from litsynth.parse.pdf_lines import Line, Word
from litsynth.parse.pdf_matching import Region, matched
from litsynth.parse.pdf_runs import Rule
from litsynth.parse.pdf_tables import grid_of
from litsynth.parse.pdf_upward import Upward, with_upward
from litsynth.parse.tables import Grid

_NARROWEST = 40.0  # points
_SAME_EDGE = 6.0  # points
_PROSE = 45  # characters in one piece: a line of running text
_WORDED = 0.7  # of the words of running text begin with a letter
_CAPTION_GAP = 45.0  # points between a table and its caption
_LEADING = 2.2  # of the type size: the lines of a caption are closer, and so are the rows of a table without rules
_RULED = 1.6  # times that where a rule stands between the rows
_ONE_ROW = 0.4  # of the type size
_MARGIN = 4.0  # points
_BLANK = 20.0  # points between two rules with nothing between them: there one table ends and another begins
_ENDING = 0.6  # of a table's width: a rule above it that is longer ends another table


def page_tables(
    lines: Sequence[Line], rules: Sequence[Rule], upward: Sequence[Upward] = ()
) -> tuple[list[Line], dict[Line, list[Grid]]]:
    """The lines outside tables, and for the first line of each table's caption its grids from the top down."""
    rules = _joined(rules)
    named = [line for line in lines if (found := is_caption(line.text)) is not None and found[0] == "Table"]
    grids: dict[Line, list[Grid]] = {}
    taken: set[Line] = set()
    if not named:
        return list(lines), grids
    printed = [*lines, *(one.line for one in upward)]
    boxes = [box for box in _boxes(printed, rules) if any(map(box.holds, lines))]
    for caption, box in matched(boxes, named, lines):
        own = [rule for rule in rules if box.bottom - 1 <= rule.y <= box.top + 1 and _within(rule, box)]
        inside = [line for line in lines if box.holds(line) and line not in taken]
        labels = [one for one in upward if box.holds(one.line) and one.top <= box.top + _MARGIN]
        _take(with_upward(inside, labels), own, grids.setdefault(caption, []), taken)
    for caption in named:
        for side in (_rows_above, _rows_below):
            left = [line for line in lines if line not in taken]
            beside = side(caption, left, rules) if not grids.get(caption) else []
            near = [rule for rule in rules if beside and _near(rule, beside)]
            _take(beside, near, grids.setdefault(caption, []), taken)
    return [line for line in lines if line not in taken], grids


def _take(lines: Sequence[Line], rules: Sequence[Rule], grids: list[Grid], taken: set[Line]) -> None:
    for panel in _panels(lines):
        grid = grid_of(panel, rules)
        if grid is not None:
            grids.append(grid)
            taken.update(panel)


def _panels(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of a table, parted where the first header comes again: other columns stand below it."""
    panels: list[list[Line]] = []
    first = ""
    for level in _levels(lines):
        row = rows_of(level)[0]
        label = row.words[0].text
        first = first or label
        if not panels or (label == first and len(row.words) > 2 and not has_values(row)):
            panels.append([])
        panels[-1].extend(level)
    return panels


def _within(rule: Rule, box: Region) -> bool:
    return rule.x >= box.x - _SAME_EDGE and rule.right <= box.right + _SAME_EDGE


def _near(rule: Rule, lines: Sequence[Line]) -> bool:
    left, right = min(line.x for line in lines), max(line.right for line in lines)
    level = min(line.y for line in lines) - 3 <= rule.y <= max(line.y + line.size for line in lines) + 3
    return level and rule.x >= left - 15 and rule.right <= right + 15


def _boxes(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Region]:
    """What stands between the first and the last of rules of one width, with no running text between."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if rule.right - rule.x < _NARROWEST:
            continue
        for group in groups:
            if abs(group[0].x - rule.x) < _SAME_EDGE and abs(group[0].right - rule.right) < _SAME_EDGE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    boxes = [_with_headers(box, lines, rules) for group in groups for box in _parts(group, lines)]
    return [box for box in boxes if not any(_inside(box, other) for other in boxes if other != box)]


def _inside(box: Region, other: Region) -> bool:
    level = other.bottom - 1 <= box.bottom and box.top <= other.top + 1
    return level and other.x - 1 <= box.x and box.right <= other.right + 1


def _with_headers(box: Region, lines: Sequence[Line], rules: Sequence[Rule]) -> Region:
    """The box with the rows right above its first rule: some tables have no rule over their headers.

    A single label, which heads the rows below the rule, may stand between.
    """
    top = reached = box.top
    above = [line for line in lines if line.y > top + 0.5 and box.beside(line)]
    for level in reversed(_levels(above)):
        upper = Region(box.x, box.right, reached, reached + _LEADING * level[0].size)
        heading = len(_pieces(level)) < 2
        if not all(map(upper.holds, level)) or is_caption(level[0].text) or (heading and top < reached):
            break
        if any(reached + 1 < rule.y < level[0].y and box.shared(rule) > _ENDING for rule in rules):
            break  # the end of another table
        if heading and (level[0].x > box.x + 2 * _MARGIN or len(level[0].text) >= _PROSE):
            break
        reached = level[0].y + 0.5
        top = top if heading else reached
    return Region(box.x, box.right, box.bottom, top)


def _levels(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand on one level, from the top down; a gutter may part what is one row of a wide table."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.y, line.x)):
        if found and found[-1][0].y - line.y < _ONE_ROW * line.size:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _pieces(level: Sequence[Line], gap: float = 0.8) -> list[list[Word]]:
    return in_pieces(rows_of(level)[0], gap)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules with those that touch on one level made one."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (-round(rule.y), rule.x)):
        if found and abs(found[-1].y - rule.y) < 1 and rule.x - found[-1].right < 1:
            last = found.pop()
            found.append(Rule(last.x, max(last.right, rule.right), last.y))
        else:
            found.append(rule)
    return found


def _parts(group: Sequence[Rule], lines: Sequence[Line]) -> Iterator[Region]:
    held, top = [group[0]], group[0].y
    for above, rule in pairwise(group):
        between = Region(rule.x, rule.right, rule.y, above.y)
        inside = any(rule.y < line.y < above.y and between.beside(line) for line in lines)
        empty = above.y - rule.y > _BLANK and not inside
        if empty or any(_parts_tables(line, between) for line in lines):
            if len(held) > 1:
                yield Region(held[0].x, held[0].right, held[-1].y, top)
            held, top = [], max(rule.y, _below_caption(between, lines))
        held.append(rule)
    if len(held) > 1:
        yield Region(held[0].x, held[0].right, held[-1].y, top)


def _below_caption(box: Region, lines: Sequence[Line]) -> float:
    """The top of the rows between a caption that stands under a table's first rule and its next rule; 0 without them."""
    levels = _levels([line for line in lines if box.holds(line) and line.y > box.bottom])
    captions = [level[0] for level in levels if is_caption(level[0].text) is not None]
    apart = any(above[0].y - level[0].y > _LEADING * above[0].size for above, level in pairwise(levels))
    if len(captions) != 1 or apart or box.top - captions[0].y > _LEADING * captions[0].size:
        return 0.0
    below = (level[0].y for level in levels if level[0].y < captions[0].y - 1 and len(_pieces(level)) > 1)
    return next((y + 0.5 for y in below), 0.0)


def _parts_tables(line: Line, box: Region) -> bool:
    if is_caption(line.text) is not None:
        return box.bottom < line.y < box.top and box.beside(line)
    return box.holds(line) and _is_prose(line, box)


def _is_prose(line: Line, box: Region) -> bool:
    words = line.text.split()
    worded = sum(word[0].isalpha() for word in words) >= _WORDED * len(words)
    return (
        worded
        and len(_pieces([line], 1.2)) == 1
        and len(line.text) >= _PROSE
        and line.right - line.x > 0.85 * (box.right - box.x)
    )


def _rows_above(caption: Line, lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line]:
    return _contiguous(caption, _levels([line for line in lines if line.y > caption.y + 1])[::-1], rules, False)


def _rows_below(caption: Line, lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line]:
    return _contiguous(caption, _levels([line for line in lines if line.y < caption.y - 1]), rules, True)


def rows_at_foot(lines: Sequence[Line]) -> list[Line]:
    """The rows of a table without a caption at the foot of a page, above its number; none where there are no rows."""
    levels = _levels(lines)[::-1]
    if levels and len(levels[0]) == 1 and levels[0][0].text.isdecimal():
        levels = levels[1:]
    if not levels:
        return []
    left, right = min(line.x for line in lines), max(line.right for line in lines)
    return _contiguous(replace(levels[0][0], x=left, right=right, y=levels[0][0].y - 1), levels, (), False)


def _contiguous(caption: Line, levels: Sequence[list[Line]], rules: Sequence[Rule], skip: bool) -> list[Line]:
    """Lines next to the caption up to running text, as far as they are rows; `skip`: past the caption's own.

    Where a rule stands between rows they are one table, though it parts them more than a line does.
    """
    box = Region(caption.x, max(caption.right, caption.x + 150), 0, 0)
    found: list[Line] = []
    at = caption.y
    for level in levels:
        lines = [line for line in level if box.beside(line)]
        if not lines:
            continue
        single, first = len(_pieces(lines)) == 1, lines[0]
        if skip and not found and single and abs(first.y - at) < _LEADING * first.size:
            at = first.y
            continue
        tied = any(min(first.y, at) < rule.y < max(first.y, at) and box.shared(rule) > _ENDING for rule in rules)
        gap = _LEADING * first.size * (_RULED if tied else 1) if found else _CAPTION_GAP
        if abs(first.y - at) > gap or is_caption(first.text) or (single and len(first.text) >= _PROSE):
            break
        found.extend(lines)
        at = first.y
        box = replace(
            box, x=min(box.x, *(line.x for line in lines)), right=max(box.right, *(line.right for line in lines))
        )
    return found if sum(has_values(row) for row in rows_of(found)) >= 2 else []
