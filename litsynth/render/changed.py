"""The words for what changed, and what a report says of the searches that led up to it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from litsynth.records import ChangeKind, Changes, Report, Update
from litsynth.render.finding_changes import FINDING_HEADINGS, findings_summary
from litsynth.render.words import count, joined
from litsynth.review import standing_decisions

_HEADINGS: Final[tuple[tuple[ChangeKind, str], ...]] = (
    ("verdict", "Verdicts that changed"),
    ("new", "New claims"),
    ("gone", "Claims no longer there"),
    ("support", "More or less support, the same verdict"),
    ("evidence", "Other evidence, the same verdict and support"),
    ("confidence", "Confidence that moved, the same verdict"),
)
_PAPER: Final = {"new": "New", "gone": "No longer cited", "version": "New version", "withdrawn": "Withdrawn since"}
_COUNTED: Final = {
    "verdict": ("verdict that changed", "verdicts that changed"),
    "new": ("new claim", "new claims"),
    "gone": ("claim gone", "claims gone"),
    "support": ("claim with other support", "claims with other support"),
    "evidence": ("claim with other evidence", "claims with other evidence"),
    "confidence": ("claim with another confidence", "claims with another confidence"),
}
_KINDS: Final[dict[ChangeKind, str]] = {
    "verdict": "verdicts",
    "new": "new_claims",
    "gone": "gone_claims",
}


def changes_context(changes: Changes) -> dict[str, Any]:
    """What every template that tells changes is given."""
    return {
        "summary": summary(changes),
        "findings_summary": findings_summary(changes),
        "claim_headings": _HEADINGS,
        "finding_headings": FINDING_HEADINGS,
        "paper_word": _PAPER,
    }


def summary(changes: Changes) -> str:
    """How many claims changed in which way: `2 verdicts that changed and 1 new claim`."""
    return _summed(Counter(change.kind for change in changes.claims))


def outcome(update: Update) -> str:
    """What came of one search, in a few words.

    >>> outcome(Update("2026-01-31", 10, 5, verdicts=1, new_claims=2)), outcome(Update("2026-01-31", 10, 5, moved=1))
    ('Verdicts changed: 1 verdict that changed and 2 new claims', 'Verdicts stand: other evidence or confidence of 1 claim')
    """
    counted: dict[ChangeKind, int] = {kind: getattr(update, name) for kind, name in _KINDS.items()}
    moved = f"other evidence or confidence of {count(update.moved, 'claim')}" if update.moved else ""
    said = "; ".join(filter(None, (_summed(counted), moved)))
    return f"Verdicts {'changed' if update.verdicts else 'stand'}{f': {said}' if said else ''}"


def whats_new_context(report: Report, names: Mapping[str, str]) -> dict[str, Any]:
    """What `whats_new.md.j2` is given for a report that goes on from another one; nothing for another report.

    `names` are the headings of the claims by id. `resting`: by paper_id of a withdrawn paper, the headings of the claims
    that are taken from it or rest on it. `other_evidence`: the claims with decisions made on another verdict, and by whom.
    """
    if report.changes is None:
        return {}
    return changes_context(report.changes) | {
        "resting": _resting(report, report.changes, names),
        "other_evidence": _other_evidence(report),
        "depth": _depth(report),
        "verdicts_changed": any(change.kind == "verdict" for change in report.changes.claims),
    }


def _summed(counted: Mapping[ChangeKind, int]) -> str:
    return joined(
        [f"{number} {_COUNTED[kind][number > 1]}" for kind, _ in _HEADINGS if (number := counted.get(kind, 0))]
    )


def _resting(report: Report, changes: Changes, names: Mapping[str, str]) -> dict[str, list[str]]:
    resting: dict[str, list[str]] = {}
    used = {claim.claim_id: {claim.paper_id} for claim in report.claims}
    for verdict in report.verdicts:
        used[verdict.claim_id].update(piece.anchor.paper_id for piece in verdict.evidence)
    for change in changes.papers:
        if change.kind == "withdrawn":
            found = [name for claim_id, name in names.items() if change.paper.paper_id in used[claim_id]]
            resting[change.paper.paper_id] = found
    return resting


def _other_evidence(report: Report) -> list[tuple[str, list[str]]]:
    """Claims with decisions made on other evidence, in order of claim_id, and the reviewers."""
    standing = standing_decisions(report.decisions, report.verdicts)
    found = []
    for claim_id, made in sorted(standing.items()):
        stale = (item.decision.reviewer for item in (*made.judgements, *made.notes) if item.stale)
        if reviewers := sorted(set(stale)):
            found.append((claim_id, reviewers))
    return found


def _depth(report: Report) -> str:
    search = report.settings.get("search")
    if not isinstance(search, dict) or "candidates" not in search:
        return ""
    return (
        f"Depth: at most {search['candidates']:,} papers for each query, and claims from the {search['papers']:,} nearest "
        "to the question."
    )
