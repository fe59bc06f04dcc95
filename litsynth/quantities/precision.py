"""How precisely a number was meant: the step of its last digit that is not zero."""

from decimal import Decimal

ABOUT = 0.10
"""Largest relative half-width of `about`: "about 100" is 90 to 110, though 100 may be rounded from 50 to 150."""


def last_step(value: float) -> float:
    """One unit of the last digit that is not zero, or five of them where that digit is a second 5.

    An author who rounds writes 80 for 75 to 85, 85 for 82.5 to 87.5, 83 for 82.5 to 83.5.

    >>> [last_step(value) for value in (80, 85, 83, 1.8, 392702, 25_000_000)]
    [10.0, 5.0, 1.0, 0.1, 1.0, 5000000.0]
    """
    number = Decimal(repr(float(value))).normalize().as_tuple()
    if not isinstance(number.exponent, int) or not any(number.digits):
        return 1.0
    unit = float(Decimal(1).scaleb(number.exponent))
    return 5 * unit if len(number.digits) > 1 and number.digits[-1] == 5 else unit


def about(value: float, half: float) -> float:
    """Half-width of an approximate number: half its last step, at most `ABOUT`, at least what is printed (`half`)."""
    return max(half, min(last_step(value) / 2, ABOUT * value))
