r"""The conditions of TeX and of etoolbox and ifthen, as far as they can be told without setting type."""

import re
from collections.abc import Sequence

from litsynth.parse.latex_macros import Macros
from litsynth.parse.latex_stream import Stream

TESTS = frozenset(
    f"\\{name}"
    for name in "if ifx ifnum ifdim ifodd ifcase ifcat ifdefined ifcsname ifmmode ifvmode ifhmode ifpdf ifxetex ifluatex "
    "ifeof ifvoid iffalse iftrue".split()
)
r"""Primitive tests, each with its `\else` and `\fi`."""

CHOICES = frozenset(
    {"\\IfBooleanTF", "\\IfNoValueTF", "\\ifthenelse", "\\ifbool", "\\iftoggle", "\\notbool", "\\nottoggle", "\\ifdef",
     "\\ifundef"}
)  # fmt: skip
"""Tests with their two branches as arguments."""

_COMPARED = re.compile(r"\s*(\d+)\s*([<=>])\s*(\d+)(?!\d)")
_EQUAL = re.compile(r"\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}")


def holds(token: str, stream: Stream, macros: Macros) -> bool:
    """Whether the test `token` holds, with what it compares read from `stream`.

    What other tests compare is known only to TeX: their second branch, usually the ordinary one, is read.
    """
    if token in {"\\ifx", "\\if"}:
        return _same(stream.pop(), stream.pop(), macros)
    if token == "\\ifdefined":
        return _defined(stream.pop(), macros)
    if token == "\\ifcsname":
        return _defined("\\" + stream.name(), macros)
    if token == "\\ifnum":
        return _compared(stream)
    return macros.switches.get(token, token == "\\iftrue")


def chosen(token: str, condition: Sequence[str], macros: Macros) -> bool:
    """Whether the first branch of the choice `token` is read."""
    text = "".join(condition).strip()
    if token == "\\IfBooleanTF":
        return text == "\\BooleanTrue"
    if token == "\\IfNoValueTF":
        return not text
    if token in {"\\ifdef", "\\ifundef"}:
        return _defined(text, macros) == (token == "\\ifdef")
    if token == "\\ifthenelse":
        return _expression(text, macros)
    return macros.switches.get(f"\\if{text}", False) == token.startswith("\\if")


def _expression(text: str, macros: Macros) -> bool:
    negated = text.startswith(("\\not", "\\NOT"))
    text = text[4:].strip() if negated else text
    equal, compared = _EQUAL.fullmatch(text), _COMPARED.fullmatch(text)
    if text.startswith("\\boolean"):
        value = macros.switches.get(f"\\if{text[8:].strip('{} ')}", False)
    elif equal is not None:
        value = equal.group(1).strip() == equal.group(2).strip()
    elif compared is not None:
        value = _true(compared)
    else:
        value = False
    return value != negated


def _compared(stream: Stream) -> bool:
    taken: list[str] = []
    while len(taken) < 8 and (token := stream.peek()) is not None and token[0] not in "\\{}":
        taken.append(stream.pop() or "")
        if taken[-1] == " " and _COMPARED.match("".join(taken)):
            break
    text = "".join(taken)
    found = _COMPARED.match(text)
    rest = text[found.end() :] if found else text
    stream.push([rest.lstrip()] if rest.strip() else [])
    return found is not None and _true(found)


def _true(found: re.Match[str]) -> bool:
    one, other = int(found.group(1)), int(found.group(3))
    return {"<": one < other, "=": one == other, ">": one > other}[found.group(2)]


def _defined(name: str | None, macros: Macros) -> bool:
    return name is not None and (name in macros.commands or name in macros.protected)


def _same(one: str | None, other: str | None, macros: Macros) -> bool:
    if "\\undefined" in {one, other} or "\\@undefined" in {one, other}:
        return not {one, other} & macros.commands.keys()
    return one == other
