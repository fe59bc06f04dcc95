"""One benchmark, measured: reading, folding, retrieving, judging."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from litsynth.benchmarks.catalogue import Benchmark, Split
from litsynth.benchmarks.examples import LabelledSet
from litsynth.benchmarks.folding import Folded, Part, Unseen, fold_set, with_retrieved
from litsynth.benchmarks.judging import Verifiers, judging
from litsynth.benchmarks.progress import Progress
from litsynth.benchmarks.retrieval import gains_of, rank, retrieval_scores
from litsynth.benchmarks.stances import annotated
from litsynth.codec import digest_bytes, encode
from litsynth.ports import Embedder
from litsynth.verify.windows import WindowPlan

_DEEPEST = 100  # documents ranked for the measures of retrieval
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Options:
    """`split`: empty for the usual one. `limit`: claims (0: all). `depth`: documents retrieved and judged for each claim.

    `left_out`: claims that a verifier was trained on.
    """

    split: str = ""
    folds: int = 5
    limit: int = 0
    depth: int = 3
    windows: WindowPlan = field(default_factory=WindowPlan)
    left_out: Part | None = None


@dataclass(frozen=True, slots=True)
class Instruments:
    """What is measured; the embedder only where something is retrieved."""

    verifiers: Verifiers
    embedder: Embedder | None
    progress: Progress


def evaluate(
    benchmark: Benchmark, data: Path, options: Options, instruments: Instruments, unseen: Unseen | None = None
) -> dict[str, Any]:
    """Everything that is measured, as a JSON value; the same input gives the same value.

    `unseen`: the claims that may be evaluated, where a verifier was trained on others. Raises UsageError on a
    split that is not at hand or too small, MissingInput and BadRecord for its files.
    """
    name, split = benchmark.split(options.split)
    read = split.load(data)
    folded = fold_set(read, options.folds, options.limit, options.left_out, unseen)
    about = _about(benchmark, name, split, data, options, read, folded)
    if benchmark.task == "retrieve":
        return about | rounded(_retrieval(folded, read, instruments))
    if benchmark.task == "judge retrieved":
        folded = _retrieve(folded, read, options.depth, instruments)
    return about | rounded(_judged(benchmark, folded, read, options, instruments))


def rounded(values: dict[str, Any]) -> dict[str, Any]:
    """A JSON object with its numbers at four decimals: what two runs on one machine are certain to share.

    A threshold that nothing reaches, infinite, becomes null.
    """
    return {key: _rounded(value) for key, value in values.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DECIMALS) if abs(value) != float("inf") else None
    if isinstance(value, dict):
        return rounded(value)
    return [_rounded(item) for item in value] if isinstance(value, (list, tuple)) else value


def _about(
    benchmark: Benchmark, name: str, split: Split, data: Path, options: Options, read: LabelledSet, folded: Folded
) -> dict[str, Any]:
    sizes = Counter(folded.group_of.values())
    return {
        "benchmark": benchmark.name,
        "about": benchmark.about,
        "split": name,
        "files": {file: digest_bytes((data / file).read_bytes()) for file in split.files},
        "claims": len(folded.fold_of),
        "claims_in_split": len(read.links),
        "components": {"count": len(sizes), "largest": max(sizes.values())},
        "options": encode(replace(options, split=name)),
    }


def _judged(
    benchmark: Benchmark, folded: Folded, read: LabelledSet, options: Options, instruments: Instruments
) -> dict[str, Any]:
    stances = annotated([e for e in read.examples if e.claim_id in folded.fold_of]) if benchmark.task != "judge" else {}
    return judging(folded, benchmark.labels, stances, instruments.verifiers, options.windows, instruments.progress)


def _retrieve(folded: Folded, read: LabelledSet, depth: int, instruments: Instruments) -> Folded:
    claims = {example.claim_id: example.claim for example in folded.examples}
    found = rank(claims, read.corpus, _embedder(instruments), depth, instruments.progress)["fused"]
    return replace(folded, examples=with_retrieved(folded, read, found))


def _retrieval(folded: Folded, read: LabelledSet, instruments: Instruments) -> dict[str, Any]:
    embedder = _embedder(instruments)
    claims = {example.claim_id: example.claim for example in folded.examples}
    rankings = rank(claims, read.corpus, embedder, _DEEPEST, instruments.progress)
    scores = {
        "cited": retrieval_scores(rankings, gains_of(folded.examples, False), folded.group_of),
        "with_evidence": retrieval_scores(rankings, gains_of(folded.examples, True), folded.group_of),
    }
    return {"embedder": embedder.identity, "documents": len(read.corpus), "retrieval": encode(scores)}


def _embedder(instruments: Instruments) -> Embedder:
    if instruments.embedder is None:
        raise ValueError("this benchmark retrieves, and needs an embedder")
    return instruments.embedder
