"""From claims to verdicts: retrieve passages, judge each pair once, weigh, decide."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from litsynth.config import RetrieveSettings, VerifySettings
from litsynth.pipeline.index import Index
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.tables import Tables
from litsynth.ports import Embedder, Entailer
from litsynth.records import Claim, Document, Evidence, Paper, Passage, Verdict
from litsynth.retrieve import retrieve
from litsynth.verify import Found, Reading, decide, held_against, judge_passages, weigh
from litsynth.verify.decide import Calibration


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
    calibrator: Calibration | None = None,
) -> tuple[tuple[Verdict, ...], dict[str, int]]:
    """One verdict a claim, in order, and counts: distinct pairs judged, truncated, and passages below the floor."""
    vectors = embedder.embed([claim.text for claim in claims])
    hits = retrieve(claims, index.passages, vectors, index.dense, index.lexical, retrieval.depth)
    by_id = {passage.passage_id: passage for passage in index.passages}
    tables = Tables(index.passages, document)
    rows: list[tuple[Claim, Passage, tuple[Found, ...]]] = []
    passed_over = 0
    for claim, ranked in zip(claims, hits, strict=True):
        retrieved = [by_id[hit.passage_id] for hit in ranked if hit.score >= settings.floor]
        passed_over += len(ranked) - len(retrieved)
        traced = tables.trace(claim, retrieved)
        every = {passage.passage_id: passage for passage in (*retrieved, *(row for row, _ in traced.values()))}
        rows.extend((claim, row, traced[key][1] if key in traced else ()) for key, row in every.items())
    held = [held_against(claim, passage, document(passage.paper_id)) for claim, passage, _ in rows]
    judged = judge_passages(held, entailer, settings, progress)
    evidence: dict[str, list[Evidence]] = {claim.claim_id: [] for claim in claims}
    for (claim, passage, traced_here), reading in zip(rows, judged.readings, strict=True):
        piece = weigh(claim, passage, document(passage.paper_id), reading.judgement, papers, settings, traced_here)
        evidence[claim.claim_id].append(_with_rationale(piece, reading))
    counts = {"pairs_judged": judged.pairs, "truncated": judged.truncated, "passages_passed_over": passed_over}
    return tuple(decide(claim, evidence[claim.claim_id], settings, calibrator) for claim in claims), counts


def _with_rationale(piece: Evidence, reading: Reading) -> Evidence:
    # Scores are compared in the whole passage, so all of it is what they rest on.
    sentences = piece.passage.sentences
    narrowed = piece.basis == "entailment" and sentences
    return replace(piece, rationale=tuple(sentences[at] for at in reading.rationale) if narrowed else sentences)
