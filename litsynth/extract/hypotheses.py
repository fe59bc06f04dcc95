"""Roles by zero-shot entailment: five hypotheses about a sentence."""

from collections.abc import Mapping, Sequence

from litsynth.records import ClaimKind, Judgement

# The five roles as hypotheses about the sentence (the premise). Their wording was chosen on CSAbstruct train;
# docs/benchmarks.md has the measurement.
ROLES: Mapping[ClaimKind, str] = {
    "result": "A measured result is reported.",
    "comparison": "One method is compared with another.",
    "resource": "A new dataset or benchmark is introduced.",
    "method": "A new method is proposed.",
    "finding": "A finding or conclusion is stated.",
}


def role_pairs(text: str) -> list[tuple[str, str]]:
    """The pairs that ask the entailment model for a sentence's role, in the order of ROLES."""
    return [(text, hypothesis) for hypothesis in ROLES.values()]


def best_role(judgements: Sequence[Judgement]) -> tuple[ClaimKind, float]:
    """The role with the highest probability of entailment, and that probability."""
    kind, judgement = max(zip(ROLES, judgements, strict=True), key=lambda item: item[1].entailment)
    return kind, judgement.entailment
