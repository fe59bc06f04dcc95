"""Options of the form `key={value}`."""

import re
from collections.abc import Sequence

_BORDER = re.compile(r"([,=])")


def values_of(option: Sequence[str]) -> dict[str, list[str]]:
    r"""The values of the keys in an option, without braces around all of one.

    >>> values_of(["caption=", "{", "Long", " ", "one", "}", ",label = ", "\\alph", "*", "),x"])
    {'caption': ['Long', ' ', 'one'], 'label': ['\\alph', '*', ')'], 'x': []}
    """
    found: dict[str, list[str]] = {}
    value: list[str] | None = None
    key, depth = "", 0
    for token in [*option, ","]:
        for part in _BORDER.split(token) if depth == 0 and token[0] not in "\\\0" else [token]:
            if part == "," and depth == 0:
                found[key.strip()] = _bare(value or [])
                key, value = "", None
            elif value is not None:
                value.append(part)
            elif part == "=" and depth == 0:
                value = []
            else:
                key += part
        depth += (token == "{") - (token == "}")
    return found


def _bare(value: Sequence[str]) -> list[str]:
    """A value without spaces at its ends and without braces around all of it."""
    kept = [part for part in value if part]
    if kept:
        kept[0] = kept[0].lstrip()
        kept[-1] = kept[-1].rstrip()
    kept = [part for part in kept if part]
    whole = len(kept) > 1 and (kept[0], kept[-1]) == ("{", "}")
    return kept[1:-1] if whole and "}" not in kept[1:-1] else kept
