"""Arguments and environments that are read past, and options of the form `key={value}`."""

import re
from collections.abc import Callable, Sequence

from litsynth.parse.latex_expand import Expander

_DIMENSION = re.compile(r"=?\s*[-+]?[\d.]*\s*(?:pt|em|in|cm|mm|ex|true\w*|sp|fill?l?|mu)?")


def take(stream: Expander, spec: str) -> None:
    """Reads past the arguments of `spec` (see `latex_symbols.DROPPED`)."""
    for kind in spec:
        if kind == "s":
            stream.star()
        elif kind == "o":
            stream.option()
        elif kind == "p":
            stream.option("(", ")")
        elif kind == "m":
            stream.argument()
        else:
            _take_dimension(stream)


def _take_dimension(stream: Expander) -> None:
    token = stream.peek()
    if token is None or token[0] in "\\{}[]$&~^_* \n\0#":
        return
    found = _DIMENSION.match(token)
    if found is not None and found.end():
        stream.pop()
        stream.push([token[found.end() :]] if found.end() < len(token) else [])


def end_of(stream: Expander, environment: str) -> Callable[[str], bool]:
    r"""Whether a token is the `\end` of `environment`, whose name it then reads; other ends pass."""

    def is_end(token: str) -> bool:
        if token != "\\end":
            return False
        name = stream.argument()
        if "".join(name).strip() == environment:
            return True
        stream.push(["{", *name, "}"])
        return False

    return is_end


def skip_environment(stream: Expander, environment: str) -> None:
    r"""Reads to the matching `\end`; reads nothing when there is none."""
    taken: list[str] = []
    depth = 0
    while (token := stream.pop()) is not None:
        taken.append(token)
        if token in {"\\begin", "\\end"}:
            name = stream.argument()
            taken.extend(["{", *name, "}"])
            if "".join(name).strip() == environment:
                depth += 1 if token == "\\begin" else -1
                if depth < 0:
                    return
    if stream.budget.spend(len(taken)):
        stream.push(taken)


def values_of(option: Sequence[str]) -> dict[str, list[str]]:
    """The values of the keys in an option.

    >>> values_of(["caption=", "{", "Long", " ", "one", "}", ",label=", "tab:a"])
    {'caption': ['Long', ' ', 'one'], 'label': ['tab:a']}
    """
    found: dict[str, list[str]] = {}
    depth, text = 0, ""
    value: list[str] = []
    for token in [*option, ","]:
        depth += (token == "{") - (token == "}")
        if depth or token == "}":
            value.extend([] if (token == "{" and depth == 1) or depth == 0 else [token])
            continue
        *whole, text = (text + token).split(",") if token[0] != "\\" else [text]
        for part in whole:
            key, _, bare = part.partition("=")
            found[key.strip()] = value or [bare.strip()]
            value = []
    return found
