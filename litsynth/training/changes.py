"""One number, unit or direction of a sentence changed, with what the change does to its truth.

The rule: another number, unit or direction for the same subject contradicts; the same number printed with fewer digits,
or a bound that it meets, is still entailed. What `litsynth.quantities` reads in the changed sentence is held against
the evidence, so a change counts only where the two numbers are of one kind and agree or exclude each other as meant.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from litsynth.quantities import entails_number, find_quantities
from litsynth.records import Quantity

_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_TRIES = 6
_FEWEST_FIGURES = 2
"""Significant figures that rounding leaves."""
_NO_BOUND_BEHIND = re.compile(
    r"(?:\b(?:the|this|these|those|our|its|their|an?|of|all|both|first|last|only|top|each|every)|[=(:])\s$", re.I
)
# What is printed with a number, and what it is changed to: every second one is another size, kind or base.
_UNITS = (
    (r"\bmillion\b", "billion"), (r"\bbillion\b", "million"), (r"\bthousand\b", "million"), (r"\bhours\b", "minutes"),
    (r"\bminutes\b", "hours"), (r"\bdays\b", "weeks"), (r"\bweeks\b", "days"), (r"\bmonths\b", "weeks"),
    (r"\byears\b", "months"), (r"\bGB\b", "MB"), (r"\bMB\b", "GB"), (r"\bms\b", "s"), (r"\bmg\b", "g"), (r"\bkg\b", "g"),
    (r"(?:\s?(?:percentage|absolute|%|percent|accuracy|F1|BLEU))?\s?\bpoints?\b", "% relative"), (r"\s?times\b", "%"),
    (r"(?<=\d)x\b", "%"), (r"-fold\b", "%"), (r"\\?%(?! relative| absolute| points?)", " times"),
)  # fmt: skip
_HEDGED = re.compile(
    r"\b(?:about|around|over|under|nearly|almost|up to|at least|than|approximately|roughly|from|between)\s$"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A changed sentence; `kind` says what was changed, `label` what the evidence says of it now."""

    text: str
    label: str
    kind: str


Rewrite = Callable[[str, Quantity, Random], str | None]
"""From a sentence and one of its quantities to the sentence with that quantity changed; None where it cannot be."""


def number_changes(evidence: Sequence[Quantity], sentence: str, chance: Random) -> Iterator[Change]:
    """At most one change of each kind to a sentence that the evidence entails, at a number that the evidence settles.

    A kind for which the sentence has no place, or that would not turn out as meant, is left out.
    """
    settled = [
        quantity
        for quantity in find_quantities(sentence)
        if any(entails_number(stated, quantity).answer == "yes" for stated in evidence)
    ]
    if not settled:
        return
    for kind, rewrite in _KINDS.items():
        for _ in range(_TRIES):
            chosen = chance.choice(settled)
            text = rewrite(sentence, chosen, chance)
            after = _changed(sentence, text) if text else None
            label = _label(evidence, chosen, after, kind) if after else None
            if text and label:
                yield Change(text, label, kind)
                break


def _changed(before: str, after: str) -> Quantity | None:
    """The quantity of a changed sentence in which the change lies, or the first behind it."""
    shorter = min(len(before), len(after))
    same = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    return next((quantity for quantity in find_quantities(after) if quantity.span.end > same), None)


def _label(evidence: Sequence[Quantity], before: Quantity, after: Quantity, kind: str) -> str | None:
    """What the evidence says of the changed number; None where that is open, or not what the kind is for."""
    if kind == "exchanged":
        return "contradiction"
    own = [stated for stated in evidence if entails_number(stated, before).answer == "yes"]
    answers = [entails_number(stated, after).answer for stated in own]
    if "yes" in answers:
        return "entailment" if kind in ("rounded", "bound") else None
    if kind == "unit":
        told, meant = (after.unit, after.value, after.relative), (before.unit, before.value, before.relative)
        return "contradiction" if told != meant else None
    # A number that the evidence states of something else would be a contradiction too, but only perhaps.
    elsewhere = any(entails_number(stated, after).answer == "yes" for stated in evidence)
    return "contradiction" if "no" in answers and kind != "rounded" and not elsewhere else None


