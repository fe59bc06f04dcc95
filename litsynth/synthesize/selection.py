"""Which findings an answer tells: those that speak to the question, and one for each thing that it names."""

import re
from collections.abc import Mapping, Sequence

from litsynth.labels.about import About
from litsynth.protocol import LANGUAGES
from litsynth.question import Question
from litsynth.records import Claim, Finding
from litsynth.synthesize.coverage import speaks_of
from litsynth.synthesize.near import speaks_to

Groups = tuple[list[Finding], list[Finding], list[Finding]]
"""Findings that speak to the question, those of the methods or systems that it names, and others."""
_MOST = 5
"""Findings that the answer tells of."""
_MOST_BESIDE = 2
"""Of them, those about something else than what is asked."""


def selected(question: Question, findings: Sequence[Finding], claims: Mapping[str, Claim]) -> Groups:
    """The supported findings that are told, at most five: one for each thing that the question names, then the others in order.

    `findings` are in the order of `findings_of`; `claims` by id.
    """
    groups = _by_bearing(question, _distinct([one for one in findings if one.supported]), claims)
    languages = [name for name in LANGUAGES.values() if re.search(rf"\b{name}\b", question.text)]
    every = [one for group in groups for one in group]
    told: list[Finding] = every[:1]
    for name in (*question.names, *languages):
        if not any(_speaks(name, one, claims) for one in told):
            told += [one for one in every if _speaks(name, one, claims)][:1]
    told = told[:_MOST]
    near, same, beside = groups
    for group, most in ((near, _MOST), (same, _MOST), (beside, _MOST_BESIDE)):
        free = min(_MOST - len(told), most - sum(one in told for one in group))
        told += [one for one in group if one not in told][: max(0, free)]
    return (
        [one for one in near if one in told],
        [one for one in same if one in told],
        [one for one in beside if one in told],
    )


def _by_bearing(question: Question, findings: Sequence[Finding], claims: Mapping[str, Claim]) -> Groups:
    """The findings that speak to the question, those of the methods or systems that it names, and the others, each in order."""
    about = About.of(question)
    groups: Groups = ([], [], [])
    for one in findings:
        texts = [claims[claim_id] for claim_id in one.supported]
        if any(speaks_to(question, claim) for claim in texts):
            groups[0].append(one)
        else:
            named = not about.compared or about.bearing(one.subject, one.method) > 0
            groups[1 if named or any(about.names_in(claim.text) for claim in texts) else 2].append(one)
    return groups


def _speaks(name: str, finding: Finding, claims: Mapping[str, Claim]) -> bool:
    return any(speaks_of(name, claims[claim_id].text) for claim_id in finding.supported)


def _distinct(supported: Sequence[Finding]) -> list[Finding]:
    """Without those whose claims all stand in others before: a claim may be part of several findings."""
    kept: list[Finding] = []
    said: set[str] = set()
    for finding in supported:
        if not said.issuperset(finding.supported):
            kept.append(finding)
            said.update(finding.supported)
    return kept
