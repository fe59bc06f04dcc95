"""How far a report was reviewed: counts by the tool's label, conflicts, and what was decided on other evidence."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from litsynth.records import Label, Report, Verdict
from litsynth.review.standing import ClaimDecisions, standing_decisions


@dataclass(frozen=True, slots=True)
class LabelSummary:
    """The claims to which the tool gave one label, and what became of them; all counts are of claims.

    `accepted`: all who judged the verdict in force gave its label; `overruled`: they gave another one, and one only
    (`to` counts which); `conflicting`: they gave several; `stale`: it was judged on other evidence only.
    """

    label: Label
    claims: int
    accepted: int
    overruled: int
    conflicting: int
    stale: int
    to: Mapping[Label, int]


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """`reviewers`: who judged, sorted. `reviewed`: claims with a judgement that stands.

    `conflicting`: claims whose reviewers disagree; `stale`: those with a judgement or note that was made on other
    evidence; `gone`: decided ones that the report no longer holds. All three hold claim_ids, in the order of the report.
    """

    reviewers: tuple[str, ...]
    claims: int
    reviewed: int
    labels: tuple[LabelSummary, ...]
    conflicting: tuple[str, ...]
    stale: tuple[str, ...]
    gone: tuple[str, ...]


def review_summary(report: Report) -> ReviewSummary:
    """What reviewers made of a report, from its own decisions."""
    standing = standing_decisions(report.decisions, report.verdicts)
    verdicts = {verdict.claim_id: verdict for verdict in report.verdicts}
    decided = [standing[claim_id] for claim_id in verdicts if claim_id in standing]
    made = [item for one in standing.values() for item in (*one.judgements, *one.notes)]
    rows = (_row(label, verdicts, standing) for label in get_args(Label))
    return ReviewSummary(
        reviewers=tuple(sorted({item.decision.reviewer for item in made})),
        claims=len(verdicts),
        reviewed=sum(bool(one.judgements) for one in decided),
        labels=tuple(row for row in rows if row.claims),
        conflicting=tuple(one.claim_id for one in decided if one.conflicting),
        stale=tuple(one.claim_id for one in decided if any(item.stale for item in (*one.judgements, *one.notes))),
        gone=tuple(claim_id for claim_id in standing if claim_id not in verdicts),
    )


def _row(label: Label, verdicts: Mapping[str, Verdict], standing: Mapping[str, ClaimDecisions]) -> LabelSummary:
    claims = [claim_id for claim_id, verdict in verdicts.items() if verdict.label == label]
    judged = [standing[claim_id] for claim_id in claims if claim_id in standing and standing[claim_id].judgements]
    settled = Counter(one.labels[0] for one in judged if len(one.labels) == 1)
    accepted = settled.pop(label, 0)
    return LabelSummary(
        label=label,
        claims=len(claims),
        accepted=accepted,
        overruled=settled.total(),
        conflicting=sum(one.conflicting for one in judged),
        stale=sum(not one.labels for one in judged),
        to=dict(sorted(settled.items())),
    )
