"""The scores that a claim states against those of a passage, slot by slot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from litsynth.quantities import BAND_AVERAGE, BAND_LANGUAGE, check_numbers, consistent, disagrees, same_figure
from litsynth.records import NumberCheck, Quantity
from litsynth.verify.measurements import AVERAGE, Measurement, differing_slot, open_slot

Finding = Literal["same", "alike", "other number", "other protocol", "figures only", "silent"]

UNMATCHED_GAIN = "no such gain in the evidence"

# Words of a row's stub that only name its setting, which is a slot of its own.
_SETTING_WORDS = frozenset(
    "zero shot translate train test all english only fine tuning multi language languages".split()
)

_AVERAGED = re.compile(r"\b(?:languages?|tasks?|data ?sets?|seeds?|runs?)\b", re.IGNORECASE)
# What must be settled on both sides before two scores are held against each other at all, and before they can clash.
_SUBJECT = ("system", "dataset", "place")
_PROTOCOL = (*_SUBJECT, "setting")


@dataclass(frozen=True, slots=True)
class ScoreComparison:
    """`same`: every score is there, and nothing else that the claim counts differs; `alike`: all within the noise of a

    rerun; `other number`: one differs under the same protocol; `other protocol`: one differs, and so does the split, the
    version, or how it was made of several runs or models; `figures only`: the scores are there, and the claim says more;
    `silent`: the passage settles nothing.
    `checks` holds a row for each quantity of the claim.
    """

    finding: Finding
    checks: tuple[NumberCheck, ...] = ()
    why: str = ""


def compare_scores(
    quantities: Sequence[Quantity],
    mine: Sequence[Measurement],
    theirs: Sequence[Measurement],
    rest: Sequence[Quantity],
    from_row: bool,
) -> ScoreComparison:
    """What the measurements of a passage (`theirs`) say of those of a claim (`mine`).

    `quantities` are all of the claim's; those that are no score (counts, gains) are looked up in `rest`, the
    passage's; `from_row` says that it is a table row. A gain also counts as there when it is the difference of two of
    the claim's own scores.
    """
    subjects = [[other for other in theirs if _same_subject(score, other)] for score in mine]
    findings = [_finding(score, others, from_row) for score, others in zip(mine, subjects, strict=True)]
    findings = [_unless_told(one, subject, quantities) for one, subject in zip(findings, subjects, strict=True)]
    for decisive in ("other number", "other protocol"):
        if found := next((one for one in findings if one.finding == decisive), None):
            return found
    if not findings or any(one.finding == "silent" for one in findings):
        return ScoreComparison("silent")
    others = _others(quantities, mine, rest)
    if any(disagrees(check) or check.why == UNMATCHED_GAIN for check in others) or _other_number_of(quantities, others):
        return ScoreComparison("silent")
    checks = (*(check for one in findings for check in one.checks), *(check for check in others if check.agree))
    alike = next((one for one in findings if one.finding == "alike"), None)
    return ScoreComparison("alike", checks, alike.why) if alike else ScoreComparison("same", checks)


def _finding(score: Measurement, others: Sequence[Measurement], from_row: bool) -> ScoreComparison:
    """What the scores of the same subject say of one score."""
    if not others:
        return ScoreComparison("silent")
    matching = _matching(score, others)
    if matching is not None:
        return ScoreComparison("same", (NumberCheck(score.quantity.text, matching.quantity.text, True),))
    if _several(others):
        return ScoreComparison("silent")
    clashes = [_clash(score, other, from_row) for other in others]
    return next((one for one in clashes if one.finding != "silent"), clashes[0])


def _unless_told(
    finding: ScoreComparison, others: Sequence[Measurement], quantities: Sequence[Quantity]
) -> ScoreComparison:
    """The finding, unless it is of another number that the claim states itself, beside the first.

    A claim that tells of both ("74.6% when first published, and 76.2% as the later figure") is not contradicted by one.
    """
    if finding.finding not in ("other number", "other protocol", "alike"):
        return finding
    told = any(
        same_figure(quantity, other.quantity).answer == "yes"
        for other in others
        for quantity in quantities
        if quantity.unit in ("score", "percent")
    )
    return ScoreComparison("silent") if told else finding


def _several(others: Sequence[Measurement]) -> bool:
    """Whether one subject has several scores: then something that is no slot tells them apart."""
    return any(
        not differing_slot(left, right) and same_figure(left.quantity, right.quantity).answer == "no"
        for left, right in combinations(others, 2)
    )


def _same_subject(score: Measurement, other: Measurement) -> bool:
    return not open_slot(score, other, _SUBJECT) and all(
        getattr(score, slot) == getattr(other, slot) for slot in _SUBJECT
    )


def _matching(score: Measurement, others: Sequence[Measurement]) -> Measurement | None:
    fit = (
        other
        for other in others
        if not differing_slot(score, other) and same_figure(score.quantity, other.quantity).answer == "yes"
    )
    return next(fit, None)


def _clash(score: Measurement, other: Measurement, from_row: bool) -> ScoreComparison:
    if same_figure(score.quantity, other.quantity).answer != "no":
        return ScoreComparison("silent")
    figures = f"{score.quantity.text} against {other.quantity.text}"
    checks = (NumberCheck(score.quantity.text, other.quantity.text, False, "differs"),)
    slot = differing_slot(score, other)
    if slot.startswith(("split", "version", "aggregations")):
        return ScoreComparison("other protocol", checks, f"{figures}; {slot}")
    if slot or open_slot(score, other, _PROTOCOL) or score.variant != other.variant:
        return ScoreComparison("silent")
    if from_row and other.words - score.words - _SETTING_WORDS:
        # The row qualifies its system in a way that the claim does not: perhaps another run.
        return ScoreComparison("silent")
    band = BAND_AVERAGE if score.place == AVERAGE else BAND_LANGUAGE
    if consistent(score.quantity, other.quantity, band).answer == "yes":
        near = (NumberCheck(score.quantity.text, other.quantity.text, True, "within the noise of a rerun"),)
        return ScoreComparison("alike", near, f"{figures}, within the noise of a rerun")
    if bool(score.aggregation) != bool(other.aggregation):
        # One says that it is a mean, or the best, of several runs: what the other one is, is open.
        return ScoreComparison("silent")
    return ScoreComparison("other number", checks, figures)


def _others(quantities: Sequence[Quantity], mine: Sequence[Measurement], rest: Sequence[Quantity]) -> list[NumberCheck]:
    scores = [score.quantity for score in mine]
    others = [quantity for quantity in quantities if quantity not in scores]
    checks = check_numbers(others, rest)
    return [
        NumberCheck(check.claim, "the difference of the two scores", True)
        if not check.agree and quantity.unit == "points" and _is_difference(quantity, scores)
        else NumberCheck(check.claim, check.evidence, False, UNMATCHED_GAIN)
        if not check.agree and quantity.unit == "points"
        else check
        for quantity, check in zip(others, checks, strict=True)
    ]


def _other_number_of(quantities: Sequence[Quantity], checks: Sequence[NumberCheck]) -> bool:
    """Whether the claim counts what averages are over as the passage does not: 14 languages are none of 15, nor 15 tasks."""
    counted = {quantity.text for quantity in quantities if quantity.unit == "count" and _AVERAGED.search(quantity.noun)}
    return any(check.claim in counted and not check.agree for check in checks)


def _is_difference(gain: Quantity, scores: Sequence[Quantity]) -> bool:
    return any(
        left.low - right.high <= gain.high and gain.low <= left.high - right.low
        for left in scores
        for right in scores
        if left.value > right.value
    )
