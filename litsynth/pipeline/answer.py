"""The main job, from a question to a report. The order of the stages is the order of the lines."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from litsynth import __version__
from litsynth.codec import digest, dumps, encode
from litsynth.config import ExtractSettings, Settings
from litsynth.errors import MissingInput, OutputFailed
from litsynth.extract import in_order_of_rank
from litsynth.pipeline.carry import carried
from litsynth.pipeline.claims import extract_claims
from litsynth.pipeline.follow import follow
from litsynth.pipeline.gather import Gathered, gather
from litsynth.pipeline.index import index_of
from litsynth.pipeline.kept import as_kept, circumstances, sources_of_claims
from litsynth.pipeline.models import Models
from litsynth.pipeline.progress import Progress
from litsynth.pipeline.quality import quality_of
from litsynth.pipeline.quoting import refuse_lost_quotes
from litsynth.pipeline.results import stated_by
from litsynth.pipeline.sifting import sift
from litsynth.pipeline.traced import Cells, TracedCells
from litsynth.pipeline.verdicts import beside_measured, verify_claims
from litsynth.ports import PaperSource
from litsynth.question import Question, read_question
from litsynth.reading import OpenReaders, local_readers
from litsynth.records import (
    Claim,
    Document,
    Extracted,
    Finding,
    MeasuredRun,
    Paper,
    Report,
    Result,
    Substrate,
    Verdict,
    Weighed,
)
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory
from litsynth.store import Corpus, MemoEmbedder, MemoEntailer
from litsynth.synthesize import (
    answer_of,
    conflicts_of,
    coverage_of,
    findings_of,
    gaps_of,
    limitations_of,
    themes_of,
    with_runs,
)
from litsynth.verify import asked_of
from litsynth.verify.decide import Calibration

_DOCUMENTS_IN_MEMORY = 256


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report, and what varies between equal runs: how often the models were asked, and how often memory knew."""

    report: Report
    effort: Mapping[str, int]


def answer(
    text: str,
    sources: Sequence[PaperSource],
    corpus: Corpus,
    models: Models,
    settings: Settings,
    today: str,
    progress: Progress,
    before: Report | None = None,
    measured: Sequence[MeasuredRun] = (),
    readers: OpenReaders = local_readers,
) -> Outcome:
    """Answer a question from the literature; with `before`, an earlier report on it, go on from there (see `follow`).

    `measured`: experiments run here; `readers`: the engine's. What was read or judged before an interruption is kept. Raises
    UsageError on an empty question, MissingInput without papers, OutputFailed on a lost quote, what the only source raised.
    """
    question, memo = read_question(text), corpus.memo(models.embedder, models.entailer)
    gathered = gather(question.text, sources, corpus, memo[0], settings.search, progress, settings.corpus, readers)
    document = lru_cache(_DOCUMENTS_IN_MEMORY)(corpus.document)
    state, papers = corpus.state(), corpus.by_id()
    known = partial(as_kept, corpus, state, circumstances(state, question.text, models, settings))
    seen = {claim.claim_id: claim for claim in before.claims} if before else {}
    extract = partial(_extracted, question, gathered, corpus, document, memo, settings.extract, progress, seen)
    extracted = known(Extracted, sources_of_claims((paper.paper_id for paper in gathered.papers), seen), extract)
    kept, gone = carried(seen, extracted.claims, document, papers, corpus.removed())
    claims = in_order_of_rank((*extracted.claims, *kept), question)
    verify = partial(_weighed, claims, corpus, memo, models.calibrator, document, papers, settings, progress)
    weighed = known(Weighed, digest(dumps(encode(claims))), verify)
    verdicts = beside_measured(claims, weighed.verdicts, measured, settings.verify)
    _refuse_lost_quotes(corpus, state, claims, verdicts, document)
    stated, cells = _figures(claims, verdicts, document)
    findings = findings_of(question, claims, verdicts, stated, papers, cells)
    counts, substrates = extracted.counts | weighed.counts, Counter(_substrates(gathered, corpus))
    report = _assemble(question, claims, verdicts, findings, gathered, papers, models, substrates, counts)
    report = _dated(with_runs(report, measured, asked_of(question.text, measured)), today, settings, corpus.digest())
    report = follow(before, report, papers, gone, corpus.document_of, len(kept)) if before else report
    return Outcome(report, _effort(*memo))


def _extracted(
    question: Question,
    gathered: Gathered,
    corpus: Corpus,
    document: Callable[[str], Document],
    memo: tuple[MemoEmbedder, MemoEntailer],
    settings: ExtractSettings,
    progress: Progress,
    seen: Mapping[str, Claim],
) -> Extracted:
    papers = _read(gathered)
    progress.stage("finding claims", len(papers))
    found = sift(corpus, [paper.paper_id for paper in papers], document, settings, progress)
    return extract_claims(question.text, papers, found, document, *memo, settings, seen)


def _weighed(
    claims: Sequence[Claim],
    corpus: Corpus,
    memo: tuple[MemoEmbedder, MemoEntailer],
    calibrator: Calibration | None,
    document: Callable[[str], Document],
    papers: Mapping[str, Paper],
    settings: Settings,
    progress: Progress,
) -> Weighed:
    index = index_of(corpus, memo[0], progress, settings.retrieve)
    (embedder, entailer), how = memo, (settings.retrieve, settings.verify)
    return Weighed(*verify_claims(claims, index, document, papers, embedder, entailer, *how, progress, calibrator))


