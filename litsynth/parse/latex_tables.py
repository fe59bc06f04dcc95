r"""`tabular` and its relatives to grids."""

import re
from collections.abc import Callable

from litsynth.parse.latex_arguments import skip_environment, take
from litsynth.parse.latex_columns import Column, declared_columns
from litsynth.parse.latex_commands import DROPPED
from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_inline import Inline
from litsynth.parse.latex_numbers import number_tokens
from litsynth.parse.latex_options import values_of
from litsynth.parse.latex_tokens import PARAGRAPH, VERBATIM
from litsynth.parse.tables import Grid, GridCell

TABULARS: dict[str, str] = {
    "tabular": "om", "tabular*": "mom", "tabularx": "mom", "tabulary": "mm", "longtable": "om", "supertabular": "om",
    "tabu": "m", "longtabu": "m", "tblr": "om", "xltabular": "omm", "NiceTabular": "omo", "xtabular": "om",
    "longtable*": "om", "mpsupertabular": "om", "tabularew": "om", "longtblr": "m", "talltblr": "m",
    "NiceTabular*": "momo", "NiceTabularX": "momo", "deluxetable": "om", "deluxetable*": "om",
}  # fmt: skip
"""Table environments and their arguments (see `latex_symbols.DROPPED`)."""

_PARTIAL_RULES = frozenset({"cmidrule", "cline", "cdashline", "hhline", "cmidrulex", "addlinespace", "arrayrulecolor"})
_COLUMNS = re.compile(r"\s*(\d+)\s*-+\s*(\d+)\s*")
_OUTSIDE = frozenset({"\\section", "\\subsection", "\\subsubsection", "\\chapter"})
_ROW_ENDS = frozenset({"\\\\", "\\tabularnewline", "\\cr"})
_INDENTS = frozenset("~ \\quad \\qquad \\enspace \\hspace \\hskip \\indent \\; \\: \\,".split()) | {"\\ "}
_SPANS = frozenset({"\\multicolumn", "\\multirow"})
_KEYED = frozenset({"longtblr", "talltblr"})  # they name their caption in an option
_NOTES = {"\\tablecomments": "m", "\\tablerefs": "m", "\\tablenotetext": "mm"}  # of deluxetable
_LONGEST_CODE = 300  # tokens that draw behind a NiceTabular
_MOST_ROWS = 2_000
_MOST_COLUMNS = 200
_DEEPEST = 4  # tables within cells


