"""Weights and random states on disk: written whole or not at all."""

import os
from pathlib import Path
from typing import Any

import torch

from litsynth.errors import BadRecord


def write_tensors(path: Path, state: dict[str, Any]) -> None:
    """Write beside the file, flush to disk, then take its place: a kill leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def write_text(path: Path, text: str) -> None:
    """The same for text in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def read_tensors(path: Path) -> dict[str, Any]:
    """What `write_tensors` wrote, on the CPU; only tensors and plain values are read, no code.

    Raises BadRecord when the file is damaged.
    """
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises many kinds on a damaged file
        raise BadRecord(f"{path}: not a whole checkpoint: {error}", "remove it to begin that stage anew") from error
    return state


def random_state() -> dict[str, Any]:
    """The state of torch's generators; the order of the data needs none (see `loop.epoch_batches`)."""
    return {"cpu": torch.get_rng_state(), "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []}


def set_random_state(state: dict[str, Any]) -> None:
    """Go on from `random_state`."""
    torch.set_rng_state(state["cpu"])
    if state["cuda"] and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["cuda"])
