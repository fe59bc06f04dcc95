"""Numbers written in digits: where they stand, what they are worth, and how precisely they were printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

NumeralKind = Literal["integer", "decimal", "word", "vague", "fraction", "multiple", "magnitude"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number before it has a unit.

    `value` is its size without `sign`; `low` and `high` bound what rounds to the printed digits. `grouped`
    marks thousands separators and the suffixes k, M, B: such numbers count things.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    kind: NumeralKind
    sign: Literal["", "+", "-"] = ""
    grouped: bool = False


_DIGITS = re.compile(r"(?:\d{1,3}(?:(?:,|\{,\}|[\u2009\u202f])\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<![\w.])\.\d+")
_SEPARATORS = re.compile(r"[,{}\u2009\u202f]")
# A power of ten needs a caret or a minus: "3 x 10" alone may be the size of a grid.
_EXPONENT = re.compile(
    r"[eE]([-−+]?\d{1,2})(?!\w)"
    r"|\s?\$?(?:[×x·*]|\\times|\\cdot)\$?\s?10\s?(?:\^\s?\{?\s?|\*\*\s?|(?=[-−–]))([-−–+]?\d{1,2})\}?(?!\w)"
)
_POWER_OF_TEN = re.compile(r"\^\s?\{?\s?([-−–+]?\d{1,2})\}?(?!\w)")
_SCALE = re.compile(
    r"[\s\u00a0~-]?(?:(thousand|million|billion|trillion|mln|bn)\b(?!\w)|([kKMB])(?!\w)(?!-(?!param|token|word|sent|scale)))"
    r"|([kKMBT])(?!\w)(?!-(?!param|token|word|sent|scale))"
)
_FACTORS = {
    **{"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "mln": 10**6, "bn": 10**9},
    **{"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12},
}
_MINUS = "-−"


def digit_numerals(text: str) -> Iterator[Numeral]:
    """Every number written in digits, left to right, with exponent and scale word (`2.5 billion`) taken in.

    >>> [(n.value, n.low, n.high) for n in digit_numerals("79.2 and 393k")]
    [(79.2, 79.15, 79.25), (393000.0, 392500.0, 393500.0)]
    """
    for match in _DIGITS.finditer(text):
        digits = _SEPARATORS.sub("", match.group())
        mantissa = Decimal(digits)
        whole, _, fraction = digits.partition(".")
        factor, end, scaled = _factor(text, match.end(), digits)
        if digits == "10" and not scaled and (power := _POWER_OF_TEN.match(text, end)):
            mantissa, factor, end, scaled = Decimal(1), _ten_to(power.group(1)), power.end(), True
        grouped = scaled or len(whole) != match.end() - match.start() - len(fraction) - bool(fraction)
        half = Decimal(0)
        # A plain integer counts exactly; whether it was a rounded measurement is known only with its unit.
        if fraction or scaled:
            half = Decimal(5).scaleb(-len(fraction) - 1)
        start, sign = _signed(text, match.start())
        yield Numeral(
            start,
            end,
            float(mantissa * factor),
            float((mantissa - half) * factor),
            float((mantissa + half) * factor),
            "decimal" if fraction and not scaled else "integer",
            sign,
            grouped,
        )


def _factor(text: str, end: int, digits: str) -> tuple[Decimal, int, bool]:
    """The factor printed after the digits, where it ends, and whether there is one."""
    follower = text[end : end + 1]
    if follower and follower in "eE×x·* $\\" and (match := _EXPONENT.match(text, end)):
        return _ten_to(match.group(1) or match.group(2)), match.end(), True
    if match := _SCALE.match(text, end):
        return Decimal(_FACTORS[match.group(match.lastindex or 0)]), match.end(), True
    return Decimal(1), end, False


def _ten_to(exponent: str) -> Decimal:
    return Decimal(1).scaleb(int(exponent.replace("−", "-").replace("–", "-")))


def _signed(text: str, start: int) -> tuple[int, Literal["", "+", "-"]]:
    """Where the number starts with its sign. A hyphen behind a letter or digit joins, it does not negate."""
    sign_at = start - 1
    if sign_at < 0 or text[sign_at] not in "+-−–":
        return start, ""
    before = text[sign_at - 1] if sign_at else " "
    if before.isalnum() or before in ")%]}_'’\"+-−–/." or (text[sign_at] == "–" and before != "("):
        return start, ""
    return sign_at, "-" if text[sign_at] in _MINUS + "–" else "+"
