"""What every objective gives to training, and the rows that it is given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch
from torch import nn

from litsynth.reproduce.folder import Folder
from litsynth.reproduce.leaks import without_leaks
from litsynth.reproduce.models import PairModel
from litsynth.reproduce.plan import Job
from litsynth.reproduce.plugins import apply_all
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.rows import Pair, Translation
from litsynth.reproduce.sentences import Rows
from litsynth.reproduce.spec import ENGLISH
from litsynth.reproduce.vocabulary import Vocabulary

Row = TypeVar("Row", Pair, Translation)


class Objective(Protocol):
    """A loss over numbered rows of training data."""

    model: PairModel
    lengths: Rows

    def parameters(self) -> Iterator[nn.Parameter]:
        """What is trained."""
        ...

    def loss(self, rows: Rows) -> torch.Tensor:
        """The mean loss of these rows, a scalar."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """A model with the vocabulary of the language that it reads."""

    model: PairModel
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `loop.train` needs; `counts` say how many rows there are, and how many were left out as leaks.

    `score` measures the model after each epoch; `dev` must be among what it gives.
    """

    known: Known
    objective: Objective
    score: Callable[[], dict[str, float]]
    counts: dict[str, int]


def labelled_pairs(job: Job, folder: Folder) -> tuple[tuple[Pair, ...], int]:
    """Labelled pairs without leaks, and the number of leaks."""
    return _without_leaks(job, folder, [pair for data in job.train for pair in folder.pairs(data, job.language)])


def parallel_sentences(job: Job, folder: Folder) -> tuple[tuple[Translation, ...], int]:
    """Parallel sentences without leaks, and the number of leaks."""
    return _without_leaks(job, folder, [pair for data in job.train for pair in folder.translations(data, job.language)])


def with_plugins(job: Job, folder: Folder, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that are trained on: after the stage's plug-ins."""
    return apply_all(rows, job.stage.data, Context(job.language, job.seed, folder.rows))


def _without_leaks(job: Job, folder: Folder, rows: Sequence[Row]) -> tuple[tuple[Row, ...], int]:
    languages = sorted({job.language, ENGLISH})
    held_out = [pair for data in job.held_out for language in languages for pair in folder.pairs(data, language)]
    return without_leaks(rows, held_out, job.label)
