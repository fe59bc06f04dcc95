"""Batches over many workers: few under way, answers in order, what is lost asked again."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from litsynth.errors import LitsynthError

T = TypeVar("T")

# Batches begun for each worker and not given back: one that it works on, and one that waits for it.
_AHEAD = 2
# How often a batch is asked in all. One whose workers were lost so often is taken to be what kills them.
ATTEMPTS = 3


class Lost(Exception):
    """The worker went away, or what it answered did; the text says how."""


class Workers(Protocol[T]):
    """Those who answer batches. A task of type T is a batch that was handed to the worker at one place."""

    def places(self) -> Sequence[str]:
        """Where there are workers now, or can be; the same places in the same order until that changes."""
        ...

    def submit(self, place: str, role: str, batch: Sequence[Any]) -> T:
        """Hand over a batch, for the model of that role; returns at once."""
        ...

    def first(self, tasks: Sequence[T]) -> T:
        """One of the tasks that is done or lost, when there is one."""
        ...

    def answer(self, task: T) -> Any:
        """The answer of a task that is done. Raises Lost, or what the model raised."""
        ...


@dataclass(slots=True, eq=False)
class _Batch(Generic[T]):
    """`task` is None once the answer is there, and where nothing was to be asked."""

    content: Sequence[Any]
    place: str = ""
    task: T | None = None
    answer: Any = ()
    attempts: int = 0


class Spread(Generic[T]):
    """A batch goes to one worker whole, so that an answer does not depend on how many workers there are."""

    def __init__(self, workers: Workers[T]) -> None:
        self._workers = workers

    def each(self, role: str, batches: Iterable[Sequence[Any]]) -> Iterator[Any]:
        """The answers to each batch, in order. A batch of nothing is answered with nothing, by nobody.

        Raises what the model raises, and LitsynthError where no worker is left or a batch was lost `ATTEMPTS` times.
        """
        begun: deque[_Batch[T]] = deque()
        coming = iter(batches)
        more = True
        while more or begun:
            while more and len(begun) < _AHEAD * max(1, len(self._workers.places())):
                content = next(coming, None)
                more = content is not None
                if content is not None:
                    begun.append(self._begin(role, _Batch(content), begun))
            if begun and begun[0].task is not None:
                self._settle(role, begun)
            elif begun:
                yield begun.popleft().answer

    def _begin(self, role: str, batch: _Batch[T], begun: Iterable[_Batch[T]]) -> _Batch[T]:
        if batch.content:
            busy = Counter(other.place for other in begun if other.task is not None)
            places = self._workers.places()
            if not places:
                raise LitsynthError("no worker is left in the cluster", "start nodes, and run it again to go on")
            batch.place = min(places, key=lambda place: busy[place])  # the first of those that have least to do
            batch.attempts += 1
            batch.task = self._workers.submit(batch.place, role, batch.content)
        return batch

    def _settle(self, role: str, begun: Sequence[_Batch[T]]) -> None:
        """Take the answer of one task that is done, or hand its batch to another worker."""
        running = [(batch, batch.task) for batch in begun if batch.task is not None]
        done = self._workers.first([task for _, task in running])
        batch = next(batch for batch, task in running if task is done)
        batch.task = None
        try:
            batch.answer = self._workers.answer(done)
        except Lost as error:
            if batch.attempts >= ATTEMPTS:
                raise LitsynthError(
                    f"{len(batch.content)} texts or pairs were given to {ATTEMPTS} workers, and all were lost: {error}",
                    "give the nodes more memory or mend them, and run it again to go on",
                ) from error
            self._begin(role, batch, begun)
