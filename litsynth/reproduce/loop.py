"""Training: seeded, resumable to the same numbers after a kill at any moment, the same code on CPU and GPU."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_

from litsynth.errors import LitsynthError
from litsynth.reproduce.checkpoints import random_state, read_tensors, set_random_state, write_tensors
from litsynth.reproduce.objective import Objective
from litsynth.reproduce.ranks import added_up, is_first, share_of
from litsynth.reproduce.sentences import Rows
from litsynth.reproduce.spec import Optimiser

CHECKPOINT_SECONDS = 60.0
# Large models take long to write: at most a twentieth of the time goes into it.
_WRITING = 20

Scores = dict[str, float]
State = dict[str, torch.Tensor]


class Watch(Protocol):
    """Told of progress, after each step; may raise to interrupt."""

    def step(self, done: int, total: int, loss: float) -> None:
        """`done` of `total` optimiser steps; `loss` of the last batch."""
        ...


@dataclass(slots=True)
class Progress:
    """Where a training is. `history` has a row of scores for each epoch; `best` are the weights best on dev."""

    step: int = 0
    history: list[Scores] = field(default_factory=list)
    best_epoch: int = -1
    best: State = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)
    seconds: float = 0.0


def train(
    objective: Objective,
    settings: Optimiser,
    seed: int,
    score: Callable[[], Scores],
    checkpoint: Path,
    identity: str,
    watch: Watch,
) -> Progress:
    """Minimise the objective; after each epoch `score` measures the model, and `dev` among its scores decides `best`.

    On return the model holds the weights of the last epoch. A checkpoint at that path with this `identity` is taken up.
    Raises LitsynthError when a loss is not finite.
    """
    optimiser = new_optimiser(objective, settings)
    torch.manual_seed(seed)
    progress = _resume(objective, optimiser, checkpoint, identity)
    per_epoch = steps_per_epoch(objective, settings)
    total = per_epoch * settings.epochs
    saved = began = time.monotonic()
    took = 0.0
    objective.model.train()
    if not settings.epochs and not progress.history:
        _end_epoch(progress, objective, score)
    for rows in islice(_stream(objective, settings.batch, seed, progress.step), total - progress.step):
        for group in optimiser.param_groups:
            group["lr"] = rate(settings, progress.step, total)
        loss = one_step(objective, optimiser, settings, rows, progress.step)
        progress.losses.append(loss)
        progress.step += 1
        ended = progress.step % per_epoch == 0
        if ended:
            _end_epoch(progress, objective, score)
        if (ended or time.monotonic() - saved > max(CHECKPOINT_SECONDS, _WRITING * took)) and is_first():
            started = time.monotonic()
            _save(progress, objective, optimiser, checkpoint, identity, started - began)
            saved = time.monotonic()
            took = saved - started
        watch.step(progress.step, total, loss)
    progress.seconds += time.monotonic() - began
    return progress


def new_optimiser(objective: Objective, settings: Optimiser) -> torch.optim.Optimizer:
    """AdamW; biases and the scales of normalisation do not decay."""
    parameters = list(objective.parameters())
    decayed = [each for each in parameters if each.ndim > 1]
    plain = [each for each in parameters if each.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(
        groups if settings.weight_decay else parameters, lr=settings.learning_rate, weight_decay=0.0, fused=True
    )


def rate(settings: Optimiser, step: int, total: int) -> float:
    """The learning rate of a step, counted from 0.

    >>> half = Optimiser(epochs=1, learning_rate=1.0, warmup=0.5, schedule="linear")
    >>> [rate(half, step, 4) for step in range(4)]
    [0.5, 1.0, 1.0, 0.5]
    """
    rising = settings.warmup * total
    if step < rising:
        return settings.learning_rate * min(1.0, (step + 1) / rising)
    left = (total - step) / (total - rising) if settings.schedule == "linear" else 1.0
    return settings.learning_rate * left


def precision_of(settings: Optimiser, device: torch.device) -> torch.autocast:
    """Within, products are computed as the settings say (see `Optimiser`)."""
    return torch.autocast(
        device.type, torch.bfloat16, enabled=settings.precision == "bfloat16" and device.type == "cuda"
    )


def steps_per_epoch(objective: Objective, settings: Optimiser) -> int:
    """Optimiser steps between two scores: a pass over the data, or as many as `epoch_rows` say."""
    if settings.epoch_rows:
        return -(-settings.epoch_rows // settings.batch)
    return len(objective.batches(settings.batch, (0, 0)))


def _stream(objective: Objective, batch: int, seed: int, start: int) -> Iterator[Rows]:
    """The batches from a step on, pass after pass, without end."""
    number, skip = divmod(start, len(objective.batches(batch, (seed, 0))))
    while True:
        yield from objective.batches(batch, (seed, number))[skip:]
        number, skip = number + 1, 0


def one_step(
    objective: Objective, optimiser: torch.optim.Optimizer, settings: Optimiser, rows: Rows, number: int
) -> float:
    """One step on these rows; the loss. Raises LitsynthError when that is not finite."""
    optimiser.zero_grad(set_to_none=True)
    own = share_of(rows)
    micro = settings.micro or len(rows)
    total = 0.0
    for start in range(0, len(own), micro):
        part = own[start : start + micro]
        with precision_of(settings, objective.model.device):
            loss = objective.loss(part) * (len(part) / len(rows))
        loss.backward()  # type: ignore[no-untyped-call]
        total += loss.item()
    total = added_up(objective.parameters(), total)
    if not np.isfinite(total):
        raise LitsynthError(f"the loss is {total} at step {number + 1}", "lower learning_rate, or look at the data")
    clip_grad_norm_(list(objective.parameters()), settings.clip)
    optimiser.step()
    return total


def _end_epoch(progress: Progress, objective: Objective, score: Callable[[], Scores]) -> None:
    scores = score()
    if progress.losses:
        scores["loss"] = float(np.mean(progress.losses))
    progress.losses.clear()
    progress.history.append(scores)
    if progress.best_epoch < 0 or scores["dev"] > progress.history[progress.best_epoch]["dev"]:
        progress.best_epoch = len(progress.history) - 1
        progress.best = {name: value.detach().cpu().clone() for name, value in objective.model.state_dict().items()}


def _save(
    progress: Progress,
    objective: Objective,
    optimiser: torch.optim.Optimizer,
    path: Path,
    identity: str,
    seconds: float,
) -> None:
    state: dict[str, Any] = {
        "identity": identity,
        "model": objective.model.state_dict(),
        "optimiser": optimiser.state_dict(),
        "random": random_state(),
        "step": progress.step,
        "history": progress.history,
        "best_epoch": progress.best_epoch,
        "best": progress.best,
        "losses": progress.losses,
        "seconds": progress.seconds + seconds,
    }
    write_tensors(path, state)


def _resume(objective: Objective, optimiser: torch.optim.Optimizer, path: Path, identity: str) -> Progress:
    if not path.is_file():
        return Progress()
    state = read_tensors(path)
    if state["identity"] != identity:
        raise LitsynthError(
            f"{path}: a checkpoint of another stage or other code", "remove it to begin that stage anew"
        )
    objective.model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    set_random_state(state["random"])
    names = ("step", "history", "best_epoch", "best", "losses", "seconds")
    return Progress(**{name: state[name] for name in names})
