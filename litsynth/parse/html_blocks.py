"""The parts of an HTML page in reading order: headings, paragraphs, floats, references."""

from litsynth.parse.headings import section_kind
from litsynth.parse.html_inline import EQUATIONS, Inline, is_table
from litsynth.parse.html_tables import grid_of
from litsynth.parse.html_tree import Node
from litsynth.parse.tables_panels import stacked
from litsynth.parse.writer import Writer
from litsynth.records import SectionKind

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEVELS = {
    "ltx_title_section": 1, "ltx_title_appendix": 1, "ltx_title_chapter": 0, "ltx_title_subsection": 2,
    "ltx_title_subsubsection": 3, "ltx_title_paragraph": 4, "ltx_title_subparagraph": 4,
}  # fmt: skip
_UNREAD_TAGS = frozenset({"nav", "head", "title", "meta", "link", "dialog", "pre"})
_UNREAD = frozenset(
    "ltx_authors ltx_creator ltx_dates ltx_TOC ltx_page_navbar ltx_page_footer ltx_page_header ltx_page_logo "
    "ltx_pagination ltx_role_affiliation ltx_listing ltx_verbatim ltx_picture ltx_rule ltx_classification ltx_keywords "
    "ltx_ERROR".split()
)
# Around a web page's subject, on every page of its site.
_FURNITURE = frozenset({"header", "footer", "aside"})
_BLOCKS = (
    frozenset(
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer header hr li "
        "main ol p section summary table tbody td tfoot th thead tr ul html root".split()
    )
    | _HEADINGS
)
_FEWEST_WORDS = 3  # of a remark below a table; less is the name of a panel
_BLOCK_CLASSES = frozenset({"ltx_para", "ltx_p", "ltx_caption", "ltx_title", "ltx_bibitem"})


