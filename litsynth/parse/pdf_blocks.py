"""Lines to blocks: what stands together on a page, in one size of type, and what part of the paper it is."""

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from litsynth.parse.headings import joined_capitals, section_kind
from litsynth.parse.pdf_captions import is_caption
from litsynth.parse.pdf_lines import Line

Role = Literal["body", "heading", "caption", "side"]

_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: (?:of|/) \d{1,4})?|[ivxl]{1,6}|\d+:\d+", re.IGNORECASE)
_STAMP = re.compile(
    r"arXiv:\d{4}\.\d{4,5}(?:v\d+)? \[|Proceedings of |Preprint\b|Under review|Published as a conference|c?©|\(c\) ?20\d\d"
)
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(
    r"(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|Appendix [A-Z]\b[.:]?) (?=[^\W\d_a-z]|[a-z][A-Z])"
)
_KNOWN = frozenset(
    "abstract introduction conclusion conclusions references bibliography acknowledgments acknowledgements limitations "
    "discussion appendix methods method results background experiments evaluation".split()
) | {"related work", "conclusion and future work", "ethics statement", "experimental setup", "ethical considerations"}
_VALUE = re.compile(r"[~<>≤≥±+(\[-]*\d(?:[\d.,:/]*\d)?[%†‡*kKMB)\]x×]*|[-–—✓✗]")
_NAMED_KINDS = frozenset({"abstract", "references", "boilerplate"})
_SPELT = re.compile(r"[^\W\d_]{3}")
_LONGEST_HEADING = 110  # characters
_EDGE_LINES = 3  # at the top and the bottom of a page
_SAME_SIZE = 0.06


