r"""LaTeX source to a `Document`.

The source is read as TeX reads it, within budgets: `latex_tokens` (mouth), `latex_expand` and `latex_macros` (gullet),
`latex_walk` (structure), `latex_inline`, `latex_math` and `latex_tables` (what is printed). Every step is linear in
the number of tokens, and macro expansion, nesting and arguments are bounded, so that no source can hang it.
"""

from collections.abc import Sequence
from dataclasses import replace

from litsynth.errors import UnreadablePaper
from litsynth.parse import authors as author_names
from litsynth.parse.headings import section_kind
from litsynth.parse.latex_blocks import Block, TableBlock
from litsynth.parse.latex_commands import PROTECTED
from litsynth.parse.latex_expand import Budget, Expander
from litsynth.parse.latex_inline import Inline
from litsynth.parse.latex_macros import Macros
from litsynth.parse.latex_marks import Marks, without_marks
from litsynth.parse.latex_notes import notes_on, ragged_rows
from litsynth.parse.latex_tokens import tokenize
from litsynth.parse.latex_walk import Walk
from litsynth.parse.tables import Grid
from litsynth.parse.writer import Writer
from litsynth.records import Document, SectionKind

_LONGEST_SOURCE = 8_000_000  # characters; the longest of 14,030 arXiv papers has 4 million
_FEWEST_LETTERS = 200  # a paper with less running text than this has not been read


def read_latex(
    tex: str, paper_id: str, title: str = "", data: bytes = b"", *, cut: Sequence[str] = (), truncated: bool = False
) -> Document:
    """The document of one flattened LaTeX source; `data` are the bytes it came from, `title` is used if it names none.

    `cut` names files that were left out of it; `truncated`: it is what is left of an archive.

    Raises UnreadablePaper when the source is too long or holds no running text.
    """
    if len(tex) > _LONGEST_SOURCE:
        raise UnreadablePaper(f"{paper_id}: LaTeX source of {len(tex)} characters is too long")
    marks = Marks()
    budget = Budget()
    walk = Walk(marks)
    macros = Macros(PROTECTED)
    stream = Expander(tokenize(without_marks(tex)), macros, budget)
    walk.read(stream)
    rendered = (Inline(marks, lambda _: None).render(stream.inner(tokens)) for tokens in walk.titles)
    found = marks.resolve(next(filter(None, rendered), "")) or title
    names = author_names.from_latex(walk.authors, stream)
    writer = Writer()
    for line in filter(None, (found, ", ".join(names))):
        writer.paragraph(line)
    sections = _Sections(writer, marks, walk.blocks)
    sections.write()
    unbounded = budget.expansions < 0 or budget.tokens < 0
    losses = replace(macros.losses, unbounded=unbounded, cut=cut, truncated=truncated, ragged=sections.ragged)
    warnings = notes_on(tex, losses)
    read = data or tex.encode("utf-8", "replace")
    document = writer.document(paper_id, found, "latex", read, authors=names, warnings=warnings)
    if sum(len(sentence.span.of(document.text)) for sentence in document.sentences) < _FEWEST_LETTERS:
        why = f" ({'; '.join(warnings)})" if warnings else ""
        raise UnreadablePaper(f"{paper_id}: no running text in the LaTeX source{why}", "try the PDF")
    return document


class _Sections:
    """Writes blocks, and decides of which kind the section is that they stand in; notes which tables are `ragged`."""

    def __init__(self, writer: Writer, marks: Marks, blocks: list[Block | TableBlock]) -> None:
        self._writer = writer
        self._marks = marks
        self._blocks = blocks
        self._appendix = False
        self._outer: list[tuple[int, str, SectionKind]] = []
        self.ragged: list[str] = []

    def write(self) -> None:
        abstract = any(isinstance(block, Block) and block.text == "Abstract" for block in self._blocks)
        if not abstract:
            self._writer.section("", "body")
        for block in self._blocks:
            if isinstance(block, TableBlock):
                self._writer.table(block.name, self._marks.resolve(block.caption), self._resolved(block.grid))
                if count := ragged_rows(block.grid):
                    self.ragged.append(f"{block.name or 'one without a number'} ({count} of {len(block.grid.rows)})")
            elif block.kind == "heading":
                self._heading(block)
            elif block.kind == "reference":
                self._writer.reference(block.name, self._marks.resolve(block.text))
            else:
                self._writer.paragraph(self._marks.resolve(block.text))

    def _heading(self, block: Block) -> None:
        if block.name == "appendix":
            self._appendix = True
            return
        title = self._marks.resolve(block.text).rstrip(" .:")
        if block.name == "end":
            self._writer.section("", "appendix" if self._appendix else "body")
            return
        while self._outer and self._outer[-1][0] >= block.level:
            self._outer.pop()
        kind = section_kind(title, self._appendix)
        if self._outer and self._outer[-1][2] in {"boilerplate", "references"}:
            kind = self._outer[-1][2]
        self._appendix = self._appendix or (kind == "appendix" and block.level <= 1)
        full = f"{self._outer[-1][1]}: {title}" if block.level == 4 and self._outer else title
        self._outer.append((block.level, full, kind))
        self._writer.section(full, kind, title)

    def _resolved(self, grid: Grid) -> Grid:
        resolve = self._marks.resolve
        rows = (tuple(replace(cell, text=resolve(cell.text)) for cell in row) for row in grid.rows)
        return replace(grid, rows=tuple(rows))
