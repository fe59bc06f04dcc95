"""Workers that are Ray actors: one on each node, or, where the cluster has GPUs, one on each GPU."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from litsynth.config import ModelSettings
from litsynth.engines.ray_work import SOFTWARE, Answered, Described, Models
from litsynth.engines.spread import Lost
from litsynth.errors import LitsynthError, MissingInput, UsageError


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A batch that was handed over: to which actor at which place, for which role, and Ray's reference to the answer."""

    place: str
    actor: Any
    role: str
    reference: Any


@dataclass(frozen=True, slots=True)
class _Place:
    node: str
    gpus: int
    threads: int


@dataclass(slots=True)
class RayWorkers:
    """`ray` is the module, connected. `models`: by role the model of all workers, known when one has answered.

    An actor takes no share of its node's processors, since while models are asked nothing is read; a GPU it has alone.

    Ray starts none of them again: what was lost is given to another by `Spread`, and an actor is made anew where its
    node still lives.
    """

    ray: Any
    settings: ModelSettings
    offline: bool
    models: dict[str, Described] = field(default_factory=dict)
    _places: dict[str, _Place] = field(default_factory=dict)
    _actors: dict[str, Any] = field(default_factory=dict)

    def places(self) -> Sequence[str]:
        """Nodes that live now, in the order of their ids, so a node that joined is used from the next batch on."""
        self._places = self._living()
        return list(self._places)

    def submit(self, place: str, role: str, batch: Sequence[Any]) -> Task:
        """Hand a batch to the actor of that place, which is started where there is none."""
        if place not in self._actors:
            self._actors[place] = self._started(self._places[place])
        actor = self._actors[place]
        return Task(place, actor, role, actor.ask.remote(role, batch))

    def first(self, tasks: Sequence[Task]) -> Task:
        """A task whose answer is there, or known to be lost."""
        (ready,), _ = self.ray.wait([task.reference for task in tasks], num_returns=1, fetch_local=False)
        return next(task for task in tasks if task.reference == ready)

    def answer(self, task: Task) -> Any:
        """The value that the actor answered with. Raises Lost, and what the model raised."""
        errors = self.ray.exceptions
        try:
            answered = self.ray.get(task.reference)
        except errors.RayTaskError as error:
            raise error.cause if isinstance(error.cause, Exception) else error from error
        except errors.RayError as error:
            if self._actors.get(task.place) is task.actor:
                with suppress(errors.RayError):
                    self.ray.kill(self._actors.pop(task.place))  # of an answer that was lost the actor may live
            raise Lost(why(error)) from error
        return self._checked(task, answered)

    def _checked(self, task: Task, answered: Answered) -> Any:
        value = value_of(answered)
        assert answered.model is not None  # whoever has no model answers with an error
        first = self.models.setdefault(task.role, answered.model)
        if answered.model != first:
            raise UsageError(
                f"nodes of the cluster have different models as {task.role}: {first.identity}, {answered.model.identity}",
                "name one with --verifier, or put the same weights on all nodes",
            )
        return value

    def _living(self) -> dict[str, _Place]:
        nodes = sorted((node for node in self.ray.nodes() if node["Alive"]), key=lambda node: str(node["NodeID"]))
        gpus = {node["NodeID"]: int(node["Resources"].get("GPU", 0)) for node in nodes}
        if self.settings.device != "cpu" and any(gpus.values()):
            return {f"{node}/{card}": _Place(node, 1, 0) for node, count in gpus.items() for card in range(count)}
        if self.settings.device == "cuda":
            raise MissingInput("no node of the Ray cluster has a GPU", "use --device cpu")
        cores = {node["NodeID"]: int(node["Resources"].get("CPU", 0)) for node in nodes}
        return {node: _Place(node, 0, count) for node, count in cores.items() if count}

    def _started(self, place: _Place) -> Any:
        device = "cuda" if place.gpus else "cpu"
        settings = replace(self.settings, device=device, threads=self.settings.threads or place.threads)
        there = self.ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(place.node, soft=False)
        made = self.ray.remote(Models).options(
            num_cpus=0, num_gpus=place.gpus, max_restarts=0, scheduling_strategy=there
        )
        return made.remote(settings, self.offline)


def value_of(answered: Answered) -> Any:
    """What a worker answered. Raises the error that it had, and UsageError where it runs another litsynth."""
    if answered.software != SOFTWARE:
        raise UsageError(f"a node runs {answered.software}, and this is {SOFTWARE}", "install the same on all nodes")
    if isinstance(answered.value, LitsynthError):
        raise answered.value
    return answered.value


def why(error: Exception) -> str:
    """How a worker was lost, from Ray's error, in a few words."""
    if type(error).__name__ == "OutOfMemoryError" or "OOM" in str(error) or "low on memory" in str(error):
        return "a worker ran out of memory"
    if "ModuleNotFoundError" in str(error):
        return "a node has no litsynth, or another one: install the same on all"
    return f"a worker or its node was lost ({type(error).__name__})"
