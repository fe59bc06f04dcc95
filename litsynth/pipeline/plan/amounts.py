"""Amounts that are not known to the last digit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A likely value, not negative, and the range that it is thought to lie in.

    >>> about(10, 1.25) + exactly(2), exactly(3) * about(2, 2)
    (Amount(value=12, low=10.0, high=14.5), Amount(value=6, low=3.0, high=12))
    """

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.value + other.value, self.low + other.low, self.high + other.high)

    def __mul__(self, other: "Amount | float") -> "Amount":
        rate = other if isinstance(other, Amount) else exactly(other)
        return Amount(self.value * rate.value, self.low * rate.low, self.high * rate.high)


def exactly(value: float) -> Amount:
    """A known amount."""
    return Amount(value, value, value)


def about(value: float, factor: float) -> Amount:
    """A likely value that is right within a factor."""
    return Amount(value, value / factor, value * factor)
