"""Running text of HTML: mathematics by its TeX, footnotes set apart, citations as printed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from litsynth.parse.html_tree import Node
from litsynth.parse.latex_expand import Budget, Expander
from litsynth.parse.latex_inline import displayed, tidy
from litsynth.parse.latex_macros import Macros
from litsynth.parse.latex_math import math_text
from litsynth.parse.latex_tokens import tokenize
from litsynth.parse.scripts import character_before, script_text

EQUATIONS = frozenset({"ltx_equation", "ltx_equationgroup", "ltx_eqn_table"})
TABLES = frozenset({"ltx_tabular"})
_NOTES = frozenset({"ltx_note"})
_SILENT = frozenset(
    "ltx_note_mark ltx_tag_note ltx_ERROR ltx_bib_cited ltx_pagination ltx_rule ltx_tag_equation ltx_eqn_eqno "
    "ltx_rdf ltx_picture ltx_listing ltx_verbatim ltx_author_notes".split()
)
_GAP = re.compile("[\u2001\u2003]|\u00a0{2,}")  # quads, and the no-break spaces that LaTeXML writes for them
_SILENT_TAGS = frozenset({"title", "meta", "link", "head"})


def is_table(node: Node) -> bool:
    """Whether an element is a table of data, not an equation that is set as one."""
    return (node.tag == "table" or not TABLES.isdisjoint(node.classes)) and EQUATIONS.isdisjoint(node.classes)


@dataclass(slots=True)
class Inline:
    """Renders elements as text. `notes` collects footnotes, `tables` the tables that stand within a line.

    Where `flat`, such tables are text too; `line_break` is what a `<br>` prints, and, unless it is a space, a gap wider
    than one.
    """

    notes: list[str] = field(default_factory=list)
    tables: list[Node] = field(default_factory=list)
    flat: bool = False
    line_break: str = " "

    def text(self, children: Iterable[Node | str]) -> str:
        """The text of what stands side by side, on one line."""
        out: list[str] = []
        for child in children:
            self._emit(child, out)
        lines = "".join(out).split(self.line_break) if self.line_break != " " else ["".join(out)]
        return self.line_break.join(map(tidy, lines))

    def _emit(self, node: Node | str, out: list[str]) -> None:
        if isinstance(node, str):
            text = node.replace("\n", " ")
            out.append(text if self.line_break == " " else _GAP.sub(self.line_break, text))
        elif node.tag in _SILENT_TAGS or not _SILENT.isdisjoint(node.classes):
            return
        elif node.tag == "math" or "ltx_Math" in node.classes:
            out.append(mathematics(node, character_before(out)))
        elif not EQUATIONS.isdisjoint(node.classes):
            out.append(" ".join(map(mathematics, node.tagged("math"))))
        elif not _NOTES.isdisjoint(node.classes):
            self._note(node)
        elif is_table(node) and not self.flat:
            self.tables.append(node)
        elif "ltx_tag_item" in node.classes:
            label = self._inner(node)
            out.append(f"{label} " if sum(map(str.isalpha, label)) > 1 else "")
        elif node.tag in {"sup", "sub"}:
            before = character_before(out)
            out.append(script_text("^" if node.tag == "sup" else "_", self._inner(node), before))
        elif node.tag == "br":
            out.append(self.line_break)
        else:
            parted = node.tag in {"td", "th", "tr", "p", "div", "li"} or "ltx_td" in node.classes
            space = " " if parted else ""
            out.append(space)
            for child in node.children:
                self._emit(child, out)
            out.append(space)

    def _inner(self, node: Node) -> str:
        return self.text(node.children)

    def _note(self, node: Node) -> None:
        content = next(node.having("ltx_note_content"), node)
        text = Inline(flat=True).text(content.children)
        if text and "ltx_role_thanks" not in node.classes:
            self.notes.append(text)


def mathematics(node: Node, before: str = "") -> str:
    """The readable text of a formula behind the character `before`: of its TeX where the page has that, else of its symbols."""
    tex = node.attributes.get("alttext", "")
    if not tex:
        tex = next((one.text() for one in node.tagged("annotation") if "tex" in one.attributes.get("encoding", "")), "")
    if not tex:
        return tidy(node.text())
    stream = Expander(tokenize(tex), Macros(frozenset()), Budget())
    text = math_text(stream, lambda _: False, lambda _: None, before)
    return displayed(text) if node.attributes.get("display") == "block" else text