class Blocks:
    """Writes a page to `writer`; `title` is the page's, which is not a section's."""

    def __init__(self, writer: Writer, title: str) -> None:
        self._writer = writer
        self._title = title
        self._line: list[Node | str] = []
        self._appendix = False
        self._outer: list[tuple[int, str, SectionKind]] = []

    def read(self, node: Node) -> None:
        """Writes all that an element holds."""
        for child in node.children:
            if isinstance(child, str) or not _is_block(child):
                self._line.append(child)
            else:
                self._block(child)
        self._flush()

    def _block(self, node: Node) -> None:
        if node.tag in _UNREAD_TAGS or not _UNREAD.isdisjoint(node.classes):
            return
        if not EQUATIONS.isdisjoint(node.classes):  # the sentence goes on around a displayed formula
            self._line.append(node)
            return
        if node.tag == "p" and self._after_formula():
            self._line.extend([" ", *node.children])
            return
        self._flush()
        if node.tag in _HEADINGS or "ltx_title" in node.classes:
            self._heading(node)
        elif "ltx_abstract" in node.classes:
            self._part(node, "Abstract", "abstract")
        elif "ltx_acknowledgements" in node.classes:
            self._part(node, "Acknowledgments", "boilerplate")
        elif "ltx_bibitem" in node.classes:
            self._reference(node)
        elif node.tag == "figure" or not node.classes.isdisjoint({"ltx_table", "ltx_figure"}):
            self._float(node, "", "")
        elif is_table(node):
            self._tables([node], "", self._own_caption(node))
        elif node.tag not in _FURNITURE or node.classes:
            self._appendix = self._appendix or "ltx_appendix" in node.classes
            self._container(node)

    def _after_formula(self) -> bool:
        last = next((one for one in reversed(self._line) if isinstance(one, Node) or one.strip()), "")
        return isinstance(last, Node) and not EQUATIONS.isdisjoint(last.classes)

    def _container(self, node: Node) -> None:
        if node.tag == "p" or node.tag in {"li", "dt", "dd"} or "ltx_p" in node.classes:
            self._line.extend(child for child in node.children if isinstance(child, str) or not _is_block(child))
            blocks = [child for child in node.children if isinstance(child, Node) and _is_block(child)]
            if not blocks:
                return  # a displayed formula may continue the paragraph
            for child in blocks:
                self._block(child)
            self._flush()
        else:
            self.read(node)

    def _flush(self) -> None:
        """Writes the line that was gathered, then its footnotes and the tables that stood in it."""
        line, self._line = self._line, []
        inline = Inline()
        text = inline.text(line)
        if text and self._writer.kind != "references":
            self._writer.paragraph(text)
        for note in inline.notes:
            self._writer.paragraph(note)
        self._tables(inline.tables, "", "")

    def _heading(self, node: Node) -> None:
        text = Inline(flat=True).text(node.children).rstrip(" .:")
        if "ltx_title_document" in node.classes or not text or text == self._title:
            return
        if "ltx_title_abstract" in node.classes or "ltx_title_acknowledgements" in node.classes:
            return  # written by the part that it heads
        if "ltx_title_theorem" in node.classes:
            self._writer.paragraph(text)
            return
        text = text.removeprefix("Appendix ") if "ltx_title_appendix" in node.classes else text
        level = next((_LEVELS[name] for name in node.classes if name in _LEVELS), None)
        self._section(text, int(node.tag[1:]) - 1 if level is None and node.tag in _HEADINGS else level or 1)

    def _section(self, title: str, level: int) -> None:
        while self._outer and self._outer[-1][0] >= level:
            self._outer.pop()
        kind = section_kind(title, self._appendix)
        if self._outer and self._outer[-1][2] in {"boilerplate", "references"}:
            kind = self._outer[-1][2]
        self._appendix = self._appendix or (kind == "appendix" and level <= 1)
        full = f"{self._outer[-1][1]}: {title}" if level == 4 and self._outer else title
        self._outer.append((level, full, kind))
        self._writer.section(full, kind, title)

    def _part(self, node: Node, title: str, kind: SectionKind) -> None:
        """A part that ends where its element ends, unlike a section, which ends where the next one begins."""
        self._writer.section(title, kind)
        self.read(node)
        self._writer.section("", "appendix" if self._appendix else "body")

    def _reference(self, node: Node) -> None:
        if self._writer.kind != "references":
            self._section("References", 1)
        tag = next(node.having("ltx_tag_bibitem"), None)
        key = Inline(flat=True).text(tag.children).strip("[] ") if tag is not None else ""
        text = Inline(flat=True).text(child for child in node.children if child is not tag)
        if text:
            self._writer.reference(key or node.attributes.get("id", ""), text)

    def _float(self, node: Node, label: str, outer: str) -> None:
        """A table or figure: its caption and the tables inside, those of its panels with the panel's caption too."""
        caption = next((one for one in _below(node) if one.tag == "figcaption" or "ltx_caption" in one.classes), None)
        inline = Inline(flat=True)
        text = inline.text(caption.children) if caption is not None else ""
        tag = next((one for one in caption.having("ltx_tag") if one.text().strip()), None) if caption else None
        label = label or (tag.text().strip(" :.\n") if tag is not None else "")
        whole = f"{outer} {text}".strip()
        panels = [one for one in _below(node) if one.tag == "figure"]
        tables = [one for one in _below(node) if is_table(one)]
        if tables:
            self._tables(tables, label, whole)
            inline.notes.extend(_remarks(node))
        elif text and not any(is_table(one) for panel in panels for one in panel.elements()):
            self._writer.paragraph(text)
        for note in inline.notes:
            self._writer.paragraph(note)
        for panel in panels:
            self._float(panel, label, whole)

    def _tables(self, tables: list[Node], label: str, caption: str) -> None:
        for table in tables:
            inline = Inline(flat=True)
            inline.text([table])
            for grid in stacked(grid_of(table)):
                if len(grid.rows) >= 2 and grid.width >= 2:
                    self._writer.table(label, caption, grid)
                else:  # columns of text, set as a table
                    for cell in (cell for row in grid.rows for cell in row if cell.text):
                        self._writer.paragraph(cell.text)
            for note in inline.notes:
                self._writer.paragraph(note)

    def _own_caption(self, node: Node) -> str:
        caption = next(node.tagged("caption"), None)
        return Inline(flat=True).text(caption.children) if caption is not None else ""


def _is_block(node: Node) -> bool:
    if node.tag in _BLOCKS or node.tag in _UNREAD_TAGS or not node.classes.isdisjoint(_BLOCK_CLASSES | EQUATIONS):
        return "ltx_note" not in node.classes
    return "ltx_note" not in node.classes and any(
        one.tag in {"p", "div", "figure", "section", "ul", "ol"} for one in node.elements()
    )


def _remarks(node: Node) -> list[str]:
    """The paragraphs of a float beside its caption, its tables and its panels: what is set below a table."""
    found = [one for one in _below(node) if one.tag in {"p", "li"} or "ltx_p" in one.classes]
    inside = {id(below) for one in found for below in one.elements() if below is not one}
    plain = (one for one in found if id(one) not in inside and not any(map(is_table, one.elements())))
    texts = (Inline(flat=True).text(one.children) for one in plain)
    return [text for text in texts if len(text.split()) >= _FEWEST_WORDS]


def _below(node: Node) -> list[Node]:
    """The elements below, down to tables and other floats but not into them."""
    found: list[Node] = []
    waiting = [child for child in reversed(node.children) if isinstance(child, Node)]
    while waiting:
        one = waiting.pop()
        found.append(one)
        if one.tag != "figure" and not is_table(one):
            waiting.extend(child for child in reversed(one.children) if isinstance(child, Node))
    return found
