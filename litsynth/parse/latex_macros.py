r"""An author's own macros: `\newcommand`, `\def`, `\let`, `\NewDocumentCommand`, `\newif` and their kin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from litsynth.parse.latex_acronyms import Acronyms
from litsynth.parse.latex_stream import Stream

_LONGEST_DELIMITED = 200  # tokens
PRIMITIVE = "\1"
r"""Before a control sequence: it stands for its original meaning (after `\let\old\new`), never for a macro."""


@dataclass(frozen=True, slots=True)
class Macro:
    r"""What a control sequence stands for.

    `signature` has one entry a parameter: `m` mandatory, `o` optional, `s` star, or, for `\def`, the text that ends
    the parameter (`=` and the text). `defaults` belong to the optional ones. `prefix` is the text that comes between
    the name and the first parameter.
    """

    signature: tuple[str, ...]
    body: tuple[str, ...]
    defaults: tuple[tuple[str, ...], ...] = ()
    prefix: tuple[str, ...] = ()

    def expand(self, stream: Stream) -> list[str]:
        """The body with the arguments, read from `stream`, in place."""
        self._skip_prefix(stream)
        values = [self._read(stream, kind, place) for place, kind in enumerate(self.signature)]
        result: list[str] = []
        for token in self.body:
            if token[0] != "#" or len(token) == 1:
                result.append(token)
            elif token[1] == "#":
                result.append(token[1:])
            elif 0 < int(token[1:]) <= len(values):
                result.extend(values[int(token[1:]) - 1])
        return result

    def _skip_prefix(self, stream: Stream) -> None:
        for expected in self.prefix:
            token = stream.pop()
            if token is not None and not token.startswith(expected):
                stream.push([token])
                return
            rest = (token or "")[len(expected) :]
            stream.push([rest] if rest else [])

    def _read(self, stream: Stream, kind: str, place: int) -> Sequence[str]:
        if kind == "s":
            return ["\\BooleanTrue"] if stream.star() else ["\\BooleanFalse"]
        if kind == "o":
            found = stream.option()
            return self.defaults[place] if found is None else found
        return stream.argument() if kind == "m" else _delimited(stream, kind[1:])


def _delimited(stream: Stream, ending: str) -> list[str]:
    """What stands before the text `ending`, outside braces."""
    taken: list[str] = []
    depth = 0
    most = stream.patience(_LONGEST_DELIMITED)
    while (token := stream.pop()) is not None and len(taken) < most:
        depth += (token == "{") - (token == "}")
        place = _place(stream, token, ending) if depth <= 0 and ending[0] in token else -1
        if place >= 0:
            before, left = token[:place], len(ending) - len(token) + place
            if left < 0:
                stream.push([token[left:]])
            while left > 0 and (token := stream.pop()) is not None:
                stream.push([token[left:]] if left < len(token) else [])
                left -= len(token)
            return [*taken, before] if before else taken
        taken.append(token)
    stream.give_back([*taken, token] if token is not None else taken)
    return []


def _place(stream: Stream, token: str, ending: str) -> int:
    """Where in `token` the text `ending` begins, which may go on in the tokens behind it; -1 where it does not."""
    behind = (stream.peek(ahead) or "" for ahead in range(len(ending) - 1))
    place = (token + "".join(behind)).find(ending)
    return place if place < (1 if token[0] in "\\\0" else len(token)) else -1


@dataclass(slots=True)
class Macros:
    """Everything that a paper has defined so far; names of `protected` keep their usual meaning."""

    protected: frozenset[str]
    commands: dict[str, Macro] = field(default_factory=dict)
    environments: dict[str, tuple[Macro, tuple[str, ...]]] = field(default_factory=dict)
    switches: dict[str, bool] = field(default_factory=dict)
    acronyms: Acronyms = field(default_factory=Acronyms)

    def define(self, token: str, stream: Stream) -> bool:
        """Reads the definition that `token` opens; False when it opens none."""
        if token in {"\\def", "\\gdef", "\\edef", "\\xdef"}:
            self._plain(stream)
        elif token in _NEW_COMMAND:
            self._new_command(stream, provide=token == "\\providecommand")
        elif token in _NEW_ENVIRONMENT:
            self._new_environment(stream)
        elif token in _DOCUMENT_COMMAND:
            name, spec, body = _name(stream), "".join(stream.argument()), stream.argument()
            self._set(name, _xparse(spec, body))
        elif token == "\\let":
            self._let(stream)
        elif token == "\\DeclareMathOperator":
            stream.star()
            name, body = _name(stream), stream.argument()
            self._set(name, Macro((), ("\\operatorname", "{", *body, "}")))
        elif token == "\\newif":
            self.switches[_name(stream)] = False
        elif token in _NEW_SWITCH:
            self.switches["\\if" + "".join(stream.argument()).strip()] = False
        elif token in _SET_SWITCH:
            self._set_switch(token, stream)
        elif token == "\\DeclareSIUnit":
            stream.option()
            self._set(_name(stream), Macro((), tuple(stream.argument())))
        elif token == "\\newtheorem":
            self._theorem(stream)
        else:
            return self._switch(token) or self.acronyms.define(token, stream)
        return True

    def _set(self, name: str, macro: Macro) -> None:
        # Rules of tables are often redefined in terms of TeX's boxes; what they mean stays the same.
        if name.startswith("\\") and name not in self.protected and "hline" not in name:
            self.commands[name] = macro

    def _plain(self, stream: Stream) -> None:
        name = _name(stream)
        signature: list[str] = []
        prefix: list[str] = []
        while (token := stream.pop()) is not None and token != "{":
            if token[0] == "#" and token[1:].isdigit():
                signature.append("m")
            elif signature and token != " ":
                signature[-1] = "=" + (signature[-1][1:] if signature[-1][0] == "=" else "") + token
            elif token != " ":
                prefix.append(token)
        stream.push(["{"])
        self._set(name, Macro(tuple(signature), tuple(stream.argument()), prefix=tuple(prefix)))

    def _new_command(self, stream: Stream, provide: bool) -> None:
        stream.star()
        name = _name(stream)
        macro = _with_options(stream)
        if not (provide and name in self.commands):
            self._set(name, macro)

    def _new_environment(self, stream: Stream) -> None:
        stream.star()
        name = "".join(stream.argument())
        opening = _with_options(stream)
        self.environments[name] = (opening, tuple(stream.argument()))

    def _let(self, stream: Stream) -> None:
        name = _name(stream)
        stream.skip_space()
        if (stream.peek() or "").startswith("="):
            rest = (stream.pop() or "")[1:]
            stream.push([rest] if rest else [])
        original = _name(stream)
        kept = (PRIMITIVE + original,) if original.startswith("\\") else (original,)
        self._set(name, self.commands.get(original, Macro((), kept if original else ())))

    def _theorem(self, stream: Stream) -> None:
        stream.star()
        name = "".join(stream.argument())
        stream.option()
        title = stream.argument()
        stream.option()
        heading = Macro(("o",), ("\\textbf", "{", *title, ".", "}", " "), ((),))
        self.environments.setdefault(name, (heading, ()))

    def _set_switch(self, token: str, stream: Stream) -> None:
        name = "\\if" + "".join(stream.argument()).strip()
        value = token if token.endswith(("true", "false")) else "".join(stream.argument()).strip()
        self.switches[name] = value.endswith("true")

    def _switch(self, token: str) -> bool:
        r"""Whether `token` is `\footrue` or `\foofalse` of a `\newif\iffoo`; sets it."""
        found = _SWITCH.fullmatch(token)
        if found is None or f"\\if{found.group(1)}" not in self.switches:
            return False
        self.switches[f"\\if{found.group(1)}"] = found.group(2) == "true"
        return True


_NEW_COMMAND = frozenset({"\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareRobustCommand"})
_NEW_ENVIRONMENT = frozenset({"\\newenvironment", "\\renewenvironment"})
_DOCUMENT_COMMAND = frozenset(f"\\{verb}DocumentCommand" for verb in ("New", "Renew", "Provide", "Declare"))
_NEW_SWITCH = frozenset({"\\newbool", "\\newtoggle", "\\newboolean", "\\providebool", "\\providetoggle"})
_SET_SWITCH = frozenset(
    {"\\setbool", "\\setboolean", "\\settoggle", "\\booltrue", "\\boolfalse", "\\toggletrue", "\\togglefalse"}
)
_SWITCH = re.compile(r"\\(\w+?)(true|false)")
_XPARSE = re.compile(r"\+?(?:([mos])|O\{([^}]*)\})")


def _name(stream: Stream) -> str:
    stream.skip_space()
    token = stream.peek()
    return "".join(stream.argument()).strip() if token == "{" else stream.pop() or ""


def _with_options(stream: Stream) -> Macro:
    count = "".join(stream.option() or ["0"]).strip()
    parameters = min(int(count), 9) if count.isdecimal() else 0
    default = stream.option() if parameters else None
    body = tuple(stream.argument())
    if default is None:
        return Macro(("m",) * parameters, body)
    return Macro(("o", *("m",) * (parameters - 1)), body, (tuple(default),))


def _xparse(spec: str, body: Sequence[str]) -> Macro:
    kinds = [(found.group(1) or "o", found.group(2) or "") for found in _XPARSE.finditer(spec)]
    defaults = tuple((default,) if default else () for _, default in kinds)
    return Macro(tuple(kind for kind, _ in kinds), tuple(body), defaults)
