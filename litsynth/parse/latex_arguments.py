"""Arguments and environments that are read past."""

import re
from collections.abc import Callable

from litsynth.parse.latex_expand import Expander

_DIMENSION = re.compile(r"=?\s*[-+]?[\d.]*\s*(?:pt|em|in|cm|mm|ex|true\w*|sp|fill?l?|mu)?")

_SIZE = re.compile(r" ?(?:width|height|depth|plus|minus) ?[-+]?\.?\d")
_LONGEST_DRAWING = 300  # tokens


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
        elif kind == "w":
            _take_sizes(stream, ("width", "height", "depth"))
        else:
            _take_dimension(stream)
            _take_sizes(stream, ("plus", "minus"))


def _take_sizes(stream: Expander, names: tuple[str, ...]) -> None:
    """Reads past dimensions behind their names (`width 0pt depth 5pt`, `plus2pt`)."""
    for _ in names:
        behind = [stream.peek(ahead) or "" for ahead in range(4)]
        if _SIZE.match("".join(behind)) is None or not "".join(behind).lstrip().startswith(names):
            return
        stream.skip_space()
        token = stream.pop() or ""
        rest = token[len(next(name for name in names if token.startswith(name))) :]
        stream.push([rest] if rest else [])
        stream.skip_space()
        _take_dimension(stream)


def _take_dimension(stream: Expander) -> None:
    if stream.peek() == "=":
        stream.pop()
        stream.skip_space()
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


def skip_drawing(stream: Expander) -> None:
    r"""Reads past what `\tikz` draws in the line: its argument, or all up to a semicolon."""
    stream.option()
    if stream.peek() == "{":
        stream.argument()
        return
    taken: list[str] = []
    most = stream.patience(_LONGEST_DRAWING)
    while (token := stream.pop()) is not None and len(taken) < most:
        taken.append(token)
        if ";" in token and token[0] not in "\\\0":
            rest = token.partition(";")[2]
            stream.push([rest] if rest else [])
            return
    stream.give_back([*taken, token] if token is not None else taken)
