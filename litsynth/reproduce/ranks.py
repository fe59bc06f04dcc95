"""Several processes that train one model together, as torchrun or `accelerate launch` start them: one process for each GPU.

Each takes its share of every batch, and the gradients are added up before each step. So the batch of the spec is the batch
of all processes. Dropout is drawn, and other sentences of the batch are taken, within each share.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import torch
from torch import distributed, nn

from litsynth.reproduce.sentences import Rows

# The others wait while the first one predicts, or waits for a stage that another run makes.
_PATIENCE: Final = timedelta(hours=24)


def together() -> bool:
    """Whether this process was started as one of several."""
    return int(os.environ.get("WORLD_SIZE", "1")) > 1


def is_first() -> bool:
    """Whether this process is the one that writes and speaks."""
    return int(os.environ.get("RANK", "0")) == 0


@contextmanager
def joined_ranks(device: torch.device) -> Iterator[torch.device]:
    """Within, the processes know each other; the device of this one. A single process has nothing to join."""
    if not together():
        yield device
        return
    own = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if device.type == "cuda" else device
    if own.type == "cuda":
        torch.cuda.set_device(own)
    distributed.init_process_group("nccl" if own.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield own
    finally:
        distributed.destroy_process_group()


def share_of(rows: Rows) -> Rows:
    """The rows of a batch that this process takes: every n-th, so that long and short ones are spread evenly."""
    if not _joined():
        return rows
    return rows[distributed.get_rank() :: distributed.get_world_size()]


def added_up(parameters: Iterable[nn.Parameter], loss: float) -> float:
    """The loss of all processes; the gradients of each become the sum of all."""
    if not _joined():
        return loss
    every = list(parameters)
    told = [loss, *(float(each.grad is not None) for each in every)]
    totals = torch.tensor(told, dtype=torch.float64, device=every[0].device)
    distributed.all_reduce(totals)
    total, *used = map(float, totals.tolist())
    for parameter, by in zip(every, used, strict=True):
        if not by:  # a head that no row of the batch went through: its moments must not move it
            continue
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
        distributed.all_reduce(parameter.grad)
    return total


def first_says(value: bool) -> bool:
    """What the first process says, in every process; they wait for it."""
    if not _joined():
        return value
    told = [value]
    distributed.broadcast_object_list(told)
    return told[0]


def _joined() -> bool:
    return distributed.is_available() and distributed.is_initialized()
