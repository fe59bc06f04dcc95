"""From the stances of all passages looked at to one verdict."""

from collections.abc import Sequence
from typing import Protocol

from litsynth.config import VerifySettings
from litsynth.quantities import disagrees, numbers_agree
from litsynth.records import (
    Claim,
    Evidence,
    Grounds,
    Judgement,
    Label,
    NumberCheck,
    NumbersGate,
    Stance,
    Verdict,
)
from litsynth.verify.kinds import counted


class Calibration(Protocol):
    """What turns the grounds of a verdict into its confidence; `litsynth.calibrate.Calibrator` is one."""

    @property
    def abstain(self) -> float:
        """The least confidence of a verdict by entailment, infinite where none is sure enough."""
        ...

    @property
    def by_scores(self) -> float | None:
        """The confidence of a verdict by scores; None where that was not measured."""
        ...

    def probability(self, label: Label, grounds: Grounds, passages: int) -> float:
        """That `label` is right; it and `grounds.said` are supported, refuted or not enough evidence."""
        ...


def decide(
    claim: Claim,
    evidence: Sequence[Evidence],
    settings: VerifySettings,
    calibration: Calibration | None = None,
    checks: Sequence[NumberCheck] | None = None,
) -> Verdict:
    """The verdict on a claim. Below the abstention threshold the label is not enough evidence.

    With a calibration, the confidence of supported, refuted and not enough evidence is the probability that it gives to
    the label, and its threshold is in force where it is above that of the settings. Without one, and for the other
    labels, confidence is that of the strongest piece behind the label; for not enough evidence, one minus the highest
    probability that the entailment model gives to either side. `checks` are those of the claim's numbers against all
    evidence together; None: each piece has its own.
    """
    by_stance = {stance: _strongest_first(evidence, stance) for stance in ("supports", "refutes", "different protocol")}
    supports, refutes, different = by_stance.values()
    label, confidence, why = _label(supports, refutes, different, evidence)
    grounds = _grounds(label, (supports or refutes or different)[:1], evidence, checks)
    if calibration is not None:
        confidence = _calibrated(calibration, confidence, grounds, len(evidence))
    if label != "not enough evidence" and confidence < threshold_of(grounds, settings, calibration):
        label, why = "not enough evidence", f"{label} at {confidence:.2f}, below the abstention threshold"
        confidence = _withheld(calibration, confidence, grounds, len(evidence))
    works = counted(supports)
    return Verdict(
        claim_id=claim.claim_id,
        label=label,
        confidence=confidence,
        evidence=(*supports, *refutes, *different),
        looked_at=len(evidence),
        traced=works["own paper"],
        restated=works["restated"],
        corroborated=works["independent"],
        why=why,
        grounds=grounds,
    )


def stance_of_given(judgement: Judgement, checks: Sequence[NumberCheck], settings: VerifySettings) -> Stance:
    """The stance of evidence that was given, not searched for: it has no protocol of its own, and is one text.

    `judgement` is that of its strongest window, `checks` those of the claim's numbers against all of it.
    """
    if judgement.entailment >= settings.support:
        if numbers_agree(checks):
            return "supports"
        # The text says the same of another number: what is entailed but for the number is refuted.
        return "refutes" if any(map(disagrees, checks)) else "neutral"
    return "refutes" if judgement.contradiction >= settings.refute else "neutral"


def numbers_gate(checks: Sequence[NumberCheck]) -> NumbersGate:
    """How the claim's numbers fared, all together.

    >>> numbers_gate([]), numbers_gate([NumberCheck("2%", "2%", True)])
    ('none', 'agree')
    """
    if not checks:
        return "none"
    if numbers_agree(checks):
        return "agree"
    return "differ" if any(map(disagrees, checks)) else "absent"


def _grounds(
    said: Label, deciding: Sequence[Evidence], evidence: Sequence[Evidence], checks: Sequence[NumberCheck] | None
) -> Grounds:
    judged = [piece.judgement for piece in evidence]
    # Where nothing decided, the numbers of the passage that comes nearest to entailing the claim are what counts.
    judging = deciding or ([nearest(evidence)] if evidence else [])
    found = checks if checks is not None else [check for piece in judging for check in piece.numbers]
    return Grounds(
        said=said,
        support=max((judgement.entailment for judgement in judged), default=0.0),
        refute=max((judgement.contradiction for judgement in judged), default=0.0),
        numbers=numbers_gate(found),
        basis=deciding[0].basis if deciding else "entailment",
    )


def _calibrated(calibration: Calibration, confidence: float, grounds: Grounds, passages: int) -> float:
    if grounds.basis == "scores":
        return confidence if calibration.by_scores is None else calibration.by_scores
    # Without a passage there is nothing to go by.
    return (
        calibration.probability(grounds.said, grounds, passages) if is_calibrated(grounds) and passages else confidence
    )


def threshold_of(grounds: Grounds, settings: VerifySettings, calibration: Calibration | None) -> float:
    """The least confidence with which a verdict on these grounds is given."""
    return max(settings.abstain, calibration.abstain) if calibration and is_calibrated(grounds) else settings.abstain


def _withheld(calibration: Calibration | None, confidence: float, grounds: Grounds, passages: int) -> float:
    """The confidence of "not enough evidence" in the place of a verdict that is not sure enough."""
    if calibration is None or not is_calibrated(grounds):
        return 1 - confidence
    return calibration.probability("not enough evidence", grounds, passages)


def is_calibrated(grounds: Grounds) -> bool:
    """Whether a calibration knows such verdicts: by entailment, for no labelled data has conflicts or protocols."""
    return grounds.basis == "entailment" and grounds.said not in ("conflicting", "different protocol")


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


def nearest(looked: Sequence[Evidence]) -> Evidence:
    """The passage that holds a claim's figures or else comes nearest to entailing it; what not enough evidence speaks of."""
    return max(
        looked, key=lambda piece: (piece.basis == "ranking" and piece.stance == "neutral", piece.judgement.entailment)
    )


def _why_not(looked: Sequence[Evidence]) -> str:
    if not looked:
        return "no passage but the claim's own was found"
    return nearest(looked).why or "none of the passages looked at was found to entail or contradict it"


def _strongest_first(evidence: Sequence[Evidence], stance: Stance) -> list[Evidence]:
    pieces = [piece for piece in evidence if piece.stance == stance]
    return sorted(pieces, key=lambda piece: (-piece.confidence, piece.passage.passage_id))
