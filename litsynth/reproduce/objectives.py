"""The objectives by name: the place where others are added, each in a module of its own.

The settings of an objective stand in `kinds`, which needs no torch. The module of an objective is part of the identity of
the stages that use it, of no others: adding one leaves finished stages valid.
"""

from collections.abc import Callable

import torch

from litsynth.reproduce import alignment, classification
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.objective import Known, Prepared
from litsynth.reproduce.plan import Job

Prepare = Callable[[Job, Folder, Known | None, torch.device], Prepared]

PREPARE: dict[str, Prepare] = {"nli": classification.prepare, "align": alignment.prepare}


def prepare(job: Job, folder: Folder, parent: Known | None, device: torch.device) -> Prepared:
    """Everything but the training itself; the weights come from torch's generator, seeded by the job's seed."""
    torch.manual_seed(job.seed)
    return PREPARE[job.stage.objective](job, folder, parent, device)
