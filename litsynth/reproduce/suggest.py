"""Which contrasts of the experiments at hand would settle claims that a report leaves open."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litsynth.records import Label
from litsynth.reproduce.spec import Claim, Experiment

OPEN: tuple[Label, ...] = ("conflicting", "different protocol", "refuted", "not enough evidence")
"""Verdicts that a measurement may change, the most urgent first."""


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim of a report that is not simply supported; `heading` is its name there (claim-3)."""

    claim_id: str
    heading: str
    text: str
    label: Label


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A contrast to be run, and the open claims that speak of what it compares, in the order of `OPEN`."""

    experiment: str
    contrast: Claim
    claims: tuple[OpenClaim, ...]


def suggestions(open_claims: Iterable[OpenClaim], experiments: Sequence[Experiment]) -> Iterator[Suggestion]:
    """The contrasts that bear on an open claim: first those that bear on conflicts, then those that bear on most claims."""
    ranked = sorted(open_claims, key=lambda claim: OPEN.index(claim.label))
    found = [
        Suggestion(experiment.id, contrast, claims)
        for experiment in experiments
        for contrast in experiment.claims
        if (claims := tuple(claim for claim in ranked if speaks_of(claim.text, contrast)))
    ]
    yield from sorted(found, key=lambda one: (OPEN.index(one.claims[0].label), -len(one.claims)))


def speaks_of(text: str, contrast: Claim) -> bool:
    """Whether the text has a word of each group in `about`; a word may go on ("align" is in "aligned").

    A contrast without groups is spoken of by no text.

    >>> speaks_of("X-CBOW is aligned", Claim("a", "", "one", "other", 1.0, about=(("cbow",), ("align", "parallel"))))
    True
    """
    return bool(contrast.about) and all(
        any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in group) for group in contrast.about
    )
