r"""Numbers as siunitx reads and prints them: `1.2e3` is `1.2 × 10^3`, `91.2(3)` is `91.2 ± 0.3`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from litsynth.parse.latex_options import values_of
from litsynth.parse.latex_tokens import VERBATIM

_TERM = re.compile(
    r"(?<![\w^.])(?P<value>\d{1,24}(?:\.\d{0,24})?|\.\d{1,24})"
    r"(?:\((?P<digits>\d{1,24}(?:\.\d{1,24})?)\)| ± (?P<spread>\d{0,24}\.?\d{1,24}))?"
    r"(?: ?[eEdD] ?(?P<sign>[+-]?) ?(?P<power>\d{1,6})(?!\w))?"
)
_APART = re.compile(r"(?<=\d) +(?=\d)")
_COMMA = re.compile(r"(?<![\d.,])(\d*),(\d+)(?![\d.,])")
_PRODUCT = re.compile(r"(?<=\d) ?x ?(?=[\d.])")
_SPREAD = re.compile(r"\s*±\s*")
_CONTEXT = Context(prec=60)
_LARGEST_POWER = 12  # of ten, that a number with a spread is written out with
_SPECIAL = frozenset("{}[]$&^_*#\n\0\1\\")


@dataclass(frozen=True, slots=True)
class Printing:
    r"""What options of siunitx change the number that is printed: rounding, and what a comma in it means."""

    rounding: str = ""
    precision: int = 2
    comma: str = "."

    def changed(self, options: Sequence[str]) -> "Printing":
        """With `options`, as `\\sisetup` and the commands take them.

        >>> Printing().changed(["round-mode=places,round-precision=1,", "input-ignore=", "{", ",", "}"])
        Printing(rounding='places', precision=1, comma='')
        """
        if not options:
            return self
        values = {key: "".join(value) for key, value in values_of(options).items()}
        precision = values.get("round-precision", "").strip()
        comma = "" if "," in values.get("input-ignore", "") else self.comma
        if "," not in values.get("input-decimal-markers", ","):
            comma = ""
        return replace(
            self,
            rounding=values.get("round-mode", self.rounding).strip(),
            precision=min(int(precision), 20) if precision.isdecimal() else self.precision,
            comma=comma,
        )


def number_text(text: str, printing: Printing) -> str:
    """The numbers of `text` as they are printed, spreads always apart. What is rounded is read rounded.

    siunitx prints `91.2(3)` as it is typed, or with its option `separate-uncertainty` as here; only the latter says
    what it means. Numbers with a spread are not rounded by `places` or `figures` (siunitx manual, "Rounding").

    >>> [number_text(text, Printing("places", 1)) for text in ("< 12 345.678", "1,25", "91.25(31)", "1.2(3)e4", "7")]
    ['< 12345.7', '1.3', '91.25 ± 0.31', '12000 ± 3000', '7']
    """
    text = _APART.sub("", _SPREAD.sub(" ± ", text))
    text = _COMMA.sub(rf"\1{printing.comma}\2", text)
    return _PRODUCT.sub(" × ", _TERM.sub(lambda found: _printed(found, printing), text))


def _printed(found: re.Match[str], printing: Printing) -> str:
    value, digits, spread = found["value"], found["digits"], found["spread"]
    power = int(found["sign"] + found["power"]) if found["power"] else 0
    behind = f" × 10^{power}" if found["power"] else ""
    if digits:
        decimals = len(value.partition(".")[2])
        spread = digits if "." in digits else format(Decimal(digits).scaleb(-decimals, _CONTEXT), "f")
    if not spread:
        return _rounded(value, printing) + behind
    if behind and abs(power) <= _LARGEST_POWER:
        value, spread = (format(Decimal(one).scaleb(power, _CONTEXT), "f") for one in (value, spread))
    elif behind:
        return f"({value} ± {spread}){behind}"
    return f"{value} ± {spread}"


def _rounded(value: str, printing: Printing) -> str:
    number = Decimal(value)
    if printing.rounding == "figures" and number and printing.precision:
        place = number.adjusted() - printing.precision + 1
    elif printing.rounding == "places" and "." in value:
        place = -printing.precision
    else:
        return value
    return format(number.quantize(Decimal((0, (1,), place)), ROUND_HALF_UP, _CONTEXT), "f")


def number_tokens(cell: Sequence[str], printing: Printing) -> list[str]:
    r"""The tokens of a cell of an `S` column, its number as it is printed; what stands in braces or a formula is text.

    >>> number_tokens(["\\bfseries", "91.2(3)", "{", "12(3)", "}"], Printing())
    ['\\bfseries', '\x0091.2 ± 0.3', '{', '12(3)', '}']
    """
    out: list[str] = []
    run: list[str] = []
    depth, formula = 0, False
    for token in [*cell, "{"]:
        if depth == 0 and not formula and (token == "\\pm" or token[0] not in _SPECIAL):
            run.append(token)
            continue
        text = "".join(run).replace("\\pm", "±").replace("+-", "±").replace("~", " ")
        out.extend([VERBATIM + number_text(text, printing)] if any(map(str.isdecimal, text)) else run)
        run.clear()
        out.append(token)
        depth += (token == "{") - (token == "}")
        formula ^= token[0] == "$"
    return out[:-1]
