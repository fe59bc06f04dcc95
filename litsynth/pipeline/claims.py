"""From the documents of a run to the claims that are verified."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from litsynth.config import ExtractSettings
from litsynth.extract import (
    ROLES,
    candidates,
    choose,
    claim_role,
    make_claims,
    merge_duplicates,
    own_claim,
    role_pairs,
)
from litsynth.labels.about import About
from litsynth.models.role_weights import role_model_for
from litsynth.pipeline.quoting import refuse_lost_quotes
from litsynth.ports import Embedder, Entailer, Vectors
from litsynth.question import read_question
from litsynth.records import Candidate, Claim, ClaimKind, Document, Extracted, Paper, Sifted
from litsynth.resolve import names_of

_LOOKED_AT = 20
"""Candidates for each claim that are ranked by what they name."""
ASKED_PER_CLAIM = 4
"""Candidates, most relevant first, whose role is asked for; a multiple of the claims wanted, since some fall through."""


def extract_claims(
    question: str,
    papers: Sequence[Paper],
    found_in: Mapping[str, Sifted],
    document: Callable[[str], Document],
    embedder: Embedder,
    entailer: Entailer,
    settings: ExtractSettings,
    keep: Collection[str] = (),
) -> Extracted:
    """The claims that bear most on the question, and counts: sentences, candidates, roles asked.

    Of the claims with an id in `keep` those that were found at all are among them, whatever their rank; `claims_carried`
    counts those that rank alone would have left out.
    """
    found = [item for sifted in found_in.values() for item in sifted.candidates]
    vectors = embedder.embed([item.text for item in found])
    relevant = most_relevant(question, found, vectors, embedder, settings)
    own = own_claims(relevant, settings)
    judged = _with_kinds(own[: ASKED_PER_CLAIM * settings.claims], entailer)
    claims = _stated(judged, document, {paper.paper_id: paper for paper in papers}, settings)
    counts = {
        "sentences": sum(sifted.sentences for sifted in found_in.values()),
        "candidates": len(found),
        "background": len(relevant) - len(own),
        "roles_asked": len(judged),
        "claims_found": len(claims),
    }
    merged = merge_duplicates(claims)
    asked = read_question(question)
    chosen = choose(merged, settings, keep, asked)
    if keep:
        counts["claims_carried"] = len(chosen) - len(choose(merged, settings, question=asked))
    return Extracted(chosen, counts)


def _stated(
    judged: Sequence[tuple[Candidate, ClaimKind, float]],
    document: Callable[[str], Document],
    papers: Mapping[str, Paper],
    settings: ExtractSettings,
) -> list[Claim]:
    """The claims of what plays the part of one, by the names of its paper: these take 12 ms a paper, so only once."""
    said = [one for one in judged if one[2] >= settings.role_threshold]
    names = {key: names_of(document(key)) for key in dict.fromkeys(item.paper_id for item, _, _ in said)}
    return [
        claim
        for item, kind, role in said
        for key in (item.paper_id,)
        for claim in make_claims(item, kind, role, document(key), papers[key], names[key])
    ]


def claims_of_document(
    paper: Paper, document: Document, embedder: Embedder, entailer: Entailer, settings: ExtractSettings
) -> tuple[Claim, ...]:
    """All claims of one document, in reading order, whatever the question. Raises OutputFailed as a run does."""
    found = candidates(document, settings)
    own = own_claims(_with_roles(found, embedder.embed([item.text for item in found]), embedder.identity), settings)
    names = names_of(document)
    claims = [
        claim
        for item, kind, role in _with_kinds(own, entailer)
        if role >= settings.role_threshold
        for claim in make_claims(item, kind, role, document, paper, names)
    ]
    merged = sorted(merge_duplicates(claims), key=lambda claim: claim.anchor.span.start)
    refuse_lost_quotes(merged, (), lambda _: document)
    return tuple(merged)


def most_relevant(
    question: str, found: Sequence[Candidate], vectors: Vectors, embedder: Embedder, settings: ExtractSettings
) -> list[Candidate]:
    """The candidates near enough to the question, with their roles: first those that bear on it (`labels.about`)."""
    if not found:
        return []
    relevance = vectors @ embedder.embed([question])[0]
    scored = [replace(item, relevance=round(float(value), 4)) for item, value in zip(found, relevance, strict=True)]
    near = [row for row, item in enumerate(scored) if item.relevance >= settings.relevance_threshold]
    fit = _with_roles([scored[row] for row in near], vectors[near], embedder.identity)
    ranked = sorted(fit, key=_place)
    # What is this far down by its embedding is not asked about, and names take a quarter of a millisecond a sentence.
    head = ranked[: _LOOKED_AT * settings.claims]
    about = About.of(read_question(question))
    nearness = {id(item): about.nearness(item.text) for item in head}
    return sorted(head, key=lambda item: (-item.relevance - nearness[id(item)], *_place(item))) + ranked[len(head) :]


def _place(item: Candidate) -> tuple[float, str, int]:
    return -item.relevance, item.paper_id, item.sentence.span.start


def _with_roles(found: Sequence[Candidate], vectors: Vectors, embedder: str) -> list[Candidate]:
    """The candidates with the role model's probabilities: not digests, all claims, nor the vectors of an unknown embedder."""
    model = role_model_for(embedder)
    if model is None:
        return list(found)
    roles = model.probabilities([item.text for item in found], [item.position for item in found], vectors)
    return [
        item if item.place == "digest" else replace(item, roles=tuple(round(float(value), 4) for value in row))
        for item, row in zip(found, roles, strict=True)
    ]


def own_claims(found: Sequence[Candidate], settings: ExtractSettings) -> list[Candidate]:
    """The candidates that state claims of their paper, as far as the role model judged them."""
    return [item for item in found if not item.roles or own_claim(item) >= settings.role_threshold]


def _with_kinds(found: Sequence[Candidate], entailer: Entailer) -> list[tuple[Candidate, ClaimKind, float]]:
    pairs = [pair for item in found for pair in role_pairs(item.text)]
    judgements = entailer.judge(pairs)
    size = len(ROLES)
    return [(item, *claim_role(item, judgements[size * row : size * (row + 1)])) for row, item in enumerate(found)]
