"""Progress of a run in lines: how far, and how long it will take at the speed so far."""

import time
from collections.abc import Callable, Mapping

from litsynth.reproduce.costs import Cost
from litsynth.reproduce.plan import Job
from litsynth.reproduce.results import Result
from litsynth.reproduce.spec import SELECTIONS

EVERY_SECONDS = 30.0


class Lines:
    """A line when a stage begins, then one every half minute, and one for each result; `say` takes them.

    `costs` are the estimates by name of the job; what has been measured so far corrects them.
    """

    def __init__(self, costs: Mapping[str, Cost], say: Callable[[str], None]) -> None:
        self._costs, self._say = costs, say
        self._done = 0
        self._name = ""
        self._estimated = self._spent = 0.0
        self._began = self._told = self._stepping = time.monotonic()
        self._first = 0

    def job(self, job: Job) -> None:
        """A stage begins."""
        self._finish()
        self._name, self._first = job.name, 0
        self._began = self._told = time.monotonic()
        self._say(f"stage {self._done + 1} of {len(self._costs)}: {job.label}")

    def step(self, done: int, total: int, loss: float) -> None:
        """So many optimiser steps of the stage are done; one that was resumed begins above zero."""
        now = time.monotonic()
        if not self._first:  # from here on: what came before was reading and preparing
            self._first, self._stepping = done, now
        if now - self._told < EVERY_SECONDS:
            return
        self._told = now
        stage = (now - self._stepping) / max(1, done - self._first) * (total - done)
        self._say(
            f"  step {done:,} of {total:,}, loss {loss:.3f}; {duration(stage)} left for the stage, "
            f"about {duration(stage + self._later())} for the run"
        )

    def cell(self, result: Result) -> None:
        """A result is there."""
        self._finish()
        told = ", ".join(f"{selection} {100 * result.test[selection]:.1f}" for selection in SELECTIONS)
        self._say(f"{result.arm} {result.language} seed {result.seed}: test accuracy {told}")
        for alarms in {tuple(found) for found in result.alarms.values()}:
            for alarm in alarms:
                self._say(f"  {'BUG' if alarm.bug else 'note'}: {alarm.message}")

    @property
    def took(self) -> str:
        """What the stages that were trained here took, beside the estimate; empty where none was."""
        if not self._done:
            return ""
        return f"; {self._done} stages took {duration(self._spent)}, estimated {duration(self._estimated)}"

    def _finish(self) -> None:
        if self._name:
            self._estimated += self._seconds_of(self._name)
            self._spent += time.monotonic() - self._began
            self._done += 1
            self._name = ""

    def _seconds_of(self, name: str) -> float:
        return self._costs[name].seconds if name in self._costs else 0.0

    def _later(self) -> float:
        """Seconds for the stages after this one, by the estimates, corrected by what the ones before took."""
        left = sum(cost.seconds for cost in self._costs.values()) - self._estimated
        now = self._seconds_of(self._name)
        factor = self._spent / self._estimated if self._estimated > 0 else 1.0
        return max(0.0, left - now) * factor


def duration(seconds: float) -> str:
    """For people.

    >>> duration(42), duration(600), duration(9000)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
