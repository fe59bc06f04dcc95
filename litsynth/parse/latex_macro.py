r"""One macro: how its arguments are read and put into its body; and what a definition says of both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.parse.latex_stream import Stream
from litsynth.parse.latex_tokens import tokenize

_LONGEST_DELIMITED = 200  # tokens
PRIMITIVE = "\1"
r"""Before a control sequence: it stands for its original meaning (after `\let\old\new`), never for a macro."""


_DEFAULT = r"\{(?P<%s>(?:[^{}]|\{[^{}]*\})*)\}"
_XPARSE = re.compile(
    rf"[+!]?(?:(?P<kind>[mosg])|(?P<also>[OG]){_DEFAULT % 'default'}|[dr](?P<ends>\S\S)|t(?P<mark>\S)"
    rf"|[DR](?P<others>\S\S){_DEFAULT % 'other'})"
)


@dataclass(frozen=True, slots=True)
class Macro:
    r"""What a control sequence stands for.

    `signature` has one entry a parameter: `m` mandatory, `o` optional, `s` star, `d` optional between the two
    characters that follow, `t` the character that follows, `g` in braces if any come, or, for `\def`, the text that
    ends the parameter (`=` and the text). `defaults` belong to the optional ones. `prefix` is the text that comes
    between the name and the first parameter.
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
        if kind[0] == "t":
            return ["\\BooleanTrue"] if stream.star(kind[1]) else ["\\BooleanFalse"]
        if kind[0] in "od":
            found = stream.option(*kind[1:])
            return self.defaults[place] if found is None else found
        if kind == "g":
            return stream.argument() if stream.peek() == "{" else self.defaults[place]
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


def control_name(stream: Stream) -> str:
    stream.skip_space()
    token = stream.peek()
    return "".join(stream.argument()).strip() if token == "{" else stream.pop() or ""


def with_options(stream: Stream) -> Macro:
    count = "".join(stream.option() or ["0"]).strip()
    parameters = min(int(count), 9) if count.isdecimal() else 0
    default = stream.option() if parameters else None
    body = tuple(stream.argument())
    if default is None:
        return Macro(("m",) * parameters, body)
    return Macro(("o", *("m",) * (parameters - 1)), body, (tuple(default),))


def with_specification(spec: str, body: Sequence[str]) -> Macro:
    kinds = [_kind(found) for found in _XPARSE.finditer(spec)]
    defaults = tuple(tuple(tokenize(default)) for _, default in kinds)
    return Macro(tuple(kind for kind, _ in kinds), tuple(body), defaults)


def _kind(found: re.Match[str]) -> tuple[str, str]:
    """How an argument is read (see `Macro`), and its default."""
    if found["mark"]:
        return f"t{found['mark']}", ""
    if found["ends"] or found["others"]:
        return f"d{found['ends'] or found['others']}", found["other"] or ""
    return found["kind"] or {"O": "o"}.get(found["also"], "g"), found["default"] or ""
