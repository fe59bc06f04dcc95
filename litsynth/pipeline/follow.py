"""A report that goes on from an earlier one: what changed, and the searches up to now."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from litsynth.records import ClaimChange, Document, Paper, PaperChange, Report, Revision
from litsynth.synthesize import changes_between, history_with, in_its_place, revisions_between

DocumentOf = Callable[[str, str], Document | None]
"""The document of a paper (its id) in a version; None where it is not there."""


def follow(
    before: Report,
    now: Report,
    papers: Mapping[str, Paper],
    gone: Mapping[str, str],
    document_of: DocumentOf,
    carried: int = 0,
) -> Report:
    """`now` with its changes since `before` and the searches of both.

    `papers` are all of the corpus by id, `gone` says by claim_id why a claim is not there any more, `document_of` gives
    a paper in one version, and `carried` counts those that were carried over, besides the `claims_carried` that were
    found again below the last rank.
    """
    found = changes_between(before, now)
    told = tuple(_revised(_as_it_is(change, papers), document_of) for change in found.papers)
    revisions = {change.paper.paper_id: change.revisions for change in told}
    claims = tuple(_explained(change, gone, revisions) for change in found.claims)
    changes = replace(found, papers=told, claims=claims)
    counters = now.counters | {"claims_carried": now.counters.get("claims_carried", 0) + carried}
    return replace(now, changes=changes, counters=counters, history=history_with(before, now, changes))


def _as_it_is(change: PaperChange, papers: Mapping[str, Paper]) -> PaperChange:
    """A paper that nothing rests on any more because it was withdrawn is told as withdrawn."""
    paper = papers.get(change.paper.paper_id, change.paper)
    if change.kind == "gone" and paper.withdrawn and not change.paper.withdrawn:
        return PaperChange("withdrawn", paper, change.paper.version)
    return change


def _revised(change: PaperChange, document_of: DocumentOf) -> PaperChange:
    """A paper of another version with the figures that are others, where the corpus has both."""
    old = document_of(change.paper.paper_id, change.before) if change.kind == "version" and change.before else None
    new = document_of(change.paper.paper_id, change.paper.version) if old else None
    return replace(change, revisions=revisions_between(old, new)) if old and new else change


def _explained(
    change: ClaimChange, gone: Mapping[str, str], revisions: Mapping[str, tuple[Revision, ...]]
) -> ClaimChange:
    if change.kind != "gone":
        return change
    why = gone.get(change.claim.claim_id, "")
    instead = in_its_place(change.claim.quote, revisions.get(change.claim.paper_id, ()))
    return replace(change, why=f"{why}; in its place: {instead}" if instead else why)
