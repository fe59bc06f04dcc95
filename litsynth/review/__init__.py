"""People's decisions on verdicts: which stand, on which evidence they were made, how far reviewers agree."""

from litsynth.review.choices import LABELS, PROTOCOL_FIELDS, chosen, decision_on, protocol_reason
from litsynth.review.digests import evidence_identity, measured_identity, report_digest, verdict_digest
from litsynth.review.entries import Entry, Problem, Sheet, base_digest, decisions_of, judgement_of
from litsynth.review.queue import Order, judged_by, review_queue
from litsynth.review.read_csv import COLUMNS, KEY, guarded, read_review_csv, unguarded
from litsynth.review.read_markdown import CLAIM_MARK, REPORT_MARK, read_review_markdown
from litsynth.review.standing import (
    ClaimDecisions,
    Standing,
    in_force,
    merged_decisions,
    ratings_of,
    standing_decisions,
    to_take_back,
)
from litsynth.review.summary import LabelSummary, ReviewSummary, review_summary
from litsynth.review.words import one_line

__all__ = [
    "CLAIM_MARK",
    "COLUMNS",
    "KEY",
    "LABELS",
    "PROTOCOL_FIELDS",
    "REPORT_MARK",
    "ClaimDecisions",
    "Entry",
    "LabelSummary",
    "Order",
    "Problem",
    "ReviewSummary",
    "Sheet",
    "Standing",
    "base_digest",
    "chosen",
    "decision_on",
    "decisions_of",
    "evidence_identity",
    "guarded",
    "in_force",
    "judged_by",
    "judgement_of",
    "measured_identity",
    "merged_decisions",
    "one_line",
    "protocol_reason",
    "ratings_of",
    "read_review_csv",
    "read_review_markdown",
    "report_digest",
    "review_queue",
    "review_summary",
    "standing_decisions",
    "to_take_back",
    "unguarded",
    "verdict_digest",
]
