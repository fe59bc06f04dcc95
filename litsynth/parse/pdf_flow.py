"""Blocks to a document: paragraphs that run over columns and pages, floats put after them, sections, references."""

import re
from collections.abc import Mapping, Sequence

from litsynth.parse.headings import section_kind
from litsynth.parse.pdf_blocks import Block, is_tabular
from litsynth.parse.pdf_captions import is_caption
from litsynth.parse.pdf_lines import Line
from litsynth.parse.pdf_pages import Paged
from litsynth.parse.pdf_panels import panels
from litsynth.parse.pdf_text import Hyphens
from litsynth.parse.references import split_entries
from litsynth.parse.tables_panels import stacked
from litsynth.parse.writer import Writer
from litsynth.records import Span

_ENDED = re.compile(r"[.!?:]['\")\]”’]*(?:\^?\d{1,2})?$")
_BULLET = re.compile(r"^[•▪◦●■–∙‣►-] +(?=\S)")
_NOTE_MARK = re.compile(r"^(?:\^?\d{1,2}|[*†‡§])(?=[^\W\d_]|\s?https?:|\s[A-Z\"])\s*")
_APPENDIX = re.compile(r"(?:[A-Z](?:\.\d+)*\.? |Appendi|Supplement)")
_INDENT = (3.0, 30.0)  # points to the right of the block's edge at which a paragraph starts
_COLUMN = 60.0  # points within which lines belong to one column's left edge
_FEWEST_WORDS = 6
_SHORT = 0.7  # of a full line
_RUN_IN = re.compile(r"^Acknowledge?ments?[.:]? (?=[A-Z])")
_PROSE = 0.6  # of a sentence's words are made of letters


