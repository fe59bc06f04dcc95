"""A paper's bytes before they are read, and the steps by which a source comes from a paper to its document."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from litsynth.errors import LitsynthError, UnreadablePaper
from litsynth.parse import read_document
from litsynth.ports import PaperSource
from litsynth.records import Document, Paper

_ENDED = 1  # exit status of a process that took too long (faulthandler's own)


@dataclass(frozen=True, slots=True)
class Unread:
    """The bytes of one file, and what `read_document` wants to know besides: all that another process needs."""

    data: bytes
    name: str
    paper_id: str
    title: str = ""

    def read(self) -> Document:
        """The document: a pure call. Raises UnreadablePaper, also in the place of an error that nobody foresaw."""
        try:
            return read_document(self.data, self.name, self.paper_id, self.title)
        except LitsynthError:
            raise
        except Exception as error:
            why = " ".join(f"{type(error).__name__}: {error}".split())
            raise UnreadablePaper(
                f"{self.name}: an error in litsynth's reader: {why}", "report it, with the file"
            ) from error


def answered(unread: Unread) -> Document | LitsynthError:
    """What a process says that was asked to read a file."""
    try:
        return unread.read()
    except LitsynthError as error:
        return error


def ended(unread: Unread, limit_seconds: float, status: int, late: bool) -> UnreadablePaper:
    """What is to be said of a file whose reader ended with `status` (negative: a signal), `late`: at the limit."""
    death = f"signal {-status}" if status < 0 else f"exit status {status}"
    in_time = not (late and status == _ENDED)
    why = f"its reader died ({death})" if in_time else f"reading it took more than {limit_seconds:g} s"
    return UnreadablePaper(f"{unread.name}: {why}")


Reading = Generator[Unread, Document, Document]
"""The steps of reading a paper: yields bytes, is sent their document (or what `Unread.read` raised), returns the document.

So a source decides what to read next, after a failure too, and who runs it decides where the reading is done.
"""


@runtime_checkable
class Stepwise(Protocol):
    """A source of papers that leaves the reading of bytes to others."""

    def reading(self, paper: Paper) -> Reading:
        """The steps of `fetch`, which raise what it raises."""
        ...


def reading_of(source: PaperSource, paper: Paper) -> Reading:
    """The steps in which a source reads a paper; of a source that has none, its `fetch` as the only one."""
    return source.reading(paper) if isinstance(source, Stepwise) else at_once(lambda: source.fetch(paper))


def at_once(read: Callable[[], Document]) -> Reading:
    """A reading that takes no time and is done where it is asked for."""
    yield from ()
    return read()


def here(reading: Reading) -> Document:
    """The document, read in this process. Raises what the steps raise."""
    try:
        unread = next(reading)
        while True:
            try:
                document = unread.read()
            except UnreadablePaper as error:
                unread = reading.throw(error)
            else:
                unread = reading.send(document)
    except StopIteration as end:
        return _returned(end)


def _returned(end: StopIteration) -> Document:
    document = end.value
    if not isinstance(document, Document):
        raise TypeError(f"a reading returned {document!r}")
    return document
