"""A reader whose files are read by Ray tasks."""

from contextlib import suppress
from typing import Any

from litsynth.engines.ray_work import read_file
from litsynth.engines.ray_workers import value_of, why
from litsynth.engines.spread import ATTEMPTS
from litsynth.errors import LitsynthError
from litsynth.reading import Unread
from litsynth.records import Document


class RayReader:
    """Reader: one file at a time, on any node with a free processor; a lost task is tried again elsewhere."""

    def __init__(self, ray: Any, limit_seconds: float) -> None:
        self._ray = ray
        # Ray's own second tries have no end where memory runs out.
        self._read = ray.remote(read_file).options(num_cpus=1, max_retries=0, scheduling_strategy="SPREAD")
        self._limit = limit_seconds
        self._running: Any = None
        self._closed = False

    def read(self, unread: Unread) -> Document:
        """The document. Raises UnreadablePaper, and LitsynthError where all tasks that read the file were lost."""
        lost, errors = "", self._ray.exceptions
        for _ in range(0 if self._closed else ATTEMPTS):
            try:
                self._running = self._read.remote(unread, self._limit)
                document = value_of(self._ray.get(self._running))
            except errors.RayTaskError as error:
                raise error.cause if isinstance(error.cause, Exception) else error from error
            except errors.RayError as error:
                lost = why(error)
            else:
                assert isinstance(document, Document)
                return document
        raise LitsynthError(
            f"{unread.name}: {ATTEMPTS} tasks that read it were lost: {lost}",
            "give the nodes more memory or mend them, and run it again to go on",
        )

    def close(self) -> None:
        """Give up what is being read."""
        self._closed = True
        if self._running is not None:
            with suppress(self._ray.exceptions.RayError):
                self._ray.cancel(self._running, force=True)
