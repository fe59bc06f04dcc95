"""From claims to verdicts: retrieve passages, judge each pair once, weigh, decide."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from litsynth.config import RetrieveSettings, VerifySettings
from litsynth.pipeline.index import Index
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.tables import Tables
from litsynth.ports import Embedder, Entailer
from litsynth.records import Claim, Document, Evidence, Hit, Look, MeasuredRun, Paper, Passage, Verdict
from litsynth.retrieve import retrieve
from litsynth.verify import Found, Reading, Statement, decide, held_against, judge_passages, weigh, with_measured
from litsynth.verify.decide import Calibration

_Row = tuple[Claim, Passage, Hit | None, tuple[Found, ...] | Statement]
"""A passage to be held against a claim, its hit where it was retrieved, and the claim's figures found in it."""


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
    looks, counts = look_at(claims, index, document, papers, embedder, entailer, retrieval, settings, progress)
    return tuple(decide(claim, judged_of(looks[claim.claim_id]), settings, calibrator) for claim in claims), counts


def beside_measured(
    claims: Sequence[Claim], verdicts: Sequence[Verdict], runs: Sequence[MeasuredRun], settings: VerifySettings
) -> tuple[Verdict, ...]:
    """The verdicts, each with what experiments that were run here say of its claim."""
    pairs = zip(claims, verdicts, strict=True)
    return tuple(with_measured(claim, verdict, runs, settings.abstain) for claim, verdict in pairs)


def judged_of(looks: Sequence[Look]) -> list[Evidence]:
    """The passages that were judged, as evidence."""
    return [look.evidence for look in looks if look.evidence is not None]


def look_at(
    claims: Sequence[Claim],
    index: Index,
    document: Callable[[str], Document],
    papers: Mapping[str, Paper],
    embedder: Embedder,
    entailer: Entailer,
    retrieval: RetrieveSettings,
    settings: VerifySettings,
    progress: Progress,
) -> tuple[dict[str, list[Look]], dict[str, int]]:
    """By claim id every passage that was held against it, those judged first, and the counts of `verify_claims`."""
    progress.stage("retrieving", 0)
    vectors = embedder.embed([claim.text for claim in claims])
    found = retrieve(claims, index.passages, vectors, index.dense, index.lexical, retrieval.depth)
    tables = Tables(index.passages, document)
    rows: list[_Row] = []
    low: list[tuple[Claim, Look]] = []
    for claim, ranked in zip(claims, found, strict=True):
        rows.extend(_rows(claim, [one for one in ranked if one[0].score >= settings.floor], tables))
        low.extend((claim, Look(passage, hit, None)) for hit, passage in ranked if hit.score < settings.floor)
    held = [held_against(claim, passage, document(passage.paper_id)) for claim, passage, _, _ in rows]
    judged = judge_passages(held, entailer, settings, progress)
    progress.stage("weighing", 0)
    looks: dict[str, list[Look]] = {claim.claim_id: [] for claim in claims}
    for (claim, passage, hit, traced), reading in zip(rows, judged.readings, strict=True):
        piece = weigh(claim, passage, document(passage.paper_id), reading.judgement, papers, settings, traced)
        looks[claim.claim_id].append(Look(passage, hit, _with_rationale(piece, reading)))
    for claim, passed_over in low:
        looks[claim.claim_id].append(passed_over)
    return looks, {"pairs_judged": judged.pairs, "truncated": judged.truncated, "passages_passed_over": len(low)}


def _rows(claim: Claim, found: Sequence[tuple[Hit, Passage]], tables: Tables) -> list[_Row]:
    retrieved = {hit.passage_id: hit for hit, _ in found}
    traced = tables.trace(claim, [passage for _, passage in found])
    passages = {passage.passage_id: passage for _, passage in found} | {key: row for key, (row, _) in traced.items()}
    return [
        (claim, passage, retrieved.get(key), traced[key][1] if key in traced else ())
        for key, passage in passages.items()
    ]


def _with_rationale(piece: Evidence, reading: Reading) -> Evidence:
    # Scores are compared in the whole passage, so all of it is what they rest on.
    sentences = piece.passage.sentences
    narrowed = piece.basis == "entailment" and sentences
    return replace(piece, rationale=tuple(sentences[at] for at in reading.rationale) if narrowed else sentences)
