r"""What a `\label` refers to: the section, theorem, item, equation or footnote that it stands in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from litsynth.parse.latex_arguments import end_of
from litsynth.parse.latex_counters import FORMATS
from litsynth.parse.latex_expand import Expander
from litsynth.parse.latex_macro import Macro
from litsynth.parse.latex_math import math_text
from litsynth.parse.latex_options import values_of

Target = tuple[str, str]
"""The kind of what a label refers to, and its number."""

LISTS = frozenset("itemize description enumerate enumerate* compactenum inparaenum asparaenum".split())
"""Environments whose items may be referred to."""

THEOREMS = frozenset(
    "theorem lemma corollary proposition definition remark example claim conjecture assumption".split()
)
"""Environments that a class may define; their numbers are known only where the source defines them."""

_COUNTED = LISTS - {"itemize", "description"}
_LEVELS = ("enumi", "enumii", "enumiii", "enumiv")
_FORMAT_OF = {"1": "\\arabic", "a": "\\alph", "A": "\\Alph", "i": "\\roman", "I": "\\Roman"}
_DEEPEST = 20  # environments within environments
_LONGEST_SHORT = 6  # characters of a template like `(a)` or `1.`
_BORDERS = ("{", "}", "\\begin", "\\end")
_ONE_NUMBER = frozenset({"equation", "multline"})


@dataclass(frozen=True, slots=True)
class _Opened:
    """An environment, what labels referred to before it, and how `\\theequation` was defined and counted before it.

    Of a list with numbers, `counter` counts the items, `label` prints one; it is `told` if the author set the form.
    """

    name: str
    before: Target
    counter: str = ""
    label: tuple[str, ...] = ()
    told: bool = False
    equation: tuple[Macro | None, int] | None = None


class Anchors:
    """Keeps `here`, what a label in running text refers to, through environments that have numbers of their own."""

    def __init__(self, render: Callable[[Expander], str]) -> None:
        self.here: Target = ("section", "")
        self._render = render
        self._opened: list[_Opened] = []

    def _open(self, opened: _Opened) -> None:
        if len(self._opened) < _DEEPEST:
            self._opened.append(opened)

    def number(self, counter: str, stream: Expander, steps: bool = True) -> str:
        """What a counter prints, counted on by one before if it `steps`."""
        if steps:
            stream.macros.counters.step(counter)
        return self._render(stream.inner([f"\\the{counter}"]))

    def section(self, target: Target | None, stream: Expander) -> None:
        """A heading comes: what is still open ends here; `target` is what labels refer to from now on."""
        while self._opened:
            self.close(self._opened[-1].name, stream)
        self.here = target or self.here

    def theorem(self, name: str, stream: Expander) -> str:
        """Opens an environment of a `\\newtheorem`; its heading as it is printed."""
        tokens, counter = stream.macros.theorems[name]
        title, note = self._render(stream.inner(tokens)), stream.option()
        number = self.number(counter, stream) if counter else ""
        self._open(_Opened(name, self.here))
        self.here = (title, number) if number else self.here
        named = f" ({self._render(stream.inner(note))})" if note else ""
        return f"{title} {number}".strip() + f"{named}. "

    def unknown(self, name: str) -> None:
        """Opens an environment whose number is not known."""
        self._open(_Opened(name, self.here))
        self.here = ("", "??")

    def list_of_items(self, name: str, stream: Expander) -> None:
        """Opens a list and reads its option."""
        option = stream.option() or []
        if name not in _COUNTED:
            self._open(_Opened(name, self.here))
            return
        depth = sum(bool(one.counter) for one in self._opened)
        counter = _LEVELS[min(depth, len(_LEVELS) - 1)]
        values = values_of(option)
        if "resume" not in values:
            stream.macros.counters.restart(counter)
        if (start := "".join(values.get("start", ()))).isdecimal():
            stream.macros.counters.values[counter] = int(start[:6]) - 1
        told = tuple(values.get("ref") or values.get("label") or ())
        label = _starred(told, counter) if told else _usual("".join(option), counter)
        self._open(_Opened(name, self.here, counter, label, bool(told)))

    def item(self, stream: Expander) -> None:
        """An item without a label of its own comes: it is counted where its list is."""
        opened = next((one for one in reversed(self._opened) if one.name in LISTS), None)
        if opened is not None and opened.counter:
            stream.macros.counters.step(opened.counter)
            levels = [opened.label] if opened.told else [one.label for one in self._opened if one.counter]
            if len(levels) > 2:  # 1(a)i
                levels[1] = ("(", *levels[1], ")")
            self.here = ("item", "".join(self._render(stream.inner(level)) for level in levels))

    def equations(self, stream: Expander) -> None:
        r"""Opens `subequations`: (3a), (3b)."""
        if len(self._opened) >= _DEEPEST:
            return
        parent = self.number("equation", stream)
        macros = stream.macros
        before = (macros.commands.get("\\theequation"), macros.counters.values["equation"])
        self._open(_Opened("subequations", self.here, equation=before))
        self.here = ("equation", parent)
        macros.commands["\\theequation"] = Macro((), (parent, "\\alph", "{", "equation", "}"))
        macros.counters.values["equation"] = 0

    def close(self, name: str, stream: Expander) -> None:
        """Ends an environment, and those in it that have no end; labels refer to what they did before it."""
        while any(one.name == name for one in self._opened):
            last = self._opened.pop()
            self.here = last.before
            if last.equation is not None:
                definition, stream.macros.counters.values["equation"] = last.equation
                if definition is None:
                    del stream.macros.commands["\\theequation"]
                else:
                    stream.macros.commands["\\theequation"] = definition
            if last.name == name:
                return

    def formula(self, name: str, stream: Expander, label: Callable[[str, Target], None]) -> str:
        """The text of a displayed formula; `label` is told of each of its labels and what it refers to."""
        rows = _Rows(self, name, stream)
        return math_text(stream, rows.is_end, lambda key: label(key, ("equation", rows.number)))


class _Rows:
    """Counts the rows of a displayed formula as they are read; `number` is that of the row being read."""

    def __init__(self, anchors: Anchors, name: str, stream: Expander) -> None:
        self._anchors = anchors
        self._stream = stream
        self._ends = end_of(stream, name)
        self._steps = not name.endswith("*") and name not in {"math", "displaymath"}
        self._many = self._steps and name not in _ONE_NUMBER
        self._depth = 0
        self._silent = False
        self.number = anchors.number("equation", stream, self._steps)

    def is_end(self, token: str) -> bool:
        """Whether `token` ends the formula, counting rows."""
        if self._ends(token):
            self._end_row()
            return True
        if token in _BORDERS:
            self._depth += 1 if token in {"{", "\\begin"} else -1
        elif token in {"\\nonumber", "\\notag"}:
            self._silent = True
        elif token == "\\tag":
            self._stream.star()
            tag = self._stream.argument()
            self._stream.push(["{", *tag, "}"])
            self.number, self._silent = self._anchors._render(self._stream.inner(tag)), True
        elif token == "\\\\" and self._many and self._depth == 0:
            self._end_row()
            self.number = self._anchors.number("equation", self._stream)
        return False

    def _end_row(self) -> None:
        if self._silent and self._steps:
            self._stream.macros.counters.values["equation"] -= 1
        self._silent = False


def _starred(told: Sequence[str], counter: str) -> tuple[str, ...]:
    r"""A label of enumitem (`(\alph*)`) as LaTeX."""
    pairs = zip(["", *told], told, strict=False)
    parts = (("{", counter, "}") if token == "*" and before in FORMATS else (token,) for before, token in pairs)
    return tuple(token for part in parts for token in part)


def _usual(option: str, counter: str) -> tuple[str, ...]:
    """The number of an item as the list's depth has it, or as a template of the enumerate package (`(a)`)."""
    by_depth = ("\\arabic", "\\alph", "\\roman", "\\Alph")[_LEVELS.index(counter)]
    template = option if len(option) < _LONGEST_SHORT else ""
    return next((_FORMAT_OF[letter] for letter in template if letter in _FORMAT_OF), by_depth), "{", counter, "}"
