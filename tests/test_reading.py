"""Files read by other processes: in order, few at a time, and whatever becomes of one of them."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from litsynth.config import CorpusSettings
from litsynth.errors import LitsynthError, MissingInput, UnreadablePaper
from litsynth.parse.plain import read_abstract
from litsynth.reading import Done, Reading, Unread, at_once, cores, here, local_readers, readers, reading_of
from litsynth.reading import worker as worker_module
from litsynth.reading.worker import Worker
from litsynth.records import Document, Paper
from litsynth.sources import FolderSource

PROSE = "This sentence is here so that the paper has enough running text to be read. " * 4
NOTES = [Unread(f"# Note {number}\n\n{PROSE}".encode(), "note.md", f"file:{number}") for number in range(9)]
LIMIT = 60.0


class Deadly(Unread):
    """What does to its reader what its name says."""

    def read(self) -> Document:
        if self.name == "dies":
            os.kill(os.getpid(), signal.SIGSEGV)
        if self.name == "leaves":
            os._exit(7)
        if self.name == "hangs":
            time.sleep(300)
        if self.name == "prints":
            os.write(1, b"a library says something")
        return here(read(NOTES[0]))


class Broken(Unread):
    """What a reader has an error for that nobody foresaw."""

    def read(self) -> Document:
        return Unread(None, self.name, "file:1").read()  # type: ignore[arg-type]


def read(*files: Unread) -> Reading:
    """Reads one file after the other until one can be read."""
    for file in files[:-1]:
        try:
            return (yield file)
        except UnreadablePaper:
            continue
    return (yield files[-1])


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the other processes for the first byte."""
    monkeypatch.setattr(readers, "_WORTH", 0)


@pytest.fixture
def _no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(worker_module.subprocess, "Popen", refuse)


def outcomes(workers: int, *readings: Reading | None, limit: float = LIMIT) -> list[Done[int]]:
    with local_readers(CorpusSettings(workers=workers, file_seconds=limit)) as pool:
        return list(pool.each(enumerate(readings)))


@pytest.mark.usefixtures("_at_once")
def test_many_processes_give_what_one_gives_in_the_same_order() -> None:
    unreadable = Unread(b"junk", "a.pdf", "file:a")

    def kinds() -> list[Reading | None]:
        return [
            *map(read, NOTES),
            None,
            read(unreadable),
            read(unreadable, NOTES[3]),
            at_once(lambda: read_abstract(Paper("a", "T", abstract="It rains."))),
            read(Broken(b"", "odd.md", "file:o")),
        ]

    one, two = outcomes(1, *kinds()), outcomes(2, *kinds())
    assert [(done.what, done.document, str(done.error), done.file) for done in one] == [
        (done.what, done.document, str(done.error), done.file) for done in two
    ]
    assert [done.document == here(read(note)) for done, note in zip(two, NOTES, strict=False)] == [True] * 9
    assert [done.document is not None for done in two[9:]] == [False, False, True, True, False]
    assert "not a PDF" in str(two[10].error)
    assert str(two[13].error).startswith("odd.md: an error in litsynth's reader: ")
    assert [done.file for done in two[9:]] == [None, None, NOTES[3], None, None]


@pytest.mark.usefixtures("_at_once")
def test_a_file_that_ends_its_reader_is_told_and_the_others_are_read() -> None:
    names = ("dies", "leaves", "hangs")
    files = [*NOTES[:3], *(Deadly(b"", name, "file:x") for name in names), *NOTES[3:5]]
    done = outcomes(2, *map(read, files), limit=2.0)
    assert [str(one.error) for one in done if one.document is None] == [
        "dies: its reader died (signal 11)",
        "leaves: its reader died (exit status 7)",
        "hangs: reading it took more than 2 s",
    ]
    assert [one.what for one in done] == list(range(8))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems copy no process")
@pytest.mark.parametrize("name", ["dies", "leaves", "hangs"])
def test_one_file_cannot_hold_up_or_end_the_program_either(name: str) -> None:
    why = {"dies": "its reader died (signal 11)", "leaves": "its reader died (exit status 7)"}
    alone, after = outcomes(2, read(Deadly(b"", name, "file:x")), read(NOTES[1]), limit=1.0)
    assert str(alone.error) == f"{name}: {why.get(name, 'reading it took more than 1 s')}"
    assert after.document == here(read(NOTES[1]))


@pytest.mark.usefixtures("_at_once")
def test_few_files_are_in_memory_at_a_time() -> None:
    begun: list[int] = []

    def readings() -> Iterator[tuple[int, Reading]]:
        for number, note in enumerate(NOTES):
            begun.append(number)
            yield number, read(note)

    with local_readers(CorpusSettings(workers=2, file_seconds=LIMIT)) as pool:
        for given, done in enumerate(pool.each(readings())):
            assert done.what == given
            assert len(begun) - given <= 4


@pytest.mark.usefixtures("_no_process")
def test_one_worker_and_little_to_read_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(done.document for done in outcomes(8, *map(read, NOTES)))
    monkeypatch.setattr(readers, "_WORTH", 1)
    assert all(done.document for done in outcomes(1, *map(read, NOTES)))
    assert outcomes(8, read(NOTES[0]))[0].document  # one paper, however long
    with pytest.raises(AssertionError, match="a process was started"):
        outcomes(8, read(NOTES[0]), read(NOTES[1]))


@pytest.mark.usefixtures("_at_once")
def test_that_no_process_can_be_started_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("/no/such/python", "/bin/false"):
        monkeypatch.setattr(worker_module.sys, "executable", command)
        with pytest.raises(LitsynthError, match=r"cannot be started: .*\(set corpus.workers = 1\)"):
            outcomes(2, read(NOTES[0]))


def test_a_process_that_was_ended_from_outside_is_replaced_and_one_without_a_parent_ends() -> None:
    worker = Worker(LIMIT)
    assert worker.read(Deadly(b"", "prints", "x")) == here(read(NOTES[0]))  # what a library prints is no answer
    first = worker._process
    assert first is not None
    first.kill()
    first.wait()
    assert worker.read(NOTES[1]) == here(read(NOTES[1]))
    second = worker._process
    assert second is not None
    assert second.stdin is not None
    second.stdin.close()  # as the end of the parent does
    assert second.wait(60) == 0
    worker.close()


def test_errors_that_are_no_papers_fault_end_the_reading() -> None:
    def full() -> Reading:
        yield from ()
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        outcomes(2, read(NOTES[0]), full())


def test_a_source_without_steps_is_read_in_one(tmp_path: Path) -> None:
    class Plain:
        name = "plain"

        def fetch(self, paper: Paper) -> Document:
            raise MissingInput("gone")

    source = FolderSource(tmp_path)
    (tmp_path / "a.md").write_bytes(NOTES[0].data)
    (paper,) = source.find("", 0)[0]
    done = outcomes(1, reading_of(source, paper), reading_of(Plain(), paper))  # type: ignore[arg-type]
    assert done[0].document == source.fetch(paper)
    assert str(done[1].error) == "gone"


def test_every_core_is_used_unless_someone_says_otherwise() -> None:
    assert cores() >= 1
    with local_readers(CorpusSettings(workers=0, file_seconds=LIMIT)) as pool:
        assert pool._count == cores()
