"""Three comparisons of quantities: the same figure, compatible measurements, and evidence that settles a claim."""

from dataclasses import dataclass
from math import isclose
from typing import Literal

from litsynth.quantities.bounds import Bounds, figure, logical, printed, scales
from litsynth.quantities.kinds import Kinship, kinship
from litsynth.quantities.spreads import has_spread
from litsynth.records import Quantity, Relation

BAND_AVERAGE = 0.5
"""Points. Two runs of one recipe, averaged over languages: the SD of re-runs of two systems on XNLI's 15 languages was
0.50 and 0.51 per language with means 0.0 and -0.1 (LASER and VECO, published against their authors' re-runs)."""
BAND_LANGUAGE = 1.0
"""Points. The same on a single language: the largest differences were 0.92 and 1.09."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`yes`, `no`, or `not comparable` with the reason; `why` is empty for `yes`."""

    answer: Literal["yes", "no", "not comparable"]
    why: str = ""


YES = Comparison("yes")
_OPEN_SIDE: dict[Relation, str] = {"=": "", "~": "", ">": "up", ">=": "up", "<": "down", "<=": "down"}
_FAR = "within the bound, but the bound is far from it"


def same_figure(a: Quantity, b: Quantity) -> Comparison:
    """Whether two quantities can be prints of one number: their rounding intervals overlap. Symmetric.

    A stated ± does not widen the interval here. For tracing a number to its table, and for spotting restatement.
    """
    kin = kinship(a, b)
    if early := _early(kin, a, b):
        return early
    if any(figure(a).scaled(s).overlaps(figure(b).scaled(t)) for s, t in scales(a, b)):
        return YES
    if any(_logical(a, s).overlaps(_logical(b, t)) for s, t in scales(a, b)):
        return Comparison("not comparable", _FAR)
    return _differ(kin, a, b)


def consistent(a: Quantity, b: Quantity, band: float) -> Comparison:
    """Whether two measurements are compatible: by their stated ± where they have one, else within `band`. Symmetric.

    `band` is in points, at least 0 (`BAND_AVERAGE`, `BAND_LANGUAGE`). Two stated spreads must overlap; one stated
    spread replaces the band where it is wider. What is no measured score is compared as by `same_figure`.
    """
    kin = kinship(a, b)
    same = same_figure(a, b)
    if same.answer == "yes" or kin.strength == "none" or _opposite(a, b):
        return same
    measured = {a.unit, b.unit} <= {"percent", "score", "points"}
    if not measured or not {a.relation, b.relation} <= {"=", "~"}:
        return same
    for s, t in scales(a, b):
        # Two fractions of one are as far apart as their hundredfold in points.
        both = 100.0 if s == t == 1.0 and a.unit == b.unit == "score" and max(a.value, b.value) <= 1 else 1.0
        gap = abs(a.value * s - b.value * t) * both
        spreads = [(q.high - q.low) / 2 * f * both for q, f in ((a, abs(s)), (b, abs(t))) if has_spread(q.text)]
        allowed = sum(spreads) if len(spreads) == 2 else max([band, *spreads])
        if gap < allowed or isclose(gap, allowed, rel_tol=1e-9):
            return YES
    return _differ(kin, a, b)


def entails_number(evidence: Quantity, claim: Quantity) -> Comparison:
    """Whether evidence that states one quantity settles a claim of another. Not symmetric.

    80.89 settles "80.9", "81", "about 80" and "over 80"; "over 80" and "about 81" do not settle "80.9". A bound is
    settled only by a figure for which an author would write it (`figure`). `no`: both cannot hold of one thing.
    """
    kin = kinship(evidence, claim)
    if early := _early(kin, evidence, claim):
        return early
    reasons = [_settles(evidence, s, claim, t) for s, t in scales(evidence, claim)]
    if "" in reasons:
        return YES
    open_reasons = [reason for reason in reasons if reason is not None]
    if open_reasons:
        return Comparison("not comparable", open_reasons[0] or "")
    return _differ(kin, evidence, claim)


def _settles(evidence: Quantity, s: float, claim: Quantity, t: float) -> str | None:
    """Empty when the evidence settles the claim, a reason when it leaves it open, None when they exclude each other."""
    value, bound = evidence.value * s, claim.value * t
    if not _logical(evidence, s).overlaps(_logical(claim, t)):
        return None
    same_bound = _OPEN_SIDE[evidence.relation] == _OPEN_SIDE[claim.relation] != "" and isclose(value, bound)
    stated = evidence.relation in ("=", claim.relation) and figure(claim).scaled(t).holds(value)
    if stated and claim.relation == "=" and _other_spread(evidence, s, claim, t):
        return "another spread"
    if stated or same_bound:
        return ""
    if evidence.relation == "=":
        return "less precise than the claim" if claim.relation == "=" else _FAR
    return "only approximate" if evidence.relation == "~" else "only a bound"


def _other_spread(a: Quantity, s: float, b: Quantity, t: float) -> bool:
    """Whether both state a half-width, and not the same."""
    stated = has_spread(a.text) and has_spread(b.text)
    return stated and not isclose((a.high - a.low) * s, (b.high - b.low) * t, rel_tol=1e-6)


def _logical(quantity: Quantity, factor: float) -> Bounds:
    return logical(quantity).scaled(factor)


def _opposite(a: Quantity, b: Quantity) -> bool:
    return bool(a.direction and b.direction and a.direction != b.direction)


def _early(kin: Kinship, a: Quantity, b: Quantity) -> Comparison | None:
    if kin.strength == "none":
        return Comparison("not comparable", kin.why)
    if _opposite(a, b):
        return Comparison("no", "opposite directions")
    return None


def _differ(kin: Kinship, a: Quantity, b: Quantity) -> Comparison:
    if kin.strength == "loose":
        return Comparison("not comparable", kin.why)
    first, second = sorted((a, b), key=lambda q: (printed(q).low, q.text))
    return Comparison("no", f"{first.text} is not {second.text}")
