"""Papers put aside in a temporary file: what a source found of a hundred thousand is not kept in memory."""

import marshal
import weakref
from array import array
from dataclasses import fields
from operator import attrgetter
from tempfile import SpooledTemporaryFile

from litsynth.records import Paper

# Bytes that stay in memory: about 2,500 abstracts; more of them go to the folder for temporary files.
_IN_MEMORY = 1 << 22

_values_of = attrgetter(*(field.name for field in fields(Paper)))


class Aside:
    """Papers by number, from 0 in the order in which they were put; the file goes with the object.

    `put` and reading may raise OSError.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - open for as long as the object lives
        self._ends = array("q", [0])
        self._is_read = False
        weakref.finalize(self, self._file.close)

    def put(self, paper: Paper) -> int:
        """Put a paper aside; its number."""
        if self._is_read:  # a step to where one is writes out what is buffered
            self._file.seek(self._ends[-1])
            self._is_read = False
        # Only this process reads it, so that it may be of a form that this Python alone knows; ten times as fast as JSON.
        self._ends.append(self._ends[-1] + self._file.write(marshal.dumps(_values_of(paper))))
        return len(self._ends) - 2

    def __getitem__(self, number: int) -> Paper:
        self._is_read = True
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return Paper(*marshal.loads(self._file.read(end - start)))
