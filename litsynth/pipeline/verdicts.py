"""From claims to verdicts: retrieve passages, judge each pair once, weigh, decide."""

from collections.abc import Callable, Mapping, Sequence

from litsynth.config import RetrieveSettings, VerifySettings
from litsynth.pipeline.index import Index
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.tables import Tables
from litsynth.ports import Embedder, Entailer
from litsynth.records import Claim, Document, Evidence, Judgement, Paper, Passage, Verdict
from litsynth.retrieve import retrieve
from litsynth.verify import Found, decide, premise_of, weigh

# Pairs handed to the entailer at once: enough to batch by length, few enough for progress and little loss when stopped.
_CHUNK = 512


def verify_claims(
    claims: Sequence[Claim],
    index: Index,
    document: Callable[[str], Document],
    papers: Mapping[str, Paper],
    embedder: Embedder,
    entailer: Entailer,
    retrieval: RetrieveSettings,
    settings: VerifySettings,
    progress: Progress,
) -> tuple[tuple[Verdict, ...], dict[str, int]]:
    """One verdict a claim, in order, and counts: pairs judged, truncated."""
    vectors = embedder.embed([claim.text for claim in claims])
    hits = retrieve(claims, index.passages, vectors, index.dense, index.lexical, retrieval.depth)
    by_id = {passage.passage_id: passage for passage in index.passages}
    tables = Tables(index.passages, document)
    rows: list[tuple[Claim, Passage, tuple[Found, ...]]] = []
    for claim, ranked in zip(claims, hits, strict=True):
        retrieved = [by_id[hit.passage_id] for hit in ranked]
        traced = tables.trace(claim, retrieved)
        every = {passage.passage_id: passage for passage in (*retrieved, *(row for row, _ in traced.values()))}
        rows.extend((claim, row, traced[key][1] if key in traced else ()) for key, row in every.items())
    pairs = [(premise_of(claim, passage, document(passage.paper_id)), claim.text) for claim, passage, _ in rows]
    judgements = _judge(pairs, entailer, progress)
    evidence: dict[str, list[Evidence]] = {claim.claim_id: [] for claim in claims}
    for (claim, passage, traced_here), judgement in zip(rows, judgements, strict=True):
        piece = weigh(claim, passage, document(passage.paper_id), judgement, papers, settings, traced_here)
        evidence[claim.claim_id].append(piece)
    counts = {"pairs_judged": len(pairs), "truncated": sum(judgement.truncated for judgement in judgements)}
    return tuple(decide(claim, evidence[claim.claim_id], settings) for claim in claims), counts


def _judge(pairs: Sequence[tuple[str, str]], entailer: Entailer, progress: Progress) -> list[Judgement]:
    progress.stage("verifying", len(pairs))
    judgements: list[Judgement] = []
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        judgements.extend(entailer.judge(chunk))
        progress.step(len(chunk))
    return judgements
