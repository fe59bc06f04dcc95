"""From a draft to a `Quantity`: the interval that precision, ± and hedges allow."""

from litsynth.quantities.drafts import Draft
from litsynth.quantities.precision import about
from litsynth.quantities.relations import JUST_OVER, NEARLY
from litsynth.records import Quantity, Span

_EXACT = frozenset({"count", "setting"})
"""Units whose plain integers are exact; in all others an integer is a rounded measurement."""


def quantity(text: str, draft: Draft) -> Quantity:
    """The record of a settled draft. `low` and `high` hold the printed rounding interval, widened by ± and by `~`.

    One-sided relations leave the interval as it is printed: the relation says which side is open.
    """
    numeral = draft.numeral
    value, low, high = numeral.value, numeral.low, numeral.high
    unit = draft.unit
    if unit == "magnitude":
        # "Three orders of magnitude": half an order each way, as for any integer.
        value, low, high, unit = 10.0**value, 10.0 ** (value - 0.5), 10.0 ** (value + 0.5), "times"
    elif low == high and unit not in _EXACT:
        low, high = value - 0.5, value + 0.5
    if draft.spread is not None:
        low, high = value - draft.spread, value + draft.spread
    low, high = _hedged(draft, value, low, high)
    negative = numeral.sign == "-" and not draft.changes
    if negative:
        value, low, high = -value, -high, -low
    factor = draft.factor
    relation = "~" if numeral.kind in ("vague", "magnitude") or draft.unit == "magnitude" else draft.relation
    return Quantity(
        text=text[draft.start : draft.end],
        value=_clean(value * factor),
        low=_clean(low * factor),
        high=_clean(high * factor),
        unit=unit,
        span=Span(draft.start, draft.end),
        relation=relation,
        direction=draft.direction,
        noun=draft.noun,
        relative=draft.relative,
    )


def _hedged(draft: Draft, value: float, low: float, high: float) -> tuple[float, float]:
    """The interval of an approximate number, `precision.about` each way.

    Nearly and almost leave only the lower half, just over only the upper one.
    """
    if draft.relation != "~" or draft.numeral.kind == "vague":
        return low, high
    width = about(value, high - value)
    low, high = value - width, value + width
    if NEARLY.search(draft.cue):
        high = value
    elif JUST_OVER.search(draft.cue):
        low = value
    return low, high


def _clean(number: float) -> float:
    """Without the digits that binary arithmetic adds behind the twelfth significant one."""
    return float(f"{number:.12g}")
