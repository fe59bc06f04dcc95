"""The whole job timed: claims held against papers from nothing to verdicts, beside scoring every pair of claim and passage."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from litsynth.benchmarks.built_in import bundled_papers
from litsynth.benchmarks.rivals import cross_encoder
from litsynth.benchmarks.rows import read_rows
from litsynth.benchmarks.speed import figure
from litsynth.config import ExtractSettings, RetrieveSettings, VerifySettings
from litsynth.errors import UnreadablePaper, UsageError
from litsynth.extract import candidates, make_claims
from litsynth.parse import read_document
from litsynth.records import Claim, Document, Paper, Passage
from litsynth.resolve import names_of
from litsynth.split import split

_PAPERS = "papers/nlp_latex/train_tex.jsonl.gz"


@dataclass(frozen=True, slots=True)
class JobPlan:
    """`claims` held against `papers`. `sample`: pairs that the rival is timed on, from which its time for all follows.

    `exhaustive`: claims that are also held against every passage, to see whether that changes a verdict. `batch`: the
    rival's batch size. `threads` 0: all cores. `rounds`: how often the job and the rival's sample are timed, in turns.
    """

    claims: int = 200
    papers: int = 16
    sample: int = 512
    exhaustive: int = 8
    batch: int = 16
    threads: int = 0
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Job:
    """Claims, and the papers that they are held against, with their passages."""

    claims: tuple[Claim, ...]
    papers: dict[str, Paper]
    documents: dict[str, Document]
    passages: tuple[Passage, ...]


class Verify(Protocol):
    """Does the job as a run does, embedding included: the label of each claim, in order, and counts."""

    def __call__(
        self, job: Job, retrieval: RetrieveSettings, settings: VerifySettings
    ) -> tuple[Sequence[str], dict[str, int]]:
        """What is timed remembers nothing from one call to the next."""
        ...


def read_job(data: Path | None, plan: JobPlan) -> Job:
    """The first papers of the data that can be read, or the bundled digests, and claims of theirs, evenly spaced.

    Raises MissingInput and BadRecord for the data, UsageError where there are too few claims.
    """
    papers: dict[str, Paper] = {}
    documents: dict[str, Document] = {}
    for paper_id, read in _papers(data):
        if len(papers) == plan.papers:
            break
        try:
            documents[paper_id] = read()
        except UnreadablePaper:
            continue
        papers[paper_id] = Paper(paper_id, documents[paper_id].title)
    found = [
        claim
        for paper_id, document in documents.items()
        for names in (names_of(document),)
        for item in candidates(document, ExtractSettings())
        for claim in make_claims(item, "finding", 1.0, document, papers[paper_id], names)
    ]
    if len(found) < plan.claims:
        raise UsageError(f"{len(papers)} papers hold {len(found)} claims only", "take more papers or fewer claims")
    claims = tuple(found[row * len(found) // plan.claims] for row in range(plan.claims))
    passages = tuple(passage for document in documents.values() for passage in split(document))
    return Job(claims, papers, documents, passages)


def _papers(data: Path | None) -> Iterator[tuple[str, Callable[[], Document]]]:
    if data is None:
        yield from ((paper.paper_id, partial(_given, document)) for paper, document in bundled_papers())
        return
    for paper_id, tex in read_rows(data, _PAPERS, lambda row: (f"file:{row['paper_id']}", row["tex"].encode())):
        yield paper_id, partial(read_document, tex, "paper.tex", paper_id)


def _given(document: Document) -> Document:
    return document


def measure_job(
    data: Path | None, folder: Path, scratch: Path, verify: Verify, plan: JobPlan, remembering: Verify | None = None
) -> dict[str, Any]:
    """Seconds of the job, and what `CrossEncoder.predict` with the same weights would take for every pair, extrapolated.

    Seconds and rates are medians over rounds, the ratio that of the ratios within a round, with their range.
    `remembering` holds claims against every passage, which is not timed (None: `verify` does).
    """
    job, settings = read_job(data, plan), VerifySettings()
    rival = _rival(job, folder, scratch, plan)
    ours, rates = [], []
    for _ in range(plan.rounds):
        start = time.perf_counter()
        labels, counts = verify(job, RetrieveSettings(), settings)
        ours.append(time.perf_counter() - start)
        rates.append(rival())
    pairs = len(job.claims) * len(job.passages)
    ratios = [pairs / rate / seconds for rate, seconds in zip(rates, ours, strict=True)]
    return {
        "claims": len(job.claims),
        "papers": len(job.papers),
        "passages": len(job.passages),
        "rounds": plan.rounds,
        "seconds": round(median(ours), 1),
        "asked": counts,
        "every_pair": pairs,
        "rival_pairs_per_second": round(median(rates), 1),
        "rival_timed_on": min(plan.sample, pairs),
        "rival_seconds_extrapolated": round(pairs / median(rates), 1),
        "ratio_to_best_rival": {"litsynth": figure(median(ratios))},
        "ratio_range": {"litsynth": [figure(min(ratios)), figure(max(ratios))]},
        "equal_verdicts": _equal(job, labels, remembering or verify, settings, plan),
        "load_after": os.getloadavg()[0],
    }


def _rival(job: Job, folder: Path, scratch: Path, plan: JobPlan) -> Callable[[], float]:
    """Times the rival on a sample of all pairs: pairs a second."""
    predict = cross_encoder(folder, scratch, plan.threads)
    every = [(passage.text, claim.text) for claim, passage in product(job.claims, job.passages)]
    sample = list(dict.fromkeys(every[:: max(1, len(every) // plan.sample)]))[: plan.sample]
    predict(sample[: plan.batch], plan.batch)  # not counted: the first call sets things up

    def rate() -> float:
        start = time.perf_counter()
        predict(sample, plan.batch)
        return len(sample) / (time.perf_counter() - start)

    return rate


def _equal(job: Job, labels: Sequence[str], verify: Verify, settings: VerifySettings, plan: JobPlan) -> dict[str, Any]:
    """Of evenly spaced claims: how many have the same label when every passage is judged, and the labels of both ways."""
    if not plan.exhaustive:
        return {}
    chosen = [row * len(job.claims) // plan.exhaustive for row in range(plan.exhaustive)]
    few = replace(job, claims=tuple(job.claims[row] for row in chosen))
    every, _ = verify(few, RetrieveSettings(depth=len(job.passages)), replace(settings, floor=0.0))
    short = [labels[row] for row in chosen]
    same = sum(one == other for one, other in zip(short, every, strict=True))
    return {"claims": len(chosen), "same": same, "changes": _changes(short, every)}


def _changes(short: Sequence[str], every: Sequence[str]) -> list[str]:
    return sorted(f"{one} -> {other}" for one, other in zip(short, every, strict=True) if one != other)