@dataclass(slots=True)
class Block:
    """Lines that follow each other closely in one size and weight; `larger` than the running text or not."""

    lines: list[Line]
    role: Role = "body"
    larger: bool = False

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def text(self) -> str:
        """The lines joined as they stand."""
        return " ".join(line.text for line in self.lines)


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without running heads, page numbers and stamps: edge lines that recur, or look like nothing else.

    Captions stay, also such as differ in their number only.
    """
    edges = [_edge_lines(page) for page in pages]
    seen = Counter(shape for page in edges for shape in {_shape(line) for line in page})
    needed = 2 if len(pages) <= 3 else max(3, round(0.25 * len(pages)))
    kept: list[list[Line]] = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        furniture = {
            line
            for line in edge
            if is_caption(line.text) is None
            and (
                (seen[_shape(line)] >= needed and len(pages) > 1 and len(line.text) < 150)
                or _PAGE_NUMBER.fullmatch(line.text)
                or (number == 0 and _STAMP.match(line.text))
            )
        }
        kept.append([line for line in page if line not in furniture])
    return kept


def _edge_lines(page: Sequence[Line]) -> set[Line]:
    ordered = sorted(page, key=lambda line: (line.y, line.x))
    return {*ordered[:_EDGE_LINES], *ordered[-_EDGE_LINES:]}


def _shape(line: Line) -> str:
    return _DIGITS.sub("#", line.text.lower())


def body_size(lines: Iterable[Line]) -> float:
    """The size that most characters are set in, in points; 10 where there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Blocks in reading order; a block ends at a change of size, weight or column, and at a wider gap."""
    steps = [(before.y - line.y) / line.size for before, line in itertools.pairwise(lines) if before.size == line.size]
    steps = [step for step in steps if 0.5 < step < 3]
    widest = 1.35 * statistics.median(steps) if steps else 1.8
    blocks: list[Block] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, widest):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block([line]))
    return blocks


def _goes_on(block: Block, line: Line, widest: float) -> bool:
    last = block.lines[-1]
    if (
        last.page != line.page
        or abs(last.size - line.size) > _SAME_SIZE * last.size
        or block.lines[0].bold != line.bold
    ):
        return False
    if line.bold and _NUMBERED.match(line.text):
        return False
    if is_caption(line.text) is not None and last.text.endswith((".", ":")):
        return False
    return -0.3 * line.size <= last.y - line.y <= widest * line.size and abs(last.x - line.x) < 200


def give_roles(blocks: Sequence[Block], body: float) -> None:
    """Sets each block's role; `body` is the size of the paper's running text."""
    for place, block in enumerate(blocks):
        block.larger = block.size >= 1.08 * body
        same_size = abs(block.size - body) <= _SAME_SIZE * body
        if is_caption(block.text) is not None and (not block.lines[0].bold or len(block.text) < 400):
            block.role = "caption"
        elif _is_heading(block, blocks[place - 1] if place else None, blocks[place + 1 : place + 2], body):
            block.role = "heading"
        elif not same_size or is_tabular(block.lines):
            block.role = "side"


def _is_heading(block: Block, before: Block | None, after: Sequence[Block], body: float) -> bool:
    text, first = block.text, block.lines[0]
    if len(text) > _LONGEST_HEADING or len(block.lines) > 3 or not 0.85 <= first.size / body <= 1.6:
        return False
    known = joined_capitals(text).lower().strip(" .:") in _KNOWN
    if len(block.lines) == 1 and (known or section_kind(text) in _NAMED_KINDS):
        return True
    letters = sum(character.isalpha() for character in text)
    if letters < max(3, 0.5 * len(text.replace(" ", ""))) or text.endswith((",", ";")) or not _SPELT.search(text):
        return False
    stands_out = first.bold or block.larger
    if _NUMBERED.match(text):
        ended = before is None or before.lines[-1].text.endswith((".", ":", "?", "!")) or before.role != "body"
        return stands_out or (ended and len(block.lines) == 1 and not text.endswith(".") and len(text.split()) <= 8)
    titled = text[0].isupper() and len(text.split()) <= 12 and not any(character.isdigit() for character in text)
    placed = stands_out and first.size >= 0.98 * body and first.page > 1
    opens_paragraph = text.endswith("-") or any(other.text[0].islower() for other in after)
    return titled and placed and not opens_paragraph and any(_runs_below(block, other, body) for other in after)


def _runs_below(heading: Block, other: Block, body: float) -> bool:
    """Whether `other` is running text right below a heading, or another heading."""
    last, first = heading.lines[-1], other.lines[0]
    if other.page != heading.page or not 0 < last.y - first.y < 4 * body or abs(first.x - last.x) > 150:
        return False
    running = abs(other.size - body) <= _SAME_SIZE * body and len(other.text) > 60 and not is_tabular(other.lines)
    return running or _NUMBERED.match(other.text) is not None


def with_references_marked(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a heading in front of a numbered reference list that has none (as in physics journals)."""
    result = list(blocks)
    if any(block.role == "heading" and section_kind(block.text) == "references" for block in blocks):
        return result
    for place, block in enumerate(blocks):
        for index, line in enumerate(block.lines):
            if line.text.startswith("[1] ") and _numbers_follow(blocks[place : place + 4], line):
                title = "References"
                heading = Block([replace(line, bold=True, text=title, names=title, words=())], "heading")
                parts = [Block(block.lines[:index], block.role), heading, Block(block.lines[index:])]
                result[place : place + 1] = [part for part in parts if part.lines]
                return result
    return result


def _numbers_follow(blocks: Sequence[Block], first: Line) -> bool:
    lines = [line for block in blocks for line in block.lines]
    following = " ".join(line.text for line in lines[lines.index(first) : lines.index(first) + 20])
    return "[2] " in following and "[3] " in following


def is_tabular(lines: Sequence[Line]) -> bool:
    """Whether lines look like rows of values rather than prose: many values, or most lines end in one."""
    words = [word for line in lines for word in line.text.split()]
    values = sum(bool(_VALUE.fullmatch(word)) for word in words)
    ending = sum(bool(_VALUE.fullmatch(line.text.split()[-1])) for line in lines)
    return (len(words) >= 3 and values >= 0.4 * len(words)) or (len(lines) >= 2 and ending >= 0.6 * len(lines))
