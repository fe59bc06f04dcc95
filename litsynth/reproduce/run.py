"""The conductor: for each cell make its stages, predict, guard, and keep the result."""

from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Protocol

from litsynth.errors import MissingInput, UsageError
from litsynth.reproduce.answering import refuse_missing_layer, refuse_unfit
from litsynth.reproduce.answers import Answered, write_answers
from litsynth.reproduce.folder import covers
from litsynth.reproduce.guards import Alarm, alarms
from litsynth.reproduce.hub_data import is_on_hub
from litsynth.reproduce.loop import Watch
from litsynth.reproduce.plan import Cell, Gap, Job, cells, jobs, key_of, sides
from litsynth.reproduce.predicting import ByWeights, Predictor, weights_name
from litsynth.reproduce.predictions import Predictions, write_predictions
from litsynth.reproduce.ranks import first_says, is_first
from litsynth.reproduce.results import (
    Result,
    Run,
    is_sealed,
    joined,
    read_result,
    result_folder,
    run_before,
    write_result,
    write_run,
)
from litsynth.reproduce.spec import SELECTIONS, Experiment
from litsynth.reproduce.stages import Stages, weights_of
from litsynth.reproduce.tasks import task_of
from litsynth.reproduce.translated import test_pairs


class Reporter(Watch, Protocol):
    """Told of jobs and cells as well as of steps."""

    def job(self, job: Job) -> None:
        """A stage begins."""
        ...

    def cell(self, result: Result) -> None:
        """A result is there, just made or found."""
        ...


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done: cells, gaps in the data, and the jobs whose stages are not made yet."""

    cells: list[Cell]
    gaps: list[Gap]
    to_do: list[Job]
    made: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of an experiment: arms and languages by name (empty: all)."""

    arms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def takes(self, arm: str, language: str) -> bool:
        """Whether the arm in the language, or the pair of languages, is part of it."""
        wanted = not self.languages or set(sides(language)) <= set(self.languages)
        return wanted and (not self.arms or arm in self.arms)


def planned(experiment: Experiment, choice: Choice, stages: Stages) -> Planned:
    """Look at data and stages. Raises UsageError for a name that the spec does not have, MissingInput when nothing at all

    can be run, naming the first gap, BadRecord where a dev or test set has no labels but placeholders, or no rows.
    """
    for name in choice.arms:
        experiment.arm(name)
    known = sorted({language for arm in experiment.arms for language in arm.languages})
    for name in choice.languages:
        if name not in known:
            raise UsageError(f"{experiment.id} has no language {name}", f"choose from: {', '.join(known)}")
    found, gaps = cells(experiment, stages.folder)
    found = [cell for cell in found if choice.takes(cell.arm.name, cell.language)]
    gaps = [gap for gap in gaps if choice.takes(gap.arm, gap.language)]
    if not found:
        said = f": {gaps[0].arm} in {gaps[0].language} needs {', '.join(gaps[0].missing)}" if gaps else ""
        away = any(is_on_hub(name) for gap in gaps[:1] for name in gap.missing)
        remedy = "connect to a network: they are on the hub" if away else "give the folder of the data with --data"
        raise MissingInput(f"no arm of {experiment.id} can run{said}", remedy)
    _refuse_placeholders(experiment, found, stages)
    for arm in {cell.arm.name: cell.arm for cell in found}.values():
        refuse_missing_layer(experiment, arm)
    # Two names may stand for the same content: English training is what training on English "translations" is.
    every = {key_of(job, stages.folder): job for job in reversed(list(jobs(found)))}
    to_do = [job for job in reversed(every.values()) if stages.done(job) is None]
    return Planned(found, gaps, to_do, len(every) - len(to_do))


