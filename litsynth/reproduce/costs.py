"""What a run will take, before it is started: memory from the sizes, time from a few steps on random sentences."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from litsynth.errors import LitsynthError
from litsynth.reproduce.alignment import Alignment
from litsynth.reproduce.classification import Classification
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.loop import epoch_batches
from litsynth.reproduce.models import EncodedPairs, PairModel
from litsynth.reproduce.objective import Objective
from litsynth.reproduce.plan import Job
from litsynth.reproduce.sentences import Sentences
from litsynth.reproduce.spec import Encoder

_FLOAT = 4
# Weights, gradients, two moments of Adam, the best and the last weights, and a checkpoint being written.
_COPIES = 7
# The libraries and the texts: measured at about 0.5 GB.
_BASE = 600 * 2**20
_TIMED_SECONDS, _TIMED_STEPS = 2.0, 8


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate for one job: optimiser steps, seconds and bytes."""

    steps: int
    seconds: float
    memory: int


def estimate(jobs: Iterable[Job], folder: Folder, device: torch.device) -> dict[str, Cost]:
    """By name of the job. Each kind of step is timed once; the training data is read, its vocabulary is not built."""
    seconds: dict[tuple[object, ...], float] = {}
    found = {}
    for job in jobs:
        rows, pieces = _size(job, folder)
        optimiser = job.stage.optimiser
        steps = -(-rows // optimiser.batch) * optimiser.epochs
        kind = (job.encoder, job.stage.objective, optimiser.batch, pieces // 5_000)
        if steps and kind not in seconds:
            seconds[kind] = seconds_per_step(job, pieces, device)
        found[job.name] = Cost(steps, steps * seconds.get(kind, 0.0), memory_of(job, rows, pieces))
    return found


def memory_of(job: Job, rows: int, pieces: int) -> int:
    """Bytes that a job needs at most, roughly: weights in all their copies, activations of a batch, frozen embeddings."""
    encoder = job.encoder
    weights = _weights(encoder, pieces) * _FLOAT * _COPIES
    micro = job.stage.optimiser.micro or job.stage.optimiser.batch
    # An LSTM keeps four gates, cell and output of each direction for each token of both sentences, forward and back.
    per_token = encoder.dim + 12 * encoder.hidden
    activations = micro * 2 * encoder.max_tokens * per_token * _FLOAT * 2
    table = rows * _width(encoder) * _FLOAT if job.stage.objective == "align" else 0
    return _BASE + weights + activations + min(table, 2**30)


def refuse_too_little(needed: int, device: torch.device) -> None:
    """Raises LitsynthError when less memory is free than is needed."""
    free = free_memory(device)
    if free is not None and needed > free:
        raise LitsynthError(
            f"about {needed / 2**30:.1f} GiB of memory are needed and {free / 2**30:.1f} GiB are free",
            "a smaller --scale, or a spec with a smaller dim, hidden, pieces or micro",
        )


def free_memory(device: torch.device) -> int | None:
    """Bytes free on the device; None where the system does not say."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)


def seconds_per_step(job: Job, pieces: int, device: torch.device) -> float:
    """The mean time of some steps on random sentences of 16 words, the mean length of MultiNLI's."""
    state = torch.get_rng_state()
    objective, batch = _random_objective(job, pieces, device), job.stage.optimiser.batch
    optimiser = torch.optim.Adam(list(objective.parameters()), fused=True)
    took: list[float] = []
    began = time.monotonic()
    for rows in epoch_batches(objective.lengths, batch, (0, 0)):
        start = time.monotonic()
        optimiser.zero_grad(set_to_none=True)
        objective.loss(rows).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        took.append(time.monotonic() - start)
        if len(took) >= _TIMED_STEPS or time.monotonic() - began > _TIMED_SECONDS:
            break
    torch.set_rng_state(state)
    # The first step allocates.
    return float(np.median(took[1:] or took))


def _size(job: Job, folder: Folder) -> tuple[int, int]:
    """Rows that are trained on, and an upper bound of the vocabulary."""
    rows, words = 0, set[str]()
    for data in job.train:
        if job.stage.objective == "align":
            translations = folder.translations(data, job.language)
            texts = [row.target for row in translations]
            rows += len(translations)
        else:
            pairs = folder.pairs(data, job.language)
            texts = [text for pair in pairs for text in pair.texts]
            rows += len(pairs)
        words.update(word for text in texts for word in text.lower().split())
    return min(rows, job.stage.data.get("subsample", rows)), min(job.encoder.pieces, len(words) + 2)


def _random_objective(job: Job, pieces: int, device: torch.device) -> Objective:
    batch = job.stage.optimiser.batch
    count = batch * _TIMED_STEPS
    chance = np.random.default_rng(0)

    def sentences() -> Sentences:
        lengths = np.minimum(chance.poisson(15, count) + 1, job.encoder.max_tokens)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        tokens = chance.integers(1, pieces, int(starts[-1])).astype(np.int32)
        return Sentences(tokens, starts, np.zeros(count, dtype=np.bool_))

    model = PairModel(job.encoder, pieces).to(device)
    if job.stage.objective == "align":
        return Alignment(model, PairModel(job.encoder, pieces).to(device), sentences(), sentences(), 0.25)
    return Classification(model, EncodedPairs(sentences(), sentences(), chance.integers(0, 3, count)))


def _width(encoder: Encoder) -> int:
    return 2 * encoder.hidden if encoder.kind == "bilstm" else encoder.dim


def _weights(encoder: Encoder, pieces: int) -> int:
    lstm = 2 * 4 * encoder.hidden * (encoder.dim + encoder.hidden + 2)
    return pieces * encoder.dim + lstm + (4 * _width(encoder) + 4) * encoder.classifier
