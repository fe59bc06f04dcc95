"""From the stances of all passages looked at to one verdict."""

from collections.abc import Sequence

from litsynth.config import VerifySettings
from litsynth.records import Claim, Evidence, Label, Stance, Verdict


def decide(claim: Claim, evidence: Sequence[Evidence], settings: VerifySettings) -> Verdict:
    """The verdict on a claim. Below the abstention threshold the label is not enough evidence.

    Confidence is that of the strongest piece behind the label; for not enough evidence, one minus the highest
    probability that the entailment model gives to either side.
    """
    by_stance = {stance: _strongest_first(evidence, stance) for stance in ("supports", "refutes", "different protocol")}
    supports, refutes, different = by_stance.values()
    label, confidence, why = _label(supports, refutes, different, evidence)
    if label != "not enough evidence" and confidence < settings.abstain:
        label, why = "not enough evidence", f"{label} at {confidence:.2f}, below the abstention threshold"
        confidence = 1 - confidence
    kinds = [piece.support_kind for piece in supports]
    return Verdict(
        claim_id=claim.claim_id,
        label=label,
        confidence=confidence,
        evidence=(*supports, *refutes, *different),
        looked_at=len(evidence),
        traced=kinds.count("own paper"),
        restated=kinds.count("restated"),
        corroborated=kinds.count("independent"),
        why=why,
    )


def _label(
    supports: Sequence[Evidence], refutes: Sequence[Evidence], different: Sequence[Evidence], looked: Sequence[Evidence]
) -> tuple[Label, float, str]:
    if supports and refutes:
        sides = min(supports[0].confidence, refutes[0].confidence)
        return "conflicting", sides, "evidence on both sides under the same protocol"
    if supports:
        return "supported", supports[0].confidence, supports[0].why
    if refutes:
        return "refuted", refutes[0].confidence, refutes[0].why
    if different:
        return "different protocol", different[0].confidence, different[0].why
    return "not enough evidence", 1 - max(map(_most, looked), default=0.0), _why_not(looked)


def _most(piece: Evidence) -> float:
    # The model can refute only what states no number, so its contradictions of numbers count for nothing.
    judged = piece.judgement
    return judged.entailment if piece.numbers else max(judged.entailment, judged.contradiction)


def _why_not(looked: Sequence[Evidence]) -> str:
    if not looked:
        return "no passage but the claim's own was found"
    closest = max(looked, key=lambda piece: piece.judgement.entailment)
    return closest.why or "no passage entails or contradicts it"


def _strongest_first(evidence: Sequence[Evidence], stance: Stance) -> list[Evidence]:
    pieces = [piece for piece in evidence if piece.stance == stance]
    return sorted(pieces, key=lambda piece: (-piece.confidence, piece.passage.passage_id))
