"""Papers into a corpus by several processes: the same corpus, nothing lost that was committed, and what is kept of them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Litsynth
from test_archive import pack
from test_files_source import TEX
from test_store_renew import aged, misread

from litsynth.config import CorpusSettings
from litsynth.pipeline import Silent, fill, renew
from litsynth.reading import Unread, readers
from litsynth.records import Document
from litsynth.sources import FolderSource
from litsynth.store import CorpusSource, open_corpus

PROSE = "On XNLI paper {0} reaches 80.{0} points. " + "It has more than enough running text to be read by anyone. " * 6
TABLES = ("paper", "document", "passages", "source")


def rows(count: int) -> str:
    """JSON lines: sources, texts, abstracts, and a source without text."""
    lines = []
    for number in range(count):
        row = {"id": f"{number:03}", "title": f"Paper {number}"}
        kind = number % 4
        key = ("tex", "text", "abstract", "tex")[kind]
        text = PROSE.format(number)
        row[key] = ("", text, text, r"\begin{document}\end{document}")[kind] or TEX % text
        lines.append(json.dumps(row))
    return "\n".join(lines)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(rows(24))
    return path


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_WORTH", 0)


def filled(folder: Path, source: Path, workers: int = 1) -> tuple[list[str], dict[str, list[tuple[object, ...]]]]:
    """Fill a corpus from a file; what was skipped, and all that its database then holds."""
    with open_corpus(folder) as corpus:
        skipped = fill(corpus, [FolderSource(source)], Silent(), CorpusSettings(workers=workers))
    return [skip.reason for skip in skipped], contents(folder)


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(folder / "corpus.db") as raw:
        found = {table: raw.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES}
    raw.close()
    return found


@pytest.mark.usefixtures("_at_once")
def test_any_number_of_processes_makes_the_same_corpus(tmp_path: Path, lines: Path) -> None:
    one, two = filled(tmp_path / "one", lines), filled(tmp_path / "two", lines, 2)
    assert one == two
    assert [len(one[1][table]) for table in TABLES] == [18, 18, 18, 12]
    assert len(one[0]) == 6
    assert all("no running text" in reason for reason in one[0])


ADD = """
import sys
from litsynth.cli.main import call
from litsynth.reading import readers
readers._WORTH = 0
sys.exit(call(["corpus", "add", "mine", "rows.jsonl"]))
"""


def children_of(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        found.extend(int(child) for child in task.read_text().split())
    return found


def is_running(process: int) -> bool:
    try:
        return "(zombie)" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_a_killed_build_keeps_what_it_committed_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(rows(3_000))
    folder = tmp_path / "corpora" / "mine"
    process = subprocess.Popen(
        [sys.executable, "-c", ADD], cwd=tmp_path, env={**os.environ, "LITSYNTH_CORPUS_WORKERS": "2"}
    )
    while not (folder / "corpus.db").is_file() or len(papers_in(folder)) < 20:
        assert process.poll() is None
        time.sleep(0.02)
    children = children_of(process.pid)
    process.kill()
    process.wait()
    kept = papers_in(folder)
    assert kept == [f"{number:03}" for number in range(3_000) if number % 4 != 3][: len(kept)]  # in the order given
    assert len(kept) < 2_000
    (tmp_path / "rows.jsonl").write_text(rows(40 + 4 * len(kept) // 3))  # few more: to read 3,000 takes its time
    again = filled(folder, tmp_path / "rows.jsonl")
    assert again == filled(tmp_path / "fresh", tmp_path / "rows.jsonl")
    deadline = time.monotonic() + 60
    while any(map(is_running, children)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def papers_in(folder: Path) -> list[str]:
    try:
        with sqlite3.connect(f"file:{folder / 'corpus.db'}?mode=ro", uri=True) as raw:
            found = [key for (key,) in raw.execute("SELECT paper_id FROM paper ORDER BY rowid")]
    except sqlite3.OperationalError:  # not made yet
        return []
    raw.close()
    return found


# What is kept of papers that a corpus alone has


def test_what_a_row_held_is_kept_and_read_again_by_the_next_parser(tmp_path: Path, lines: Path) -> None:
    folder = tmp_path / "corpus"
    _, before = filled(folder, lines)

    def misread_full(read: Document) -> Document:
        return misread(read) if read.substrate != "abstract" else read

    aged(folder, misread_full)
    lines.unlink()
    assert contents(folder) != before
    with open_corpus(folder) as corpus:
        renew(corpus, CorpusSource(corpus, "none", "2026-01-31"), Silent(), CorpusSettings(workers=1))
        assert corpus.outdated() == ()
    assert contents(folder) == before


def test_the_bytes_go_with_their_paper_and_those_of_another_reading_are_not_kept(tmp_path: Path, lines: Path) -> None:
    folder = tmp_path / "corpus"
    filled(folder, lines)
    with open_corpus(folder) as corpus:
        assert corpus.file("001") == Unread(PROSE.format(1).encode(), "001.txt", "001", "Paper 1")
        assert len(corpus.with_file()) == 12
        corpus.put_paper(corpus.papers()[0], corpus.document("000"), ())
        assert corpus.file("000") is None
    with sqlite3.connect(folder / "corpus.db") as raw:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("DELETE FROM paper WHERE paper_id = '001'")
        assert raw.execute("SELECT count(*) FROM source").fetchone() == (10,)
    raw.close()


def test_files_with_figures_and_notes_on_another_file_are_not_kept(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    text = TEX % PROSE.format(7)
    (mine / "big.tex").write_text(text + "%" * 1_000_001)
    (mine / "small.tex").write_text(text)
    (mine / "two.md").write_text(f"# Two\n\n{PROSE}")
    (mine / "two.tex").write_text(r"\begin{document}\end{document}")  # cannot be read: two.md is, with a note
    filled(tmp_path / "corpus", mine)
    with open_corpus(tmp_path / "corpus") as corpus:
        kept = {paper.source for paper in corpus.papers() if paper.paper_id in corpus.with_file()}
        assert {paper.source for paper in corpus.papers()} - kept == {"big.tex", "two.tex"}


def test_nobody_is_told_of_papers_that_were_read_again(litsynth_: Litsynth, folder: Path) -> None:
    (folder / "rows.jsonl").write_text(rows(3))
    assert litsynth_("corpus", "add", "mine", "rows.jsonl")[:2] == (0, "3 papers added to mine, 3 in all, 0 skipped\n")
    aged(folder / "corpora" / "mine")
    (folder / "rows.jsonl").unlink()
    assert litsynth_("corpus", "show", "mine")[2] == ""


def test_nothing_is_written_outside_the_corpus(litsynth_: Litsynth, folder: Path) -> None:
    source = (TEX % PROSE.format(3)).encode()
    evil = {"../evil.tex": source, "/tmp/litsynth-evil.tex": source, "a/../../evil.tex": source, "main.tex": source}
    (folder / "papers").mkdir()
    (folder / "papers" / "x.tar.gz").write_bytes(pack(evil))
    before = set(folder.rglob("*"))
    assert litsynth_("corpus", "add", "mine", "papers")[:2] == (0, "1 paper added to mine, 1 in all, 0 skipped\n")
    made = set(folder.parent.rglob("*")) - before - {folder}
    assert {path.relative_to(folder).parts[:2] for path in made if path.is_file()} == {("corpora", "mine")}
    assert not Path("/tmp/litsynth-evil.tex").exists()
