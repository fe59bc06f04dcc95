"""What every objective gives to training, and the rows that it is given."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

import numpy as np
import torch
from torch import nn

from litsynth.errors import UsageError
from litsynth.reproduce.annotations import Row
from litsynth.reproduce.batches import epoch_batches
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.kinds import ClassifierSettings, settings_of
from litsynth.reproduce.leaks import without_leaks
from litsynth.reproduce.models import PairModel, TaskModel
from litsynth.reproduce.plan import Job, held_out_of
from litsynth.reproduce.plugins import apply_all
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.sentences import Rows
from litsynth.reproduce.vocabulary import Vocabulary

Any_ = TypeVar("Any_", bound=Row)
S = TypeVar("S")
Model = TypeVar("Model")


class Objective(Protocol):
    """A loss over numbered rows of training data."""

    @property
    def model(self) -> TaskModel:
        """What is trained."""
        ...

    def parameters(self) -> Iterator[nn.Parameter]:
        """What is trained."""
        ...

    def batches(self, size: int, seed: tuple[int, ...]) -> list[Rows]:
        """One pass over the rows; equally many batches whatever the seed."""
        ...

    def loss(self, rows: Rows) -> torch.Tensor:
        """The mean loss of these rows, a scalar."""
        ...


class OneLoss(ABC):
    """What objectives over one set of rows share: all weights of the model are trained, on batches of like length."""

    model: TaskModel
    lengths: Rows

    def parameters(self) -> Iterator[nn.Parameter]:
        """All weights, those of auxiliary heads too."""
        return self.model.parameters()

    def batches(self, size: int, seed: tuple[int, ...]) -> list[Rows]:
        """See `epoch_batches`."""
        return epoch_batches(self.lengths, size, seed)

    @abstractmethod
    def loss(self, rows: Rows) -> torch.Tensor:
        """The mean loss of these rows, a scalar."""


class TowerLoss(OneLoss):
    """A loss on the sentence embeddings of two towers."""

    model: PairModel


@dataclass(frozen=True, slots=True)
class Known:
    """A model with the vocabulary of the language that it reads."""

    model: PairModel
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Prepared(Generic[Model]):
    """What `loop.train` needs; `counts` say how many rows there are, and how many were left out as leaks.

    `known` is the model with what it reads by. `score` measures it after each epoch; `dev` must be among what that gives,
    the higher the better.
    """

    known: Model
    objective: Objective
    score: Callable[[], dict[str, float]]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Training(Generic[Any_]):
    """The rows of a stage after its plug-ins, those that choose its epoch, and how many leaks were left out."""

    rows: tuple[Any_, ...]
    dev: tuple[Any_, ...]
    leaks: int

    @property
    def texts(self) -> list[str]:
        """Every sentence that is trained on."""
        return [text for row in self.rows for text in row.texts]


def own_settings(job: Job, kind: type[S]) -> S:
    """The settings of the job's objective, which are of that kind."""
    found = settings_of(job.stage.objective, job.stage.settings, f"stage {job.stage.name}")
    assert isinstance(found, kind)
    return found


def counted(known: Known, data: Training[Any_]) -> dict[str, int]:
    """Rows that are trained on, those left out as leaks, and words of the vocabulary."""
    return {"rows": len(data.rows), "leaks": data.leaks, "pieces": len(known.vocabulary.pieces)}


def training(
    job: Job, folder: Folder, read: Callable[[DataSet, str], Sequence[Any_]], held_out: int = 0
) -> Training[Any_]:
    """The training data as `read` gives it, without leaks; dev is the stage's own, or `held_out` rows (at most a tenth).

    Rows are kept out before the plug-ins, so that dev is what the data say, and a sample keeps its size. Raises UsageError
    when no row is left to train on, or none can be kept out.
    """
    clean, leaks = _clean(job, folder, read)
    if job.dev:
        dev = [row for source in job.dev for row in read(source.data, source.language)]
    else:
        clean, dev = kept_out(clean, held_out, job.seed)
    rows = apply_all(clean, job.stage.data, Context(job.language, job.seed, folder.rows))
    if not rows or (held_out and not dev):
        raise UsageError(
            f"{job.label}: {len(rows)} rows to train on, {len(dev)} for dev", "too little data, or the wrong file"
        )
    return Training(rows, tuple(dev), leaks)


def labelled(job: Job, folder: Folder, read: Callable[[DataSet, str], Sequence[Any_]]) -> Training[Any_]:
    """The training data of a classifier; dev is the stage's own, rows of it, or (by default) that of the experiment."""
    held_out = own_settings(job, ClassifierSettings).held_out
    found = training(job, folder, read, held_out)
    if job.dev or held_out:
        return found
    return replace(found, dev=tuple(read(job.held_out[0], job.language)))


def kept_out(rows: list[Any_], count: int, seed: int) -> tuple[list[Any_], list[Any_]]:
    """The rest, and `count` rows, at most a tenth, drawn by the seed; both in the order of the rows."""
    few = min(count, len(rows) // 10)
    order = np.random.default_rng([seed, 2]).permutation(len(rows))
    drawn, rest = ([rows[number] for number in sorted(part)] for part in (order[:few], order[few:]))
    return rest, drawn


def _clean(job: Job, folder: Folder, read: Callable[[DataSet, str], Sequence[Any_]]) -> tuple[list[Any_], int]:
    held_out = [row for data, language in held_out_of(job) for row in folder.rows_of(data, language)]
    kept: list[Any_] = []
    leaks = 0
    for by in ("sentence", "pair"):
        rows = [row for source in job.train if source.data.leak == by for row in read(source.data, source.language)]
        clean, dropped = without_leaks(rows, held_out, job.label, whole=by == "pair")
        kept += clean
        leaks += dropped
    return kept, leaks
