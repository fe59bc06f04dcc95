"""What a run spends: seconds of each stage, by the clock and of CPU, and what its models were asked."""

import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from litsynth.pipeline import Models
from litsynth.ports import Embedder, Entailer, Progress, Vectors
from litsynth.records import Judgement


@dataclass(slots=True)
class Spent:
    """Seconds by the clock and of CPU; `count` things of so many `characters`, where something is counted."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    count: int = 0
    characters: int = 0

    @contextmanager
    def more(self, count: int = 0, characters: int = 0) -> Iterator[None]:
        """Add what is spent inside."""
        clock, cpu = time.perf_counter(), cpu_seconds()
        yield
        self.seconds += time.perf_counter() - clock
        self.cpu_seconds += cpu_seconds() - cpu
        self.count += count
        self.characters += characters


def cpu_seconds() -> float:
    """CPU seconds of this process since its start: all of its threads, and the children that have ended."""
    return sum(os.times()[:4])


class Meter:
    """Progress that is passed on, and what each stage spends; a stage that comes again is added to.

    What is spent before the first stage, the start of the process included, is that of "starting".
    """

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._stages: dict[str, Spent] = {}
        self._models: dict[str, tuple[str, Spent]] = {}
        self._name, self._clock, self._cpu = "starting", time.perf_counter(), 0.0

    def stage(self, name: str, total: int) -> None:
        """The stage before ends."""
        self._end(name)
        self._told.stage(name, total)

    def step(self, count: int = 1) -> None:
        """Passed on."""
        self._told.step(count)

    def timed(self, models: Models) -> Models:
        """The models, asked through this meter."""
        embedder, entailer = TimedEmbedder(models.embedder), TimedEntailer(models.entailer)
        self._models = {
            "embedding": (embedder.identity, embedder.spent),
            "judging": (entailer.identity, entailer.spent),
        }
        return replace(models, embedder=embedder, entailer=entailer)

    def log(self) -> dict[str, Any]:
        """What was spent until now: `stages` in the order in which they began, the models, peak memory in MiB."""
        self._end(self._name)
        stages = {name: _seconds(spent) for name, spent in self._stages.items()}
        asked = {
            name: {"model": model, **_seconds(spent), "count": spent.count, "characters": spent.characters}
            for name, (model, spent) in self._models.items()
        }
        return {"stages": stages, **asked, "peak_mib": peak_mib()}

    def _end(self, name: str) -> None:
        clock, cpu = time.perf_counter(), cpu_seconds()
        spent = self._stages.setdefault(self._name, Spent())
        spent.seconds += clock - self._clock
        spent.cpu_seconds += cpu - self._cpu
        self._name, self._clock, self._cpu = name, clock, cpu


class TimedEmbedder:
    """An Embedder, and what it spends."""

    def __init__(self, embedder: Embedder) -> None:
        self.identity = embedder.identity
        self.spent = Spent()
        self._embedder = embedder

    def embed(self, texts: Sequence[str]) -> Vectors:
        """As the embedder."""
        with self.spent.more(len(texts), sum(map(len, texts))):
            return self._embedder.embed(texts)


class TimedEntailer:
    """An Entailer, and what it spends."""

    def __init__(self, entailer: Entailer) -> None:
        self.identity = entailer.identity
        self.spent = Spent()
        self._entailer = entailer

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Judgement]:
        """As the entailer."""
        with self.spent.more(len(pairs), sum(len(premise) + len(claim) for premise, claim in pairs)):
            return self._entailer.judge(pairs)


def peak_mib() -> int | None:
    """The most memory that this process has had, in MiB; None where the system does not say.

    From the kernel's account of this program alone: getrusage's counts that of the program which started it as well.
    """
    try:
        found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        return None
    return int(found[1]) // 1024 if found else None


def _seconds(spent: Spent) -> dict[str, float]:
    return {"seconds": round(spent.seconds, 3), "cpu_seconds": round(spent.cpu_seconds, 3)}
