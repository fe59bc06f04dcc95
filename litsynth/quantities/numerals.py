"""Numbers written in digits: where they stand, what they are worth, and how precisely they were printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

NumeralKind = Literal["integer", "decimal", "word", "vague", "share", "multiple", "magnitude"]
Sign = Literal["", "+", "-"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number before it has a unit.

    `value` is its size without `sign`; `low` and `high` bound what rounds to the printed digits. `grouped`
    marks thousands separators and the suffixes k, M, B: such numbers count things. `scale` is the suffix's factor.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    kind: NumeralKind
    sign: Sign = ""
    grouped: bool = False
    scale: float = 1


_DIGIT = re.compile(r"\d")
# Groups of three, a decimal comma behind a leading zero ("0,25") or before a unit ("1,5 points"), plain digits; then the
# decimal part. "10,20%" may be a list: as 10.2% it can only be missed, as 20% it could bear out what is wrong.
_DIGITS = re.compile(
    r"(?:\d{1,3}(?:(?:,|\{,\}|[\u00a0\u2009\u200a\u202f])\d{3})+(?!\d)|(?<![\[(,])0,\d{1,4}(?![\d,])"
    r"|(?<![\[(,])\d{1,3},\d{1,2}(?=[\s\u00a0]?(?:\\?%|percent\b|(?:percentage )?points?\b|pp\b))|\d+)(?:\.\d+)?",
)
_COMMA = re.compile(r"0,\d+|\d{1,3},\d{1,2}")
_BARE_POINT = re.compile(r"(?<![\w.])\.\d+")
_SEPARATORS = re.compile(r"[,{}\u00a0\u2009\u200a\u202f]")
# A power of ten needs a caret or a minus: "3 x 10" alone may be the size of a grid.
_EXPONENT = re.compile(
    r"[eE]([-−+]?\d{1,2})(?!\w)"
    r"|\s?\$?(?:[×x·*]|\\times|\\cdot)\$?\s?10\s?(?:\^\s?\{?\s?|\*\*\s?|(?=[-−–]))([-−–+]?\d{1,2})\}?(?!\w)"
)
_POWER_OF_TEN = re.compile(r"\^\s?\{?\s?([-−–+]?\d{1,2})\}?(?!\w)")
_NOT_NAMED = r"(?!\w)(?!-(?!param|token|word|sent|scale))"
_SCALE = re.compile(
    rf"[\s\u00a0~-]?(?:(thousand|million|billion|trillion|mln|bn)\b|([kKMB]){_NOT_NAMED})|([kKMBT]){_NOT_NAMED}"
)
_FACTORS = {
    **dict.fromkeys(("thousand", "k", "K"), 10**3),
    **dict.fromkeys(("million", "mln", "M"), 10**6),
    **dict.fromkeys(("billion", "bn", "B"), 10**9),
    **dict.fromkeys(("trillion", "T"), 10**12),
}
_LONGEST = 24
"""Characters of a number with sign, separators and scale word; an amount has at most 15 digits."""
_MINUS = "-−–‐‑﹣－"
# A minus that is set apart from its number ("by − 1.8 points"), not one between two terms.
_APART = re.compile(r"(?:(?:^|\s)[a-z]{2,}|[=:(,])[\s\u00a0]?−[\s\u00a0]$")
_JOINING = ")%]}_'’\"+-−–/."
"""Characters in front of a sign that make it a joint: `)-5`, `10%-20%`, `and/+5`."""


def digit_numerals(text: str) -> Iterator[Numeral]:
    """Every number written in digits, left to right, with exponent and scale word (`2.5 billion`) taken in.

    Longer digit strings than a double holds exactly are identifiers, and are passed over.

    >>> [(n.value, n.low, n.high) for n in digit_numerals("79.2 and 393k")]
    [(79.2, 79.15, 79.25), (393000.0, 392500.0, 393500.0)]
    """
    found = _DIGIT.search(text)
    while found:
        at = found.start()
        match = _BARE_POINT.match(text, at - 1) if at else None
        numeral = _numeral(text, match or _DIGITS.match(text, at) or found)
        if numeral.end - numeral.start <= _LONGEST:
            yield numeral
        found = _DIGIT.search(text, numeral.end)


def _numeral(text: str, match: re.Match[str]) -> Numeral:
    printed = match.group()
    digits = printed.replace(",", ".") if _COMMA.fullmatch(printed) else _SEPARATORS.sub("", printed)
    mantissa = Decimal(digits)
    fraction = digits.partition(".")[2]
    factor, end, scaled = _factor(text, match.end())
    if digits == "10" and not scaled and (power := _POWER_OF_TEN.match(text, end)):
        mantissa, factor, end, scaled = Decimal(1), _ten_to(power.group(1)), power.end(), True
    # A plain integer counts exactly; whether it was a rounded measurement is known only with its unit.
    half = Decimal(5).scaleb(-len(fraction) - 1) if fraction or scaled else Decimal(0)
    start, sign = _signed(text, match.start())
    return Numeral(
        start,
        end,
        float(mantissa * factor),
        float((mantissa - half) * factor),
        float((mantissa + half) * factor),
        "decimal" if fraction and not scaled else "integer",
        sign,
        scaled or len(digits) != len(printed),
        float(factor),
    )


def _factor(text: str, end: int) -> tuple[Decimal, int, bool]:
    """The factor printed after the digits, where it ends, and whether there is one."""
    if match := _EXPONENT.match(text, end):
        return _ten_to(match.group(1) or match.group(2)), match.end(), True
    if match := _SCALE.match(text, end):
        return Decimal(_FACTORS[match.group(match.lastindex or 0)]), match.end(), True
    return Decimal(1), end, False


def _ten_to(exponent: str) -> Decimal:
    return Decimal(1).scaleb(int(exponent.replace("−", "-").replace("–", "-")))


def _signed(text: str, start: int) -> tuple[int, Sign]:
    """Where the number starts with its sign. A hyphen behind a letter or digit joins, it does not negate."""
    if _APART.search(text, max(0, start - _LONGEST), start):
        return start - 2, "-"
    sign = text[start - 1 : start]
    if not sign or sign not in f"+{_MINUS}":
        return start, ""
    before = text[max(0, start - 2) : start - 1]
    if before.isalnum() or (before and before in _JOINING) or (sign == "–" and not _opens(text, start - 1)):
        return start, ""
    return start - 1, "-" if sign in _MINUS else "+"


def _opens(text: str, dash: int) -> bool:
    """Whether an en dash right before a number may be its minus: behind a bracket or a word, not behind a number."""
    before = text[max(0, dash - 2) : dash]
    return before.endswith("(") or (before[1:].isspace() and before[:1].isalpha())
