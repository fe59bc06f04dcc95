"""The numbers gate: every quantity that a claim asserts against what the evidence states."""

from collections.abc import Sequence
from dataclasses import replace

from litsynth.quantities.compare import Comparison, entails_number
from litsynth.records import NumberCheck, Quantity, Span

ABSENT = "no such number in the evidence"
"""How `why` starts where the evidence is silent."""
DIFFERS = "differs"
"""How `why` starts where the evidence states another number of the same kind, unit and noun."""


def check_numbers(claim: Sequence[Quantity], evidence: Sequence[Quantity]) -> tuple[NumberCheck, ...]:
    """One check for each claimed quantity, in order, with its best candidate in the evidence.

    Numbers are paired by value, not by what stands beside them: a maximum matching in which a number of the evidence
    serves one number of the claim (a count that the claim repeats is asked for once). So "8.2 on A and 7.5 on B" needs
    two numbers, but swapped ones pass here: telling A from B is left to the entailment model and the result slots.
    """
    answers = [[entails_number(stated, asserted) for stated in evidence] for asserted in claim]
    first = _first_of_repeated(claim)
    asked = [at for at in range(len(claim)) if first[at] == at]
    edges = {at: _by_closeness(claim[at], evidence, answers[at]) for at in asked}
    matched = _maximum_matching(edges)
    used = set(matched.values())
    checks = []
    for at, asserted in enumerate(claim):
        partner = matched.get(first[at])
        if partner is not None:
            checks.append(NumberCheck(asserted.text, evidence[partner].text, True))
        else:
            checks.append(_unmatched(asserted, evidence, answers[at], used))
    return tuple(checks)


def numbers_agree(checks: Sequence[NumberCheck]) -> bool:
    """Whether every quantity of the claim has found its number; true of a claim without quantities."""
    return all(check.agree for check in checks)


def disagrees(check: NumberCheck) -> bool:
    """Whether the evidence states another number of the same kind, instead of being silent."""
    return not check.agree and check.why.startswith(DIFFERS)


def _first_of_repeated(claim: Sequence[Quantity]) -> list[int]:
    """For each quantity the position of the first equal one: only counts are repeated without being two facts."""
    seen: dict[Quantity, int] = {}
    nowhere = Span(0, 0)
    return [
        seen.setdefault(replace(asserted, text="", span=nowhere), at) if asserted.unit == "count" else at
        for at, asserted in enumerate(claim)
    ]


def _by_closeness(asserted: Quantity, evidence: Sequence[Quantity], answers: Sequence[Comparison]) -> list[int]:
    """Positions of the evidence that settle a claimed quantity, most alike first."""
    agreeing = [at for at, answer in enumerate(answers) if answer.answer == "yes"]
    return sorted(agreeing, key=lambda at: (*_distance(asserted, evidence[at]), at))


def _distance(asserted: Quantity, stated: Quantity) -> tuple[bool, bool, bool, bool, float]:
    size = max(abs(asserted.value), abs(stated.value), 1e-12)
    return (
        asserted.unit != stated.unit,
        asserted.relation != stated.relation,
        asserted.noun != stated.noun,
        asserted.direction != stated.direction,
        abs(asserted.value - stated.value) / size,
    )


def _maximum_matching(edges: dict[int, list[int]]) -> dict[int, int]:
    """Kuhn's augmenting paths: as many claimed quantities as possible get a number of the evidence of their own."""
    owner: dict[int, int] = {}

    def place(asserted: int, tried: set[int]) -> bool:
        for stated in edges[asserted]:
            if stated in tried:
                continue
            tried.add(stated)
            if stated not in owner or place(owner[stated], tried):
                owner[stated] = asserted
                return True
        return False

    for asserted in edges:
        place(asserted, set())
    return {asserted: stated for stated, asserted in owner.items()}


def _unmatched(
    asserted: Quantity, evidence: Sequence[Quantity], answers: Sequence[Comparison], used: set[int]
) -> NumberCheck:
    """Why no number of the evidence serves: a free one of the same kind differs, or there is none."""
    free = sorted(
        (at for at in range(len(evidence)) if at not in used), key=lambda at: (*_distance(asserted, evidence[at]), at)
    )
    for wanted in ("no", "not comparable"):
        for at in free:
            if answers[at].answer != wanted:
                continue
            lead = DIFFERS if wanted == "no" else f"{ABSENT}; nearest {evidence[at].text}"
            return NumberCheck(asserted.text, evidence[at].text, False, f"{lead}: {answers[at].why}")
    return NumberCheck(asserted.text, "", False, ABSENT)
