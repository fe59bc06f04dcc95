"""The test bed that makes itself: true claims out of real result rows, and false ones with one slot changed.

Each is put to the verifier as a person would put it, of its paper alone and among other papers. A verifier that never
says "supported" catches every swap, and supports no true claim; both are measured.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from litsynth.benchmarks.swaps_digests import digest_rows
from litsynth.benchmarks.swaps_draw import Sizes, Source, SwapClaim, drawn
from litsynth.benchmarks.swaps_read import (
    SPLITS,
    Library,
    digest_library,
    latex_library,
    read_latex,
    some,
    sources_of,
    written_claims,
)
from litsynth.benchmarks.swaps_score import scores, systems
from litsynth.codec import encode
from litsynth.config import VerifySettings
from litsynth.errors import UsageError
from litsynth.records import Document, Paper, Verdict

SWAPS = "swaps"
ABOUT = "true claims from result rows, and false ones with one slot swapped, against their papers"
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class SwapPlan:
    """`papers`: of the split, that claims are made about. `sizes`: claims of tables and digests; of running text as many
    as there are up to that."""

    split: str = SPLITS[0]
    papers: int = 60
    seed: int = 1
    sizes: Sizes = field(default_factory=Sizes)


class Verify(Protocol):
    """Holds claims, each with the paper that it is about (empty: not said), against all passages of some papers."""

    def __call__(
        self, asked: Sequence[tuple[str, str]], documents: Mapping[str, Document], papers: Mapping[str, Paper]
    ) -> Sequence[Verdict]:
        """One verdict for each claim, in order."""
        ...


@dataclass(frozen=True, slots=True)
class _Bed:
    claims: list[SwapClaim]
    library: Library


def measure_swaps(data: Path, digests: Path, plan: SwapPlan, verify: Verify) -> dict[str, Any]:
    """Everything that is measured, as a JSON value; the same input gives the same value.

    Raises UsageError on a split that is not there, MissingInput and BadRecord for the data.
    """
    if plan.split not in SPLITS:
        raise UsageError(f"{SWAPS} has no split {plan.split!r} at hand", f"one of: {', '.join(SPLITS)}")
    left_out: Counter[str] = Counter()
    beds = _beds(data, digests, plan, left_out)
    say = systems(VerifySettings())
    results: dict[str, dict[str, Any]] = {"own paper": {}, "among papers": {}}
    told: list[dict[str, Any]] = []
    for source, bed in beds.items():
        alone = _verdicts(bed, verify, together=False)
        among = _verdicts(bed, verify, together=True)
        for where, verdicts in (("own paper", alone), ("among papers", among)):
            results[where][source] = {
                name: scores([(claim, label(verdict)) for claim, verdict in zip(bed.claims, verdicts, strict=True)])
                for name, label in say.items()
            }
        told += [_told(*row) for row in zip(bed.claims, alone, among, strict=True)]
    return {
        "benchmark": SWAPS,
        "about": ABOUT,
        "split": plan.split,
        "plan": encode(plan),
        "claims": {source: len(bed.claims) for source, bed in beds.items()},
        "papers": {source: len({claim.paper_id for claim in bed.claims}) for source, bed in beds.items()},
        "left_out": dict(sorted(left_out.items())),
        "results": encode(results),
        "verdicts": told,
    }


def _beds(data: Path, digests: Path, plan: SwapPlan, left_out: Counter[str]) -> dict[Source, _Bed]:
    """The claims of each source with the papers that they are held against."""
    found = some(list(read_latex(data, plan.split, left_out)), 10**6, plan.seed)
    tex = {rows.paper_id: source for rows, source in found}
    made: dict[Source, list[SwapClaim]] = {
        "table": drawn([rows for rows, _ in found[: plan.papers]], "table", plan.sizes, plan.seed),
        "prose": drawn([rows for rows, _ in found], "prose", plan.sizes, plan.seed),
        "digest": drawn(digest_rows(digests), "digest", plan.sizes, plan.seed),
    }
    made["written"] = written_claims(plan.split)
    tex |= sources_of(data, plan.split, {claim.paper_id for claim in made["written"]})
    beds: dict[Source, _Bed] = {}
    for source, claims in made.items():
        about = {claim.paper_id for claim in claims}
        if source == "digest":
            library = digest_library(digests)
        else:
            library = latex_library({key: tex[key] for key in about & tex.keys()}, tables=source != "prose")
        readable = [claim for claim in claims if claim.paper_id in library.documents]
        if readable:
            beds[source] = _Bed(readable, library)
    return beds


def _verdicts(bed: _Bed, verify: Verify, together: bool) -> list[Verdict]:
    if together:
        asked = [(claim.claim, "") for claim in bed.claims]
        return list(verify(asked, bed.library.documents, bed.library.papers))
    by_claim: dict[int, Verdict] = {}
    for paper_id in sorted({claim.paper_id for claim in bed.claims}):
        rows = [row for row, claim in enumerate(bed.claims) if claim.paper_id == paper_id]
        asked = [(bed.claims[row].claim, paper_id) for row in rows]
        one = {paper_id: bed.library.documents[paper_id]}
        by_claim |= dict(zip(rows, verify(asked, one, bed.library.papers), strict=True))
    return [by_claim[row] for row in range(len(bed.claims))]


def _told(claim: SwapClaim, alone: Verdict, among: Verdict) -> dict[str, Any]:
    return {**encode(claim), "own paper": _verdict(alone), "among papers": _verdict(among)}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "label": verdict.label,
        "confidence": round(verdict.confidence, 4),
        "why": verdict.why,
        "grounds": encode(verdict.grounds),
        "evidence": [
            {
                "paper_id": piece.passage.paper_id,
                "stance": piece.stance,
                "basis": piece.basis,
                "why": piece.why,
                "text": piece.passage.text[:_EXCERPT],
            }
            for piece in verdict.evidence[:2]
        ],
    }
