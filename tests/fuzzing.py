"""Fuzzing for as long as one likes: each file is read by another process, so that neither a crash nor a hang ends it.

LITSYNTH_FUZZ_MINUTES is the time for each kind of file, half of it for real files that are damaged and half for what
hypothesis makes up (default 10); LITSYNTH_FUZZ_SEED draws other damage.
"""

import gzip
import json
import os
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck
from hypothesis import strategies as st

from litsynth.errors import LitsynthError, UnreadablePaper
from litsynth.parse import read_document
from litsynth.reading import Unread
from litsynth.reading.worker import Worker
from litsynth.records import Document
from litsynth.split import split
from litsynth.text.tables import paths

DATA = Path(os.environ.get("LITSYNTH_DATA", "no-data"))
SEED = int(os.environ.get("LITSYNTH_FUZZ_SEED", "11"))
_MINUTES = float(os.environ.get("LITSYNTH_FUZZ_MINUTES", "10"))
_MOST_SECONDS = 10.0  # of processor time for one file
_ENDED_SECONDS = 60.0  # by the clock: a hang
_MOST_FAILURES = 20
_BATCH = 200  # examples that hypothesis makes at a time


def check(paper: Document) -> None:
    """Every span lies in the text, every sentence is in a passage, the rows and groups of tables are there."""
    size = len(paper.text)
    passages = split(paper)
    assert {index for passage in passages for index in passage.sentences} == set(range(len(paper.sentences)))
    assert all(passage.span.of(paper.text) == passage.text for passage in passages if passage.table < 0)
    assert all(sentence.span.of(paper.text).strip() for sentence in paper.sentences)
    assert all(0 <= part.span.start <= part.span.end <= size for part in (*paper.sections, *paper.references))
    assert list(paper.page_starts) == sorted(paper.page_starts)
    for table in paper.tables:
        named = paths(table, paper.text)
        assert set(named.rows) <= {cell.row for cell in table.cells}
        assert all(0 <= cell.span.start <= cell.span.end <= size for cell in table.cells)
        assert all(row < first < end for row, first, end in table.groups)


@dataclass(frozen=True, slots=True)
class Checked(Unread):
    """Reads and checks; the document that it returns holds only what became of it and how long it took."""

    def read(self) -> Document:
        began = time.process_time()
        what = "read"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                check(read_document(self.data, self.name, self.paper_id))
        except UnreadablePaper as error:
            what = "refused"
            if "\n" in str(error):
                raise LitsynthError(f"two lines: {error}") from error
        except Exception as error:
            raise LitsynthError(traceback.format_exc(limit=-6)) from error
        return Document("x", what, str(time.process_time() - began), "text", (), ())


@dataclass(slots=True)
class Tally:
    """What became of the files; `failures` are kept below `folder`, by number, with what went wrong."""

    folder: Path
    files: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_file: str = ""
    failures: list[str] = field(default_factory=list)

    def read(self, worker: Worker, name: str, data: bytes) -> None:
        """Read one file and write down what becomes of it."""
        self.files += 1
        seconds = 0.0
        try:
            said = worker.read(Checked(data, name, "x"))
        except LitsynthError as error:  # UnreadablePaper here: the process died, or was ended
            self._failed(name, data, error.message)
            return
        seconds = float(said.text)
        self.refused += said.title == "refused"
        if seconds > self.slowest:
            self.slowest, self.slowest_file = seconds, f"{self.files} ({name}, {len(data)} bytes)"
            (self.folder / f"slowest-{name}").write_bytes(data)
        if seconds > _MOST_SECONDS:
            self._failed(name, data, f"took {seconds:.1f} s")

    def _failed(self, name: str, data: bytes, why: str) -> None:
        (self.folder / f"failed-{self.files}-{name}").write_bytes(data)
        self.failures.append(f"file {self.files}, {name}: {why}")

    def __str__(self) -> str:
        return (
            f"{self.files} files: {self.refused} refused with their reason, {len(self.failures)} crashes or hangs, "
            f"slowest {self.slowest:.2f} s of processor time: {self.slowest_file}"
        )


def fuzz(
    folder: Path, real: Iterator[tuple[str, bytes]], made_up: st.SearchStrategy[tuple[str, bytes]]
) -> tuple[Tally, Tally]:
    """Read damaged real files, and files that hypothesis makes up, for half the time each; ends at twenty failures."""
    tallies = []
    for name, files in (("real", real), ("made-up", _drawn(made_up))):
        (folder / name).mkdir()
        tally = Tally(folder / name)
        until = time.monotonic() + 30 * _MINUTES
        worker = Worker(_ENDED_SECONDS)
        for given, data in files:
            if time.monotonic() >= until or len(tally.failures) >= _MOST_FAILURES:
                break
            tally.read(worker, given, data)
        worker.close()
        print(f"\nfuzzed, {name}: {tally}\n{chr(10).join(tally.failures)}")  # noqa: T201 - what the run is for
        tallies.append(tally)
    return tallies[0], tallies[1]


def _drawn(made_up: st.SearchStrategy[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Examples without end: a new seed for every batch."""
    seed = SEED
    while True:
        examples: list[tuple[str, bytes]] = []
        _draw(made_up, seed, examples.append)
        yield from examples
        seed += 1


def _draw(made_up: st.SearchStrategy[tuple[str, bytes]], seed: int, keep: Callable[[tuple[str, bytes]], None]) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=_BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(made_up)
    def one(example: tuple[str, bytes]) -> None:
        keep(example)

    one()


def real_latex() -> Iterator[tuple[str, str]]:
    """Identifier and flattened source of each LaTeX paper of the training part, again and again."""
    while True:
        with gzip.open(DATA / "papers" / "nlp_latex" / "train_tex.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row["paper_id"], row["tex"]
