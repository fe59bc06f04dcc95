r"""The parts of a LaTeX paper in reading order: headings, paragraphs, floats, references."""

import re
from dataclasses import dataclass, field
from typing import Literal

from litsynth.parse.latex_labels import with_whole_labels
from litsynth.parse.latex_numbers import Printing
from litsynth.parse.tables import Grid
from litsynth.parse.tables_panels import stacked

_PART = re.compile(r"\([a-z]\) \S.{0,80}")

FLOATS = {
    name + star: kind
    for name, kind in {
        "table": "table", "figure": "figure", "wraptable": "table", "wrapfigure": "figure", "sidewaystable": "table",
        "sidewaysfigure": "figure", "algorithm": "algorithm", "SCfigure": "figure", "SCtable": "table",
        "algorithm2e": "algorithm",
        "subtable": "part", "subfigure": "part", "listing": "listing", "margintable": "table", "marginfigure": "figure",
    }.items()
    for star in ("", "*")
}  # fmt: skip
"""Environments that float, and what they are counted as."""

BlockKind = Literal["heading", "text", "note", "caption", "reference"]


@dataclass(slots=True)
class Block:
    """One line or paragraph of the paper.

    `name` is a heading's kind of sectioning, a caption's printed label ("Table 2") or a reference's key; `level`
    a heading's depth (1 for `\\section`, 0 above, 4 for `\\paragraph`).
    """

    kind: BlockKind
    text: str
    name: str = ""
    level: int = 1


@dataclass(slots=True)
class TableBlock:
    """A table: its label, its caption's text (with the label in front), its grid."""

    name: str
    caption: str
    grid: Grid


@dataclass(slots=True)
class Frame:
    """A float that is being read, or the running text below all floats."""

    environment: str = ""
    kind: str = ""
    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    captions: list[tuple[str, str, int]] = field(default_factory=list)
    grids: list[tuple[str, Grid]] = field(default_factory=list)
    part: str = ""
    labels: list[str] = field(default_factory=list)
    number: str = ""
    numbered_as: str = ""
    printing: Printing = field(default_factory=Printing)  # of numbers, outside the float

    def blocks(self) -> list[Block | TableBlock]:
        """The float's captions, tables and notes."""
        found: list[Block | TableBlock] = []
        printed: set[int] = set()  # a table prints its own caption
        grids = [(place, part, grid) for place, (part, grid) in enumerate(self.grids) if is_table(grid, self.kind)]
        for place, part, grid in grids:
            own = self._caption_of(place)
            label, caption = self.captions[own][:2] if own >= 0 else ("", "")
            whole = f"{caption} {part}".strip() if len(grids) > 1 or not caption else caption
            found.extend(TableBlock(label, whole, with_whole_labels(block)) for block in stacked(grid))
            printed.add(own)
        found.extend(
            Block("caption", text, name) for place, (name, text, _) in enumerate(self.captions) if place not in printed
        )
        found.extend(Block("note", text) for text in self.notes if self.kind == "table" and text.count(" ") >= 3)
        return found

    def _caption_of(self, place: int) -> int:
        """Which caption is that of grid number `place`: the last before it if captions come first, else the next.

        Captions of figures count only where there are none of tables; -1 where there are no captions.
        """
        tables = [number for number, (name, _, _) in enumerate(self.captions) if name.startswith("Table")]
        own = [(number, self.captions[number][2]) for number in tables or range(len(self.captions))]
        if own and not own[0][1]:
            return max(number for number, before in own if before <= place)
        return next((number for number, before in own if before > place), own[-1][0] if own else -1)

    def caption(self, name: str, text: str) -> None:
        """Adds a caption: its printed label and all of its text."""
        self.captions.append((name, text, len(self.grids)))

    def table(self, grid: Grid, part: str = "") -> None:
        """Adds a table, under the name of its part of the float ("(a) Dev"), if that was printed before it."""
        self.grids.append((part or self.part, grid))
        self.part = ""

    def note(self, text: str) -> None:
        """Adds running text inside the float: the name of a part below or above its table, or a remark."""
        if not _PART.fullmatch(text) or self.kind not in {"table", "part"}:
            self.notes.append(text)
        elif self.grids and not self.grids[-1][0]:
            self.grids[-1] = (text, self.grids[-1][1])
        else:
            self.part = text


def is_table(grid: Grid, kind: str) -> bool:
    """Whether a grid holds data: two rows and columns at least, and not only pictures."""
    filled = sum(bool(cell.text) for row in grid.rows for cell in row)
    return len(grid.rows) >= 2 and grid.width >= 2 and filled >= (4 if kind == "table" else 6)
