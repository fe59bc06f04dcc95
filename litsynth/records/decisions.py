"""What a person said about a verdict. Decisions are only ever added: a later one on the same claim stands."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.verdicts import Label

DecisionKind = Literal["accept", "overrule", "note", "undo"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision by one reviewer on one claim.

    `label` is the reviewer's verdict: the tool's own where it was accepted, another where it was overruled, None for a
    note or an undo. `reason` is free text and never empty for an overrule or a note. An undo takes back the reviewer's
    last decision on the claim that still stands, so that the one before it stands again. `at` is an ISO 8601 time in
    UTC. `verdict` is the digest of the verdict that the reviewer saw (see `verdict_digest`): where it is no longer that
    of the verdict in force, the decision is shown as made on other evidence.
    """

    claim_id: str
    kind: DecisionKind
    label: Label | None
    reason: str
    reviewer: str
    at: str
    verdict: str

    def __post_init__(self) -> None:
        if (self.label is not None) != (self.kind in ("accept", "overrule")):
            raise ValueError(f"{self.kind} with {'a' if self.label else 'no'} label")
        if self.kind in ("overrule", "note") and not self.reason:
            raise ValueError(f"{self.kind} without a reason")
        if not self.claim_id or not self.reviewer:
            raise ValueError("no claim or no reviewer")
