"""What a run will take, before it is started: memory from the sizes, time from a few steps on random sentences."""

import time
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import nn

from litsynth.codec import dumps, encode
from litsynth.errors import LitsynthError, UsageError
from litsynth.reproduce.alignment import Alignment
from litsynth.reproduce.biaffine import RELATIONS, Biaffine
from litsynth.reproduce.classification import Classification
from litsynth.reproduce.encoders import PairHead
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import (
    AlignSettings,
    ClassifierSettings,
    JointAlignSettings,
    MaskedSettings,
    PairSettings,
    ParsingSettings,
    QaSettings,
    RecoverySettings,
    SimilaritySettings,
    TaggingSettings,
    loss_of,
    settings_of,
)
from litsynth.reproduce.loop import new_optimiser, one_step
from litsynth.reproduce.masked import Masked
from litsynth.reproduce.mixture import Mixture
from litsynth.reproduce.models import EncodedPairs, PairModel
from litsynth.reproduce.objective import Objective, OneLoss
from litsynth.reproduce.paraphrase import Paraphrase
from litsynth.reproduce.parsing import TowerParsing, all_roots
from litsynth.reproduce.perturbation import Perturbed
from litsynth.reproduce.plan import Job
from litsynth.reproduce.recovery import Recovery, RecoveryHead
from litsynth.reproduce.sentences import Sentences, joined
from litsynth.reproduce.similarity import FeatureHead, Similarity
from litsynth.reproduce.source import Source
from litsynth.reproduce.spec import Encoder, Stage
from litsynth.reproduce.tagging import Tagging
from litsynth.reproduce.word_prediction import WordPrediction

