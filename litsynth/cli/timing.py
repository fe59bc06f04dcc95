"""Models that are timed: the seconds that they take, by the clock and of CPU, and what they were asked."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from litsynth.cli.process import cpu_seconds
from litsynth.ports import Embedder, Entailer, Vectors, embed_each, judge_each
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
