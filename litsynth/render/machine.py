"""report.json, run.json, claims.jsonl, evidence.jsonl: everything, for programs; nothing is shortened."""

from collections.abc import Iterable, Mapping
from typing import Any

from litsynth.codec import digest, dumps, encode
from litsynth.records import Anchor, Claim, Evidence, Report
from litsynth.render.arrange import ClaimSection, arrange
from litsynth.render.links import place_url
from litsynth.render.lookup import Lookup


def report_json(report: Report) -> str:
    """The whole report as one JSON object that `codec.decode(Report, ...)` reads back."""
    return dumps(encode(report)) + "\n"


def seal_of(value: Mapping[str, Any]) -> str:
    """The digest of a report in its JSON form, whatever reviewers decided since."""
    return digest(dumps({**value, "decisions": []}))


def run_json(report: Report) -> str:
    """What the run was made with, as one JSON object: version, models, calibration, settings, digests, counters.

    `report` is the seal of report.json, by which a later command sees whether a person changed that.
    """
    funnel = report.funnel
    papers = {"found": funnel.identified, "duplicates": funnel.duplicates, "read": funnel.read}
    return (
        dumps(
            {
                "version": report.version,
                "question": report.question,
                "date": report.date,
                "models": report.models,
                "calibration": report.calibration,
                "settings": report.settings,
                "settings_digest": report.settings_digest,
                "corpus_digest": report.corpus_digest,
                "papers": {**papers, "failed": len(report.skipped)},
                "substrates": report.substrates,
                "counters": report.counters,
                "sources": list(report.sources),
                "corpus": report.corpus,
                "follows": report.follows,
                "report": seal_of(encode(report)),
                **_measured(report),
                **_written(report),
            }
        )
        + "\n"
    )


def _measured(report: Report) -> dict[str, Any]:
    """The experiments that were run here, where some bear on a claim."""
    names = ("run_id", "kind", "recipe", "data", "code")
    runs = [{name: getattr(run, name) for name in names} for run in report.measured]
    return {"measured": runs} if runs else {}


def _written(report: Report) -> dict[str, Any]:
    """The language model that was asked to write, where one was."""
    written = report.written
    return {"writer": {**encode(written.writer), "request": written.request}} if written else {}


def claim_value(claim: Claim) -> dict[str, Any]:
    """A claim as `litsynth extract` prints it: whole, with its quantities and the place of its quote."""
    fields = encode(claim)
    for quantity in fields["quantities"]:
        del quantity["span"]  # relative to a text that is not here
    anchor = claim.anchor
    return {
        **fields,
        "section": anchor.section,
        "page": anchor.page,
        "start": anchor.span.start,
        "end": anchor.span.end,
        "anchor": anchor_value(anchor),
        "also_at": [anchor_value(place) for place in claim.also_at],
    }


def claims_jsonl(report: Report) -> str:
    """One claim a line, in the order of report.md: the fields of `litsynth extract`, then those of its verdict.

    Raises BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    sections = arrange(report, lookup).sections
    return _lines(verdict_value(part, lookup) for part in sections)


def evidence_jsonl(report: Report) -> str:
    """One piece of evidence a line: claims in the order of report.md, the pieces of each strongest first.

    `anchor` holds the W3C TextQuote and TextPosition selectors (Web Annotation Data Model, sections 4.2.4, 4.2.5).
    Raises BadRecord as `Lookup.of` does.
    """
    lookup = Lookup.of(report)
    return _lines(
        _evidence(part.name, rank, piece, lookup)
        for part in arrange(report, lookup).sections
        for rank, piece in enumerate(part.verdict.evidence, start=1)
    )


def _lines(values: Iterable[dict[str, Any]]) -> str:
    return "".join(f"{dumps(value)}\n" for value in values)


def verdict_value(part: ClaimSection, lookup: Lookup) -> dict[str, Any]:
    """A line of claims.jsonl: the claim, its place in report.md, and its verdict without the evidence."""
    claim, verdict = part.claim, part.verdict
    judged = encode(verdict)
    del judged["evidence"], judged["claim_id"]
    return {
        **claim_value(claim),
        "heading": part.name,
        "link": place_url(lookup.papers[claim.paper_id], claim.anchor),
        "reference": lookup.keys[claim.paper_id],
        **judged,
        "pieces": len(verdict.evidence),
    }


def _evidence(heading: str, rank: int, piece: Evidence, lookup: Lookup) -> dict[str, Any]:
    paper = lookup.papers[piece.anchor.paper_id]
    return {
        "claim_id": piece.claim_id,
        "heading": heading,
        "rank": rank,
        "stance": piece.stance,
        "basis": piece.basis,
        "confidence": piece.confidence,
        "support_kind": piece.support_kind,
        "probabilities": encode(piece.judgement),
        "numbers": encode(piece.numbers),
        "why": piece.why,
        "paper_id": paper.paper_id,
        "version": paper.version,
        "primary": piece.passage.primary or paper.paper_id,
        "reference": lookup.keys[paper.paper_id],
        "passage_id": piece.passage.passage_id,
        "passage": piece.passage.text,
        "rationale": list(piece.rationale),
        "quote": piece.anchor.exact,
        "anchor": anchor_value(piece.anchor),
        "link": place_url(paper, piece.anchor),
    }


def anchor_value(anchor: Anchor) -> dict[str, Any]:
    """A place in a paper with the W3C TextQuote and TextPosition selectors."""
    place = encode(anchor)
    quote = {"type": "TextQuoteSelector", **{part: place.pop(part) for part in ("prefix", "exact", "suffix")}}
    position = {"type": "TextPositionSelector", **place.pop("span")}
    return {**place, "selector": [quote, position]}
