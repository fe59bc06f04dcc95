"""Everything in a report by its id, and the check that nothing in it dangles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from litsynth.errors import BadRecord
from litsynth.records import Claim, Paper, Report, Verdict
from litsynth.render.citations import citation_keys, short_citations


@dataclass(frozen=True, slots=True)
class Lookup:
    """Papers, their keys and short citations by paper_id; claims and verdicts by claim_id."""

    papers: Mapping[str, Paper]
    keys: Mapping[str, str]
    citations: Mapping[str, str]
    claims: Mapping[str, Claim]
    verdicts: Mapping[str, Verdict]

    @classmethod
    def of(cls, report: Report) -> Self:
        """Raises BadRecord when the report names a paper or claim that it does not hold, or a claim has no verdict."""
        papers = papers_of(report)
        lookup = cls(
            papers={paper.paper_id: paper for paper in papers},
            keys=citation_keys(papers),
            citations=short_citations(papers),
            claims={claim.claim_id: claim for claim in report.claims},
            verdicts={verdict.claim_id: verdict for verdict in report.verdicts},
        )
        _require("paper", _named_papers(report), lookup.papers)
        _require("claim", _named_claims(report), lookup.claims)
        _require("verdict of claim", lookup.claims, lookup.verdicts)
        return lookup


def papers_of(report: Report) -> tuple[Paper, ...]:
    """Every paper that a report names: those that it cites, and those of its changes that it no longer cites."""
    cited = {paper.paper_id for paper in report.papers}
    changed = (change.paper for change in report.changes.papers) if report.changes else ()
    return (*report.papers, *(paper for paper in changed if paper.paper_id not in cited))


def _require(what: str, named: Iterable[str], held: Mapping[str, object]) -> None:
    missing = sorted(set(named) - held.keys())
    if missing:
        raise BadRecord(f"the report names {what} {missing[0]} but does not hold it", "make the report again")


def _named_papers(report: Report) -> Iterable[str]:
    for claim in report.claims:  # `primary` may be a work that nobody read
        yield from (claim.paper_id, claim.anchor.paper_id, *(anchor.paper_id for anchor in claim.also_at))
    yield from (conflict.against_paper for conflict in report.conflicts)
    yield from (finding.against.paper_id for finding in report.findings if finding.against)
    for verdict in report.verdicts:
        yield from (paper for piece in verdict.evidence for paper in (piece.anchor.paper_id, piece.passage.paper_id))
    for change in report.changes.claims if report.changes else ():
        yield from (change.claim.paper_id, change.claim.anchor.paper_id)
        yield from (piece.anchor.paper_id for piece in (*change.gained, *change.lost))


def _named_claims(report: Report) -> Iterable[str]:
    yield from (verdict.claim_id for verdict in report.verdicts)
    yield from (conflict.claim_id for conflict in report.conflicts)
    for theme in report.themes:
        yield from theme.claim_ids
    for sentence in report.answer:
        yield from sentence.claim_ids
    for kept in report.written.kept if report.written else ():
        yield from kept.claim_ids
    for finding in report.findings:
        yield from finding.claim_ids
        yield from (figure.claim_id for figure in finding.figures)
        yield from (finding.against.claim_id,) if finding.against else ()
    for gap in report.gaps:
        yield from gap.claim_ids
