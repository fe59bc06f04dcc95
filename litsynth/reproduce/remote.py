"""One stage of an experiment, made wherever the folders of data and stages can be reached."""

from pathlib import Path

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.machine import prepare_machine
from litsynth.reproduce.plan import Job
from litsynth.reproduce.stages import Stages


class _Unwatched:
    """Nobody is told of steps."""

    def step(self, done: int, total: int, loss: float) -> None:
        """So many optimiser steps are done."""


def make_stage(job: Job, data: Path, stages: Path, device: str, threads: int) -> float:
    """Train what is missing of a stage, going on where another process was killed; its seconds. Raises as `Stages.make`."""
    place = prepare_machine(device, threads)
    return Stages(stages, Folder(data), place).make(job, _Unwatched()).seconds
