"""A corpus that may not be written: asked and read as any other, and left as it is."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth
from fakes import BagEmbedder
from living_shop import QUESTION

from litsynth.errors import OutputFailed
from litsynth.records import Sifted, Weighed
from litsynth.store import MemoEmbedder, open_corpus, read_only


def closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody write below `folder`, as on a disk that is mounted so; root, too, is told so by the system there."""
    ask = os.access

    def access(path: Any, mode: int) -> bool:
        return ask(path, mode) and not (mode == os.W_OK and Path(path).resolve().is_relative_to(folder))

    monkeypatch.setattr(read_only.os, "access", access)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def corpora(folder: Path, papers: Path, litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert litsynth_("corpus", "add", "mine", str(papers))[0] == 0
    closed(folder / "corpora", monkeypatch)
    return folder / "corpora"


@pytest.mark.usefixtures("quick_models")
def test_a_run_says_what_it_says_on_one_that_may_be_written(
    folder: Path, corpora: Path, litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(corpora)
    shutil.copytree(corpora, folder / "open")
    asked = ("run", QUESTION, "--corpus", "mine", "--offline", "--date", "2026-01-31", "--out")
    for _ in range(2):
        assert litsynth_(*asked, "closed")[0] == 0
    assert contents(corpora) == before
    monkeypatch.setenv("LITSYNTH_CORPUS_FOLDER", "open")
    assert litsynth_(*asked, "opened")[0] == 0
    for name in ("brief.md", "claims.jsonl", "evidence.jsonl"):
        assert (folder / "closed" / name).read_bytes() == (folder / "opened" / name).read_bytes()


@pytest.mark.usefixtures("quick_models")
def test_all_that_only_reads_works(corpora: Path, litsynth_: Litsynth, folder: Path) -> None:
    before = contents(corpora)
    assert litsynth_("search", "XNLI", "--corpus", "mine")[0] == 0
    assert litsynth_("corpus", "show", "mine")[1].count("\n") == 3
    assert litsynth_("corpus", "check", "mine")[0] == 0
    assert litsynth_("corpus", "export", "mine", "mine.corpus")[0] == 0
    assert (folder / "mine.corpus").is_file()
    assert contents(corpora) == before


def test_what_would_write_is_refused_with_one_line(corpora: Path, litsynth_: Litsynth, folder: Path) -> None:
    (folder / "new.md").write_text("# A new paper\n\nAbstract\n\nIt gains 1.8 points on XNLI over the baseline.\n")
    before = contents(corpora)
    for command in (("corpus", "add", "mine", "new.md"), ("corpus", "remove", "mine", "file:0")):
        status, _, err = litsynth_(*command)
        assert status in (1, 3)
        assert err.count("\n") == 1
    assert contents(corpora) == before


def test_what_models_say_is_remembered_until_it_is_closed(corpora: Path) -> None:
    with open_corpus(corpora / "mine") as corpus:
        assert corpus.read_only
        memo = MemoEmbedder(BagEmbedder(), corpus)
        first = memo.embed(["one", "two"])
        again = memo.embed(["two", "three"])
        assert (memo.hits, memo.misses) == (1, 3)
        assert (first[1] == again[0]).all()
        corpus.put_queries(())
        key = corpus.ids()[0]
        corpus.put_stage("under", "given", Weighed((), {}))
        corpus.put_sifted("under", {key: (corpus.content(key), Sifted(3, ()))})
        assert corpus.stage(Weighed, "under", "given") == Weighed((), {})
        assert corpus.sifted(Sifted, "under", key) == Sifted(3, ())
    with open_corpus(corpora / "mine") as corpus:
        memo = MemoEmbedder(BagEmbedder(), corpus)
        memo.embed(["one"])
        assert (memo.hits, memo.misses) == (0, 1)


def test_one_that_its_owner_changes_meanwhile_is_never_called_damaged(corpora: Path) -> None:
    path = corpora / "mine" / "corpus.db"
    with open_corpus(corpora / "mine") as corpus, closing(sqlite3.connect(path)) as owner:
        held = corpus.ids()
        owner.execute("CREATE TABLE other (a)")
        owner.executemany("INSERT INTO other VALUES (?)", [("x" * 3000,)] * 100)
        owner.commit()
        assert corpus.ids() == held  # it is in the log, and not in the file yet
        owner.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with pytest.raises(OutputFailed, match=r"was changed by somebody else meanwhile \(run it again\)"):
            corpus.ids()
    with open_corpus(corpora / "mine") as corpus:
        assert corpus.ids() == held


def test_an_error_of_sqlite_in_a_file_that_was_changed_is_no_damage(corpora: Path) -> None:
    path = corpora / "mine" / "corpus.db"
    with open_corpus(corpora / "mine") as corpus:
        path.write_bytes(b"\xaa" * path.stat().st_size + b"more")
        with pytest.raises(OutputFailed, match=r"was changed by somebody else meanwhile \(run it again\)"):
            corpus.papers()


def test_a_log_that_cannot_be_read_here_is_one_line(corpora: Path, litsynth_: Litsynth) -> None:
    folder = corpora / "mine"
    (folder / "corpus.db-wal").write_bytes(b"left by a machine that went down")
    (folder / "corpus.db-shm").symlink_to(folder / "not there" / "shm")  # as where none can be made, for root too
    before = contents(folder)
    status, out, err = litsynth_("corpus", "show", "mine")
    assert (status, out) == (1, "")
    assert "was not closed by its last writer" in err
    assert err.endswith("(copy its folder to where it can be written)\n")
    assert contents(folder) == before


def test_one_of_an_older_litsynth_is_refused(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("litsynth.store.database.MIGRATIONS", ("",) * 99)
    with pytest.raises(OutputFailed, match=r"of an older litsynth \(schema \d+, here 99\), and cannot be written"):
        open_corpus(corpora / "mine")


@pytest.mark.usefixtures("quick_models")
def test_a_run_that_would_read_a_new_paper_into_it_ends_with_status_1(
    corpora: Path, papers: Path, litsynth_: Litsynth, folder: Path
) -> None:
    asked = ("--source", str(papers), "--corpus", "mine", "--date", "2026-01-31", "--out")
    assert litsynth_("run", QUESTION, *asked, "reports/known", "-q")[0] == 0
    (papers / "new.md").write_text("# A new paper\n\nAbstract\n\nIt gains 1.8 points on XNLI over the baseline.\n")
    before = contents(corpora)
    for command in (
        ("run", QUESTION, *asked, "reports/new", "-q"),
        ("reverify", "reports/known", "--date", "2026-02-28", "-q"),
    ):
        status, out, err = litsynth_(*command)
        assert (status, out, err.count("\n")) == (1, "", 1), err
    assert [path.name for path in (folder / "reports").iterdir()] == ["known"]
    assert contents(corpora) == before
