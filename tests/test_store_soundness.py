"""`corpus check`: every kind of damage is told, with what to do; a sound corpus has none."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import Litsynth
from fakes import BagEmbedder, RoleEntailer
from shelf_maker import document, paper, passages

from litsynth.reading import Unread
from litsynth.sources.cache import FileCache
from litsynth.store import open_corpus
from litsynth.store.mapped import write_arrays
from litsynth.store.packing import pack


@pytest.fixture
def made(folder: Path) -> Path:
    """A corpus of three papers with all that can be in one."""
    with open_corpus(folder / "corpora" / "mine") as corpus:
        for number in range(3):
            text = f"Paper {number} gains 1.8 points on XNLI. It loses none."
            file = Unread(text.encode(), "a.tex", paper(number).paper_id, "T")
            corpus.put_paper(paper(number), document(number, text), passages(number, text), file)
        embedder, entailer = corpus.memo(BagEmbedder(), RoleEntailer())
        corpus.dense_index(corpus.passages(), embedder, lambda _: None)
        entailer.judge([("one", "two"), ("three", "four")])
        FileCache(corpus.files).put("2001.00001v1.pdf", b"%PDF-1.4 ...")
    return folder / "corpora" / "mine"


def changed(sql: str, *values: object) -> Callable[[Path], None]:
    def change(made: Path) -> None:
        with sqlite3.connect(made / "corpus.db") as database:
            database.execute(sql, values)
        database.close()

    return change


def flipped(name: str, at: int) -> Callable[[Path], None]:
    def change(made: Path) -> None:
        data = bytearray((made / name).read_bytes())
        data[at] ^= 0xFF
        (made / name).write_bytes(data)

    return change


OTHER = "Paper 1 gains 8.1 points on XNLI. It loses none."
ONE = "arXiv:2001.00001"


def test_a_sound_corpus_has_no_fault_and_stays_as_it_is(made: Path, litsynth_: Litsynth) -> None:
    before = (made / "corpus.db").read_bytes()
    assert litsynth_("corpus", "check", "mine") == (0, "mine: 3 papers, 0 faults\n", "")
    assert (made / "corpus.db").read_bytes() == before
    assert litsynth_("corpus", "check", "mine", "--json") == (0, "", "")


@pytest.mark.parametrize(
    ("damage", "status", "said"),
    [
        (
            changed("UPDATE document SET record = ? WHERE paper_id = ?", pack(document(1, OTHER)), ONE),
            3,
            f"{ONE}: its text is not the one that was put there (litsynth corpus remove mine {ONE}, then add it again)",
        ),
        (
            changed("UPDATE passages SET record = ? WHERE paper_id = ?", pack(passages(1, OTHER)), ONE),
            3,
            f"{ONE}: its passages are not those that were put there",
        ),
        (changed("UPDATE document SET record = x'00' WHERE paper_id = ?", ONE), 3, f"{ONE}: cannot be read"),
        (changed("DELETE FROM passages WHERE paper_id = ?", ONE), 3, f"{ONE}: cannot be read"),
        (
            changed("UPDATE passages SET record = ? WHERE paper_id = ?", pack(passages(2)), ONE),
            3,
            f"{ONE}: its text is another paper's",
        ),
        (changed("UPDATE vector SET data = x'0000' WHERE rowid = 1"), 0, "vectors: "),
        (changed("UPDATE vector SET data = x'0000c07f' WHERE rowid > 0"), 0, "none that a model gives (it is worked out"),
        (changed("UPDATE source SET data = x'00' WHERE paper_id = ?", ONE), 3, f"{ONE}: the file that it was read from"),
        (changed("UPDATE paper SET version = 'v7' WHERE paper_id = ?", ONE), 3, f"{ONE}: its version is not the one"),
        (changed("DELETE FROM known_as WHERE paper_id = ?", ONE), 0, f"{ONE}: its names are gone"),
        (changed("INSERT INTO query (record) VALUES (x'00')"), 0, "search log: 1 of its entries cannot be read"),
        (
            changed("INSERT INTO sifted VALUES (?, 'a', 'b', x'00')", ONE),
            0,
            "sentences that may be claims: 1 of its entries cannot be read (it is worked out again",
        ),
        (
            changed("INSERT INTO stage (kind, under, given, record) VALUES ('Weighed', 'a', 'b', x'00')"),
            0,
            "verdicts of earlier runs: 1 of its entries cannot be read (it is worked out again",
        ),
        (lambda made: (made / "passages.bm25").write_bytes(b"junk"), 0, "passages.bm25: is not the index that was"),
        (lambda made: (made / "passages.int8").write_bytes(b"junk"), 0, "passages.int8: is not the index that was"),
        (changed("UPDATE judgement SET neutral = 2.0"), 0, "judgements: 2 are none that a model gives"),
        (flipped("passages.faiss", -1), 0, "passages.faiss: is not the index that was built (it is built anew"),
        (flipped("files/2001.00001v1.pdf", 3), 0, "2001.00001v1.pdf: is not as it was fetched"),
        (lambda made: (made / "files" / "2001.00001v1.pdf").unlink(), 0, "2001.00001v1.pdf: is gone"),
    ],
)  # fmt: skip
def test_damage_is_told_with_what_to_do(
    made: Path, litsynth_: Litsynth, damage: Callable[[Path], None], status: int, said: str
) -> None:
    damage(made)
    found, out, err = litsynth_("corpus", "check", "mine")
    assert (found, err) == (status, "")
    assert said in out
    assert out.endswith(f"mine: 3 papers, {'1 fault' if status else '0 faults'}\n")


def test_a_version_that_is_kept_beside_is_looked_at_too(made: Path, litsynth_: Litsynth) -> None:
    text = "Paper 1 gains 1.9 points on XNLI. It loses none."
    with open_corpus(made) as corpus:
        corpus.put_paper(paper(1, "v2"), document(1, text), passages(1, text))
    assert litsynth_("corpus", "check", "mine")[0] == 0
    for damage, said in (
        (changed("UPDATE other_version SET document = ?", pack(document(2))), "its text is another paper's"),
        (changed("UPDATE other_version SET record = x'00'"), "cannot be read"),
        (changed("UPDATE other_version SET document = x'00'"), "cannot be read"),
    ):
        damage(made)
        status, out, _ = litsynth_("corpus", "check", "mine")
        assert status == 3
        assert f"{ONE}v1: {said}" in out


def test_a_measured_result_that_was_changed_is_told(made: Path, litsynth_: Litsynth) -> None:
    (made / "files" / "measured").mkdir()
    (made / "files" / "measured" / "run.json").write_text("{}")
    status, out, _ = litsynth_("corpus", "check", "mine")
    assert status == 3
    assert "run.json: no measured run" in out


def test_a_file_that_sqlite_finds_damaged_is_told_by_its_places(made: Path, litsynth_: Litsynth) -> None:
    with sqlite3.connect(made / "corpus.db") as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'judgement'")
    database.close()
    status, out, _ = litsynth_("corpus", "check", "mine")
    assert status == 3
    assert "corpus.db: " in out
    assert "put back a copy" in out


@pytest.mark.parametrize(
    "damage",
    [
        changed("UPDATE document SET record = x'00' WHERE paper_id = ?", ONE),
        changed("UPDATE document SET record = ? WHERE paper_id = ?", pack(document(1, OTHER)), ONE),
        changed("UPDATE passages SET record = x'00' WHERE paper_id = ?", ONE),
        changed("UPDATE paper SET record = x'00' WHERE paper_id = ?", ONE),
        changed("UPDATE paper SET version = 'v7' WHERE paper_id = ?", ONE),
        changed("UPDATE source SET data = x'00' WHERE paper_id = ?", ONE),
    ],
)
def test_what_the_remedy_says_mends_it(made: Path, litsynth_: Litsynth, damage: Callable[[Path], None]) -> None:
    damage(made)
    assert litsynth_("corpus", "check", "mine")[0] == 3
    assert litsynth_("corpus", "remove", "mine", ONE)[0] == 0
    assert litsynth_("corpus", "check", "mine")[1] == "mine: 2 papers, 0 faults\n"


@pytest.mark.parametrize("command", [("corpus", "show", "mine"), ("corpus", "export", "mine", "mine.corpus")])
def test_a_file_that_cannot_be_unpacked_is_in_nobodys_way(
    made: Path, litsynth_: Litsynth, command: tuple[str, ...]
) -> None:
    changed("UPDATE source SET data = x'00'")(made)
    assert litsynth_(*command)[0] == 0


def test_a_whole_index_of_words_is_no_fault(made: Path, litsynth_: Litsynth) -> None:
    write_arrays(made / "passages.bm25", "1", "x", {"a": np.arange(9, dtype=np.int32)})
    assert litsynth_("corpus", "check", "mine") == (0, "mine: 3 papers, 0 faults\n", "")
    flipped("passages.bm25", -1)(made)
    assert "passages.bm25: is not" in litsynth_("corpus", "check", "mine")[1]


def test_one_of_an_older_litsynth_is_not_brought_up_to_date(
    made: Path, litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in made.iterdir() if path.is_file()}
    monkeypatch.setattr("litsynth.store.soundness.MIGRATIONS", ("",) * 99)
    monkeypatch.setattr("litsynth.store.database.MIGRATIONS", ("",) * 99)
    status, out, err = litsynth_("corpus", "check", "mine")
    assert (status, out) == (2, "")
    assert err.endswith("here 99) (litsynth corpus show mine brings it up to date)\n")
    assert {path.name: path.read_bytes() for path in made.iterdir() if path.is_file()} == before


def test_a_corpus_that_is_not_there_is_one_line(litsynth_: Litsynth) -> None:
    status, out, err = litsynth_("corpus", "check", "none")
    assert (status, out) == (3, "")
    assert err == "litsynth: no corpus 'none' was made here (see: litsynth corpus list)\n"
