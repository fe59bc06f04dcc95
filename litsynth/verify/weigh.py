"""One passage against one claim: the entailment model's opinion, gated by numbers, protocol and place."""

from collections.abc import Mapping
from dataclasses import dataclass

from litsynth.anchors import anchor_of_passage
from litsynth.config import VerifySettings
from litsynth.protocol import Agreement, Protocol, compare, read_protocol, same_subject
from litsynth.quantities import check_numbers, consistent, disagrees, numbers_agree
from litsynth.records import Claim, Document, Evidence, Judgement, NumberCheck, Paper, Passage, Quantity, Stance
from litsynth.verify.kinds import support_kind
from litsynth.verify.premise import evidence_quantities, premise_of


@dataclass(frozen=True, slots=True)
class _Case:
    """What the gates look at."""

    claim: Claim
    judgement: Judgement
    checks: tuple[NumberCheck, ...]
    protocol: Agreement
    field: str
    about_same: bool
    own: bool
    measured_alike: bool


def weigh(
    claim: Claim,
    passage: Passage,
    document: Document,
    judgement: Judgement,
    papers: Mapping[str, Paper],
    settings: VerifySettings,
) -> Evidence:
    """The stance of one passage on one claim, with the reason in `why`.

    An entailed claim is supported only when each of its quantities agrees with one of the passage and no
    part of the protocol is known to differ. A contradicted one is refuted only under the same protocol;
    numbers refute only within the claim's own paper: between papers, recipes are unknown.
    """
    theirs = evidence_quantities(claim, passage, document)
    checks = check_numbers(claim.quantities, theirs)
    claimed, given = read_protocol(claim.text), read_protocol(_context(passage, document, claim))
    agreement, field = compare(claimed, given)
    kind = support_kind(claim, passage, checks, papers)
    case = _Case(
        claim,
        judgement,
        checks,
        agreement,
        field,
        same_subject(claimed, given),
        kind == "own paper",
        _measured_alike(claim, theirs, claimed),
    )
    machine = (paper := papers.get(passage.paper_id)) is not None and paper.machine_written
    stance, why = ("neutral", "machine-written text is no evidence") if machine else _stance(case, settings)
    anchor = anchor_of_passage(document, passage)
    return Evidence(claim.claim_id, passage, anchor, stance, kind, judgement, checks, why)


def _stance(case: _Case, settings: VerifySettings) -> tuple[Stance, str]:
    agree = numbers_agree(case.checks)
    clash = [check for check in case.checks if disagrees(check)]
    if case.judgement.entailment >= settings.support:
        if case.protocol == "different" and (case.about_same or case.claim.quantities):
            return ("different protocol", case.field) if case.about_same else ("neutral", f"differs in {case.field}")
        if agree:
            return "supports", "entailed" + (", numbers agree" if case.checks else "")
        if not clash:
            return "neutral", f"entailed, but {case.checks[0].why or 'a number is unmatched'}"
    if clash and case.about_same:
        return _clashing(case, clash[0])
    if case.judgement.contradiction >= settings.refute and case.about_same and case.protocol == "same":
        return "refutes", "contradicted under the same protocol"
    return "neutral", ""


def _clashing(case: _Case, clash: NumberCheck) -> tuple[Stance, str]:
    figures = f"{clash.claim} against {clash.evidence}"
    if case.protocol == "different":
        return "different protocol", f"{figures}; {case.field}"
    if case.protocol == "unknown":
        return "neutral", f"{figures}; {case.field} not stated on both sides"
    if case.own:
        return "refutes", f"{figures} in the claim's own source"
    if case.measured_alike:
        return "supports", f"{figures}: within the noise of a rerun"
    return "different protocol", f"{figures}; recipe unknown"


def _measured_alike(claim: Claim, theirs: tuple[Quantity, ...], protocol: Protocol) -> bool:
    # Bands of docs/verification.md: 0.5 points on an average over languages, 1.0 on one language.
    band = 0.5 if "average" in claim.text.lower() or "mean" in claim.text.lower() else 1.0
    scores = [quantity for quantity in claim.quantities if quantity.unit in ("score", "percent")]
    return bool(scores) and bool(protocol.systems) and all(
        any(consistent(mine, other, band).answer == "yes" for other in theirs) for mine in scores
    )


def _context(passage: Passage, document: Document, claim: Claim) -> str:
    return passage.text if passage.table < 0 else premise_of(claim, passage, document)