Head = TypeVar("Head", bound=nn.Module)

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
    """By name of the job. Each kind of step is timed once; the training data is read, its vocabulary is not built.

    Raises LitsynthError, before it makes anything large, when less memory is free than a job needs.
    """
    seconds: dict[tuple[object, ...], float] = {}
    sized = list(_sized(jobs, folder))
    # Before anything of that size is made.
    refuse_too_little(max((memory_of(job, *sizes) for job, sizes in sized), default=0), device)
    found = {}
    for job, (rows, pieces) in sized:
        optimiser = job.stage.optimiser
        turns = 1 + len(job.beside) * (job.stage.mixing == "alternate")
        each = -(-(optimiser.epoch_rows or rows * turns) // optimiser.batch)
        steps = each * optimiser.epochs
        kind = (job.encoder, dumps(encode(_timed(job.stage))), pieces // 5_000)
        if steps and kind not in seconds:
            seconds[kind] = seconds_per_step(job, pieces, device)
        found[job.name] = Cost(steps, steps * seconds.get(kind, 0.0), memory_of(job, rows, pieces))
    return found


def _sized(jobs: Iterable[Job], folder: Folder) -> Iterator[tuple[Job, tuple[int, int]]]:
    """Each job with its rows, and an upper bound of its vocabulary."""
    sizes: dict[str, tuple[int, int]] = {}
    for job in jobs:
        data = dumps(encode((job.lineage[0].vocabulary, job.train, job.stage.objective, job.stage.data)))
        if data not in sizes:
            sizes[data] = _size(job, folder)
        yield job, sizes[data]


def memory_of(job: Job, rows: int, pieces: int) -> int:
    """Bytes that a job needs at most, roughly: weights in all their copies, activations of a batch, frozen embeddings."""
    encoder = job.encoder
    if encoder.kind == "transformer":
        from litsynth.reproduce.pretrained import costs as transformers  # noqa: PLC0415 - takes seconds to import

        return transformers.memory_of(job)
    weights = _weights(encoder, pieces) * _FLOAT * _COPIES
    micro = job.stage.optimiser.micro or job.stage.optimiser.batch
    # An LSTM keeps four gates, cell and output of each direction for each token of both sentences, forward and back.
    per_token = encoder.dim + 12 * encoder.hidden
    activations = micro * 2 * encoder.max_tokens * per_token * _FLOAT * 2
    frozen = job.stage.objective in ("align", "align_joint")
    table = rows * _width(encoder) * _FLOAT if frozen else 0
    return _BASE + weights + activations + min(table, 2**30)


def refuse_too_little(needed: int, device: torch.device) -> None:
    """Raises LitsynthError when less memory is free than is needed."""
    free = free_memory(device)
    if free is not None and needed > free:
        raise LitsynthError(
            f"about {needed / 2**30:.1f} GiB of memory are needed and {free / 2**30:.1f} GiB are free",
            "a smaller --scale, --model or micro, or a spec with a smaller dim, hidden or pieces",
        )


def free_memory(device: torch.device) -> int | None:
    """Bytes free on the device, within the limits of its control group (containers); None where no system says."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    lines = _read("/proc/meminfo").splitlines()
    found = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")]
    most, used = (_read(f"/sys/fs/cgroup/memory.{name}").strip() for name in ("max", "current"))
    if most.isdigit() and used.isdigit():
        found.append(int(most) - int(used))
    return min(found, default=None)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except OSError:
        return ""


def seconds_per_step(job: Job, pieces: int, device: torch.device) -> float:
    """The mean time of some steps on random sentences of 16 words, the mean length of MultiNLI's, or their pieces."""
    state = torch.get_rng_state()
    settings = job.stage.optimiser
    objective = random_objective(job, pieces, device)
    if loss := loss_of(job.stage.loss, job.stage.name):
        objective = Perturbed(objective, loss)
    optimiser = new_optimiser(objective, settings)
    took: list[float] = []
    began = time.monotonic()
    for rows in objective.batches(settings.batch, (0, 0)):
        start = time.monotonic()
        one_step(objective, optimiser, settings, rows, 0)
        took.append(time.monotonic() - start)
        if len(took) >= _TIMED_STEPS or time.monotonic() - began > _TIMED_SECONDS:
            break
    torch.set_rng_state(state)
    # The first step allocates.
    return float(np.median(took[1:] or took))


def _timed(stage: Stage) -> Stage:
    """What the time of a step depends on."""
    beside = tuple(replace(each, train=("",), data={}) for each in stage.beside)
    optimiser = replace(stage.optimiser, epochs=0, epoch_rows=0)
    return replace(stage, name="", train=("",), data={}, dev="", beside=beside, optimiser=optimiser)


def _size(job: Job, folder: Folder) -> tuple[int, int]:
    """Rows that are trained on, and an upper bound of the vocabulary."""
    plugins = job.stage.data
    rows = sum(_rows(source, job.stage.objective, folder) for source in job.train)
    rows = min(rows, plugins.get("subsample", rows)) * plugins.get("copies", 1)
    if job.encoder.kind == "transformer":  # its vocabulary is the checkpoint's
        return rows, 0
    declared = () if job.stage.objective == "align" else job.lineage[0].vocabulary
    texts = [_words_of(source, job.stage.objective, folder) for source in declared or job.train]
    words = {word for own in texts for text in own for word in text.lower().split()}
    return rows, min(job.encoder.pieces, len(words) + 2)


def _rows(source: Source, objective: str, folder: Folder) -> int:
    if objective == "mlm":
        return len(set(folder.texts(source.data, source.language)))
    if source.data.kind.startswith("parallel") and objective != "nli":
        return len(folder.translations(source.data, source.language))
    if source.data.kind == "choice" and objective == "choice":
        return len(folder.choices(source.data, source.language))
    sentences = len(folder.texts(source.data, source.language))
    return sentences if source.data.kind in ("tags", "conllu", "bio") else sentences // 2


def _words_of(source: Source, objective: str, folder: Folder) -> list[str]:
    """The texts that the words are from: with `align` the English side has a vocabulary of its own."""
    if objective == "align":
        return [row.target for row in folder.translations(source.data, source.language)]
    return folder.texts(source.data, source.language)


def random_objective(job: Job, pieces: int, device: torch.device) -> Objective:
    """The objective of a job on random sentences, eight batches of them."""
    if job.encoder.kind == "transformer":
        from litsynth.reproduce.pretrained import costs as transformers  # noqa: PLC0415

        return transformers.random_objective(job, job.stage.optimiser.batch * _TIMED_STEPS, device)
    model = PairModel(job.encoder, pieces, job.values).to(device)
    parts = [_random_part(each, model, pieces) for each in (job, *job.beside)]
    weights = [1.0, *(each.weight for each in job.stage.beside)]
    return Mixture(parts, weights, job.stage.mixing == "alternate") if job.beside else parts[0]


def _random_part(job: Job, model: PairModel, pieces: int) -> OneLoss:
    count, size = job.stage.optimiser.batch * _TIMED_STEPS, model.encoder.size
    chance = np.random.default_rng(0)

    def sentences() -> Sentences:
        lengths = np.minimum(chance.poisson(15, count) + 1, job.encoder.max_tokens)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        tokens = chance.integers(2, max(3, pieces), int(starts[-1])).astype(np.int32)
        return Sentences(tokens, starts, np.zeros(count, dtype=np.bool_))

    def added(head: Head) -> Head:
        model.add(job.stage.name, head)
        return head

    one, two = sentences(), sentences()
    settings = settings_of(job.stage.objective, job.stage.settings, job.stage.name)
    match settings:
        case AlignSettings() | JointAlignSettings():
            return Alignment(model, deepcopy(model), one, two, settings.negative_weight)
        case SimilaritySettings():
            return Similarity(model, added(FeatureHead(size)), (one, two), [0.5] * count)
        case PairSettings():
            return Paraphrase(model, added(PairHead(size, job.encoder, values=1)), one, two)
        case MaskedSettings():
            text = joined(one, two) if job.stage.objective == "tlm" else one
            return Masked(
                model, added(WordPrediction(size, job.encoder.dim, pieces, settings.negatives)), text, settings.share
            )
        case RecoverySettings():
            return Recovery(model, added(RecoveryHead(size, job.encoder.dim, pieces, settings.negatives)), one, two)
        case TaggingSettings():
            return Tagging(model, added(nn.Linear(2 * size, 2)), one, chance.integers(0, 2, len(one.tokens)))
        case ParsingSettings():
            return TowerParsing(model, added(Biaffine(size, RELATIONS, settings)), all_roots(one))
        case QaSettings():
            raise UsageError(f"stage {job.stage.name}: a sentence encoder answers no questions", "a transformer")
        case ClassifierSettings():
            head = added(PairHead(size, job.encoder, job.values)) if job.own_head else model.head
            return Classification(model, head, EncodedPairs(one, two, chance.integers(0, job.values, count)))


def _width(encoder: Encoder) -> int:
    return 2 * encoder.hidden if encoder.kind == "bilstm" else encoder.dim


def _weights(encoder: Encoder, pieces: int) -> int:
    lstm = 2 * 4 * encoder.hidden * (encoder.dim + encoder.hidden + 2)
    return pieces * encoder.dim + lstm + (4 * _width(encoder) + 4) * encoder.classifier
