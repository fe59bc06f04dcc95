"""What a corpus keeps, gives back and refuses."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_maker import document, paper, passages

from litsynth.errors import MissingInput, OutputFailed, UsageError
from litsynth.records import Query, Skipped
from litsynth.store import Corpus, open_corpus
from litsynth.store.database import Database
from litsynth.store.packing import pack, unpack
from litsynth.store.schema import MIGRATIONS


def put(corpus: Corpus, *numbers: int, version: str = "v1") -> None:
    for number in numbers:
        corpus.put_paper(paper(number, version), document(number), passages(number))


def read_everything(folder: Path) -> None:
    with open_corpus(folder) as corpus:
        corpus.papers()
        list(corpus.passages())


def test_papers_documents_and_passages_come_back_sorted_and_equal(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "deep" / "corpus") as corpus:
        put(corpus, 2, 1)
    with open_corpus(tmp_path / "deep" / "corpus", create=False) as corpus:
        assert corpus.papers() == (paper(1), paper(2))
        assert corpus.document(paper(2).paper_id) == document(2)
        assert tuple(corpus.passages()) == passages(1) + passages(2)
        assert corpus.passages()[2:] == list(passages(2))
        assert corpus.paper(paper(1).paper_id) == paper(1)
        assert corpus.paper("arXiv:0000.0000") is None
        assert corpus.files.is_dir()


def test_a_new_version_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, 1)
        text = "XLM-R reaches 79.2. mBERT reaches 65.4."
        corpus.put_paper(paper(1, "v2"), document(1, text), passages(1, text)[:1])
        assert corpus.papers() == (paper(1, "v2"),)
        assert corpus.document(paper(1).paper_id).text == text
        assert tuple(corpus.passages()) == passages(1, text)[:1]


def test_removing_a_paper_leaves_nothing_of_it(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, 1, 2)
        corpus.remove(paper(1).paper_id)
        assert corpus.papers() == (paper(2),)
        assert tuple(corpus.passages()) == passages(2)
        for ask in (corpus.document, corpus.remove):
            with pytest.raises(MissingInput, match="holds no paper arXiv"):
                ask(paper(1).paper_id)


def test_a_paper_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        with pytest.raises(ValueError, match="passages of"):
            corpus.put_paper(paper(1), document(1), passages(2))
        unstorable = replace(document(1), warnings=(object(),))  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            corpus.put_paper(paper(1), unstorable, passages(1))
        assert corpus.papers() == ()
        put(corpus, 1)  # the failed transaction is over


def test_the_digest_knows_content_and_not_order(tmp_path: Path) -> None:
    digests = []
    for name, numbers in (("a", (1, 2)), ("b", (2, 1)), ("c", (1,))):
        with open_corpus(tmp_path / name) as corpus:
            put(corpus, *numbers)
            digests.append(corpus.digest())
    assert digests[0] == digests[1] != digests[2]
    with open_corpus(tmp_path / "c") as corpus:
        for changed in (paper(1, "v2"), replace(paper(1), withdrawn=True), replace(paper(1), machine_written=True)):
            corpus.put_paper(changed, document(1), passages(1))
            digests.append(corpus.digest())
        text = "XLM-R reaches 79.2. mBERT reaches 65.4."
        corpus.put_paper(paper(1), document(1, text), passages(1, text))
        digests.append(corpus.digest())
        corpus.put_paper(replace(paper(1), source="elsewhere"), document(1), passages(1))
        assert corpus.digest() == digests[2]
    assert len(set(digests[2:])) == 5


def test_the_search_log_keeps_the_order_asked(tmp_path: Path) -> None:
    asked = tuple(Query("arxiv", text, 10, 5, "2026-01-31") for text in ("b", "a", "b"))
    with open_corpus(tmp_path) as corpus:
        corpus.put_queries(asked[:1])
        corpus.put_queries(asked[1:])
        assert corpus.queries() == asked


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec=None)), st.text())
def test_any_text_survives_packing(reason: str, what: str) -> None:
    assert unpack(Skipped, pack(Skipped(what, "parse", reason))) == Skipped(what, "parse", reason)


def test_no_corpus_is_made_when_one_was_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="no corpus at"):
        open_corpus(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_a_newer_schema_is_refused_in_one_line(tmp_path: Path) -> None:
    open_corpus(tmp_path).close()
    with sqlite3.connect(tmp_path / "corpus.db") as raw:
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    raw.close()
    with pytest.raises(UsageError, match="newer litsynth") as refused:
        open_corpus(tmp_path)
    assert "\n" not in str(refused.value)


def test_an_older_schema_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, 1)
    steps = (*MIGRATIONS, "CREATE TABLE extra (note TEXT); INSERT INTO extra VALUES ('new')")
    monkeypatch.setattr("litsynth.store.database.MIGRATIONS", steps)
    for _ in range(2):
        with open_corpus(tmp_path) as corpus:
            assert corpus.papers() == (paper(1),)
    database = Database(tmp_path / "corpus.db", 1)
    assert database.rows("SELECT note FROM extra") == [("new",)]
    database.close()


@pytest.mark.parametrize(
    "content", [b"this is no database, whatever its name says" * 40, b"SQLite format 3\0" + b"\7" * 5000]
)
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "corpus.db").write_bytes(content)
    with pytest.raises(MissingInput, match=r"corpus\.db is damaged"):
        open_corpus(tmp_path)
    assert (tmp_path / "corpus.db").read_bytes() == content


def test_a_database_damaged_inside_is_named_when_it_is_read(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, *range(40))
    data = bytearray((tmp_path / "corpus.db").read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    (tmp_path / "corpus.db").write_bytes(bytes(data))
    with pytest.raises(MissingInput, match=r"corpus\.db"):
        read_everything(tmp_path)


def test_a_record_that_cannot_be_read_names_its_paper(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, 1)
    with sqlite3.connect(tmp_path / "corpus.db") as raw:
        raw.execute("UPDATE document SET record = ?", (pack(paper(1)),))
    raw.close()
    with open_corpus(tmp_path) as corpus, pytest.raises(MissingInput, match=r"arXiv:2001\.00001 cannot be read"):
        corpus.document(paper(1).paper_id)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputFailed, match="cannot be written: Not a directory"):
        open_corpus(tmp_path / "file" / "corpus")
    (tmp_path / "corpus.db").mkdir()
    with pytest.raises(OutputFailed, match="cannot be opened"):
        open_corpus(tmp_path)


def test_a_full_disk_loses_only_what_was_being_written(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, 1)
        pages = corpus._database.rows("PRAGMA page_count")[0][0]
        corpus._database.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OutputFailed, match="no space is left"):
            put(corpus, *range(2, 200))
        kept = corpus.papers()
        assert tuple(corpus.document(item.paper_id) for item in kept) == tuple(
            document(n + 1) for n in range(len(kept))
        )


def test_a_lock_that_is_not_released_is_reported(tmp_path: Path) -> None:
    with open_corpus(tmp_path, busy_seconds=0.05) as corpus:
        holder = sqlite3.connect(tmp_path / "corpus.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert corpus.papers() == ()  # readers do not wait
        with pytest.raises(OutputFailed, match="locked by another process"):
            put(corpus, 1)
        holder.execute("ROLLBACK")
        holder.close()
        put(corpus, 1)


def test_a_forgotten_corpus_may_be_collected_in_another_thread(tmp_path: Path) -> None:
    held = [open_corpus(tmp_path / "corpus")]
    collector = threading.Thread(target=held.clear)
    collector.start()
    collector.join()
    assert held == []
    open_corpus(tmp_path / "corpus").close()
