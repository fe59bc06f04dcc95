"""Accuracy and error rate: an error rate of 8.5% is an accuracy of 91.5%, where both sides say which of them it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from litsynth.quantities import find_quantities
from litsynth.records import Claim, Quantity
from litsynth.verify.found import Found
from litsynth.verify.telling import text_of

_WHOLE = 100
_ERROR = re.compile(
    r"\b(?:classification |test |prediction )?error(?: rates?)?\b"
    r"(?! (?:reduction|analys\w+|bars?|types?|detection|correction|margins?))",
    re.I,
)
_OTHER_ERRORS = re.compile(
    r"\b(?:word|character|phoneme|slot|label|token|squared|absolute|translation|equal|sentence|diarization|edit)[ -]errors?\b|"
    r"\b(?-i:[WCPTE]ER)\b|\brelative\b|\breduc\w+\b",
    re.I,
)
_ACCURACY = re.compile(r"\baccurac(?:y|ies)\b", re.I)
_BALANCED = re.compile(r"\b(?:balanced|exact|top-\d|mean|average[d]?) accurac", re.I)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=2048)
def other_side(text: str, quantities: tuple[Quantity, ...]) -> tuple[str, Quantity] | None:
    """A claim of an error rate as one of accuracy, or the other way round, and its figure; None where it is neither.

    >>> text = "FooNet has an error rate of 8.5% on XNLI."
    >>> other_side(text, find_quantities(text))[0]
    'FooNet has an accuracy of 91.5% on XNLI.'
    """
    errors, accuracies = list(_ERROR.finditer(text)), list(_ACCURACY.finditer(text))
    if len(errors) + len(accuracies) != 1 or _OTHER_ERRORS.search(text) or _BALANCED.search(text):
        return None
    levels = [one for one in quantities if one.unit == "percent"]
    if len(levels) != 1 or levels[0].relation != "=" or levels[0].direction or levels[0].relative:
        return None
    figure = levels[0]
    digits = _DIGITS.search(text, figure.span.start, figure.span.end)
    if not digits:
        return None
    value = _WHOLE - Decimal(digits.group())
    if not 0 < value < _WHOLE:
        return None
    word, (start, end) = ("accuracy", errors[0].span()) if errors else ("error rate", accuracies[0].span())
    edits = sorted([(digits.start(), digits.end(), str(value)), (start, end, word)], reverse=True)
    for first, last, new in edits:
        text = text[:first] + new + text[last:]
    return text, figure


def turned(claim: Claim) -> tuple[Claim, Quantity, str] | None:
    """The claim told of the other of the two, its figure as it stood, and the measure that evidence must name."""
    text = text_of(claim)
    made = other_side(text, claim.quantities)
    if not made:
        return None
    told, figure = made
    measure = "accuracy" if _ERROR.search(text) else "error rate"
    return replace(claim, text=told, quote=told, part="", quantities=find_quantities(told)), figure, measure


def told_back(places: Sequence[Found], figure: Quantity, measure: str) -> tuple[Found, ...]:
    """The cells of a turned claim with the subtraction; nothing where the table does not name their measure."""
    if len(places) != 1 or places[0].minus or places[0].beyond:
        return ()
    (place,) = places
    named = place.cell.metrics or place.grid.by_kind.get("metric", frozenset())
    if named != {measure}:
        return ()
    printed = place.cell.quantity
    told = replace(printed, text=f"{_WHOLE} − {printed.text} = {_WHOLE - Decimal(str(printed.value)):g}")
    return (replace(place, figure=figure, cell=replace(place.cell, quantity=told), of=(place.cell,)),)