def _other_digit(sentence: str, quantity: Quantity, chance: Random) -> str | None:
    """Another number of the same form: one digit changed, two exchanged, or a number word replaced."""
    start, end = quantity.span.start, quantity.span.end
    found = _DIGITS.search(sentence, start, end)
    if not found:
        return _other_word(sentence, start, end, chance)
    digits = list(found.group())
    places = [at for at, mark in enumerate(digits) if mark.isdigit()]
    at = chance.choice(places)
    other = chance.choice(places)
    if other != at and digits[other] != digits[at] and chance.random() < 0.3:
        digits[at], digits[other] = digits[other], digits[at]
    else:
        digits[at] = chance.choice([mark for mark in "0123456789" if mark != digits[at]])
    new = "".join(digits)
    if (new[0] == "0") != (found.group()[0] == "0") or (
        quantity.unit == "percent" and float(new.replace(",", "")) > 100
    ):
        return None
    return sentence[: found.start()] + new + sentence[found.end() :]


def _other_word(sentence: str, start: int, end: int, chance: Random) -> str | None:
    found = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE).search(sentence, start, end)
    if not found:
        return None
    near = [word for word in _WORDS if word != found.group().lower()]
    new = chance.choice(near)
    return sentence[: found.start()] + (new.title() if found.group()[0].isupper() else new) + sentence[found.end() :]


def _rounded(sentence: str, quantity: Quantity, chance: Random) -> str | None:
    """The number with fewer decimals, sometimes behind "about"."""
    found = _DIGITS.search(sentence, quantity.span.start, quantity.span.end)
    if not found or "." not in found.group() or "±" in quantity.text:
        return None
    value = Decimal(found.group().replace(",", ""))
    decimals = chance.randrange(len(found.group().partition(".")[2]))
    new = str(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    if len(new.replace(".", "").lstrip("0")) < _FEWEST_FIGURES:
        return None
    left = sentence[: found.start()]
    hedge = "about " if left.endswith(" ") and not _HEDGED.search(left) and chance.random() < 0.4 else ""
    return left + hedge + new + sentence[found.end() :]


def _bound(sentence: str, quantity: Quantity, chance: Random) -> str | None:
    """ "more than" or "less than" a number near this one."""
    found = _DIGITS.search(sentence, quantity.span.start, quantity.span.end)
    left = sentence[: found.start()] if found else ""
    if not found or quantity.relation != "=" or _HEDGED.search(left) or not left.endswith(" "):
        return None
    if _NO_BOUND_BEHIND.search(left) or re.match(r"[A-Za-z]|-", sentence[found.end() :]):
        return None
    value = Decimal(found.group().replace(",", ""))
    step = Decimal(chance.choice((1, 2, 5, 10))) * (1 if value < 100 else 10 ** (len(str(int(value))) - 2))
    limit = (value // step) * step + (step if chance.random() < 0.5 else 0)
    word = chance.choice(("more than", "over", "less than", "under"))
    if limit <= 0 or limit == value:
        return None
    return (
        f"{left}{word} {limit:,}{sentence[found.end() :]}"
        if value >= 1000
        else f"{left}{word} {limit}{sentence[found.end() :]}"
    )


def _other_unit(sentence: str, quantity: Quantity, chance: Random) -> str | None:
    if quantity.relation != "=" or not _DIGITS.match(quantity.text.lstrip("$+-~ ")):
        return None  # "less than $3 million" would be true of billions too
    options = [
        sentence[: found.start()] + new + sentence[found.end() :]
        for pattern, new in _UNITS
        if (found := re.compile(pattern).search(sentence, quantity.span.start, quantity.span.end))
        and (quantity.direction or new not in ("% relative", " times"))
    ]
    return chance.choice(options) if options else None


def _exchanged(sentence: str, quantity: Quantity, chance: Random) -> str | None:
    """The number and another of its kind in the sentence in each other's place."""
    others = [
        other
        for other in find_quantities(sentence)
        if (other.unit, other.direction) == (quantity.unit, quantity.direction)
        and not (other.low <= quantity.high and quantity.low <= other.high)
    ]
    if not others:
        return None
    first, second = sorted((quantity, chance.choice(others)), key=lambda q: q.span.start)
    between = sentence[first.span.end : second.span.start]
    if re.search(r"^\W*(?:to|and|or|-|–)?\W*$", between) or _HEDGED.search(sentence[: first.span.start]):
        return None
    if any(len(_DIGITS.findall(one.text)) != 1 for one in (first, second)):
        return None
    left, right = _DIGITS.findall(first.text)[0], _DIGITS.findall(second.text)[0]
    texts = first.text.replace(left, right, 1), second.text.replace(right, left, 1)
    return sentence[: first.span.start] + texts[0] + between + texts[1] + sentence[second.span.end :]


_KINDS: dict[str, Rewrite] = {
    "digit": _other_digit,
    "rounded": _rounded,
    "bound": _bound,
    "unit": _other_unit,
    "exchanged": _exchanged,
}