class TabularReader:
    """Reads one table environment whose name has just been read from a stream.

    `caption` is called where a caption comes inside, `inner` with each table that stands in a cell.
    """

    def __init__(
        self,
        environment: str,
        inline: Inline,
        caption: Callable[[Expander], None],
        inner: Callable[[Grid], None],
        depth: int = 0,
    ) -> None:
        self._environment = environment
        self._inline = inline
        self._caption = caption
        self._inner = inner
        self._depth = depth
        self._rows: list[tuple[GridCell, ...]] = []
        self._row: list[GridCell] = []
        self._cell: list[str] = []
        self._rules: set[int] = set()
        self._double: set[int] = set()
        self._partial: set[tuple[int, int, int]] = set()
        self._head: int | None = None
        self._left_out = False  # a row beyond the limit has text in it
        self._covered = 0  # blank cells to come that a `\\SetCell` spans
        self._columns: list[Column] = []

    def read(self, stream: Expander) -> Grid:
        """The grid; `stream` then stands behind the environment."""
        self._open(stream)
        depth = 0
        nested: list[str] = []
        while (token := stream.read()) is not None:
            if token == "{":
                depth += 1
            elif token == "}":
                depth = max(depth - 1, 0)
            elif token in _OUTSIDE:  # the table was never closed
                stream.push([token])
                break
            elif token in {"\\begin", "\\end"}:
                if self._at_border(token, stream, nested):
                    break
                continue
            elif depth == 0 and not nested and self._structure(token, stream):
                continue
            self._cell.append(" " if token == PARAGRAPH else token)
        self._end_row(stream)
        rules = (frozenset(self._rules), frozenset(self._double), frozenset(self._partial))
        return Grid(tuple(self._rows), *rules)

    def _open(self, stream: Expander) -> None:
        """Reads the arguments of the environment, and the columns that they declare."""
        if self._environment in {"tabu", "longtabu"}:
            while stream.peek() not in {"{", None}:
                stream.pop()
        elif self._environment in _KEYED:
            self._keyed_caption(stream)
        before, _, behind = TABULARS.get(self._environment, "om").rpartition("m")
        take(stream, before)
        self._columns = declared_columns(stream.argument(), stream.macros.columns)
        take(stream, behind)

    def _at_border(self, token: str, stream: Expander, nested: list[str]) -> bool:
        """Handles a `\\begin` or `\\end`; True when the table ends here."""
        name = "".join(stream.argument()).strip()
        defined = stream.macros.environments.get(name)
        if defined is not None:
            stream.push(defined[0].expand(stream) if token == "\\begin" else defined[1])
            return False
        if name.startswith(("table", "figure", "document")):  # the \\end of this table is missing
            stream.push([token, "{", name, "}"])
            return True
        if token == "\\begin" and name in TABULARS and self._depth < _DEEPEST:
            self._table_in_cell(name, stream)
            return False
        if token == "\\begin":
            nested.append(name)
        elif name in nested:
            del nested[nested.index(name) :]
        elif name == self._environment:
            return True
        self._cell.extend([token, "{", name, "}"])
        return False

    def _table_in_cell(self, name: str, stream: Expander) -> None:
        """Tables set side by side are cells of a table; lines broken within a cell are tables too, of one column."""
        grid = TabularReader(name, self._inline, self._caption, self._inner, self._depth + 1).read(stream)
        if len(grid.rows) >= 2 and grid.width >= 3:
            self._inner(grid)
        else:
            self._cell.append(VERBATIM + " ".join(cell.text for row in grid.rows for cell in row if cell.text))

    def _keyed_caption(self, stream: Expander) -> None:
        values = values_of(stream.option() or [])
        label = ["\\label", "{", *values["label"], "}"] if "label" in values else []
        if "caption" in values:
            stream.push(["{", *values["caption"], *label, "}"])
            self._caption(stream)

    def _structure(self, token: str, stream: Expander) -> bool:
        """Handles what separates cells and rows; False when `token` belongs into a cell."""
        if token == "&":
            self._end_cell(stream)
        elif token in _ROW_ENDS:
            stream.star()
            stream.option()
            self._end_row(stream)
        elif token in {"\\caption", "\\captionof", "\\tablecaption"}:
            if token == "\\captionof":
                stream.argument()
            self._caption(stream)
            self._cell.clear()
        elif token in {"\\endfirsthead", "\\endhead", "\\endfoot", "\\endlastfoot"}:
            self._repeated_rows(token, stream)
        elif token == "\\tablehead":
            stream.push([*stream.argument(), "\\endhead"])
        elif token == "\\enddata":
            self._end_row(stream)
        elif token in _NOTES:
            take(stream, _NOTES[token][1:])
            self._inline.footnotes.append(self._inline.argument(stream))
        elif token == "\\CodeBefore":
            code = [stream.peek(ahead) for ahead in range(_LONGEST_CODE)]
            for _ in range(code.index("\\Body") if "\\Body" in code else 0):
                stream.pop()
        elif token == "\\CodeAfter":
            skip_environment(stream, self._environment)
            stream.push(["\\end", "{", self._environment, "}"])
        elif token[0] == "\\" and token[1:] in _PARTIAL_RULES:
            self._partial_rule(DROPPED.get(token[1:], "m"), stream)
        elif token[0] == "\\" and ("rule" in token or "hline" in token) and token not in {"\\rule", "\\vrule"}:
            thickness = (stream.peek(1) or "")[:1].isdigit() and stream.peek() == "{"
            take(stream, DROPPED.get(token[1:], "m" if thickness and token != "\\hline" else ""))
            if self._at_row_start():
                (self._double if len(self._rows) in self._rules else self._rules).add(len(self._rows))
        else:
            return False
        return True

    def _at_row_start(self) -> bool:
        return not self._row and not "".join(self._cell).strip()

    def _partial_rule(self, spec: str, stream: Expander) -> None:
        before, columns_told, behind = spec.partition("m")
        take(stream, before)
        columns = _COLUMNS.fullmatch("".join(stream.argument())) if columns_told else None
        take(stream, behind)
        if columns is not None and self._at_row_start():
            first, last = (int(number) - 1 for number in columns.groups())
            self._partial.add((len(self._rows) - 1, first, min(last, first + _MOST_COLUMNS)))

    def _repeated_rows(self, token: str, stream: Expander) -> None:
        """Header rows that a long table repeats on every page are kept once, foot rows not at all."""
        self._end_row(stream)
        if self._head is None and token in {"\\endfirsthead", "\\endhead"}:
            self._head = len(self._rows)
            self._rules.add(self._head)
        else:
            del self._rows[self._head or 0 :]

    def _end_cell(self, stream: Expander) -> None:
        if len(self._rows) >= _MOST_ROWS:
            self._left_out = self._left_out or any(token != " " for token in self._cell)
            self._cell.clear()
            return
        self._inline.columns = self._inline.rows = 1
        text = self._inline.render(stream.inner(self._typeset(stream)))
        first = next((token for token in self._cell if token not in {" ", "{"}), "")
        if self._covered and not text:
            self._covered -= 1
        else:
            self._covered = self._inline.columns - 1 if first in {"\\SetCell", "\\Block"} else 0
            self._row.append(GridCell(text, self._inline.columns, self._inline.rows, first in _INDENTS))
        self._cell.clear()

    def _typeset(self, stream: Expander) -> list[str]:
        """The tokens of the cell as its column sets them: as text, a formula, a number or a unit."""
        inside = len(self._row) < len(self._columns)
        place = sum(cell.columns for cell in self._row) if inside else len(self._columns)
        column = self._columns[place] if place < len(self._columns) else Column("")
        spans = not _SPANS.isdisjoint(self._cell)
        if self._environment == "array" or (column.kind == "D" and "$" not in self._cell):
            return self._cell if spans else ["$", *self._cell, "$"]
        if spans or column.kind not in {"S", "s"}:
            return self._cell
        if column.kind == "s":
            return ["\\si", "{", *self._cell, "}"]
        return number_tokens(self._cell, stream.macros.printing.changed(column.option))

    def _end_row(self, stream: Expander) -> None:
        self._end_cell(stream)
        stream.macros.losses.rows += self._left_out
        self._left_out = False
        if any(cell.text for cell in self._row):
            self._rows.append(tuple(self._row))
        self._row.clear()
