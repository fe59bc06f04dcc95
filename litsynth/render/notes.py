"""What a report says of each paper, as a line for a reference manager: its claims, their verdicts, what it is evidence for."""

from collections.abc import Iterator

from litsynth.records import Report
from litsynth.render.arrange import ClaimSection, arrange
from litsynth.render.lookup import Lookup
from litsynth.render.words import percent

_STANCES = {"supports": "supports", "refutes": "contradicts", "different protocol": "another protocol than"}


def notes_of(report: Report) -> dict[str, str]:
    """By paper_id; papers that no claim comes from and that are evidence for none are left out.

    `Claims: claim-3 supported (90%, 1 traced). Evidence: contradicts claim-7.` The names are the headings of report.md.
    Raises BadRecord as `Lookup.of` does.
    """
    sections = arrange(report, Lookup.of(report)).sections
    parts: dict[str, tuple[list[str], list[str]]] = {}
    for part in sections:
        for paper_id in dict.fromkeys((part.claim.paper_id, part.claim.primary or part.claim.paper_id)):
            parts.setdefault(paper_id, ([], []))[0].append(_verdict(part))
        for paper_id, said in _evidence(part):
            parts.setdefault(paper_id, ([], []))[1].append(said)
    return {paper_id: _line(claims, evidence) for paper_id, (claims, evidence) in parts.items()}


def _verdict(part: ClaimSection) -> str:
    verdict = part.verdict
    if not part.settled:
        return f"{part.name} {verdict.label}"
    counted = ((verdict.traced, "traced"), (verdict.restated, "restated"), (verdict.corroborated, "corroborated"))
    support = "".join(f", {number} {kind}" for number, kind in counted if number)
    return f"{part.name} {verdict.label} ({percent(verdict.confidence)}{support})"


def _evidence(part: ClaimSection) -> Iterator[tuple[str, str]]:
    """The papers other than the claim's own with a stance on it, each stance once."""
    said = {
        (piece.anchor.paper_id, piece.stance)
        for piece in part.verdict.evidence
        if piece.stance in _STANCES and piece.support_kind != "own paper"
    }
    for paper_id, stance in sorted(said):
        yield paper_id, f"{_STANCES[stance]} {part.name}"


def _line(claims: list[str], evidence: list[str]) -> str:
    parts = (("Claims", claims), ("Evidence", evidence))
    return " ".join(f"{what}: {'; '.join(listed)}." for what, listed in parts if listed)
