"""Killed processes lose what they had not committed; two at once lose nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from shelf_maker import document, paper

from litsynth.store import open_corpus
from litsynth.store.database import Database

WRITER = """
import sys
from pathlib import Path
import numpy as np
from shelf_maker import document, paper, passages
from litsynth.store import open_corpus

folder, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with open_corpus(folder) as corpus:
    for number in range(first, last):
        text = "XLM-R reaches 80.9. " + "mBERT reaches 66.3 on XNLI. " * 200
        corpus.put_paper(paper(number), document(number, text), passages(number, text))
        corpus.put_vectors("m", {f"{number}-{row}": np.full(384, number, np.float32) for row in range(50)})
        print(number, flush=True)
"""


def start(folder: Path, first: int, last: int) -> "subprocess.Popen[str]":
    here = Path(__file__).parent
    paths = [str(here), str(here.parent), *sys.path]
    code = f"import sys; sys.path[:0] = {paths!r}\n{WRITER}"
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(first), str(last)], stdout=subprocess.PIPE, text=True
    )


def is_whole(folder: Path) -> bool:
    database = Database(folder / "corpus.db", 5)
    try:
        return database.rows("PRAGMA integrity_check") == [("ok",)] and not database.rows("PRAGMA foreign_key_check")
    finally:
        database.close()


@pytest.mark.parametrize("papers_before_the_kill", [1, 7])
def test_a_killed_process_loses_at_most_its_open_transaction(tmp_path: Path, papers_before_the_kill: int) -> None:
    with start(tmp_path, 0, 100_000) as writer:
        assert writer.stdout is not None
        for _ in range(papers_before_the_kill):
            said = int(writer.stdout.readline())
        writer.kill()
        said = max([said, *map(int, writer.stdout.read().split())])
    assert writer.returncode == -signal.SIGKILL
    with open_corpus(tmp_path, create=False, busy_seconds=5) as corpus:
        kept = corpus.papers()
        assert kept[: said + 1] == tuple(paper(number) for number in range(said + 1))
        assert len(kept) <= said + 2  # one more may have been committed before it could say so
        for number in range(len(kept)):
            assert corpus.document(kept[number].paper_id).paper_id == document(number).paper_id
            assert len(corpus.vectors("m", [f"{number}-{row}" for row in range(50)])) in (
                (50,) if number <= said else (0, 50)
            )
        corpus.remove(paper(0).paper_id)  # and it can be written
    assert is_whole(tmp_path)


def test_two_processes_that_make_and_fill_one_corpus_lose_nothing(tmp_path: Path) -> None:
    with start(tmp_path, 0, 25) as one, start(tmp_path, 20, 45) as other:
        one.communicate(timeout=120)
        other.communicate(timeout=120)
    assert (one.returncode, other.returncode) == (0, 0)
    with open_corpus(tmp_path, create=False) as corpus:
        assert corpus.papers() == tuple(paper(number) for number in range(45))
        assert len(corpus.vectors("m", [f"{number}-{row}" for number in range(45) for row in range(50)])) == 45 * 50
    assert is_whole(tmp_path)
