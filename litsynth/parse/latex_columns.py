r"""The columns that a `tabular` declares: `l*{2}{S[table-format=2.1]}` has three, two of them of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litsynth.parse.latex_macro import Macro
from litsynth.parse.latex_options import values_of
from litsynth.parse.latex_stream import Stream

_MOST = 200  # columns
_MOST_STEPS = 2_000  # tokens and column types that are looked at
_MATERIAL = frozenset("@!><")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the letter of its type, and its option (`table-format=2.1`)."""

    kind: str
    option: tuple[str, ...] = ()


def declared_columns(specification: Sequence[str], types: Mapping[str, Macro]) -> list[Column]:
    r"""The columns of the argument of a `tabular` or a `tblr`; `types` are those of `\newcolumntype`.

    >>> columns = declared_columns(["|l", "*", "{", "2", "}", "{", "S", "[", "x", "]", "}", "@", "{", "c", "}r"], {})
    >>> [column.kind for column in columns], columns[1].option
    (['l', 'S', 'S', 'r'], ('x',))
    """
    keyed = values_of(specification).get("colspec")
    stream = Stream(keyed if keyed is not None else specification)
    columns: list[Column] = []
    for _ in range(_MOST_STEPS):
        token = stream.pop()
        if token is None or len(columns) >= _MOST:
            break
        if token[0] == "*":
            count, repeated = "".join(stream.argument()).strip(), stream.argument()
            stream.push(repeated * min(int(count) if count.isdecimal() else 1, _MOST))
            continue
        if token[1:] and token[0] != "\\":
            stream.push([token[1:]])
        if token[0] in types:
            stream.push(types[token[0]].expand(stream))
        elif token[0] in _MATERIAL:
            stream.argument()
        elif token[0].isalpha():
            columns.append(Column(token[0], tuple(_arguments(stream))))
    return columns[:_MOST]


def _arguments(stream: Stream) -> Sequence[str]:
    """Reads past the arguments of a column's type; its option."""
    option: Sequence[str] = ()
    while stream.peek() in {"{", "["}:
        if stream.peek() == "{":
            stream.argument()
        else:
            option = stream.option() or [stream.pop() or ""]
    return option
