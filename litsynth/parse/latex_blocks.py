r"""The parts of a LaTeX paper in reading order: headings, paragraphs, floats, references."""

from dataclasses import dataclass, field
from typing import Literal

from litsynth.parse.tables import Grid, stacked

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
    captions: list[tuple[str, str]] = field(default_factory=list)
    grids: list[tuple[str, Grid]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    number: str = ""
    numbered_as: str = ""

    def blocks(self) -> list[Block | TableBlock]:
        """The float's captions, tables and notes."""
        found: list[Block | TableBlock] = []
        label, caption = self.captions[0] if self.captions else ("", "")
        grids = [(part, grid) for part, grid in self.grids if is_table(grid, self.kind)]
        for part, grid in grids:
            whole = f"{caption} {part}".strip() if len(grids) > 1 or not caption else caption
            found.extend(TableBlock(label, whole, block) for block in stacked(grid))
        first = 1 if grids else 0  # a table prints its own caption
        found.extend(Block("caption", text, name) for name, text in self.captions[first:])
        found.extend(Block("note", text) for text in self.notes if self.kind == "table" and text.count(" ") >= 3)
        return found


def is_table(grid: Grid, kind: str) -> bool:
    """Whether a grid holds data: two rows and columns at least, and not only pictures."""
    filled = sum(bool(cell.text) for row in grid.rows for cell in row)
    return len(grid.rows) >= 2 and grid.width >= 2 and filled >= (4 if kind == "table" else 6)
