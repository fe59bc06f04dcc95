"""In which order a reviewer is shown the claims of a report."""

from collections.abc import Collection
from typing import Literal

from litsynth.records import Label, Report
from litsynth.review.standing import ClaimDecisions, standing_decisions

Order = Literal["stake", "confidence", "report"]


def review_queue(
    report: Report, reviewer: str, order: Order = "stake", labels: Collection[Label] = (), decided: bool = False
) -> tuple[str, ...]:
    """The claim_ids that the reviewer has not judged as the verdict now is; with `decided` the others behind them.

    `stake`: first the claims that the answer rests on, then those in a conflict, each with the lowest confidence first;
    `confidence`: the lowest first; `report`: in the order of the report. With `labels` only claims of these verdicts.
    """
    standing = standing_decisions(report.decisions, report.verdicts)
    stake = _stakes(report)
    places = {claim.claim_id: place for place, claim in enumerate(report.claims)}
    keyed = []
    for verdict in report.verdicts:
        done = judged_by(reviewer, standing.get(verdict.claim_id))
        if (not done or decided) and (not labels or verdict.label in labels):
            weight = stake.get(verdict.claim_id, 2) if order == "stake" else 0
            confidence = verdict.confidence if order != "report" else 0.0
            keyed.append((done, weight, confidence, places[verdict.claim_id], verdict.claim_id))
    return tuple(claim_id for *_, claim_id in sorted(keyed))


def judged_by(reviewer: str, decided: ClaimDecisions | None) -> bool:
    """Whether a judgement of that reviewer stands that was made on the verdict in force."""
    made = decided.judgements if decided else ()
    return any(one.decision.reviewer == reviewer and not one.stale for one in made)


def _stakes(report: Report) -> dict[str, int]:
    """0 for claims that the answer rests on, 1 for those in a conflict."""
    conflicts = {claim_id: 1 for conflict in report.conflicts for claim_id in (conflict.claim_id, conflict.against)}
    return conflicts | {claim_id: 0 for sentence in report.answer for claim_id in sentence.claim_ids}
