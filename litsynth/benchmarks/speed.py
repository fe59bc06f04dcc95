"""How fast the two models are on this machine, beside what others would run with the same weights.

Every contestant gets the same unique pairs and reads the same tokens. They take turns, round after round, so that a busy
machine troubles all alike; what is compared is the median over rounds of the ratio within a round.
"""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from litsynth.benchmarks.abstracts import read_abstracts
from litsynth.benchmarks.rivals import cross_encoder, first_answer, sentence_encoder, text_pipeline
from litsynth.benchmarks.whole_job import JobPlan, Verify, measure_job
from litsynth.models.embedded import load_embedded, shipped_folder
from litsynth.models.embedder import load_embedder
from litsynth.models.nli import NliModel
from litsynth.verify.windows import WindowPlan, windows_of

Pair = tuple[str, str]
Contestant = Callable[[], object]

_SCIFACT = ("verification/scifact/claims_train.jsonl.gz", "verification/scifact/corpus.jsonl.gz")
_EMBEDDER = "packaged:all-MiniLM-L6-v2"
_FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8")


@dataclass(frozen=True, slots=True)
class SpeedPlan:
    """`pairs`: how many are judged, and how many texts embedded, in each turn. `rounds`: turns of each contestant.

    `batches`: batch sizes at which the others are tried. `threads` 0: all cores. `pipeline`: measure the transformers
    pipeline too, which takes long. `job`: what the whole job is measured with (None: not at all).
    """

    pairs: int = 96
    rounds: int = 3
    batches: tuple[int, ...] = (8, 16, 32)
    threads: int = 0
    pipeline: bool = False
    job: JobPlan | None = None


def speed_pairs(data: Path, count: int) -> list[Pair]:
    """Real windows of one sentence, of three, and whole abstracts, each with the SciFact claim that cites the abstract."""
    plan = WindowPlan(title=True)
    pairs = dict.fromkeys(
        (window.text, example.claim)
        for example in read_abstracts(data, *_SCIFACT).examples
        for window in windows_of(example.source.sentences, example.source.title, plan)
    )
    return list(pairs)[:: max(1, len(pairs) // count)][:count]


def measure_speed(
    data: Path,
    verify: Verify,
    folder: Path | None = None,
    plan: SpeedPlan | None = None,
    remembering: Verify | None = None,
) -> dict[str, Any]:
    """Pairs/s of the embedded verifier in `folder` (None: the shipped one) and texts/s of the embedder, as a JSON value.

    With int8 and fp32, against `CrossEncoder.predict` and `SentenceTransformer.encode` with the same weights at each
    batch size; how far int8 and fp32 agree; time from the start of a process to the first verdict, and its peak memory;
    how the verifier scales with threads and with the number of pairs asked at once; the whole job, done by `verify`, and
    by `remembering` where every passage is judged.
    """
    plan, folder = plan or SpeedPlan(), folder or shipped_folder()
    pairs = speed_pairs(data, plan.pairs)
    ours = {name: load_embedded(folder, threads=plan.threads, precision=name) for name in ("int8", "fp32")}
    lengths = [len(encoding.ids) for encoding in ours["fp32"].tokenizer.encode_batch(pairs)]
    with tempfile.TemporaryDirectory() as scratch:
        saved = Path(scratch)
        result = {
            "machine": _machine(),
            "pairs": {"count": len(pairs), "tokens": _spread(lengths)},
            "verifier": _verifier(ours, pairs, folder, saved, plan),
            "embedder": _embedder([text for text, _ in pairs], plan),
            "int8_beside_fp32": agreement(ours["int8"], ours["fp32"], pairs),
            "one_process": first_answer(folder, saved, pairs[0]),
            "scaling": _scaling(pairs, folder, plan),
            "whole_job": measure_job(data, folder, saved, verify, plan.job, remembering) if plan.job else {},
        }
    return result | {"load_after": os.getloadavg()[0]}


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
        "per_second": {name: round(median(values), 1) for name, values in rates.items()},
        "ratio_to_best_rival": {name: round(median(values), 2) for name, values in ratios.items()},
        "ratio_range": {name: [round(min(values), 2), round(max(values), 2)] for name, values in ratios.items()},
    }


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


def _verifier(
    ours: Mapping[str, NliModel], pairs: list[Pair], folder: Path, saved: Path, plan: SpeedPlan
) -> dict[str, Any]:
    predict = cross_encoder(folder, saved, plan.threads)
    contestants: dict[str, Contestant] = {f"litsynth {name}": _judging(model, pairs) for name, model in ours.items()}
    rivals = {f"CrossEncoder batch {size}": _turn(predict, pairs, size) for size in plan.batches}
    if plan.pipeline:
        classify = text_pipeline(saved)
        rivals |= {f"pipeline batch {size}": _turn(classify, pairs, size) for size in plan.batches}
    return summary(compare(contestants | rivals, len(pairs), plan.rounds), list(rivals))


def _scaling(pairs: list[Pair], folder: Path, plan: SpeedPlan) -> dict[str, Any]:
    """Pairs/s of the int8 verifier by threads, and by how many pairs are asked at once."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    counts = [count for count in (1, 2, 4, 8, 16, 32) if count <= cores]
    threads = {f"{count} threads": _judging(load_embedded(folder, threads=count), pairs) for count in counts}
    model = load_embedded(folder, threads=plan.threads)
    sizes = [size for size in (1, 8, 64) if size < len(pairs)]
    at_once = {f"{size} at once": _in_parts(model, pairs, size) for size in sizes}
    rates = compare(threads | at_once, len(pairs), max(1, plan.rounds // 2))
    return {name: round(median(values), 1) for name, values in rates.items()}


def _in_parts(model: NliModel, pairs: list[Pair], size: int) -> Contestant:
    return lambda: [model.judge(pairs[start : start + size]) for start in range(0, len(pairs), size)]


def _embedder(texts: list[str], plan: SpeedPlan) -> dict[str, Any]:
    embedder = load_embedder(_EMBEDDER, "cpu", 32, offline=True, threads=plan.threads)
    encode = sentence_encoder(_EMBEDDER, plan.threads)
    texts = list(dict.fromkeys(texts))
    rivals = {f"SentenceTransformer batch {size}": _turn(encode, texts, size) for size in plan.batches}
    contestants: dict[str, Contestant] = {"litsynth fp32": lambda: embedder.embed(texts)}
    return summary(compare(contestants | rivals, len(texts), plan.rounds), list(rivals))


def _judging(model: NliModel, pairs: list[Pair]) -> Contestant:
    return lambda: model.judge(pairs)


def _turn(run: Callable[[Any, int], object], items: Any, size: int) -> Contestant:
    return lambda: run(items, size)


def _machine() -> dict[str, Any]:
    try:
        found = Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    except OSError:
        found = []
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "instructions": [flag for flag in _FLAGS if flag in found],
        "load_before": os.getloadavg()[0],
    }


def _spread(lengths: list[int]) -> dict[str, float]:
    low, middle, high = np.percentile(lengths, [5, 50, 95]).tolist()
    return {"mean": round(float(np.mean(lengths)), 1), "p5": low, "median": middle, "p95": high, "most": max(lengths)}
