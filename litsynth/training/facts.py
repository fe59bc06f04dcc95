"""What result rows state, and what they say of a claim: the label rule of templated pairs.

Another number for the same subject contradicts; a subject of which nothing is stated (another system, baseline, data set,
metric, split, language, number of languages or setting) leaves the claim open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """A measured value; an empty split, language or setting is not stated."""

    system: str
    dataset: str
    metric: str
    value: Decimal
    split: str = ""
    language: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Gain:
    """How much better a system is than a baseline: in points, or relative to the baseline in per cent.

    An empty metric is not stated either. `amount` is None where only the direction is claimed; it is negative where
    the system is worse.
    """

    system: str
    baseline: str
    dataset: str
    metric: str
    amount: Decimal | None
    relative: bool = False
    split: str = ""
    language: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something a data set or a system has."""

    owner: str
    noun: str
    value: Decimal


Fact = Score | Gain | Count

SLOTS = ("dataset", "metric", "split", "language", "setting")


def label_of(known: Sequence[Fact], claim: Sequence[Fact]) -> str:
    """What known facts say of a claim that is true if all its facts are: entailment, neutral or contradiction.

    Empty where they say both: a system that is better on the test set and worse on the other is not "better".
    `known` are the stated facts and those `derived` from them.

    >>> row = Score("A", "D", "accuracy", Decimal("80.9"), split="test")
    >>> claims = Score("A", "D", "accuracy", Decimal("81")), Score("A", "D", "accuracy", Decimal("80.5"))
    >>> [label_of([row], [claim]) for claim in (*claims, replace(row, split="development"))]
    ['entailment', 'contradiction', 'neutral']
    """
    labels = {_label_of_one(known, fact) for fact in claim}
    return next(label for label in ("", "contradiction", "neutral", "entailment") if label in labels)


def _label_of_one(known: Sequence[Fact], claim: Fact) -> str:
    about = [fact for fact in known if _same_subject(fact, claim)]
    if not about:
        return "neutral"
    agree = [_agree(fact, claim) for fact in about]
    if isinstance(claim, Gain) and any(agree) and not all(agree):
        return ""
    return "entailment" if any(agree) else "contradiction"


def derived(stated: Sequence[Fact]) -> list[Gain]:
    """The gains that follow: from two scores on the same thing, and the mirror image and the mere direction of each."""
    gains = [fact for fact in stated if isinstance(fact, Gain)]
    for one, other in comparable(stated):
        gains.append(gain_between(one, other))
        gains.append(replace(gains[-1], amount=100 * (one.value - other.value) / other.value, relative=True))
    mirrored = [
        replace(gain, system=gain.baseline, baseline=gain.system, amount=-gain.amount)
        for gain in gains
        if gain.amount is not None and not gain.relative
    ]
    return [*gains, *mirrored]


def comparable(stated: Sequence[Fact]) -> list[tuple[Score, Score]]:
    """Ordered pairs of scores of two systems on the same thing."""
    scores = [fact for fact in stated if isinstance(fact, Score)]
    return [
        (one, other)
        for one, other in permutations(scores, 2)
        if one.system != other.system and all(getattr(one, slot) == getattr(other, slot) for slot in SLOTS)
    ]


def gain_between(one: Score, other: Score) -> Gain:
    """How many points one score is above another on the same thing."""
    slots = {slot: getattr(one, slot) for slot in SLOTS}
    return Gain(one.system, other.system, amount=one.value - other.value, **slots)


def _same_subject(fact: Fact, claim: Fact) -> bool:
    """Whether a fact is about what the claim is about; a slot that the claim leaves open may be anything."""
    if isinstance(fact, Count) and isinstance(claim, Count):
        return (fact.owner, fact.noun) == (claim.owner, claim.noun)
    if isinstance(fact, Score) and isinstance(claim, Score):
        return fact.system == claim.system and _slots_meet(fact, claim)
    if isinstance(fact, Gain) and isinstance(claim, Gain):
        systems = (fact.system, fact.baseline) == (claim.system, claim.baseline)
        comparable = claim.amount is None or fact.relative == claim.relative
        return systems and comparable and _slots_meet(fact, claim)
    return False


def _slots_meet(fact: Score | Gain, claim: Score | Gain) -> bool:
    return all(getattr(claim, slot) in ("", getattr(fact, slot)) for slot in SLOTS)


def _agree(fact: Fact, claim: Fact) -> bool:
    mine = claim.amount if isinstance(claim, Gain) else claim.value
    theirs = fact.amount if isinstance(fact, Gain) else fact.value
    if theirs is None:
        return mine is None
    if mine is None:
        return theirs > 0
    return rounds_to(theirs, mine)


def rounds_to(value: Decimal, printed: Decimal) -> bool:
    """Whether a value is printed so when it is rounded to the same number of decimals.

    >>> rounds_to(Decimal("80.89"), Decimal("80.9")), rounds_to(Decimal("80.89"), Decimal("80.8"))
    (True, False)
    """
    exponent = printed.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    return abs(value - printed) <= half


def with_slot(fact: Fact, slot: str, value: str) -> Fact:
    """The fact with another value in a slot that is a text."""
    changed: dict[str, Any] = {slot: value}
    return replace(fact, **changed)
