"""Whether an arm fits what it is tested on."""

from litsynth.errors import UsageError
from litsynth.reproduce.source import data_set_of
from litsynth.reproduce.spec import Arm, Experiment
from litsynth.reproduce.tasks import METRICS, TRAINED_BY, task_of


def refuse_other_task(experiment: Experiment, arm: Arm, where: str) -> None:
    """Raises UsageError where the arm can not answer what its test set asks, or is trained on it.

    The same where the measure is none of the task's, and where the arm's epochs need a dev set that is not there.
    """
    where = f"{where}, arm {arm.name}"
    test = experiment.data[arm.test]
    task, last = task_of(test), arm.stages[-1].objective
    if experiment.metric not in METRICS[task]:
        raise UsageError(
            f"{where}: {task} is not measured by {experiment.metric}", f"one of: {', '.join(METRICS[task])}"
        )
    if last != TRAINED_BY.get(task, last):
        raise UsageError(f"{where}: {task} is answered by no head of {last}", f"end with a {TRAINED_BY[task]} stage")
    if task == "mining" and (not experiment.dev or task_of(experiment.data[experiment.dev]) != "mining"):
        raise UsageError(f"{where}: the threshold of bitext mining is fitted on dev", "name a bitext set in dev")
    scored = [stage.name for stage in arm.stages if stage.objective == "align"]
    if scored and (not experiment.dev or task_of(experiment.data[experiment.dev]) != "labels"):
        raise UsageError(f"{where}: epochs of {scored[0]} are scored on labelled pairs", "name a set of them in dev")
    trained = [
        name for stage in arm.stages for name in (*stage.train, *(one for each in stage.beside for one in each.train))
    ]
    for name in trained:
        if experiment.data[data_set_of(name)].path == test.path and task != "labels":
            raise UsageError(f"{where}: trained on its test set ({test.name})", "leave it out of train, or the arm out")