def _figures(
    claims: Sequence[Claim], verdicts: Sequence[Verdict], document: Callable[[str], Document]
) -> tuple[dict[str, tuple[Result, ...]], dict[str, Cells]]:
    """By claim id what its text states, and the cells that its numbers were traced to."""
    traced = TracedCells(document, _lexicon())
    told = {
        claim.claim_id: traced.of(claim, verdict, stated_by(claim, document(claim.paper_id), _lexicon()))
        for claim, verdict in zip(claims, verdicts, strict=True)
    }
    return {key: stated for key, (stated, _) in told.items()}, {key: cells for key, (_, cells) in told.items()}


def _refuse_lost_quotes(
    corpus: Corpus,
    state: str,
    claims: Sequence[Claim],
    verdicts: Sequence[Verdict],
    document: Callable[[str], Document],
) -> None:
    try:
        refuse_lost_quotes(claims, verdicts, document)
    except OutputFailed as error:
        if corpus.state() == state:
            raise
        changed = f"papers of {corpus.folder} were changed while it was asked, so that quotes are not where they were"
        raise OutputFailed(changed, "run it again; what was judged is kept") from error


def _substrates(gathered: Gathered, corpus: Corpus) -> Iterator[Substrate]:
    """What each paper that was read was read as. A document is only opened where it gave no passage."""
    for paper in gathered.read:
        yield corpus.substrate(paper.paper_id) or corpus.document(paper.paper_id).substrate


def _dated(report: Report, today: str, settings: Settings, corpus_digest: str) -> Report:
    values = encode(settings)
    # Who reviews or prints a report, whose keys open a database, and how many machines worked on it made it no other; of
    # a writer it says itself what it was.
    for section in ("review", "pdf", "databases", "engine", "writer"):
        del values[section]
    dated = replace(
        report, date=today, settings=values, settings_digest=digest(dumps(values)), corpus_digest=corpus_digest
    )
    return replace(dated, quality=quality_of(dated, settings.verify))


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(inventory([shipped_names()]))


def _read(gathered: Gathered) -> tuple[Paper, ...]:
    """The papers that claims are taken from. Raises MissingInput where nothing was read."""
    if gathered.read:
        return gathered.papers
    if gathered.skipped:
        reasons = "; ".join(f"{item.what}: {item.reason}" for item in gathered.skipped)
        raise MissingInput(f"none of the papers found could be read: {reasons}", "mend them or add others")
    asked = "; ".join(f"{query.source}: {query.text}" for query in gathered.queries)
    raise MissingInput(f"no papers found ({asked})", "ask more broadly, or add papers with: litsynth corpus add")


def _assemble(
    question: Question,
    claims: Sequence[Claim],
    verdicts: Sequence[Verdict],
    findings: tuple[Finding, ...],
    gathered: Gathered,
    papers: Mapping[str, Paper],
    models: Models,
    substrates: Mapping[Substrate, int],
    counters: dict[str, int],
) -> Report:
    coverage = coverage_of(question, claims, verdicts)
    with_claims = len({claim.paper_id for claim in claims} & {paper.paper_id for paper in gathered.read})
    funnel = replace(gathered.funnel, with_claims=with_claims)
    held = {claim.claim_id: claim for claim in claims}
    return Report(
        question=question.text,
        date="",
        answer=answer_of(question, held, findings, coverage, len(gathered.papers), len(gathered.read)),
        themes=themes_of(claims),
        claims=tuple(claims),
        verdicts=tuple(verdicts),
        conflicts=conflicts_of(claims, verdicts),
        coverage=coverage,
        papers=tuple(papers[key] for key in sorted(_cited(claims, verdicts)) if key in papers),
        skipped=gathered.skipped,
        queries=gathered.queries,
        funnel=funnel,
        substrates=dict(sorted(substrates.items())),
        models={role: dict(values) for role, values in models.described.items()},
        calibration=dict(models.calibration),
        counters=counters,
        limitations=limitations_of(substrates, funnel, gathered.skipped, models.calibration, counters["truncated"]),
        version=__version__,
        read={paper.paper_id: paper.version for paper in sorted(gathered.read, key=lambda paper: paper.paper_id)},
        findings=findings,
        gaps=gaps_of(question, coverage, findings),
        reliability=models.reliability,
    )


def _cited(claims: Sequence[Claim], verdicts: Sequence[Verdict]) -> set[str]:
    passages = (piece.passage for verdict in verdicts for piece in verdict.evidence)
    named = ((claim.paper_id, claim.primary) for claim in claims)
    return {key for pair in (*named, *((one.paper_id, one.primary) for one in passages)) for key in pair}


def _effort(embedder: MemoEmbedder, entailer: MemoEntailer) -> dict[str, int]:
    return {
        "texts_embedded": embedder.misses,
        "texts_remembered": embedder.hits,
        "pairs_asked": entailer.misses,
        "pairs_remembered": entailer.hits,
    }
