"""The sets of values that quantities assert, on scales that can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from litsynth.quantities.numerals import digit_numerals
from litsynth.quantities.precision import last_step
from litsynth.quantities.spreads import has_spread
from litsynth.records import Quantity

_OPEN = 1e-7
"""Relative step that keeps an open end open; far below any printed precision, far above rounding of doubles."""
_EPSILON = 1e-9
_ONE_DECIMAL, _TWO_DECIMALS = 0.11, 0.011
"""Printed widths just above those of 0.8 and 0.79."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval; exact numbers have `low == high`."""

    low: float
    high: float

    def scaled(self, factor: float) -> "Bounds":
        """Multiplied by a factor, or mirrored at zero by a negative one."""
        ends = sorted((self.low * factor, self.high * factor))
        return Bounds(*ends)

    def holds(self, value: float) -> bool:
        """Whether a value lies inside or on the ends."""
        slack = _EPSILON * max(1.0, abs(value))
        return self.low - slack <= value <= self.high + slack

    def overlaps(self, other: "Bounds") -> bool:
        """Whether more than an end is shared; an exact number need only touch."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        exact = self.low == self.high or other.low == other.high
        slack = _EPSILON * max(1.0, min(abs(low), abs(high)))  # one end may be infinite
        return high - low >= -slack if exact else high - low > slack


def printed(quantity: Quantity) -> Bounds:
    """What rounds to the printed digits, without the spread that ± states."""
    if not has_spread(quantity.text):
        return Bounds(quantity.low, quantity.high)
    numeral = next(digit_numerals(quantity.text))
    half = max(numeral.high - numeral.value, 0.5 if numeral.low == numeral.high else 0.0)
    factor = abs(quantity.value / numeral.value) if numeral.value else 1.0
    return Bounds(quantity.value - half * factor, quantity.value + half * factor)


def figure(quantity: Quantity) -> Bounds:
    """The values for which an author writes this: `over 80` of 80 to 90, since from 90 on it would be `over 90`.

    `up to 6` and its like assert that 6 is reached, so they have the interval of 6.
    """
    base = quantity.value
    inner = _OPEN * max(abs(base), _OPEN)
    if quantity.relation in (">", ">="):
        return Bounds(base + (inner if quantity.relation == ">" else 0.0), base + _step(quantity) - inner)
    if quantity.relation == "<":
        return Bounds(base - _step(quantity) + inner, base - inner)
    return printed(quantity)


def logical(quantity: Quantity) -> Bounds:
    """The values that the bare words allow: `over 80` anything above 80."""
    if quantity.relation in (">", ">="):
        return Bounds(figure(quantity).low, inf)
    if quantity.relation in ("<", "<="):
        return Bounds(-inf, figure(quantity).high)
    return printed(quantity)


def _step(quantity: Quantity) -> float:
    """How far an open bound reaches: to the next number that would have been written instead."""
    numeral = next(digit_numerals(quantity.text), None)
    if numeral is None:
        return 100 - quantity.value if quantity.unit == "percent" else last_step(quantity.value)
    factor = abs(quantity.value / numeral.value) if numeral.value else 1.0
    return last_step(numeral.value) * factor


def scales(a: Quantity, b: Quantity) -> Iterator[tuple[float, float]]:
    """Pairs of factors that bring two quantities of one kind to one scale.

    A score up to 1 may be a fraction of one, if it has two decimals or stands beside a percentage; beside a percentage
    it is read so unless it is bare, as in a table of percentages. A negative score beside a difference is mirrored.
    """
    if {a.unit, b.unit} == {"points", "score"}:
        yield (-1.0, 1.0) if a.unit == "score" else (1.0, -1.0)
        return
    small_a, small_b = _fraction(a, b), _fraction(b, a)
    forced_a = small_a and bool(a.noun) and b.unit == "percent"
    forced_b = small_b and bool(b.noun) and a.unit == "percent"
    if not (forced_a or forced_b):
        yield 1.0, 1.0
    if small_a and not small_b:
        yield 100.0, 1.0
    if small_b and not small_a:
        yield 1.0, 100.0


def _fraction(quantity: Quantity, other: Quantity) -> bool:
    """Whether a score can be a fraction of one: 0.79 can, 0.8 only beside a percentage, 0 and 1 never."""
    if quantity.unit != "score" or abs(quantity.value) > 1 + _EPSILON:
        return False
    width = printed(quantity).high - printed(quantity).low
    return width < (_ONE_DECIMAL if other.unit == "percent" else _TWO_DECIMALS)
