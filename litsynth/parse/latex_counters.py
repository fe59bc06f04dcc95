r"""Counters: what `\setcounter`, `\counterwithin` and their kin do, and what `\arabic{table}` and `\thetable` print."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from litsynth.parse.latex_stream import Stream

_FLOATS = ("table", "figure", "algorithm", "equation", "listing")
_LOWER = {"subsection": "section", "subsubsection": "subsection"}
_STEPS = frozenset({"\\stepcounter", "\\refstepcounter"})
_SETS = frozenset({"\\setcounter", "\\addtocounter"})
_WITHIN = frozenset({"\\counterwithin", "\\numberwithin", "\\@addtoreset"})
_NUMBER = re.compile(r"\s*([-+]?\d{1,6})\s*")
_VALUE = re.compile(r"\s*(?:\\value\s*\{|\\c@)\s*(\w+)\s*\}?\s*")
_ROMAN = tuple(zip((10, 9, 5, 4, 1), ("x", "ix", "v", "iv", "i"), strict=True))
_LARGEST = 100  # that is printed in letters or Roman


def _letter(number: int) -> str:
    return chr(96 + number) if 1 <= number <= 26 else str(number)


def _roman(number: int) -> str:
    if not 0 < number <= _LARGEST:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


FORMATS: dict[str, Callable[[int], str]] = {
    "\\arabic": str, "\\value": str, "\\alph": _letter, "\\Alph": lambda number: _letter(number).upper(),
    "\\roman": _roman, "\\Roman": lambda number: _roman(number).upper(),
}  # fmt: skip
"""How the commands that name a counter print it."""


@dataclass(slots=True)
class Counters:
    """The counters of a paper: their values, which one resets each, and whose number stands in front of each."""

    values: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*_FLOATS, "section", *_LOWER), 0))
    reset_by: dict[str, str] = field(default_factory=lambda: dict(_LOWER))
    behind: dict[str, str] = field(default_factory=lambda: dict(_LOWER))

    def step(self, name: str) -> None:
        """Counts one more, and resets what is counted within it.

        >>> counters = Counters(); counters.step("subsection"); counters.step("section")
        >>> counters.values["section"], counters.values["subsection"]
        (1, 0)
        """
        number = self.values.get(name, 0) + 1
        self.restart(name)
        self.values[name] = number

    def restart(self, name: str) -> None:
        """Sets a counter, and all that are counted within it, to zero."""
        found = {name}
        while more := {other for other, by in self.reset_by.items() if by in found} - found:
            found |= more
        self.values.update(dict.fromkeys(sorted(found), 0))

    def define(self, token: str, stream: Stream) -> bool:
        """Carries out what `token` does to a counter that `stream` names; False when it does nothing to one."""
        if token in _STEPS:
            self.step(_text(stream))
        elif token in _SETS:
            name, number = _text(stream), self._number(_text(stream))
            before = self.values.get(name, 0) if token == "\\addtocounter" else 0
            if number is not None:
                self.values[name] = before + number
        elif token == "\\newcounter":
            name, by = _text(stream), "".join(stream.option() or []).strip()
            self.values[name] = 0
            self.reset_by.update({name: by} if by else {})
        elif token in _WITHIN:
            starred = stream.star() or token == "\\@addtoreset"
            name, by = _text(stream), _text(stream)
            self.reset_by[name] = by
            self.behind.update({} if starred else {name: by})
        elif token == "\\counterwithout":
            stream.star()
            name, _ = _text(stream), _text(stream)
            self.reset_by.pop(name, None)
            self.behind.pop(name, None)
        else:
            return False
        return True

    def use(self, token: str, stream: Stream) -> str | None:
        r"""The LaTeX of what `token` prints (`\arabic{table}`, `\thetable`); None when it prints no counter."""
        if token in FORMATS:
            if stream.star():
                return ""
            number = self.values.get(_text(stream))
            return "" if number is None else FORMATS[token](number)
        name = token[4:]
        if not token.startswith("\\the") or name not in self.values:
            return None
        before = self.behind.get(name)
        return f"\\the{before}.{self.values[name]}" if before else str(self.values[name])

    def _number(self, text: str) -> int | None:
        found, other = _NUMBER.fullmatch(text), _VALUE.fullmatch(text)
        return int(found.group(1)) if found else self.values.get(other.group(1)) if other else None


def _text(stream: Stream) -> str:
    return "".join(stream.argument()).strip()
