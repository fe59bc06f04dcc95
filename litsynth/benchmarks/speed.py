"""How fast the parts of litsynth are on this machine, beside what others would run in their place.

Every contestant gets the same work, and models the same weights and tokens. They take turns, round after round, so that a
busy machine troubles all alike; what is compared is the median over rounds of the ratio within a round.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from litsynth.benchmarks.bench_inputs import Inputs, Pair
from litsynth.benchmarks.rivals import (
    cross_encoder,
    first_answer,
    plain_text,
    save_checkpoint,
    semantic_search,
    sentence_encoder,
    text_pipeline,
)
from litsynth.models.embedded import load_embedded
from litsynth.models.embedder import Precision, load_embedder
from litsynth.models.nli import NliModel
from litsynth.parse import read_document
from litsynth.parse.pdf_runs import page_count
from litsynth.reading import cores
from litsynth.retrieve import DenseIndex, LexicalIndex, search

Contestant = Callable[[], object]

_EMBEDDER = "packaged:all-MiniLM-L6-v2"
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class SpeedPlan:
    """`rounds`: turns of each contestant. `batches`: batch sizes at which the others are tried. `threads` 0: all cores.

    `pipeline`: measure the transformers pipeline too, which takes long. `device`, cpu or cuda: where verifiers and
    embedders run, those of others as well; what ran on a GPU says so in its name.
    """

    rounds: int = 3
    batches: tuple[int, ...] = (8, 16, 32)
    threads: int = 0
    pipeline: bool = False
    device: str = "cpu"

    @property
    def on(self) -> str:
        """What is added to the name of a contestant."""
        return "" if self.device == "cpu" else f" on {self.device}"


def verifier_speed(inputs: Inputs, plan: SpeedPlan) -> dict[str, Any]:
    """Pairs/s of the embedded verifier, int8 (on a CPU) and fp32, beside `CrossEncoder.predict` at each batch size."""
    pairs, ours = inputs.pairs, _verifiers(inputs, plan)
    predict = cross_encoder(inputs.verifier, inputs.scratch, plan.threads, plan.device)
    contestants: dict[str, Contestant] = {
        f"litsynth {name}{plan.on}": _judging(model, pairs) for name, model in ours.items()
    }
    rivals = {f"CrossEncoder batch {size}{plan.on}": _turn(predict, pairs, size) for size in plan.batches}
    if plan.pipeline:
        classify = text_pipeline(inputs.scratch, plan.device)
        rivals |= {f"pipeline batch {size}{plan.on}": _turn(classify, pairs, size) for size in plan.batches}
    lengths = [len(encoding.ids) for encoding in ours["fp32"].tokenizer.encode_batch(pairs)]
    found = summary(compare(contestants | rivals, len(pairs), plan.rounds), list(rivals))
    found |= {"pairs": {"count": len(pairs), "tokens": _spread(lengths)}}
    return found | ({"int8_beside_fp32": agreement(ours["int8"], ours["fp32"], pairs)} if "int8" in ours else {})


def embedder_speed(inputs: Inputs, plan: SpeedPlan) -> dict[str, Any]:
    """Texts/s of the embedder beside `SentenceTransformer.encode` at each batch size; int8 on a CPU only."""
    texts = list(dict.fromkeys(text for text, _ in inputs.pairs))
    encode = sentence_encoder(_EMBEDDER, plan.threads, plan.device)
    rivals = {f"SentenceTransformer batch {size}{plan.on}": _turn(encode, texts, size) for size in plan.batches}
    kinds: tuple[Precision, ...] = ("fp32", "int8") if plan.device == "cpu" else ("fp32",)
    contestants: dict[str, Contestant] = {f"litsynth {kind}{plan.on}": _embedding(kind, texts, plan) for kind in kinds}
    return summary(compare(contestants | rivals, len(texts), plan.rounds), list(rivals))


def search_speed(inputs: Inputs, plan: SpeedPlan) -> dict[str, Any]:
    """Queries/s over embedded passages, by vectors alone and fused with BM25, beside `util.semantic_search`, one by one."""
    embedder = load_embedder(_EMBEDDER, "cpu", 32, offline=True, threads=plan.threads)
    texts = [passage.text for passage in inputs.passages]
    vectors, queries = embedder.embed(texts), [claim for _, claim in inputs.pairs]
    dense, lexical = DenseIndex.build(vectors), LexicalIndex.build(texts)
    asked = embedder.embed(queries)
    theirs = semantic_search(vectors, _DEPTH)
    contestants: dict[str, Contestant] = {
        "litsynth dense": lambda: [dense.search(row[np.newaxis], _DEPTH) for row in asked],
        "litsynth fused": lambda: [
            search(query, inputs.passages, row[np.newaxis], dense, lexical, _DEPTH)
            for query, row in zip(queries, asked, strict=True)
        ],
    }
    rivals: dict[str, Contestant] = {"semantic_search": lambda: [theirs(row[np.newaxis]) for row in asked]}
    found = summary(compare(contestants | rivals, len(queries), plan.rounds), list(rivals))
    return found | {"passages": len(texts)}


def reading_speed(inputs: Inputs, plan: SpeedPlan) -> dict[str, Any]:
    """Pages/s of PDFs read to documents with sections, sentences and tables, beside a plain loop with pypdf for the text."""
    pages = sum(map(page_count, inputs.pdfs))
    contestants: dict[str, Contestant] = {
        "litsynth": lambda: [read_document(data, "paper.pdf", f"file:{at}") for at, data in enumerate(inputs.pdfs)]
    }
    rivals: dict[str, Contestant] = {"pypdf": lambda: [plain_text(data) for data in inputs.pdfs]}
    return summary(compare(contestants | rivals, pages, plan.rounds), list(rivals)) | {"pages": pages}


def start_speed(inputs: Inputs, plan: SpeedPlan) -> dict[str, Any]:
    """Processes/s from the first import to the first verdict, and their peak memory, beside `CrossEncoder`."""
    save_checkpoint(inputs.verifier, inputs.scratch)
    rounds = [first_answer(inputs.verifier, inputs.scratch, inputs.pairs[0]) for _ in range(plan.rounds)]
    rates = {name: [1 / one[name]["seconds"] for one in rounds] for name in rounds[0]}
    found = summary(rates, ["CrossEncoder"])
    return found | {"one_process": {name: rounds[-1][name] for name in rounds[-1]}}


def scaling_speed(inputs: Inputs, plan: SpeedPlan) -> dict[str, Any]:
    """Pairs/s of the int8 verifier by threads, and by how many pairs are asked at once; no rival."""
    pairs = inputs.pairs
    counts = [count for count in (1, 2, 4, 8, 16, 32) if count <= cores()]
    threads = {f"{count} threads": _judging(load_embedded(inputs.verifier, threads=count), pairs) for count in counts}
    model = load_embedded(inputs.verifier, threads=plan.threads)
    sizes = [size for size in (1, 8, 64) if size < len(pairs)]
    at_once = {f"{size} at once": _in_parts(model, pairs, size) for size in sizes}
    rates = compare(threads | at_once, len(pairs), max(1, plan.rounds // 2))
    return {"per_second": {name: figure(median(values)) for name, values in rates.items()}}


def compare(contestants: Mapping[str, Contestant], count: int, rounds: int) -> dict[str, list[float]]:
    """Items per second of each contestant in each round; all take a turn in every round, after one that is not counted."""
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            if turn:
                rates[name].append(count / (time.perf_counter() - start))
    return rates


def summary(rates: Mapping[str, Sequence[float]], rivals: Sequence[str]) -> dict[str, Any]:
    """Median rates, and for those who are no rivals the median over rounds of the ratio to the round's fastest rival.

    >>> found = summary({"ours": [4.0, 8.0], "theirs 8": [2.0, 2.0], "theirs 16": [1.0, 4.0]}, ["theirs 8", "theirs 16"])
    >>> found["ratio_to_best_rival"], found["per_second"]
    ({'ours': 2.0}, {'ours': 6.0, 'theirs 8': 2.0, 'theirs 16': 2.5})
    """
    best = [max(rates[name][turn] for name in rivals) for turn in range(len(rates[rivals[0]]))]
    ratios = {
        name: [rate / other for rate, other in zip(values, best, strict=True)]
        for name, values in rates.items()
        if name not in rivals
    }
    return {
        "per_second": {name: figure(median(values)) for name, values in rates.items()},
        "ratio_to_best_rival": {name: figure(median(values)) for name, values in ratios.items()},
        "ratio_range": {name: [figure(min(values)), figure(max(values))] for name, values in ratios.items()},
    }


def figure(value: float) -> float:
    """In four digits, however small: what is rounded to a place loses a small ratio's changes.

    >>> figure(0.0123456), figure(1234.56)
    (0.01235, 1235.0)
    """
    return float(f"{value:.4g}")


def agreement(one: NliModel, other: NliModel, pairs: Sequence[Pair]) -> dict[str, float]:
    """Share of pairs with the same most probable label, and mean and largest difference of a probability."""
    left, right = (
        np.array([(said.entailment, said.neutral, said.contradiction) for said in model.judge(pairs)])
        for model in (one, other)
    )
    gap = np.abs(left - right)
    return {
        "same_label": round(float((left.argmax(1) == right.argmax(1)).mean()), 4),
        "mean_difference": round(float(gap.mean()), 5),
        "largest_difference": round(float(gap.max()), 5),
    }


def _verifiers(inputs: Inputs, plan: SpeedPlan) -> dict[str, NliModel]:
    kinds: tuple[Precision, ...] = ("int8", "fp32") if plan.device == "cpu" else ("fp32",)
    return {kind: load_embedded(inputs.verifier, plan.device, threads=plan.threads, precision=kind) for kind in kinds}


def _in_parts(model: NliModel, pairs: Sequence[Pair], size: int) -> Contestant:
    return lambda: [model.judge(pairs[start : start + size]) for start in range(0, len(pairs), size)]


def _judging(model: NliModel, pairs: Sequence[Pair]) -> Contestant:
    return lambda: model.judge(pairs)


def _embedding(precision: Precision, texts: Sequence[str], plan: SpeedPlan) -> Contestant:
    embedder = load_embedder(_EMBEDDER, plan.device, 32, offline=True, threads=plan.threads, precision=precision)
    return lambda: embedder.embed(texts)


def _turn(run: Callable[[Any, int], object], items: Any, size: int) -> Contestant:
    return lambda: run(items, size)


def _spread(lengths: list[int]) -> dict[str, float]:
    low, middle, high = np.percentile(lengths, [5, 50, 95]).tolist()
    return {"mean": round(float(np.mean(lengths)), 1), "p5": low, "median": middle, "p95": high, "most": max(lengths)}
