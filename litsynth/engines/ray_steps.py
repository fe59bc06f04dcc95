"""Work of which some waits for other work: tasks of a Ray cluster, each begun when what it waits for is done."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from litsynth.engines.ray_work import call
from litsynth.engines.ray_workers import value_of, why
from litsynth.engines.spread import ATTEMPTS
from litsynth.errors import LitsynthError


@dataclass(frozen=True, slots=True)
class Step:
    """A function of a module with what it is called with, and the names of the steps that have to be done before it."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    after: Collection[str] = ()


def each_done(ray: Any, steps: Mapping[str, Step], cpus: int, gpus: int) -> Iterator[tuple[str, Any]]:
    """The name of each step and what it gave, as they come. A step has `cpus` processors and `gpus` to itself.

    One whose node or worker is lost is begun again elsewhere, three times in all. Raises what a step raises, LitsynthError
    where it was lost each time; what is then under way is given up.
    """
    # Ray's own second tries have no end where memory runs out.
    task = ray.remote(call).options(num_cpus=cpus, num_gpus=gpus, max_retries=0, scheduling_strategy="SPREAD")
    waiting, done = dict(steps), set[str]()
    running: dict[Any, str] = {}
    tries = dict.fromkeys(steps, 0)
    try:
        while waiting or running:
            for name in [name for name, step in waiting.items() if done.issuperset(set(step.after) & steps.keys())]:
                step = waiting.pop(name)
                running[task.remote(step.function, step.arguments)] = name
            (first, *_), _ = ray.wait(list(running), num_returns=1)
            name = running.pop(first)
            try:
                value = value_of(ray.get(first))
            except ray.exceptions.RayTaskError as error:
                raise error.cause if isinstance(error.cause, Exception) else error from error
            except ray.exceptions.RayError as error:
                tries[name] += 1
                if tries[name] == ATTEMPTS:
                    raise LitsynthError(
                        f"{name}: {ATTEMPTS} tasks were lost: {why(error)}",
                        "give the nodes more memory or mend them, and run it again to go on",
                    ) from error
                waiting[name] = steps[name]
            else:
                done.add(name)
                yield name, value
    finally:
        for reference in running:
            with suppress(ray.exceptions.RayError):
                ray.cancel(reference, force=True)
