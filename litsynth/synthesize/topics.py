"""What each claim is about, figure by figure: what was measured, what is compared, and which way it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from litsynth.labels import is_trained_on
from litsynth.labels.methods import methods_in
from litsynth.protocol import SETTINGS, mentions
from litsynth.records import Claim, Figure, FindingKind, Label, Quantity, Result
from litsynth.synthesize.causes import cause_of
from litsynth.synthesize.wording import (
    Direction,
    direction_of,
    from_to,
    is_gap,
    measured_on,
    sign_of,
)
from litsynth.text.quotes import normalise

_OBJECTIVES = frozenset({"MLM", "TLM"})
"""Names of what models are trained with, and of no model."""
_SHARE = "share"
"""The unit of scores on [0, 1], which are not laid beside scores on [0, 100]."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a finding is about. `method` is what is compared, else the system; `alone` holds a claim's id where neither is

    named, so that it is a finding of its own.
    """

    kind: FindingKind
    subject: str
    method: str
    direction: Direction = ""
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a claim states; `quantity` is the figure as it is compared, signed where it is an effect."""

    claim_id: str
    topic: Topic
    figure: Figure | None = None
    quantity: Quantity | None = None


def statements_of(claim: Claim, results: Sequence[Result], label: Label) -> tuple[Statement, ...]:
    """What a claim states: its effects, then its scores, else the claim as a whole. `results` are those of `claim.text`.

    A difference whose direction the words do not say, and a score of no one system, are no figures of a finding.
    """
    found = [*_both_ways(list(_effects(claim, results, label))), *_scores(claim, results, label)]
    if found:
        return tuple(found)
    subject = _subject(claim.text, "", "")
    names = [method.name for method in methods_in(claim.text)] or [
        mention.full for mention in mentions("systems", claim.text)
    ]
    method = names[0] if names and not is_gap(claim.text) else ""
    alone = "" if subject and method else claim.claim_id
    topic = Topic("statement", subject, method, direction_of(claim.text), alone)
    return (Statement(claim.claim_id, topic),)


def _both_ways(effects: Sequence[Statement]) -> Iterator[Statement]:
    """The effects, without a direction where one claim has them both ways ("lowers German by 0.8, raises Russian by 0.3").

    Such a claim says that it depends, and is no support for either way alone.
    """
    ways = {one.topic for one in effects}
    for one in effects:
        turned = replace(one.topic, direction="down" if one.topic.direction == "up" else "up")
        yield replace(one, topic=replace(one.topic, direction="")) if turned in ways else one


def _effects(claim: Claim, results: Sequence[Result], label: Label) -> Iterator[Statement]:
    if is_gap(claim.text):
        return
    for result, gain in (*_stated(claim.text, results), *_computed(claim.text, results)):
        cause = cause_of(claim.text, result, _system(result))
        signed = _turned(gain) if cause.absent else gain
        direction: Direction = "up" if signed.value > 0 else "down"
        subject = _subject(claim.text, result.dataset, result.task)
        alone = "" if subject and cause.method else claim.claim_id
        topic = Topic("effect", subject, cause.method, direction, alone)
        # A setting that is compared with another is no circumstance of the difference.
        setting = "" if cause.method in SETTINGS else result.setting
        told = replace(result, system=cause.system, baseline=cause.rival, setting=setting)
        yield Statement(claim.claim_id, topic, _figure(claim, told, signed, label, cause.steps, subject), signed)


def _turned(gain: Quantity) -> Quantity:
    """What a method brings, from what is lost without it."""
    return replace(gain, value=-gain.value, low=-gain.high, high=-gain.low)


def _stated(text: str, results: Sequence[Result]) -> Iterator[tuple[Result, Quantity]]:
    """Differences that are printed, each with its sign."""
    for result in results:
        quantity = result.quantity
        direction = quantity.direction or sign_of(text, quantity.span.start)
        if result.delta and direction and quantity.value:
            yield result, _signed(quantity, direction)


def _computed(text: str, results: Sequence[Result]) -> Iterator[tuple[Result, Quantity]]:
    """Differences of two figures that stand as "from 55.6% to 59.0%": as wide as the two roundings together."""
    for one, two in _pairs(text, results):
        a, b = one.quantity, two.quantity
        value, low, high = (round(edge, 6) for edge in (b.value - a.value, b.low - a.high, b.high - a.low))
        if value:
            yield two, Quantity(f"{a.text} to {b.text}", value, low, high, "points", b.span)


def _pairs(text: str, results: Sequence[Result]) -> Iterator[tuple[Result, Result]]:
    for one, two in pairwise(results):
        a, b = one.quantity, two.quantity
        alike = not one.delta and not two.delta and a.unit == b.unit
        if alike and from_to(text, a.span.start, a.span.end, b.span.start):
            yield one, two


def _system(result: Result) -> str:
    return "" if result.system in _OBJECTIVES else result.system


def _signed(quantity: Quantity, direction: str) -> Quantity:
    value, low, high = abs(quantity.value), abs(quantity.low), abs(quantity.high)
    low, high = min(low, high), max(low, high)
    if direction == "down":
        value, low, high = -value, -high, -low
    unit = "points" if quantity.unit in ("percent", "score") else quantity.unit
    return replace(quantity, value=value, low=low, high=high, unit=unit, direction="")


def _scores(claim: Claim, results: Sequence[Result], label: Label) -> Iterator[Statement]:
    parts = {id(part) for pair in _pairs(claim.text, results) for part in pair}
    for result in results:
        system = _system(result)
        subject = _subject(claim.text, result.dataset, result.task)
        if result.delta or id(result) in parts or not system or not subject:
            continue
        unit = _SHARE if abs(result.quantity.value) <= 1 else "score"
        quantity = replace(result.quantity, unit=unit if unit == "score" else result.quantity.unit)
        figure = _figure(claim, replace(result, system=system), replace(quantity, unit=unit), label, (), subject)
        yield Statement(claim.claim_id, Topic("score", subject, system), figure, quantity)


def _figure(
    claim: Claim, result: Result, quantity: Quantity, label: Label, steps: Sequence[str], subject: str
) -> Figure:
    others = [mention.name for mention in mentions("datasets", claim.text) if mention.name != subject]
    return Figure(
        claim_id=claim.claim_id,
        paper_id=claim.primary or claim.paper_id,
        printed=quantity.text,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        label=label,
        spread="±" in normalise(result.quantity.text),
        system=result.system,
        baseline=result.baseline,
        setting=result.setting,
        languages=", ".join(result.languages),
        split=result.split,
        metric=result.metric,
        details=", ".join(dict.fromkeys((*steps, *others))),
    )


def _subject(text: str, dataset: str, task: str) -> str:
    """The data set, but where the sentence says that something was trained on it and measured on another; else the task."""
    places = [one.start for one in mentions("datasets", text) if one.name == dataset]
    told = measured_on(text)
    if dataset and not (told and places and all(is_trained_on(text, place) for place in places)):
        return dataset
    return told[0] if told else task
