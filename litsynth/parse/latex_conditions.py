r"""The conditions of TeX and of etoolbox and ifthen, as far as they can be told without setting type."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from litsynth.parse.latex_macro import PRIMITIVE, Macro
from litsynth.parse.latex_macros import Macros

TESTS = frozenset(
    f"\\{name}"
    for name in "if ifx ifnum ifdim ifodd ifcase ifcat ifdefined ifcsname ifmmode ifvmode ifhmode ifpdf ifxetex ifluatex "
    "ifeof ifvoid iffalse iftrue".split()
)
r"""Primitive tests, each with its `\else` and `\fi`."""

CHOICES: dict[str, int] = {
    f"\\{name}": count
    for count, names in {
        0: "ifdraft ifthispageodd ifoptiondraft ifoptionfinal",
        1: "IfBooleanTF IfBooleanT IfBooleanF IfNoValueTF IfNoValueT IfNoValueF IfValueTF IfValueT IfValueF ifthenelse "
        "ifbool iftoggle notbool nottoggle ifdef ifundef ifcsdef ifcsundef @ifundefined ifblank notblank ifdefempty "
        "ifcsempty ifdefvoid ifcsvoid ifnumodd ifboolexpr ifboolexpe @ifpackageloaded @ifclassloaded IfFileExists",
        2: "ifstrequal ifdefstring ifcsstring ifdefequal ifnumequal ifnumless ifnumgreater ifinlist IfStrEq IfSubStr",
        3: "ifnumcomp ifdimcomp",
    }.items()
    for name in names.split()
}
"""Tests with their branches as arguments, and the number of arguments that tell the condition."""

_NEVER = frozenset({"\\ifmmode", "\\ifvmode", "\\ifhmode", "\\ifpdf", "\\ifxetex", "\\ifluatex", "\\iffalse"})
_UNKNOWN_TEST = re.compile(r"\\if(?!f$)[a-zA-Z@]+")
_UNDEFINED = frozenset({"\\undefined", "\\@undefined", "\\relax"})
_INTEGER = re.compile(r"\s*([-+]?\d+) ?")
_COMPARED = re.compile(r"\s*([-+]?\d+)\s*([<=>])\s*([-+]?\d+) ?")
_LENGTH = r"([-+]?\d*\.?\d+)\s*(pt|bp|pc|cm|mm|in|sp)"
_LENGTHS = re.compile(rf"\s*{_LENGTH}\s*([<=>])\s*{_LENGTH} ?")
_POINTS = {
    "pt": 1.0,
    "bp": 72.27 / 72,
    "pc": 12.0,
    "cm": 72.27 / 2.54,
    "mm": 7.227 / 2.54,
    "in": 72.27,
    "sp": 1 / 65536,
}
_EQUAL = re.compile(r"\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_NAMED = re.compile(r"\\(boolean|isundefined|isodd)\s*\{\s*([^{}]*?)\s*\}")
_NOT = re.compile(r"\s*\\(?:not|NOT)(?![a-zA-Z])\s*")
_OR, _AND = re.compile(r"\\(?:or|OR)(?![a-zA-Z])"), re.compile(r"\\(?:and|AND)(?![a-zA-Z])")
_LONGEST_TEST = 30  # tokens


class Reader(Protocol):
    """Where the terms of a condition are read from."""

    macros: Macros

    def pop(self) -> str | None: ...
    def peek(self, ahead: int = 0) -> str | None: ...
    def push(self, tokens: Sequence[str]) -> None: ...
    def name(self) -> str: ...
    def expanded(self) -> str | None:
        """The next token that is no macro."""


def is_test(token: str, reader: Reader) -> bool:
    r"""Whether `token` opens a test that ends with `\fi`; also one that a style defines which is not at hand."""
    if token in TESTS or token in reader.macros.switches:
        return True
    known = token in CHOICES or token in reader.macros.commands
    return not known and reader.peek() not in {"{", "["} and _UNKNOWN_TEST.fullmatch(token) is not None


def holds(token: str, reader: Reader) -> bool | None:
    """Whether the test `token` holds, with what it compares read from `reader`; None if only TeX can tell."""
    macros = reader.macros
    if token == "\\ifx":
        return _same(_character(reader.pop, reader), _character(reader.pop, reader), macros)
    if token == "\\if":
        return _character(reader.expanded, reader) == _character(reader.expanded, reader)
    if token == "\\ifdefined":
        return _defined(reader.pop(), macros)
    if token == "\\ifcsname":
        return _defined("\\" + reader.name(), macros)
    if token == "\\ifnum":
        return _ordered(_read(reader, _COMPARED))
    if token == "\\ifdim":
        return _ordered(_read(reader, _LENGTHS))
    if token == "\\ifodd":
        number = integer(reader)
        return None if number is None else number % 2 == 1
    if token == "\\iftrue" or token in _NEVER:
        return token == "\\iftrue"
    return macros.switches.get(token)


def integer(reader: Reader) -> int | None:
    """The whole number that comes next; None if none does."""
    found = _read(reader, _INTEGER)
    return int(found.group(1)) if found else None


def chosen(
    token: str, given: Sequence[Sequence[str]], macros: Macros, expand: Callable[[Sequence[str]], str]
) -> bool | None:
    """Whether the choice `token` holds for the arguments `given`; None if only TeX can tell. `expand` prints tokens."""
    name = token[1:].lstrip("@")
    first, second = ["".join(part).strip() for part in (*given, (), ())][:2]
    if name.startswith("IfBoolean"):
        return first == "\\BooleanTrue"
    if name.startswith(("IfNoValue", "IfValue")):
        return bool(first) == name.startswith("IfValue")
    if name == "ifthenelse":
        return _expression(expand(given[0]), macros)
    if name in {"ifbool", "iftoggle", "notbool", "nottoggle"}:
        return macros.switches.get(f"\\if{first}", False) == name.startswith("if")
    if name in {"ifblank", "notblank"}:
        return (not first) == name.startswith("if")
    if name in {"ifstrequal", "IfStrEq"}:
        return first == second if name == "ifstrequal" else expand(given[0]) == expand(given[1])
    if name.startswith("ifnum"):
        return _numbers(name, [expand(part) for part in given])
    control = first if first.startswith("\\") else f"\\{first}"
    if name in {"ifdef", "ifundef", "ifcsdef", "ifcsundef", "ifundefined"}:
        return _defined(control, macros) != ("undef" in name)
    return _stands_for(name, macros.commands.get(control), second, macros)


def _stands_for(name: str, macro: Macro | None, other: str, macros: Macros) -> bool | None:
    """What etoolbox asks about the definition of a macro."""
    if name in {"ifdefvoid", "ifcsvoid"}:
        return macro is None or not "".join(macro.body).strip()
    if name in {"ifdefempty", "ifcsempty"}:
        return macro is not None and not "".join(macro.body).strip()
    if name in {"ifdefstring", "ifcsstring"}:
        return macro is not None and "".join(macro.body).strip() == other
    return macro == macros.commands.get(other) if name == "ifdefequal" else None


def _numbers(name: str, terms: Sequence[str]) -> bool | None:
    if name == "ifnumodd":
        found = _INTEGER.fullmatch(terms[0])
        return None if found is None else int(found.group(1)) % 2 == 1
    sign = {"ifnumequal": "=", "ifnumless": "<", "ifnumgreater": ">"}.get(name)
    return _ordered(_COMPARED.fullmatch(f"{terms[0]}{sign}{terms[1]}" if sign else "".join(terms)))


def _expression(text: str, macros: Macros) -> bool | None:
    """The truth of what `ifthen` reads; `or` binds as `and` does, from the left, but mixed they are not told."""
    if "\\(" in text or (_OR.search(text) and _AND.search(text)):
        return None
    if _OR.search(text):
        return _any([_expression(part, macros) for part in _OR.split(text)])
    if _AND.search(text):
        parts = [_expression(part, macros) for part in _AND.split(text)]
        fails = _any([None if part is None else not part for part in parts])
        return None if fails is None else not fails
    negation = _NOT.match(text)
    if negation is not None:
        inner = _expression(text[negation.end() :], macros)
        return None if inner is None else not inner
    equal, named = _EQUAL.fullmatch(text.strip()), _NAMED.fullmatch(text.strip())
    if equal is not None:
        return equal.group(1).strip() == equal.group(2).strip()
    if named is not None and named.group(1) == "boolean":
        return macros.switches.get(f"\\if{named.group(2)}", False)
    if named is not None and named.group(1) == "isundefined":
        return not _defined(named.group(2), macros)
    return _ordered(_COMPARED.fullmatch(text.strip()))


def _any(parts: Sequence[bool | None]) -> bool | None:
    return True if True in parts else None if None in parts else False


def _read(reader: Reader, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """What `pattern` matches of the text that comes, macros in it expanded; it is read, and nothing where none does."""
    text = ""
    for _ in range(_LONGEST_TEST):
        token = reader.expanded()
        if token is None:
            break
        if token != " " and (token[0] in "\\{}[]$&~^_*#\0\n"):
            reader.push([token])
            break
        text += token
        found = pattern.match(text)
        if found is not None and (found.end() < len(text) or token == " "):
            break
    found = pattern.match(text)
    rest = text[found.end() :] if found else text
    reader.push([rest] if rest else [])
    return found


def _ordered(found: re.Match[str] | None) -> bool | None:
    """Whether the relation between two numbers or lengths is as written; None for no match."""
    if found is None:
        return None
    terms = found.groups()
    if len(terms) == 3:
        one, sign, other = float(terms[0]), terms[1], float(terms[2])
    else:
        one, sign, other = float(terms[0]) * _POINTS[terms[1]], terms[2], float(terms[3]) * _POINTS[terms[4]]
    return {"<": one < other, "=": one == other, ">": one > other}[sign]


def _character(read: Callable[[], str | None], reader: Reader) -> str | None:
    """The next token, of a run of text its first character."""
    token = read()
    if token is not None and token[0] not in "\\#\0\1\n" and len(token) > 1:
        reader.push([token[1:]])
        return token[0]
    return token


def _defined(name: str | None, macros: Macros) -> bool:
    return name is not None and (name in macros.commands or name in macros.protected)


def _same(one: str | None, other: str | None, macros: Macros) -> bool | None:
    r"""What `\ifx` compares: two characters, two definitions, or whether something is defined at all."""
    if one is None or other is None or one == other:
        return one == other
    known = [macros.commands.get(name) for name in (one, other)]
    if None not in known:
        return known[0] == known[1]
    for macro, name in zip(known, (other, one), strict=True):
        if macro is not None:
            return macro.body == (PRIMITIVE + name,) and not macro.signature
    if {one, other} & _UNDEFINED:
        return not {one, other} & macros.protected
    return None if one[0] == other[0] == "\\" else False
