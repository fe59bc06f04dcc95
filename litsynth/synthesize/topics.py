"""What each claim is about, figure by figure: what was measured, what is compared, and which way it goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from litsynth.labels import is_trained_on
from litsynth.labels.methods import methods_in
from litsynth.protocol import SETTINGS, mentions
from litsynth.records import OWN, Claim, Figure, FindingKind, Label, Quantity, Result, Span
from litsynth.synthesize.causes import Cause, cause_of
from litsynth.synthesize.cells import Completed, completed, is_known, is_named
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

    named, so that it is a finding of its own. `within` holds the id of the paper whose labels the names are, where nobody
    else need mean the same by them.
    """

    kind: FindingKind
    subject: str
    method: str
    direction: Direction = ""
    alone: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a claim states; `quantity` is the figure as it is compared, signed where it is an effect."""

    claim_id: str
    topic: Topic
    figure: Figure | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """The results of a claim's text, and by their spans the cells that its numbers were traced to."""

    text: str
    results: Sequence[Result]
    cells: Mapping[Span, Sequence[Result]]

    def full(self, result: Result) -> Completed:
        """A result with what its cells say."""
        return completed(result, self.cells.get(result.quantity.span, ()), self.results)

    def between(self, one: Result, two: Result) -> Completed:
        """The difference from one score to another, with what the cells of both say."""
        of_both = [tuple(self.cells.get(part.quantity.span, ())) for part in (two, one)]
        both = sum(of_both, ()) if all(len(cells) == 1 for cells in of_both) else ()
        made = completed(replace(two, delta=True), both, self.results)
        return replace(made, ends=(one.quantity.value, two.quantity.value))


def statements_of(
    claim: Claim, results: Sequence[Result], label: Label, cells: Mapping[Span, Sequence[Result]] | None = None
) -> tuple[Statement, ...]:
    """What a claim states: its effects, then its scores, else the claim as a whole. `results` are those of `claim.text`.

    A difference whose direction the words do not say, and a score of no one system, are no figures of a finding. What the
    words leave open is taken from the `cells` that a number was traced to, by its span in the text (see `completed`).
    """
    said = _Said(claim.text, results, cells or {})
    found = [*_both_ways(list(_effects(claim, said, label))), *_scores(claim, said, label)]
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


def _effects(claim: Claim, said: _Said, label: Label) -> Iterator[Statement]:
    if is_gap(claim.text):
        return
    for result, gain, told in (*_stated(said), *_computed(said)):
        cause = cause_of(claim.text, result, _system(result))
        signed = _turned(gain) if cause.absent else gain
        cause, within = (cause, "") if cause.method else _by_cells(cause, told, signed, claim)
        direction: Direction = "up" if signed.value > 0 else "down"
        subject = _subject(claim.text, told.result.dataset, told.result.task)
        alone = "" if subject and cause.method else claim.claim_id
        topic = Topic("effect", subject, cause.method, direction, alone, within)
        # A setting that is compared with another is no circumstance of the difference.
        setting = "" if cause.method in SETTINGS else told.result.setting
        system = cause.system or ("" if result.system else told.result.system)
        baseline = cause.rival or ("" if result.baseline else told.result.baseline)
        whole = replace(told, result=replace(told.result, system=system, baseline=baseline, setting=setting))
        yield Statement(claim.claim_id, topic, _figure(claim, whole, signed, label, cause.steps, subject), signed)


def _by_cells(cause: Cause, told: Completed, signed: Quantity, claim: Claim) -> tuple[Cause, str]:
    """What makes a difference by the cells that it is between, where the sentence leaves it open.

    One setting over another, else a system over another; and the paper where these names are no other's. The cause as it
    was where the cells do not go the way that the sentence says.
    """
    if len(told.cells) < 2 or (told.ends[1] - told.ends[0]) * signed.value <= 0:
        return cause, ""
    one, other = told.cells
    if all(told.sides) and one.system == other.system:
        return replace(cause, method=told.sides[0], system=one.system, rival=told.sides[1]), ""
    if one.system == other.system or not (one.system and other.system) or OWN in (one.system, other.system):
        return cause, ""
    known = is_known(one.system) and is_known(other.system)
    made = replace(cause, method=f"{one.system} over {other.system}", system=one.system, rival=other.system)
    return made, "" if known else claim.primary or claim.paper_id


def _turned(gain: Quantity) -> Quantity:
    """What a method brings, from what is lost without it."""
    return replace(gain, value=-gain.value, low=-gain.high, high=-gain.low)


def _stated(said: _Said) -> Iterator[tuple[Result, Quantity, Completed]]:
    """Differences that are printed, each with its sign."""
    for result in said.results:
        quantity = result.quantity
        direction = quantity.direction or sign_of(said.text, quantity.span.start)
        if result.delta and direction and quantity.value:
            yield result, _signed(quantity, direction), said.full(result)


def _computed(said: _Said) -> Iterator[tuple[Result, Quantity, Completed]]:
    """Differences of two figures that stand as "from 55.6% to 59.0%": as wide as the two roundings together."""
    for one, two in _pairs(said.text, said.results):
        a, b = one.quantity, two.quantity
        value, low, high = (round(edge, 6) for edge in (b.value - a.value, b.low - a.high, b.high - a.low))
        if value:
            gain = Quantity(f"{a.text} to {b.text}", value, low, high, "points", b.span)
            yield two, gain, said.between(one, two)


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


def _scores(claim: Claim, said: _Said, label: Label) -> Iterator[Statement]:
    parts = {id(part) for pair in _pairs(claim.text, said.results) for part in pair}
    for result in said.results:
        told = said.full(result)
        system = _system(told.result)
        subject = _subject(claim.text, told.result.dataset, told.result.task)
        if result.delta or id(result) in parts or not system or not subject:
            continue
        unit = _SHARE if abs(result.quantity.value) <= 1 else "score"
        quantity = replace(result.quantity, unit=unit if unit == "score" else result.quantity.unit)
        whole = replace(told, result=replace(told.result, system=system))
        figure = _figure(claim, whole, replace(quantity, unit=unit), label, (), subject)
        # What one paper calls a row, and "ours", nobody else need mean.
        foreign = "system" in told.taken and not is_known(system)
        within = (claim.primary or claim.paper_id) if foreign or system == OWN else ""
        yield Statement(claim.claim_id, Topic("score", subject, system, within=within), figure, quantity)


def _figure(
    claim: Claim, said: Completed, quantity: Quantity, label: Label, steps: Sequence[str], subject: str
) -> Figure:
    result = said.result
    others = [mention.name for mention in mentions("datasets", claim.text) if mention.name != subject]
    over = [f"{len(result.languages)} languages"] if len(result.languages) > 1 and "languages" in said.taken else []
    ends = said.ends if quantity.unit == "points" else ()
    if ends and (ends[1] - ends[0]) * quantity.value < 0:
        ends = (ends[1], ends[0])
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
        languages="average" if over else ", ".join(result.languages),
        split=result.split,
        metric=result.metric,
        details=", ".join(dict.fromkeys((*steps, *others, *over))),
        ends=ends,
        from_cells=tuple(
            slot for slot in said.taken if getattr(result, slot) and not is_named(getattr(result, slot), claim.text)
        ),
        against_cells=said.against,
    )


def _subject(text: str, dataset: str, task: str) -> str:
    """The data set, but where the sentence says that something was trained on it and measured on another; else the task."""
    places = [one.start for one in mentions("datasets", text) if one.name == dataset]
    told = measured_on(text)
    if dataset and not (told and places and all(is_trained_on(text, place) for place in places)):
        return dataset
    return told[0] if told else task
