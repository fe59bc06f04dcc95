"""What a run spends: seconds of each stage, by the clock and of CPU, and what its models were asked."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from litsynth.pipeline import Models
from litsynth.ports import Embedder, Entailer, Progress, Vectors, embed_each, judge_each
from litsynth.records import Judgement

T = TypeVar("T")
A = TypeVar("A")


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

    @contextmanager
    def less(self) -> Iterator[None]:
        """Take off what is spent inside: something else, in the middle of `more`."""
        inside = Spent()
        with inside.more():
            yield
        self.seconds -= inside.seconds
        self.cpu_seconds -= inside.cpu_seconds


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
        with self.spent.more(len(texts), _text_characters(texts)):
            return self._embedder.embed(texts)

    def embed_each(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """As the embedder; of one that has several batches under way, what it is waited for."""
        return _timed(self.spent, lambda told: embed_each(self._embedder, told), batches, _text_characters)


class TimedEntailer:
    """An Entailer, and what it spends."""

    def __init__(self, entailer: Entailer) -> None:
        self.identity = entailer.identity
        self.spent = Spent()
        self._entailer = entailer

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Judgement]:
        """As the entailer."""
        with self.spent.more(len(pairs), _pair_characters(pairs)):
            return self._entailer.judge(pairs)

    def judge_each(self, batches: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Sequence[Judgement]]:
        """As the entailer; of one that has several batches under way, what it is waited for."""
        return _timed(self.spent, lambda told: judge_each(self._entailer, told), batches, _pair_characters)


def _timed(
    spent: Spent,
    ask: Callable[[Iterable[Sequence[T]]], Iterator[A]],
    batches: Iterable[Sequence[T]],
    characters: Callable[[Sequence[T]], int],
) -> Iterator[A]:
    """The model's answers to each batch, timed; where the batches come from is not."""
    coming = iter(batches)

    def told() -> Iterator[Sequence[T]]:
        while True:
            with spent.less():
                batch = next(coming, None)
            if batch is None:
                return
            spent.count += len(batch)
            spent.characters += characters(batch)
            yield batch

    answers = ask(told())
    while True:
        with spent.more():
            answer = next(answers, None)
        if answer is None:
            return
        yield answer


def _text_characters(texts: Sequence[str]) -> int:
    return sum(map(len, texts))


def _pair_characters(pairs: Sequence[tuple[str, str]]) -> int:
    return sum(len(premise) + len(claim) for premise, claim in pairs)


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
