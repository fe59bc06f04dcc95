"""A report that goes on from an earlier one: what changed, and the searches up to now."""

from collections.abc import Mapping
from dataclasses import replace

from litsynth.records import ClaimChange, Paper, PaperChange, Report
from litsynth.synthesize import changes_between, history_with


def follow(
    before: Report, now: Report, papers: Mapping[str, Paper], gone: Mapping[str, str], carried: int = 0
) -> Report:
    """`now` with its changes since `before` and the searches of both.

    `papers` are all of the corpus by id, `gone` says by claim_id why a claim is not there any more, and `carried` counts
    those that were carried over, besides the `claims_carried` that were found again below the last rank.
    """
    found = changes_between(before, now)
    changes = replace(
        found,
        papers=tuple(_as_it_is(change, papers) for change in found.papers),
        claims=tuple(_explained(change, gone) for change in found.claims),
    )
    counters = now.counters | {"claims_carried": now.counters.get("claims_carried", 0) + carried}
    return replace(now, changes=changes, counters=counters, history=history_with(before, now, changes))


def _as_it_is(change: PaperChange, papers: Mapping[str, Paper]) -> PaperChange:
    """A paper that nothing rests on any more because it was withdrawn is told as withdrawn."""
    paper = papers.get(change.paper.paper_id, change.paper)
    if change.kind == "gone" and paper.withdrawn and not change.paper.withdrawn:
        return PaperChange("withdrawn", paper, change.paper.version)
    return change


def _explained(change: ClaimChange, gone: Mapping[str, str]) -> ClaimChange:
    return replace(change, why=gone.get(change.claim.claim_id, "")) if change.kind == "gone" else change
