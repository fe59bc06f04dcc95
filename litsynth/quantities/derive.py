"""Arithmetic over stated quantities: what two or more of them give, how precisely, and whether that is a claim's figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litsynth.quantities.bounds import Bounds, printed
from litsynth.quantities.compare import entails_number
from litsynth.records import Quantity, Span

WIDEST = 0.75
"""How wide the interval of what is derived may be, as a share of its value: 0.2 from two figures of one decimal is too wide."""
_FINEST = 0.1
"""The least width of a gain's rounding interval, as a share of the derived one's: 2.30 does not follow from 78.5 and 76.2."""
_COUNT = re.compile(r"\d[\d.,]*(?:\s?[kKMBT]\b|\s?(?:thousand|million|billion|trillion)\b)?")
_DIGITS = 9
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Derived:
    """A value with the interval that the roundings of its parts leave, and the operation as it is written out."""

    value: float
    bounds: Bounds
    told: str


def difference(a: Quantity, b: Quantity) -> Derived:
    """a − b.

    >>> from litsynth.quantities import find_quantities
    >>> a, b = find_quantities("78.5 and 76.2")
    >>> difference(a, b).told, difference(a, b).bounds
    ('78.5 − 76.2 = 2.3', Bounds(low=2.2, high=2.4))
    """
    one, other = printed(a), printed(b)
    return _derived(a.value - b.value, one.low - other.high, one.high - other.low, f"{_of(a)} − {_of(b)}", "")


def quotient(a: Quantity, b: Quantity, sign: str = "") -> Derived | None:
    """a / b, as a multiple or with `sign` "%" in percent; None where b may be 0."""
    one, other = printed(a), printed(b)
    if other.low <= 0 or one.low < 0:
        return None
    by = 100.0 if sign else 1.0
    told = f"{_of(a)} / {_of(b)}"
    return _derived(by * a.value / b.value, by * one.low / other.high, by * one.high / other.low, told, sign)


def change(a: Quantity, b: Quantity, whole: float = 0.0) -> Derived | None:
    """(a − b) / b in percent; with `whole`, of what b lacks of that: (a − b) / (whole − b). None where that may be 0."""
    one, other = printed(a), printed(b)
    base = Bounds(whole - other.high, whole - other.low) if whole else other
    if base.low <= 0:
        return None
    value = 100 * (a.value - b.value) / (whole - b.value if whole else b.value)
    # Both ends rise with a, and run one way in b: the corners are the extremes.
    ends = [100 * (p - q) / (whole - q if whole else q) for p in (one.low, one.high) for q in (other.low, other.high)]
    under = f"({whole:g} − {_of(b)})" if whole else _of(b)
    return _derived(value, min(ends), max(ends), f"({_of(a)} − {_of(b)}) / {under}", "%")


def total(parts: Sequence[Quantity]) -> Derived:
    """The sum of at least one quantity."""
    value, low, high = (
        sum(ends) for ends in zip(*((p.value, printed(p).low, printed(p).high) for p in parts), strict=True)
    )
    return _derived(value, low, high, " + ".join(map(_of, parts)), "")


def mean(parts: Sequence[Quantity]) -> Derived:
    """The mean of at least one quantity: printed values are each within half a step, and so is their mean."""
    many = len(parts)
    value, low, high = (
        sum(ends) / many for ends in zip(*((p.value, printed(p).low, printed(p).high) for p in parts), strict=True)
    )
    return _derived(value, low, high, f"({' + '.join(map(_of, parts))}) / {many}", "")


def bears(derived: Derived, figure: Quantity, signed: bool = False) -> bool:
    """Whether a claim's figure is what was derived: in size, or with `signed` with its sign.

    The value from the printed digits settles the figure as a stated one would, it is not known too loosely (`WIDEST`), nor
    is the figure finer than what the roundings can tell.

    >>> from litsynth.quantities import find_quantities
    >>> two = difference(*find_quantities("78.5 and 76.2"))
    >>> [bears(two, find_quantities(f"by {text} points")[0]) for text in ("2.3", "more than 2", "2.4", "2.30")]
    [True, True, False, False]
    """
    value = derived.value if signed else abs(derived.value)
    width = derived.bounds.high - derived.bounds.low
    if value <= 0 or width > WIDEST * abs(value):
        return False
    fine = (
        figure.unit == "points"
        and figure.relation in ("=", "~")
        and printed(figure).high - printed(figure).low < _FINEST * width
    )
    stated = Quantity(f"{value:g}", value, value, value, figure.unit, Span(0, 0), "=", figure.direction, figure.noun)
    return not fine and entails_number(stated, figure).answer == "yes"


def _derived(value: float, low: float, high: float, told: str, unit: str) -> Derived:
    exact = round(value, _DIGITS)
    shown = f"{round(value, _SHOWN):,.10g}" if abs(value) >= 1 else f"{value:.{_SHOWN}g}"
    return Derived(
        exact, Bounds(round(low, _DIGITS), round(high, _DIGITS)), f"{told} = {shown}{unit}".replace("-", "−")
    )


def _of(quantity: Quantity) -> str:
    """The quantity as it is written in an operation: a count without what it counts."""
    printed_count = _COUNT.match(quantity.text) if quantity.unit == "count" else None
    return printed_count.group() if printed_count else quantity.text
