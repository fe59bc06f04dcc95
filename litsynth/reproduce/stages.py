"""A stage is trained once: its weights are kept under a key of its content, and made by nobody else meanwhile."""

import fcntl
import json
import platform
import resource
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from litsynth.codec import decode, digest, dumps, encode
from litsynth.errors import BadRecord, LitsynthError
from litsynth.reproduce.checkpoints import read_tensors, write_tensors, write_text
from litsynth.reproduce.code_identity import code_identity, differing
from litsynth.reproduce.families import family_of
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.loop import Watch, train
from litsynth.reproduce.models import own_head
from litsynth.reproduce.plan import Job, key_of
from litsynth.reproduce.ranks import first_says, is_first


@dataclass(frozen=True, slots=True)
class Done:
    """The manifest of a finished stage.

    `history` has the scores of each epoch, `best_epoch` counts from 0; `seconds` are of training, on the wall, on
    `device`; `memory` is the largest resident size of the process so far, in bytes.
    """

    key: str
    label: str
    code: dict[str, str]
    counts: dict[str, int]
    history: list[dict[str, float]]
    best_epoch: int
    seconds: float
    memory: int
    device: str
    threads: int
    torch: str
    python: str


class Stages:
    """The stages kept below a folder."""

    def __init__(self, root: Path, folder: Folder, device: torch.device) -> None:
        self.root, self.folder, self.device = root, folder, device

    def done(self, job: Job) -> Done | None:
        """The manifest of a stage that was made by this code; None when it is still to be made.

        Raises LitsynthError when other code made it: its numbers may not be those that this code would give.
        """
        key = key_of(job, self.folder)
        path = self.root / key / "stage.json"
        if not path.is_file():
            return None
        try:
            done = decode(Done, json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, BadRecord) as error:
            raise BadRecord(f"{path}: not a manifest: {error}", f"remove {path.parent} to train it anew") from error
        if changed := differing(done.code, code_identity(job.stage, job.encoder)):
            raise LitsynthError(
                f"{path.parent}: {job.label} was made by other code ({', '.join(changed)} changed)",
                "remove the folder stages to train anew, give another --out, or use the code that made it",
            )
        return done

    def make(self, job: Job, watch: Watch) -> Done:
        """Train what is missing of the job and of those before it; a stage begun by a killed run is gone on with."""
        found = self.done(job)
        if first_says(found is not None) and found:
            return found
        parent = self.load(job.parent, job.carry) if job.parent else None
        key = key_of(job, self.folder)
        with _alone(self.root / key) if is_first() else nullcontext():
            # What the first process finds counts, so that all train or none does.
            if first_says(self.done(job) is not None) and (made := self.done(job)):
                return made
            return self._train(job, key, parent, watch)

    def load(self, job: Job, selection: str) -> Any:
        """The model of a finished stage under a selection: a `Known`, of a transformer a `TransformerModel`."""
        return self.load_weights(job, weights_of(job, selection))

    def load_weights(self, job: Job, weights: str) -> Any:
        """The same under the name of kept weights (see `weights_of`)."""
        return family_of(job.encoder).load(job, self.root / key_of(job, self.folder), weights, self.device)

    def head(self, job: Job, selection: str) -> nn.Linear:
        """The head that a finished stage of tagging or of questions was trained with, under a selection."""
        state = read_tensors(self.root / key_of(job, self.folder) / f"{weights_of(job, selection)}.pt")
        return own_head(state, [each.name for each in job.stage.beside]).to(self.device)

    def _train(self, job: Job, key: str, parent: Any, watch: Watch) -> Done:
        folder = self.root / key
        family = family_of(job.encoder)
        ready = family.prepare(job, self.folder, parent, self.device)
        checkpoint = folder / "checkpoint.pt"
        identity = digest(key, dumps(code_identity(job.stage, job.encoder)))
        fitted = train(ready.objective, job.stage.optimiser, job.seed, ready.score, checkpoint, identity, watch)
        if is_first():
            family.keep(ready.known, folder)
            write_tensors(folder / "last.pt", ready.objective.model.state_dict())
            write_tensors(folder / "dev.pt", fitted.best)
        done = Done(
            key=key,
            label=job.label,
            code=code_identity(job.stage, job.encoder),
            counts=ready.counts,
            history=fitted.history,
            best_epoch=fitted.best_epoch,
            seconds=fitted.seconds,
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            device=str(self.device),
            threads=torch.get_num_threads(),
            torch=torch.__version__,
            python=platform.python_version(),
        )
        if is_first():
            write_text(folder / "stage.json", json.dumps(encode(done), indent=1, sort_keys=True) + "\n")
            checkpoint.unlink(missing_ok=True)
        first_says(True)  # the others wait until it is written
        return done


def weights_of(job: Job, selection: str) -> str:
    """Which of the two kept weights a selection means: `dev` (best on dev in the stage's language) or `last`.

    English dev says nothing about a stage in another language, whose English side is frozen or absent: it means `last`
    there.
    """
    if selection == "target_dev" or (selection == "english_dev" and job.language == "en"):
        return "dev"
    return "last"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process trains this stage; the lock ends with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
