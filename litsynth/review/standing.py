"""Which decisions stand, for each claim and reviewer, and which of them were made on other evidence."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from litsynth.records import Decision, Label, Verdict
from litsynth.review.digests import verdict_digest


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision that stands. `stale`: the verdict it was made on had another label, other counts or other evidence."""

    decision: Decision
    stale: bool


@dataclass(frozen=True, slots=True)
class ClaimDecisions:
    """What stands on one claim: the last judgement (accept or overrule) of each reviewer, and all notes, oldest first."""

    claim_id: str
    judgements: tuple[Standing, ...]
    notes: tuple[Standing, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels that reviewers gave to the verdict in force, each once, in the order of the judgements."""
        current = (made.decision.label for made in self.judgements if not made.stale)
        return tuple(dict.fromkeys(label for label in current if label is not None))

    @property
    def conflicting(self) -> bool:
        """Whether reviewers who saw the verdict in force gave different labels."""
        return len(self.labels) > 1


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The judgements and notes that stand, oldest first: of each reviewer and claim the last judgement, and every note.

    An undo takes back what the same reviewer said last on that claim and has not yet taken back.
    """
    kept: dict[tuple[str, str], list[tuple[int, Decision]]] = {}
    for number, decision in enumerate(decisions):
        said = kept.setdefault((decision.claim_id, decision.reviewer), [])
        if decision.kind != "undo":
            said.append((number, decision))
        elif said:
            said.pop()
    standing: list[tuple[int, Decision]] = []
    for said in kept.values():
        standing += [item for item in said if item[1].kind == "note"]
        standing += [item for item in said if item[1].kind != "note"][-1:]
    return tuple(decision for _, decision in sorted(standing, key=lambda item: item[0]))


def to_take_back(
    decisions: Iterable[Decision], reviewer: str, claim_id: str, session: Collection[Decision]
) -> Decision | None:
    """What an undo of that reviewer means: their last decision of this session that stands, else the last on the claim.

    None where there is neither.
    """
    mine = [one for one in in_force(decisions) if one.reviewer == reviewer]
    ours = [one for one in mine if one in session]
    here = [one for one in mine if one.claim_id == claim_id]
    return (ours or here)[-1] if ours or here else None


def ratings_of(decisions: Iterable[Decision], verdicts: Iterable[Verdict]) -> dict[str, dict[str, Label]]:
    """By claim_id and reviewer, the labels that were given to the verdicts in force; claims nobody judged are left out."""
    given = {
        claim_id: {
            made.decision.reviewer: made.decision.label
            for made in decided.judgements
            if not made.stale and made.decision.label is not None
        }
        for claim_id, decided in standing_decisions(decisions, verdicts).items()
    }
    return {claim_id: labels for claim_id, labels in given.items() if labels}


def merged_decisions(known: Iterable[Decision], log: Iterable[Decision]) -> tuple[Decision, ...]:
    """All decisions of a report, oldest first: those that it holds (`known`), then those of its folder's file it does not.

    The file holds all that its report does, unless a line was damaged or the file was lost; then they are still `known`.
    """
    held = tuple(known)
    left = Counter(held)
    newer = []
    for decision in log:
        if left[decision]:
            left[decision] -= 1
        else:
            newer.append(decision)
    return (*held, *newer)


def standing_decisions(decisions: Iterable[Decision], verdicts: Iterable[Verdict]) -> Mapping[str, ClaimDecisions]:
    """What stands, by claim_id, held against the verdicts in force; a decision on a claim without one is stale."""
    digests = {verdict.claim_id: verdict_digest(verdict) for verdict in verdicts}
    by_claim: dict[str, list[Standing]] = {}
    for decision in in_force(decisions):
        stale = digests.get(decision.claim_id) != decision.verdict
        by_claim.setdefault(decision.claim_id, []).append(Standing(decision, stale))
    return {claim_id: _of_claim(claim_id, made) for claim_id, made in by_claim.items()}


def _of_claim(claim_id: str, made: list[Standing]) -> ClaimDecisions:
    notes = tuple(item for item in made if item.decision.kind == "note")
    return ClaimDecisions(claim_id, tuple(item for item in made if item.decision.kind != "note"), notes)