def _refuse_placeholders(experiment: Experiment, found: list[Cell], stages: Stages) -> None:
    """Before hours are spent: every dev and test set that will be read has all labels."""
    read = {(cell.arm.test, code) for cell in found for code in sides(cell.language)}
    if experiment.dev:
        dev = experiment.data[experiment.dev]
        of_cells = task_of(dev) != "labels"
        read |= {
            (experiment.dev, code)
            for cell in found
            for code in ([cell.language] if of_cells else [job.language for job in cell.lineage])
            if covers(dev, code)
        }
    for name, code in sorted(read):
        refuse_unfit(stages.folder, experiment.data[name], code)
        if experiment.data[name].read_as:
            test_pairs(experiment, experiment.data[name], code, stages.folder)


def run(experiment: Experiment, plan: Planned, stages: Stages, out: Path, reporter: Reporter) -> list[Result]:
    """Make every stage and cell of the plan that is not there yet; killed and started again it goes on.

    Raises LitsynthError when a training fails or a stage was made by other code.
    """
    gaps = [f"{gap.arm} in {gap.language}: no {', '.join(gap.missing)}" for gap in plan.gaps]
    now = Run(experiment, stages.folder.checksums, gaps, left_out=stages.folder.left_out)
    if is_first():
        write_run(out, joined(now, run_before(out), {f"{cell.arm.name} in {cell.language}" for cell in plan.cells}))
    made: list[Result] = []
    predictor = Predictor(experiment, plan.cells, stages)
    for cell in plan.cells:
        for job in cell.lineage:
            if first_says(stages.done(job) is None):
                reporter.job(job)
                predictor.forget()
                stages.make(job, reporter)
        if not is_first():  # it has trained its share; one process predicts
            continue
        made.append(_result(experiment, cell, stages, out, predictor))
        reporter.cell(made[-1])
    return made


def _result(experiment: Experiment, cell: Cell, stages: Stages, out: Path, predictor: Predictor) -> Result:
    keys = tuple(key_of(job, stages.folder) for job in cell.lineage)
    found = read_result(result_folder(out, cell.arm.name, cell.language, cell.seed))
    if found is not None and found.stages == keys and is_sealed(out, found):
        return found
    predictions = predictor.of(cell)
    folder = result_folder(out, cell.arm.name, cell.language, cell.seed)
    for name, each in predictions.items():
        path = folder / f"{name}.csv.gz"
        if isinstance(each, Answered):
            write_answers(path, each)
        else:
            write_predictions(path, each)
    result = _summary(experiment, cell, keys, predictions, stages)
    write_result(out, result)
    return result


def _summary(
    experiment: Experiment, cell: Cell, keys: tuple[str, ...], predictions: ByWeights, stages: Stages
) -> Result:
    weights = {selection: weights_name(cell, selection) for selection in SELECTIONS}
    any_of = next(iter(predictions.values()))
    premises = len(set(any_of.premises))
    found = {name: _alarms(each, premises) for name, each in predictions.items()}
    reported = predictions[weights[experiment.report]]
    return Result(
        arm=cell.arm.name,
        language=cell.language,
        seed=cell.seed,
        stages=keys,
        test={selection: float(predictions[name].correct.mean()) for selection, name in weights.items()},
        dev={selection: _dev(cell, selection, stages) for selection in SELECTIONS},
        alarms={selection: found[name] for selection, name in weights.items()},
        weights=weights,
        truncated=float(any_of.truncated.mean()),
        items=len(any_of.items),
        premises=premises,
        others=dict(reported.others) if isinstance(reported, Answered) else {},
    )


def _alarms(told: Answered | Predictions, premises: int) -> list[Alarm]:
    if isinstance(told, Answered):
        return list(told.alarms)
    return alarms(told.gold, told.predicted, premises, told.classes)


def _dev(cell: Cell, selection: str, stages: Stages) -> float:
    """Accuracy on dev in the cell's language under a selection; of a pair of languages the mean of both."""
    done = [stages.done(job) for job in cell.jobs]
    names = [weights_of(job, selection) for job in cell.jobs]
    scores = [
        each.history[each.best_epoch if name == "dev" else -1]["dev"]
        for each, name in zip(done, names, strict=True)
        if each is not None  # its predictions were just made
    ]
    return mean(scores)
