"""What runs of one experiment measured: results, and which of their predictions are right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from litsynth.codec import digest, dumps, encode
from litsynth.errors import UsageError
from litsynth.reproduce.results import Result, Run, predictions_of, read_run, results_of
from litsynth.reproduce.spec import Experiment
from litsynth.reproduce.statistics.resampling import Floats
from litsynth.reproduce.tasks import task_of


@dataclass(frozen=True, slots=True)
class Answers:
    """Test items, their premises, and 1 where the prediction is right, shape (items,)."""

    items: tuple[str, ...]
    premises: tuple[str, ...]
    correct: Floats


_WORDS = {"about", "called", "better_as", "worse_as", "systems", "text"}

Table = tuple[list[Floats], list[tuple[str, ...]]]
"""By language values of shape (seeds, items), and the cluster of each item."""


def shared(answers: Sequence[Answers]) -> list[Answers]:
    """The same answers on the items that all of them have, in the order of the first.

    Languages may differ in what is labelled, or is there at all (PAWS-X).
    """
    first = answers[0]
    if all(each.items == first.items for each in answers):
        return list(answers)
    common = set.intersection(*(set(each.items) for each in answers))
    kept = [item for item in first.items if item in common]
    return [_only(each, kept) for each in answers]


def _only(answers: Answers, items: Sequence[str]) -> Answers:
    place = {item: number for number, item in enumerate(answers.items)}
    rows = [place[item] for item in items]
    return Answers(tuple(items), tuple(answers.premises[row] for row in rows), answers.correct[rows])


def by_language(told: Sequence[Sequence[Answers]], same: bool) -> Table:
    """Of the answers of each seed in each language, with `same` those on the items that all of them have."""
    flat = [each for line in told for each in line]
    flat = shared(flat) if same else flat
    seeds = len(told[0])
    lines = [flat[at : at + seeds] for at in range(0, len(flat), seeds)]
    return [np.stack([each.correct for each in line]) for line in lines], [line[0].premises for line in lines]


@dataclass(frozen=True, slots=True)
class Measured:
    """Results of one experiment from one or more folders; `at` finds the folder of a result.

    What is read of predictions is kept: with pairs of languages there are hundreds of files, and every claim needs many.
    """

    run: Run
    results: tuple[Result, ...]
    at: dict[tuple[str, str, int], Path]
    _read: dict[tuple[Path, str, str], Answers] = field(default_factory=dict, repr=False, compare=False)

    @property
    def has_labels(self) -> bool:
        """Whether the test set asks for labels: then it is the same one in all languages."""
        experiment = self.run.experiment
        return task_of(experiment.data[experiment.test]) == "labels"

    def of(self, arm: str) -> dict[tuple[str, int], Result]:
        """An arm's results, by language and seed, but those that are a bug: nothing may be computed from them."""
        return {key: each for key, each in self.made(arm).items() if not each.is_bug}

    def made(self, arm: str) -> dict[tuple[str, int], Result]:
        """Every result of an arm, by language and seed."""
        return {(each.language, each.seed): each for each in self.results if each.arm == arm}

    @property
    def bugs(self) -> list[Result]:
        """Results that are none: below chance, or with permuted labels."""
        return [each for each in self.results if each.is_bug]

    def answers(self, result: Result, selection: str) -> Answers:
        """What is right and wrong in the predictions behind a result."""
        folder = self.at[result.arm, result.language, result.seed]
        key = folder, result.name, result.weights[selection]
        if key not in self._read:
            read = predictions_of(folder, result, selection)
            self._read[key] = Answers(self._shared(read.items), self._shared(read.premises), read.correct)
        return self._read[key]

    def _shared(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The same names as one object: nearly every file has those of the one test set."""
        first = next(iter(self._read.values()), None)
        held = (first.items, first.premises) if first else ()
        return next((each for each in held if each == names), names)


def gather(folders: Sequence[Path]) -> Measured:
    """The results below the folders of runs of one spec at one scale.

    Raises UsageError when they are not of one experiment, of one recipe and on the same data, or hold one cell twice with
    different stages.
    """
    runs = [read_run(folder) for folder in folders]
    first = runs[0]
    found: dict[tuple[str, str, int], tuple[Result, Path]] = {}
    for folder, run in zip(folders, runs, strict=True):
        if (run.experiment.id, run.experiment.scale) != (first.experiment.id, first.experiment.scale):
            raise UsageError(
                f"{folder}: {run.experiment.id} ({run.experiment.scale}) is another experiment than the first"
            )
    _refuse_unlike(runs, ", ".join(map(str, folders)))
    for folder in folders:
        for result in results_of(folder):
            key = result.arm, result.language, result.seed
            if key in found and found[key][0].stages != result.stages:
                raise UsageError(f"{folder}: {result.name} was made in another way in {found[key][1]}")
            found.setdefault(key, (result, folder))
    return Measured(first, tuple(result for result, _ in found.values()), {key: at for key, (_, at) in found.items()})


def _refuse_unlike(runs: Sequence[Run], where: str) -> None:
    """Results of one name that were made in two ways, or on two data sets, are not two seeds of one experiment."""
    recipes = {recipe_of(run.experiment) for run in runs}
    sums = {pair for run in runs for pair in run.checksums.items()}
    if len(recipes) > 1 or len(sums) > len({name for name, _ in sums}):
        raise UsageError(f"{where}: not one spec on the same data", "give them one by one")


def recipe_of(experiment: Experiment) -> str:
    """A digest of what is done, and on what terms; not with which seeds, nor in which words it is told and found."""
    values: dict[str, Any] = encode(experiment)
    del values["seeds"], values["title"], values["deviations"]
    for one in (*values["claims"], *values["arms"]):
        for name in _WORDS & one.keys():
            del one[name]
    return digest(dumps(values))
