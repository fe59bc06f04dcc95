"""Readings carried out several at once, their documents given back in the order in which they were asked for."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from litsynth.config import CorpusSettings
from litsynth.errors import MissingInput, SourceFailed, UnreadablePaper
from litsynth.reading.copied import read_in_copy
from litsynth.reading.unread import Reading, Unread
from litsynth.reading.worker import Worker
from litsynth.records import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a paper was read for, and its document, or the error that tells why there is none.

    Neither: nothing was to be read. `file` is what made this document and nothing else did; None where there is no such.
    """

    what: T
    document: Document | None = None
    error: UnreadablePaper | SourceFailed | MissingInput | None = None
    file: Unread | None = None


class Reader(Protocol):
    """Another process that reads one file at a time: on this machine `Worker`, or elsewhere. For one thread."""

    def read(self, unread: Unread) -> Document:
        """The document. Raises what `Unread.read` raises, also where the file killed or held up its reader."""
        ...

    def close(self) -> None:
        """Give up what is being read; may be called from another thread."""
        ...


# Bytes that are read in this process before others are started: a second or two of reading, which is what starting
# them costs. One paper, or a few small ones, never pay for it.
_WORTH = 1_000_000
# Readings under way for each process: one that it does, and one that waits for it.
_AHEAD = 2


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Readers:
    """Other processes that read files, as many at a time as there are `workers`; without any, this process itself.

    `first` reads what is not worth their start. This process itself has no limit of time and does not survive a library
    that crashes.
    """

    def __init__(self, workers: Sequence[Reader], first: Callable[[Unread], Document] | None = None) -> None:
        self._first = first
        self._count = max(1, len(workers))
        self._workers = workers
        self._idle: SimpleQueue[Reader] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(self._count, "reader")
        self._read_here = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for wait in (False, True):  # the second time for a process that was just being started
            self._threads.shutdown(wait=wait, cancel_futures=True)
            for worker in self._workers:
                worker.close()

    def each(self, readings: Iterable[tuple[T, Reading | None]]) -> Iterator[Done[T]]:
        """What became of each reading, in order, as soon as it and all before it are done.

        At most two readings a worker are begun and not yet given back. Raises at once what is none of the errors of
        a `Done`.
        """
        begun: deque[_Begun[T]] = deque()
        for what, reading in readings:
            begun.append(_Begun(what, reading, self))
            for one in begun:
                one.go_on()
            while begun and (begun[0].end is not None or len(begun) >= _AHEAD * self._count):
                yield begun.popleft().done()
        while begun:
            yield begun.popleft().done()

    def start(self, unread: Unread) -> "Future[Document]":
        """Read bytes in one of the processes, or here and now where that is as quick."""
        if self._workers and self._read_here >= _WORTH:
            return self._threads.submit(self._elsewhere, unread)
        self._read_here += len(unread.data)
        future: Future[Document] = Future()
        try:
            future.set_result(self._first(unread) if self._first else unread.read())
        except UnreadablePaper as error:
            future.set_exception(error)
        return future

    def _elsewhere(self, unread: Unread) -> Document:
        worker = self._idle.get()
        try:
            return worker.read(unread)
        finally:
            self._idle.put(worker)


OpenReaders = Callable[[CorpusSettings], Readers]
"""How an engine makes its readers."""


def local_readers(settings: CorpusSettings) -> Readers:
    """`settings.workers` processes on this machine (0: one a core; 1: none but this one)."""
    count = settings.workers or cores()
    if count == 1:
        return Readers([])
    limit = settings.file_seconds
    return Readers([Worker(limit) for _ in range(count)], lambda unread: read_in_copy(unread, limit))


class _Begun(Generic[T]):
    """A reading under way: the file that is being read for it, and in the end what became of it."""

    def __init__(self, what: T, reading: Reading | None, readers: Readers) -> None:
        self._what = what
        self._reading = reading
        self._readers = readers
        self._unread: Unread | None = None
        self._file: Future[Document] | None = None
        self.end: Done[T] | None = None if reading else Done(what)

    def go_on(self) -> None:
        """Take every step for which nothing need be waited for."""
        while self.end is None and (self._file is None or self._file.done()):
            self._step()

    def done(self) -> Done[T]:
        """What became of it, when that is there."""
        while self.end is None:
            self._step()
        return self.end

    def _step(self) -> None:
        assert self._reading is not None
        read: Document | None = None
        try:
            if self._file is None:
                unread = next(self._reading)
            else:
                try:
                    read = self._file.result()
                except UnreadablePaper as error:
                    unread = self._reading.throw(error)
                else:
                    unread = self._reading.send(read)
        except StopIteration as end:
            self.end = Done(self._what, end.value, file=self._unread if end.value is read else None)
        except (UnreadablePaper, SourceFailed, MissingInput) as error:
            self.end = Done(self._what, error=error)
        else:
            self._unread, self._file = unread, self._readers.start(unread)
