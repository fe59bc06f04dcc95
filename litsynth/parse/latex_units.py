r"""Numbers with units as siunitx prints them: `\SI{3.5}{\giga\byte}` is `3.5 GB`, `\num{91.2(3)}` is `91.2 ± 0.3`."""

import re
from collections.abc import Callable, Sequence

from litsynth.parse.latex_numbers import Printing, number_text
from litsynth.parse.latex_stream import Stream

_RANGES = frozenset({"numrange", "SIrange", "qtyrange"})
_LISTS = frozenset({"numlist", "SIlist", "qtylist"})
_WITH_UNIT = frozenset({"SI", "qty", "SIrange", "qtyrange", "SIlist", "qtylist"})
COMMANDS = _RANGES | _LISTS | _WITH_UNIT | {"num", "tablenum", "complexnum", "ang", "si", "unit"}
"""The commands of siunitx that print."""

_PREFIXES = {
    "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "kilo": "k", "mega": "M",
    "giga": "G", "tera": "T", "peta": "P", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "per": "/",
}  # fmt: skip
_UNITS = {
    "percent": "%", "second": "s", "minute": "min", "hour": "h", "day": "d", "meter": "m", "metre": "m", "gram": "g",
    "byte": "B", "bit": "bit", "hertz": "Hz", "watt": "W", "joule": "J", "volt": "V", "kelvin": "K", "degree": "°",
    "celsius": "°C", "degreeCelsius": "°C", "litre": "L", "liter": "L", "tonne": "t", "squared": "^2", "cubed": "^3",
}  # fmt: skip


def si_text(name: str, stream: Stream, printing: Printing, render: Callable[[Sequence[str]], str]) -> str:
    r"""What `\name` of siunitx prints, with its arguments from `stream`; `render` gives the text of others.

    >>> si_text("SI", Stream(["{", "79.2+-0.3", "}", "{", "\\percent", "}"]), Printing(), "".join)
    '79.2 ± 0.3%'
    >>> si_text("num", Stream(["{", "1.2e + 3", "}"]), Printing(), "".join)
    '1.2 × 10^3'
    """
    printing = printing.changed(stream.option() or ())

    def number() -> str:
        return number_text(render([token.replace("+-", "±") for token in stream.argument()]), printing)

    if name in {"si", "unit"}:
        return _unit(stream.argument(), render)
    text = number()
    if name in _RANGES:
        text = f"{text} to {number()}"
    elif name in _LISTS:
        *first, last = re.split(r"\s*;\s*", text)
        text = f"{', '.join(first)} and {last}" if first else last
    elif name == "ang":
        text += "°"
    if name in _WITH_UNIT:
        stream.option()
        unit = _unit(stream.argument(), render)
        text += unit if unit[:1] in {"%", "°"} else f" {unit}"
    return text


def _unit(tokens: Sequence[str], render: Callable[[Sequence[str]], str]) -> str:
    text = ""
    for token in tokens:
        name = token[1:] if token[0] == "\\" else ""
        if name in _PREFIXES:
            text += _PREFIXES[name]
        elif name in _UNITS:
            text += _UNITS[name] + ("" if _UNITS[name][0] in "%^°" else " ")
        elif token not in {" ", "{", "}", "~"}:
            text += render([token])
    return re.sub(r" (?=[/^])", "", text).strip()
