"""From the documents of a run to the claims that are verified."""

from collections.abc import Sequence
from dataclasses import replace

from litsynth.config import ExtractSettings
from litsynth.extract import ROLES, Candidate, best_role, candidates, choose, make_claim, merge_duplicates, role_pairs
from litsynth.pipeline.progress import Progress
from litsynth.ports import Embedder, Entailer
from litsynth.records import Claim, ClaimKind, Document, Paper

# Candidates, most relevant first, whose role is asked for; a multiple of the claims wanted, since some fall through.
_ASKED_PER_CLAIM = 4


def extract_claims(
    question: str,
    read: Sequence[tuple[Paper, Document]],
    embedder: Embedder,
    entailer: Entailer,
    settings: ExtractSettings,
    progress: Progress,
) -> tuple[tuple[Claim, ...], dict[str, int]]:
    """The claims that bear most on the question, and counts: sentences, candidates, roles asked."""
    progress.stage("finding claims", 0)
    found = [item for _, document in read for item in candidates(document, settings)]
    relevant = _most_relevant(question, found, embedder, settings)
    judged = _with_roles(relevant, entailer)
    by_id = {paper.paper_id: (paper, document) for paper, document in read}
    claims = [
        make_claim(item, kind, role, by_id[item.paper_id][1], by_id[item.paper_id][0])
        for item, kind, role in judged
        if role >= settings.role_threshold
    ]
    counts = {
        "sentences": sum(len(document.sentences) for _, document in read),
        "candidates": len(found),
        "roles_asked": len(relevant),
        "claims_found": len(claims),
    }
    return choose(merge_duplicates(claims), settings), counts


def claims_of_document(
    paper: Paper, document: Document, entailer: Entailer, settings: ExtractSettings
) -> tuple[Claim, ...]:
    """All claims of one document, in reading order, whatever the question."""
    judged = _with_roles(candidates(document, settings), entailer)
    claims = [
        make_claim(item, kind, role, document, paper) for item, kind, role in judged if role >= settings.role_threshold
    ]
    return tuple(sorted(merge_duplicates(claims), key=lambda claim: claim.anchor.span.start))


def _most_relevant(
    question: str, found: Sequence[Candidate], embedder: Embedder, settings: ExtractSettings
) -> list[Candidate]:
    if not found:
        return []
    relevance = embedder.embed([item.text for item in found]) @ embedder.embed([question])[0]
    scored = [replace(item, relevance=round(float(value), 4)) for item, value in zip(found, relevance, strict=True)]
    fit = [item for item in scored if item.relevance >= settings.relevance_threshold]
    fit.sort(key=lambda item: (-item.relevance, item.paper_id, item.sentence.span.start))
    return fit[: _ASKED_PER_CLAIM * settings.claims]


def _with_roles(found: Sequence[Candidate], entailer: Entailer) -> list[tuple[Candidate, ClaimKind, float]]:
    pairs = [pair for item in found for pair in role_pairs(item.text)]
    judgements = entailer.judge(pairs)
    size = len(ROLES)
    return [(item, *best_role(judgements[size * row : size * (row + 1)])) for row, item in enumerate(found)]
