"""What makes evidence, verdicts and reports the same ones, for decisions that were made on them."""

from litsynth.codec import digest
from litsynth.records import Evidence, MeasuredEvidence, Report, Verdict


def evidence_identity(piece: Evidence) -> tuple[str, ...]:
    """What makes a piece the same one in two reports: its place by its words, not by an offset that a new version moves."""
    place = piece.anchor
    return piece.stance, place.paper_id, place.exact, place.table, place.row, place.column


def measured_identity(piece: MeasuredEvidence) -> tuple[str, ...]:
    """What makes a result of litsynth's own the same one in two reports: what was measured, what came out, what it does."""
    return piece.run_id, piece.contrast_id, piece.stance, f"{piece.value:.4f}", str(piece.seeds), str(piece.decides)


def verdict_digest(verdict: Verdict) -> str:
    """What a reviewer judged of a verdict, as 16 hexadecimal digits: its label, support counts and pieces of evidence.

    The confidence, the passages that were looked at and the order of the pieces do not count: a reviewer who read the
    same evidence for the same label has judged the same verdict.
    """
    pieces = sorted({evidence_identity(piece) for piece in verdict.evidence})
    counts = (verdict.traced, verdict.restated, verdict.corroborated)
    here = sorted(map(measured_identity, verdict.measured))
    return digest(
        verdict.claim_id,
        verdict.label,
        *map(str, counts),
        *(part for piece in pieces for part in ("piece", *piece)),
        *(part for piece in here for part in ("measured", *piece)),
    )


def report_digest(report: Report) -> str:
    """Which report a review file is about: its question, its date, what it was made with, its claims and verdicts.

    Decisions do not count.
    """
    return digest(
        report.question,
        report.date,
        report.version,
        report.settings_digest,
        report.corpus_digest,
        *(verdict_digest(verdict) for verdict in report.verdicts),
    )