class Flow:
    """Writes blocks into a `Writer`; call `add` for each in reading order, then `finish`.

    `measure` is how many characters a full line of running text has; `grids` are the tables by the first line of
    their caption.
    """

    def __init__(self, writer: Writer, hyphens: Hyphens, measure: float, grids: Mapping[Line, Sequence[Paged]]) -> None:
        self._grids = grids
        self._writer = writer
        self._hyphens = hyphens
        self._measure = measure
        self._text = ""
        self._pages: list[tuple[int, int]] = []
        self._side: list[Block] = []
        self._references: list[Line] = []
        self._past_references = False
        self._appendix = False
        self.page_offsets: dict[int, int] = {}

    def add(self, block: Block) -> None:
        """Takes the next block."""
        if block.role == "heading":
            self._heading(block)
        elif self._writer.kind == "references" and block.role != "caption" and self._like_references(block):
            self._references.extend(block.lines)
        elif self._writer.kind == "references" or (block.role in {"caption", "side"} and not self._small_print(block)):
            self._side.append(block)
        else:
            self._prose(block)

    def finish(self) -> None:
        """Writes what is still open."""
        self._close_references()
        self._paragraph()
        self._floats()

    def _like_references(self, block: Block) -> bool:
        """Whether a block is set as the list began: figures and examples of an appendix without heading are not."""
        return not self._references or abs(self._references[0].size - block.size) <= 0.5

    def _small_print(self, block: Block) -> bool:
        """Whether a block of another size is the running text of its section: an abstract is often set smaller."""
        return block.role == "side" and self._writer.kind == "abstract" and is_prose(block.text) and block.page <= 2

    def _heading(self, block: Block) -> None:
        title = self._joined(block.lines).strip(" .:")
        late = self._appendix or self._past_references
        kind = section_kind(title, late)
        plain = kind == "appendix" and not _APPENDIX.match(title) and not block.larger
        if self._writer.kind == "references" and plain:  # bold type inside an entry
            self._references.extend(block.lines)
            return
        self._close_references()
        self._paragraph()
        self._floats()
        self._appendix = self._appendix or kind == "appendix"
        self._past_references = self._past_references or kind == "references"
        self._writer.section(title, kind)

    def _prose(self, block: Block) -> None:
        if is_tabular(block.lines) or not (self._text or is_prose(block.text)):
            return
        if _is_fragment(block, self._measure) and self._text:
            self._text += " [formula]" if "=" in block.text and not self._text.endswith("[formula]") else ""
            return
        edge = min(line.x for line in block.lines)
        for place, line in enumerate(block.lines):
            indented = _INDENT[0] <= line.x - edge <= _INDENT[1] and place > 0
            if _RUN_IN.match(line.text):
                self._paragraph()
                self._floats()
                self._writer.section(line.text.split()[0].strip(".:"), "boilerplate")
            elif self._text and _ENDED.search(self._text) and (place == 0 or indented or _BULLET.match(line.text)):
                self._paragraph()
                self._floats()
            self._line(line)

    def _line(self, line: Line) -> None:
        text = _BULLET.sub("", line.text)
        if not self._text:
            self._pages = [(0, line.page)]
            self._text = text
            return
        joined = self._hyphens.join(self._text, text)
        if line.page != self._pages[-1][1]:
            self._pages.append((len(joined) - len(text), line.page))
        self._text = joined

    def _paragraph(self) -> None:
        if self._text:
            start = self._writer.pages(self._text, self._pages)
            for offset, page in self._pages:
                self.page_offsets.setdefault(page, start + offset)
        self._text = ""

    def _floats(self) -> None:
        """Writes captions with their tables, and notes, that were set amid the paragraph before."""
        for block in self._side:
            name = is_caption(block.text) if block.role == "caption" else None
            if name is not None:
                self._captioned(block, " ".join(name))
            elif block.role == "side" and _NOTE_MARK.match(block.lines[0].text):
                self._notes(block)
        self._side.clear()

    def _captioned(self, block: Block, label: str) -> None:
        caption = self._joined(block.lines)
        self.page_offsets.setdefault(block.page, self._writer.length)
        whole = [(part, page) for grid, page in self._grids.get(block.lines[0], ()) for part in panels(grid)]
        grids = [(part, page) for grid, page in whole for part in stacked(grid)]
        if not grids:
            self._writer.paragraph(caption, block.page)
        place: str | Span = caption
        for grid, page in grids:
            place = self._writer.table(label, place, grid, page)

    def _notes(self, block: Block) -> None:
        notes: list[list[Line]] = []
        for line in block.lines:
            if not notes or _NOTE_MARK.match(line.text):
                notes.append([])
            notes[-1].append(line)
        for lines in notes:
            text = _NOTE_MARK.sub("", self._joined(lines))
            if is_prose(text):
                self._writer.paragraph(text, block.page)

    def _joined(self, lines: Sequence[Line]) -> str:
        text = lines[0].text
        for line in lines[1:]:
            text = self._hyphens.join(text, line.text)
        return text

    def _close_references(self) -> None:
        """Writes the entries that were collected; each is one line, its line ends mended."""
        lines: list[str] = []
        hanging: list[bool] = []
        for line, begins in zip(self._references, _hanging(self._references), strict=True):
            if lines and not begins and lines[-1].endswith("-"):
                lines[-1] = self._hyphens.join(lines[-1], line.text)
            else:
                lines.append(line.text)
                hanging.append(begins)
        for entry in split_entries(lines, hanging if any(hanging) else None):
            self._writer.reference(entry.key, entry.text)
        self._references.clear()


def _hanging(lines: Sequence[Line]) -> list[bool]:
    """Which lines are set out to the left of most others in their column; none where the list is not set like that."""
    flags: list[bool] = []
    for line in lines:
        near = [other.x for other in lines if other.page == line.page and 0 <= line.x - other.x < _COLUMN]
        flags.append(line.x - min(near) < _INDENT[0])
    return flags if 0.1 * len(flags) <= sum(flags) <= 0.75 * len(flags) else [False] * len(flags)


def is_prose(text: str) -> bool:
    """Whether a text can hold a sentence: several words, mostly of letters.

    >>> is_prose("We report accuracy on the test set of XNLI."), is_prose("BLEU 23.75 39.2 40.4 41.0 18.9 2.1")
    (True, False)
    """
    words = text.split()
    letters = sum(sum(character.isalpha() for character in word) * 2 > len(word) for word in words)
    return len(words) >= _FEWEST_WORDS and letters >= _PROSE * len(words)


def _is_fragment(block: Block, measure: float) -> bool:
    """Whether a block amid a paragraph is a formula or a stray label rather than the paragraph going on."""
    words = block.text.split()
    spelt = sum(len(word) > 2 and word.isalpha() for word in words)
    if len(block.lines) <= 3 and spelt < 0.4 * len(words):
        return True
    short = all(len(line.text) < _SHORT * measure for line in block.lines)
    return short and not block.text.endswith((".", ",", ":", ";", "?", "!"))
