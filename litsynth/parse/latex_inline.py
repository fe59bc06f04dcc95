r"""Running text: what LaTeX prints in one line, with mathematics made readable and citations kept as marks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from litsynth.parse import latex_marks
from litsynth.parse.latex_arguments import end_of, skip_drawing, skip_environment, take
from litsynth.parse.latex_commands import DROPPED, ENVIRONMENT_ARGUMENTS
from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_invisible import skip_padding
from litsynth.parse.latex_marks import Marks
from litsynth.parse.latex_math import ENVIRONMENTS, LONGEST, math_text
from litsynth.parse.latex_symbols import SYMBOLS, accented, dingbat, is_accent
from litsynth.parse.latex_tokens import PARAGRAPH, VERBATIM
from litsynth.parse.latex_units import COMMANDS, si_text
from litsynth.parse.scripts import character_before, script_text

_SPAN = re.compile(r"\b([rc])\s*=\s*(\d{1,3})\b")
_DECIMAL_END = re.compile(r"\d[.]\d+$")
_DECIMAL_START = re.compile(r"\d+[.]\d")
_SIZES = frozenset("tiny scriptsize footnotesize small normalsize large Large".split())
_WORDS_FOLLOW = frozenset({"\\cite", "\\citep", "\\citet", "\\emph", "\\textbf", "\\textit", "\\textsc", "\\texttt"})
_NO_SPACE_BEFORE = " ,.;:!?)]'/-~\n\\"
_SPREAD = re.compile(r"(?<=[\d%)]) ?± ?(?=[\d.])")
_SPACES = re.compile(r"\s+")
_SPACE_BEFORE_MARK = re.compile(r"\s+([,.;:!?)\]])(?=\s|$|[,.;:)\]])")
SKIPPED_ENVIRONMENTS = frozenset(
    "array tikzpicture axis picture picture* algorithmic algorithmicx algorithm2e dependency forest pgfpicture pspicture "
    "scope tabbing asy deptext drs avm tikzcd circuitikz pgfonlayer prooftree".split()
)
"""Environments that are drawings or programs."""


def tidy(text: str) -> str:
    """One line without the spaces that dropped commands leave behind, and with spaces around ± between numbers."""
    return _SPREAD.sub(" ± ", _SPACE_BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text))).strip()


@dataclass(slots=True)
class Inline:
    """Renders tokens as text. `footnotes` collects theirs; `label` is told of every label set on the way.

    `footnote` is the number of the footnote that is being read. `columns` and `rows` are what the last table cell spans
    (set by `\\multicolumn`, `\\multirow`).
    """

    marks: Marks
    label: Callable[[str], None]
    footnotes: list[str] = field(default_factory=list)
    footnote: str = ""
    columns: int = 1
    rows: int = 1

    def render(self, stream: Expander) -> str:
        """The text of all that `stream` still gives, on one line."""
        out: list[str] = []
        while (token := stream.read()) is not None:
            self.emit(token, stream, out)
        return tidy("".join(out))

    def argument(self, stream: Expander) -> str:
        """The text of the argument that comes next in `stream`."""
        return self.render(stream.inner(stream.argument()))

    def emit(self, token: str, stream: Expander, out: list[str]) -> None:
        """Appends to `out` what `token`, and the arguments that it takes from `stream`, print."""
        first = token[0]
        if first == "\\":
            self._command(token[1:], stream, out)
        elif first == "$":
            text = math_text(stream, _closing(token, stream), self.label, character_before(out))
            out.append(text if token == "$" else displayed(text))
        elif first in "{}":
            return
        elif first in "~& \n":
            out.append(" ")
        elif first == VERBATIM:
            out.append(token[1:])
        elif first not in "#":
            if first.isdigit() and out and _DECIMAL_END.search(out[-1]) and _DECIMAL_START.match(token):
                out.append(" ")  # two numbers set apart by type only
            out.append(_typeset(token))

    def _command(self, name: str, stream: Expander, out: list[str]) -> None:
        handler = _HANDLERS.get(name)
        if handler is not None:
            handler(self, name, stream, out)
        elif name in latex_marks.CITE_STYLES:
            self._cite(name, stream, out)
        elif is_accent(name):
            out.append(accented(name, self.argument(stream)))
        elif name in _SIZES:
            out.append(" " if out and out[-1][-1:].isdigit() and _next_is_digit(stream) else "")
        elif name in SYMBOLS:
            thousands = name == "," and out and out[-1][-1:].isdigit() and (stream.peek() or "")[:1].isdigit()
            out.append("" if thousands else SYMBOLS[name])
        elif name in DROPPED:
            take(stream, DROPPED[name])
        elif name.startswith("cite") or name.endswith("cite"):
            self._cite("cite", stream, out)
        elif stream.peek() == "[":
            found = stream.option()
            if found is not None and stream.peek() != "{":
                stream.push(["[", *found, "]"])

    def _cite(self, name: str, stream: Expander, out: list[str]) -> None:
        stream.star()
        first, second = stream.option(), stream.option()
        keys = "".join(token for token in stream.argument() if token not in {" ", PARAGRAPH})
        before = self.render(stream.inner(first)) if first and second is not None else ""
        after = self.render(stream.inner(second if second is not None else first or []))
        out.append(latex_marks.citation(latex_marks.CITE_STYLES[name], keys, before, after))

    def _reference(self, name: str, stream: Expander, out: list[str]) -> None:
        stream.star()
        mark = latex_marks.reference("".join(stream.argument()), name in latex_marks.NAMED_REFERENCES)
        out.append(f"({mark})" if name == "eqref" else mark)

    def _foot_reference(self, _: str, stream: Expander, out: list[str]) -> None:
        stream.push(["\\textsuperscript", "{", "\\ref", "{", *stream.argument(), "}", "}"])

    def _range(self, _: str, stream: Expander, out: list[str]) -> None:
        stream.star()
        out.append(latex_marks.reference_range("".join(stream.argument()), "".join(stream.argument())))

    def _footnote(self, name: str, stream: Expander, _: list[str]) -> None:
        number = "".join(stream.option() or []).strip()
        counters = stream.macros.counters
        if name in {"footnote", "footnotemark", "tablefootnote"} and not number:
            counters.step("footnote")
        if name == "footnotemark":
            return
        before, self.footnote = self.footnote, number or str(counters.values.get("footnote", 0))
        text = self.argument(stream)
        self.footnote = before
        if text and name not in {"thanks", "Thanks"}:
            self.footnotes.append(text)

    def _script(self, name: str, stream: Expander, out: list[str]) -> None:
        before, text = character_before(out), self.argument(stream)
        if latex_marks.is_reference(text) and before.isalnum():  # a digit, once it is resolved
            text = f"^{text}"
        out.append(script_text("_" if name == "textsubscript" else "^", text, before))

    def _span(self, name: str, stream: Expander, _: list[str]) -> None:
        if name == "multirow":
            stream.option()
        number = "".join(stream.argument()).strip().strip("*=")
        count = int(number) if number.lstrip("-").isdecimal() else 1
        if name == "multicolumn":
            stream.argument()
            self.columns = max(1, min(count, 60))
        else:
            stream.option()
            stream.argument()
            stream.option()
            self.rows = max(-100, min(count, 100))

    def _block(self, _: str, stream: Expander, __: list[str]) -> None:
        """The spans of a `NiceTabular` cell: `\\Block{2-3}{text}`."""
        stream.option()
        rows, _, columns = "".join(stream.argument()).partition("-")
        stream.option("<", ">")
        self.rows = max(1, min(int(rows), 100)) if rows.strip().isdecimal() else 1
        self.columns = max(1, min(int(columns), 60)) if columns.strip().isdecimal() else 1

    def _set_cell(self, _: str, stream: Expander, __: list[str]) -> None:
        """The spans of a `tblr` cell: `\\SetCell[r=2,c=3]{c}`."""
        spans = dict(_SPAN.findall("".join(stream.option() or [])))
        stream.argument()
        self.columns = max(1, min(int(spans.get("c", 1)), 60))
        self.rows = max(1, min(int(spans.get("r", 1)), 100))

    def _begin(self, _: str, stream: Expander, out: list[str]) -> None:
        environment = "".join(stream.argument()).strip()
        if environment in ENVIRONMENTS:
            out.append(displayed(math_text(stream, end_of(stream, environment), self.label)))
        elif environment in SKIPPED_ENVIRONMENTS or environment in stream.macros.excluded:
            skip_environment(stream, environment)
        elif environment in stream.macros.environments:
            stream.push(stream.macros.environments[environment][0].expand(stream))
        else:
            take(stream, ENVIRONMENT_ARGUMENTS.get(environment, "o"))
            out.append(" ")

    def _end(self, _: str, stream: Expander, out: list[str]) -> None:
        environment = "".join(stream.argument()).strip()
        if environment in stream.macros.environments:
            stream.push(stream.macros.environments[environment][1])
        out.append(" ")

    def _various(self, name: str, stream: Expander, out: list[str]) -> None:
        if name == "label":
            self.label("".join(stream.argument()).strip())
        elif name in {"url", "path", "nolinkurl", "doi"}:
            out.append("".join(token.lstrip("\0").replace("\\", "", token[:1] == "\\") for token in stream.argument()))
        elif name == "href":
            stream.argument()
        elif name == "texorpdfstring":
            out.append(self.argument(stream))
            stream.argument()
        elif name == "ding":
            out.append(dingbat("".join(stream.argument())))
        elif name == "xspace":
            out.append(_space_after(stream))
        elif name in {"diagbox", "backslashbox", "slashbox"}:
            stream.option()
            out.append(f"{self.argument(stream)} / {self.argument(stream)}")
        elif name in {"(", "["}:
            text = math_text(stream, lambda token: token in {"\\)", "\\]"}, self.label, character_before(out))
            out.append(text if name == "(" else displayed(text))
        elif name == "ensuremath":
            inner = stream.inner(stream.argument())
            out.append(math_text(inner, lambda _: False, self.label, character_before(out)))

    def _coloured(self, name: str, stream: Expander, _: list[str]) -> None:
        skip_padding(stream, name == "textcolor")

    def _si(self, name: str, stream: Expander, out: list[str]) -> None:
        def render(tokens: Sequence[str]) -> str:
            return math_text(stream.inner(tokens), lambda _: False, self.label)

        out.append(si_text(name, stream, stream.macros.printing, render))

    def _quoted(self, _: str, stream: Expander, out: list[str]) -> None:
        stream.star()
        out.append(f'"{self.argument(stream)}"')


_Handler = Callable[[Inline, str, Expander, list[str]], None]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys({"ref", "eqref", *latex_marks.NAMED_REFERENCES}, Inline._reference),
    "footref": Inline._foot_reference,
    **dict.fromkeys({"crefrange", "Crefrange"}, Inline._range),
    **dict.fromkeys(
        "footnote footnotemark footnotetext blfootnote thanks Thanks tablefootnote marginpar".split(), Inline._footnote
    ),
    **dict.fromkeys({"textsuperscript", "textsubscript", "tnote"}, Inline._script),
    **dict.fromkeys({"multicolumn", "multirow"}, Inline._span),
    "SetCell": Inline._set_cell,
    "Block": Inline._block,
    **dict.fromkeys(COMMANDS, Inline._si),
    "tikz": lambda _, __, stream, ___: skip_drawing(stream),
    **dict.fromkeys({"enquote", "textquote"}, Inline._quoted),
    **dict.fromkeys({"color", "textcolor"}, Inline._coloured),
    "begin": Inline._begin,
    "end": Inline._end,
    **dict.fromkeys(
        "label url path nolinkurl doi href texorpdfstring ding xspace diagbox backslashbox slashbox ( [ "
        "ensuremath".split(),
        Inline._various,
    ),
}


def _typeset(text: str) -> str:
    return text.replace("``", '"').replace("''", '"').replace("---", "—").replace("--", "–").replace("`", "'")


def _closing(opening: str, stream: Expander) -> Callable[[str], bool]:
    """Whether a token ends the formula that `opening` began; `$$` in a formula of the line ends it and begins another."""

    def is_end(token: str) -> bool:
        if token == "$$" and opening == "$":
            stream.push(["$"])
        return token[0] == "$"

    return is_end


def displayed(text: str) -> str:
    """A displayed formula as part of its sentence."""
    return f" {text} " if len(text) <= LONGEST else " [formula] "


def _next_is_digit(stream: Expander) -> bool:
    following = (stream.peek(ahead) or "" for ahead in range(4))
    return next((token for token in following if token not in {"{", "}", " "}), "")[:1].isdigit()


def _space_after(stream: Expander) -> str:
    for ahead in range(6):
        token = stream.peek(ahead)
        if token not in {"{", "}"}:
            return " " if token in _WORDS_FOLLOW or (token is not None and token[0] not in _NO_SPACE_BEFORE) else ""
    return " "
