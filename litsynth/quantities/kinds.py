"""Whether two quantities are of one kind, so that comparing their values means something."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records import Quantity

Strength = Literal["same", "loose", "none"]


@dataclass(frozen=True, slots=True)
class Kinship:
    """How alike two quantities are. `loose`: equal values agree, but different values prove nothing."""

    strength: Strength
    why: str = ""


_LEVELS = frozenset({"percent", "score"})
_MEASURED = frozenset({"percent", "score", "points"})
_SYNONYMS = {"instance": "example", "sample": "example", "item": "example", "benchmark": "dataset", "corpus": "dataset"}
_CONTRASTS = tuple(
    frozenset(words.split())
    for words in (
        "source target pivot intermediate auxiliary",
        "training train development dev validation test evaluation",
        "high-resource low-resource medium-resource mid-resource",
        "seen unseen",
        "labeled labelled unlabeled unlabelled annotated unannotated",
        "monolingual bilingual trilingual multilingual parallel",
        "encoder decoder",
        "input output",
        "spoken written",
        "positive negative",
    )
)
"""Modifiers that name different things of one sort: 3 source languages say nothing of 3 target languages."""


def kinship(a: Quantity, b: Quantity) -> Kinship:
    """Whether two quantities are of one unit and count or measure the same sort of thing. Symmetric."""
    if {a.unit, b.unit} <= _LEVELS:
        return _levels(a, b)
    if {a.unit, b.unit} == {"points", "score"}:
        return _bare_difference(a, b)
    if a.unit != b.unit:
        return Kinship("none", f"no unit agreement: {' and '.join(sorted((a.unit, b.unit)))}")
    if a.unit == "count":
        return _counts(a.noun, b.noun)
    if a.unit in ("money", "setting") and a.noun != b.noun:
        return Kinship("none", f"not the same {a.unit}: {' and '.join(sorted((a.noun, b.noun)))}")
    return _metrics(a, b)


def _levels(a: Quantity, b: Quantity) -> Kinship:
    """Per cent and scores. A change in per cent is no level; a relative change is not an absolute one."""
    metrics = _metrics(a, b)
    if metrics.strength == "none":
        return metrics
    changes = [bool(q.direction) or q.relative for q in (a, b)]
    if any(changes) and "score" in (a.unit, b.unit):
        return Kinship("none", "no unit agreement: a change in percent and a score")
    if all(changes):
        return Kinship("same" if a.relative == b.relative else "loose", "one is marked as relative")
    if any(changes):
        if a.relative or b.relative:
            return Kinship("none", "no unit agreement: a relative change and a percentage")
        return Kinship("loose", "one is a change, the other may be a level")
    return Kinship("same")


def _bare_difference(a: Quantity, b: Quantity) -> Kinship:
    """A cell's "-0.31" reads as a difference and may be a negative score: the same print."""
    points, score = (a, b) if a.unit == "points" else (b, a)
    if points.direction == "down" and score.value < 0:
        return Kinship("loose", "a negative score or a difference")
    return Kinship("none", "no unit agreement: points and score")


def _metrics(a: Quantity, b: Quantity) -> Kinship:
    if a.unit in _MEASURED and a.noun and b.noun and a.noun != b.noun:
        return Kinship("none", f"not the same metric: {' and '.join(sorted((a.noun, b.noun)))}")
    return Kinship("same")


def _counts(first: str, second: str) -> Kinship:
    if not first or not second:
        return Kinship("same" if first == second else "loose", "one does not say what it counts")
    (*left, left_head), (*right, right_head) = first.split(), second.split()
    if _SYNONYMS.get(left_head, left_head) != _SYNONYMS.get(right_head, right_head):
        return Kinship("none", f"counts of different things: {' and '.join(sorted((first, second)))}")
    ours, theirs = set(left), set(right)
    for contrast in _CONTRASTS:
        if ours & contrast and theirs & contrast and not ours & theirs & contrast:
            return Kinship("none", f"counts of different things: {' and '.join(sorted((first, second)))}")
    alike = ours <= theirs or theirs <= ours
    return Kinship("same" if alike else "loose", "the counted things are described differently")
