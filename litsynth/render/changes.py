"""What changed between two reports, as Markdown and as JSON."""

from collections.abc import Mapping
from typing import Any

from litsynth.codec import encode
from litsynth.records import Changes, Claim, ClaimChange, Paper, Verdict
from litsynth.render.changed import changes_context
from litsynth.render.citations import citation_keys, in_key_order, short_citations
from litsynth.render.finding_changes import finding_value
from litsynth.render.lookup import Lookup
from litsynth.render.markdown import fill


def changes_markdown(changes: Changes, papers: Mapping[str, Paper], template_source: Mapping[str, str]) -> str:
    """The changes for a reader, through the template `changes.md.j2`; `papers` holds every paper of both reports.

    Raises UsageError as `markdown.fill` does.
    """
    cited = [papers[key] for key in sorted(_cited(changes) | (_behind_findings(changes) & papers.keys()))]
    lookup = Lookup(papers, citation_keys(cited), short_citations(cited), {}, {})
    context: dict[str, Any] = changes_context(changes) | {"changes": changes, "references": in_key_order(cited)}
    return fill("changes.md.j2", template_source, lookup, context)


def changes_value(changes: Changes) -> dict[str, Any]:
    """The changes as one JSON value: what each report was made with, papers, claims with both verdicts, findings."""
    return {
        "question": changes.question,
        "old_date": changes.old_date,
        "new_date": changes.new_date,
        "conclusions_changed": changes.conclusions,
        "made_with": list(changes.made_with),
        "papers": [
            {
                "kind": change.kind,
                "paper_id": change.paper.paper_id,
                "title": change.paper.title,
                "before": change.before,
                "version": change.paper.version,
                "revisions": [encode(revision) for revision in change.revisions],
            }
            for change in changes.papers
        ],
        "claims": [_claim(change) for change in changes.claims],
        "findings": [finding_value(change) for change in changes.findings],
        "unchanged": changes.same,
    }


def _claim(change: ClaimChange) -> dict[str, Any]:
    claim: Claim = change.claim
    return {
        "kind": change.kind,
        "claim_id": claim.claim_id,
        "paper_id": claim.paper_id,
        "text": claim.text,
        "why": change.why,
        "old": _verdict(change.old),
        "new": _verdict(change.new),
        "gained": [encode(piece) for piece in change.gained],
        "lost": [encode(piece) for piece in change.lost],
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    fields = encode(verdict)
    del fields["evidence"], fields["claim_id"]
    return dict(fields)


def _behind_findings(changes: Changes) -> set[str]:
    """The works that measured what findings say; a report may know one of them by its id alone."""
    both = (finding for change in changes.findings for finding in (change.old, change.new) if finding)
    return {paper for finding in both for paper in finding.papers}


def _cited(changes: Changes) -> set[str]:
    pieces = (piece for change in changes.claims for piece in (*change.gained, *change.lost))
    return {
        *(change.paper.paper_id for change in changes.papers),
        *(change.claim.paper_id for change in changes.claims),
        *(piece.anchor.paper_id for piece in pieces),
    }
