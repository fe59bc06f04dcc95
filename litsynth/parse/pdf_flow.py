"""Blocks to a document: paragraphs that run over columns and pages, floats put after them, sections, references."""

import re
from collections.abc import Mapping, Sequence

from litsynth.parse.headings import joined_capitals, section_kind
from litsynth.parse.pdf_blocks import Block, is_tabular
from litsynth.parse.pdf_captions import is_caption
from litsynth.parse.pdf_lines import Line
from litsynth.parse.pdf_pages import Paged
from litsynth.parse.pdf_panels import panels
from litsynth.parse.pdf_paragraph import Paragraph
from litsynth.parse.pdf_text import Hyphens
from litsynth.parse.references import split_entries
from litsynth.parse.tables_panels import stacked
from litsynth.parse.writer import Writer
from litsynth.records import Span

_ENDED = re.compile(r"(?:[.!?:]['\")\]”’]*|(?<!\d)[.!?:]['\")\]”’]*\^?\d{1,2})$")  # `8.34` ends nothing
_BULLET = re.compile(r"^[•▪◦●■–∙‣►-] +(?=\S)")
_NOTE_MARK = re.compile(r"^(?:\^?\d{1,2}|[*†‡§])(?=[^\W\d_]|\s?https?:|\s[A-Z\"])\s*")
_CODE = re.compile(r"\d{1,2}:\s|(?:Input|Output|Require|Ensure|Data|Result):|>>> ")
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
        self._open = Paragraph(hyphens)
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
        title = joined_capitals(Paragraph(self._hyphens, block.lines).text.strip(" .:"))
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
        lines = _without_code(block.lines)
        if not lines or is_tabular(block.lines) or not (self._open.text or is_prose(block.text)):
            return
        if _is_fragment(block, self._measure) and self._open.text:
            if "=" in block.text and not self._open.text.endswith("[formula]"):
                self._open.put(" [formula]")
            return
        edge = min(line.x for line in lines)
        for place, line in enumerate(lines):
            indented = _INDENT[0] <= line.x - edge <= _INDENT[1] and place > 0
            if _RUN_IN.match(line.text):
                self._paragraph()
                self._floats()
                self._writer.section(line.text.split()[0].strip(".:"), "boilerplate")
            elif _ENDED.search(self._open.text) and (place == 0 or indented or _BULLET.match(line.text)):
                self._paragraph()
                self._floats()
            self._open.add(line, _BULLET.sub("", line.text))

    def _paragraph(self) -> None:
        if self._open.text:
            self._write(self._open)
        self._open = Paragraph(self._hyphens)

    def _write(self, paragraph: Paragraph) -> Span:
        start, words = self._writer.length, paragraph.words()
        for word in words:
            self.page_offsets.setdefault(word.box.page, start + word.start)
        return self._writer.paragraph(paragraph.text, words)

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
        caption = self._write(Paragraph(self._hyphens, block.lines))
        whole = [(part, page) for grid, page in self._grids.get(block.lines[0], ()) for part in panels(grid)]
        grids = [(part, page) for grid, page in whole for part in stacked(grid)]
        for grid, page in grids:
            self._writer.table(label, caption, grid, page)

    def _notes(self, block: Block) -> None:
        notes: list[list[Line]] = []
        for line in block.lines:
            if not notes or _NOTE_MARK.match(line.text):
                notes.append([])
            notes[-1].append(line)
        for lines in notes:
            note = Paragraph(self._hyphens)
            for line in lines:
                note.add(line, line.text if note.text else _NOTE_MARK.sub("", line.text))
            if is_prose(note.text):
                self._write(note)

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


def _without_code(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without those numbered like an algorithm's, two at least; lists in running text have no colons there."""
    code = [line for line in lines if _CODE.match(line.text)]
    if len(code) < 2:
        return lines
    return [] if 2 * len(code) >= len(lines) else [line for line in lines if line not in code]


def _is_fragment(block: Block, measure: float) -> bool:
    """Whether a block amid a paragraph is a formula or a stray label rather than the paragraph going on."""
    if _BULLET.match(block.text):
        return False
    words = block.text.split()
    spelt = sum(len(word) > 2 and word.isalpha() for word in words)
    if len(block.lines) <= 3 and spelt < 0.4 * len(words):
        return True
    short = all(len(line.text) < _SHORT * measure for line in block.lines)
    return short and not block.text.endswith((".", ",", ":", ";", "?", "!"))
