r"""A walk through a paper's tokens that finds its structure."""

from litsynth.parse.latex_anchors import LISTS, THEOREMS, Anchors, Target
from litsynth.parse.latex_arguments import skip_environment, take
from litsynth.parse.latex_blocks import FLOATS, Block, Frame, TableBlock
from litsynth.parse.latex_commands import ENVIRONMENT_ARGUMENTS
from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_inline import SKIPPED_ENVIRONMENTS, Inline, displayed, tidy
from litsynth.parse.latex_marks import Marks
from litsynth.parse.latex_math import ENVIRONMENTS, math_text
from litsynth.parse.latex_tables import TABULARS, TabularReader
from litsynth.parse.latex_tokens import PARAGRAPH

LEVELS = {"part": 0, "chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 4}
_MATHS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_BREAKS = frozenset({PARAGRAPH, "\\par", "\\newpage", "\\clearpage", "\\bigskip", "\\medskip", "\\smallskip", "\\item"})
_HEADING_COMMANDS = {
    "abstract": "Abstract", "acknowledgments": "Acknowledgments", "acknowledgements": "Acknowledgements",
    "acks": "Acknowledgments", "ack": "Acknowledgments",
}  # fmt: skip


class Walk:
    """Reads blocks from a stream. After `read`: `blocks`, and the arguments of all titles and authors as tokens."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.blocks: list[Block | TableBlock] = []
        self.titles: list[list[str]] = []
        self.authors: list[list[str]] = []
        self._inline = Inline(marks, self._label)
        self._frames = [Frame()]
        self._side: list[Block | TableBlock] = []
        self._appendix = False
        self._anchors = Anchors(self._inline.render)
        self._reference = ""

    def read(self, stream: Expander) -> None:
        """Walks to the end of the document or of the stream."""
        while (token := stream.read()) is not None:
            if token in _BREAKS:
                self._break(token, stream)
            elif token in _MATHS and self._frames[-1].kind == "table" and self._array(token, stream):
                continue
            elif token[0] != "\\" or not self._structure(token[1:], stream):
                self._inline.emit(token, stream, self._frames[-1].pieces)
        while len(self._frames) > 1:
            self._close_frame()
        self._flush()

    def restart(self) -> None:
        """Forgets all blocks: what came so far was the preamble."""
        self._frames = [Frame()]
        self._side.clear()
        self.blocks.clear()
        self._inline.footnotes.clear()

    def _break(self, token: str, stream: Expander) -> None:
        self._flush()
        if token == "\\item":
            label = stream.option()
            if label:
                self._frames[-1].pieces.append(self._inline.render(stream.inner(label)) + " ")
            elif label is None:
                self._anchors.item(stream)

    def _flush(self) -> None:
        frame = self._frames[-1]
        text = tidy("".join(frame.pieces))
        frame.pieces.clear()
        self._frames[0].number = ""  # a caption outside floats is referred to in its own paragraph
        if len(self._frames) > 1:
            if text:
                frame.note(text)
            return
        if text and self._reference:
            self.blocks.append(Block("reference", text, self._reference))
        elif text:
            self.blocks.append(Block("text", text))
        self.blocks.extend(self._side)
        self._side.clear()
        self.blocks.extend(Block("note", note) for note in self._inline.footnotes)
        self._inline.footnotes.clear()

    def _label(self, key: str) -> None:
        frame = self._frames[-1]
        if self._inline.footnote:
            self._refer(key, ("footnote", self._inline.footnote))
        elif frame.number:
            self._refer(key, (frame.numbered_as, frame.number))
        elif frame.kind:
            frame.labels.append(key)
        else:
            self._refer(key, self._anchors.here)

    def _refer(self, key: str, target: Target) -> None:
        self.marks.labels.setdefault(key, target)

    def _structure(self, name: str, stream: Expander) -> bool:
        """Handles a control word that is more than running text; False for all others."""
        if name == "begin":
            return self._begin("".join(stream.argument()).strip(), stream)
        if name == "end":
            return self._end("".join(stream.argument()).strip(), stream)
        if name in LEVELS:
            self._heading(name, stream)
        elif name in {"caption", "captionof", "subcaption", "subfloat", "subfigure", "captionbox"}:
            self._caption_command(name, stream)
        elif name == "bibitem":
            self._bibitem(stream)
        elif name in {"title", "icmltitle"}:
            stream.option()
            self.titles.append(stream.argument())
        elif name == "author":
            stream.option()
            self.authors.append(stream.argument())
        elif name in {"appendix", "appendices"}:
            self._start_appendix(stream)
        elif name in _HEADING_COMMANDS:
            self._named_section(name)
        else:
            return False
        return True

    def _begin(self, name: str, stream: Expander) -> bool:
        if name == "document":
            self.restart()
        elif name in FLOATS:
            take(stream, ENVIRONMENT_ARGUMENTS.get(name, "o"))
            if len(self._frames) > 1:
                self._flush()
            self._frames.append(Frame(name, FLOATS[name], printing=stream.macros.printing))
        elif name in TABULARS:
            if len(self._frames) > 1:
                self._flush()  # what stands before a table may name it
            frame = self._frames[-1]
            frame.table(TabularReader(name, self._inline, self._caption, frame.table).read(stream))
            if len(self._frames) == 1:
                self._side.extend(self._loose(self._frames[0]))
        elif name in ENVIRONMENTS:
            self._frames[-1].pieces.append(displayed(self._anchors.formula(name, stream, self._refer)))
        elif name in stream.macros.theorems:
            self._flush()
            self._frames[-1].pieces.append(self._anchors.theorem(name, stream))
        elif name in SKIPPED_ENVIRONMENTS or name in stream.macros.excluded:
            skip_environment(stream, name)
        elif name in stream.macros.environments:
            self._flush()
            stream.push(stream.macros.environments[name][0].expand(stream))
        else:
            self._open_text(name, stream)
        return True

    def _array(self, token: str, stream: Expander) -> bool:
        """Reads the `array` that all of a formula in a table's float is; False, and nothing read, if it is none."""
        ahead = 0
        while stream.peek(ahead) == " ":
            ahead += 1
        if [stream.peek(ahead + place) for place in range(4)] != ["\\begin", "{", "array", "}"]:
            return False
        stream.skip_space()
        take(stream, "mm")
        self._flush()
        frame = self._frames[-1]
        frame.table(TabularReader("array", self._inline, self._caption, frame.table).read(stream))
        math_text(stream, lambda end: end == _MATHS[token], self._label)
        return True

    def _open_text(self, name: str, stream: Expander) -> None:
        if name in {"subappendices", "appendices"}:
            self._start_appendix(stream)
        elif name in _HEADING_COMMANDS:
            self._named_section(name)
        elif name == "thebibliography":
            self._flush()
            stream.macros.counters.restart("enumiv")
            self.blocks.append(Block("heading", "References", "section"))
        if name in LISTS:
            self._anchors.list_of_items(name, stream)
        elif name in THEOREMS:
            self._anchors.unknown(name)
            take(stream, "o")
        elif name == "subequations":
            self._anchors.equations(stream)
        else:
            take(stream, ENVIRONMENT_ARGUMENTS.get(name, "o"))
        if name not in {"small", "footnotesize", "CJK", "CJK*", "center", "minipage", "math"}:
            self._flush()
        self._frames[-1].pieces.append(" ")

    def _end(self, name: str, stream: Expander) -> bool:
        self._anchors.close(name, stream)
        if name == "document":
            while stream.pop() is not None:
                pass
        elif name in FLOATS:
            if any(frame.environment == name for frame in self._frames):
                while self._frames[-1].environment != name:
                    self._close_frame()
                stream.macros.printing = self._frames[-1].printing
                self._close_frame()
        elif name in stream.macros.environments:
            stream.push(stream.macros.environments[name][1])
            self._flush()
        elif name in {"abstract", "thebibliography", *_HEADING_COMMANDS}:
            self._flush()
            self._reference = ""
            self.blocks.append(Block("heading", "", "end"))
        elif name not in {"small", "footnotesize", "CJK", "CJK*", "center", "minipage"}:
            self._flush()
        return True

    def _heading(self, name: str, stream: Expander) -> None:
        while len(self._frames) > 1:
            self._close_frame()
        starred = stream.star()
        stream.option()
        title = self._inline.argument(stream)
        self._flush()
        self._reference = ""
        level = LEVELS[name]
        number = "" if starred or level in {0, 4} else self._anchors.number(name, stream)
        self._anchors.section(("appendix" if self._appendix else "section", number) if number else None, stream)
        self.blocks.append(Block("heading", f"{number} {title}".strip(), name, level))

    def _named_section(self, name: str) -> None:
        self._flush()
        self.blocks.append(Block("heading", _HEADING_COMMANDS[name], "section"))

    def _start_appendix(self, stream: Expander) -> None:
        self._flush()
        if not self._appendix:
            self._appendix = True
            stream.macros.start_appendix()
            self.blocks.append(Block("heading", "", "appendix"))

    def _bibitem(self, stream: Expander) -> None:
        self._flush()
        label = stream.option()
        if label is None:
            stream.macros.counters.step("enumiv")
        key = "".join(stream.argument()).strip()
        self.marks.cite_as(
            key, self._inline.render(stream.inner(["\\arabic", "{", "enumiv", "}"] if label is None else label))
        )
        self._reference = self.marks.brackets.get(key, key)

    def _caption_command(self, name: str, stream: Expander) -> None:
        if name in {"subfloat", "subfigure"}:
            part = stream.option()
            if part is not None and self._frames[-1].kind:
                self._frames[-1].part = self._inline.render(stream.inner(part))
            return
        kind = "".join(stream.argument()).strip() if name == "captionof" else ""
        self._caption(stream, kind)
        if kind and len(self._frames) == 1:
            self._give_caption()

    def _caption(self, stream: Expander, kind: str = "") -> None:
        frame = self._frames[-1]
        kind = kind or frame.kind or "table"
        starred = stream.star()
        stream.option()
        counted = kind != "part" and not starred and kind in stream.macros.counters.values
        if counted:
            frame.number, frame.numbered_as = self._anchors.number(kind, stream), kind
        text = self._inline.argument(stream)
        label = f"{kind.capitalize()} {frame.number}" if counted else ""
        frame.caption(label, f"{label}: {text}" if counted else text)

    def _give_caption(self) -> None:
        """Gives the caption that has just been read outside any float to the table right before it, if that has none."""
        frame = self._frames[0]
        before = next(iter([*reversed(self._side), *self.blocks[:-2:-1]]), None)
        if frame.captions and isinstance(before, TableBlock) and not before.caption:
            before.name, before.caption, _ = frame.captions.pop()

    def _loose(self, frame: Frame) -> list[Block | TableBlock]:
        """Tables outside any float, with the caption of a long table."""
        blocks = frame.blocks()
        frame.grids.clear()
        frame.captions.clear()
        frame.number = ""
        return blocks

    def _close_frame(self) -> None:
        self._flush()
        frame = self._frames.pop()
        outer = self._frames[-1]
        if frame.kind == "part":
            caption = " ".join(text for _, text, _ in frame.captions)
            for part, grid in frame.grids:
                outer.table(grid, part or caption)
            outer.labels.extend(frame.labels)
            if not frame.grids and caption:
                outer.notes.append(caption)
            return
        for key in frame.labels:
            self.marks.labels.setdefault(key, (frame.numbered_as or frame.kind, frame.number or "??"))
        (self._side if len(self._frames) == 1 else self.blocks).extend(frame.blocks())
