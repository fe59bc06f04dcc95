"""The passages of a corpus as rows: the right one in each, read when it is asked for, and never another paper's."""

import sqlite3
from pathlib import Path

import faiss
import pytest
from fakes import BagEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_maker import document, paper, passages, rows

from litsynth.errors import LitsynthError, MissingInput
from litsynth.records import Passage, Span
from litsynth.retrieve import DenseIndex
from litsynth.store import Corpus, PassageRows, open_corpus
from litsynth.store.first_pass_file import FIRST_PASS_FILE
from litsynth.store.index_file import INDEX_FILE
from litsynth.store.lexical_file import LEXICAL_FILE
from litsynth.store.packing import pack
from litsynth.store.rows import Outline


def put(corpus: Corpus, *numbers: int) -> None:
    for number in numbers:
        corpus.put_paper(paper(number), document(number), passages(number))


@given(st.lists(st.integers(0, 4), max_size=8))
def test_each_row_is_the_passage_of_its_place(counts: list[int]) -> None:
    papers = {
        f"p{number}": tuple(Passage(f"{number}-{at}", f"p{number}", str(at), Span(0, 1), "text") for at in range(count))
        for number, count in enumerate(counts)
    }
    flat = [passage for held in papers.values() for passage in held]
    found = PassageRows((Outline.of(key, held) for key, held in papers.items()), papers.__getitem__)
    assert [found[row] for row in range(len(found))] == list(found) == found[:] == flat
    assert [list(found.of_paper(key)) for key in papers] == [list(held) for held in papers.values()]
    for beyond in (-1, len(flat)):
        with pytest.raises(IndexError):
            found[beyond]


def test_only_the_papers_of_the_rows_that_are_asked_for_are_read() -> None:
    read: list[str] = []
    outlines = [Outline.of(paper(number).paper_id, passages(number)) for number in range(50)]

    def reading(paper_id: str) -> tuple[Passage, ...]:
        read.append(paper_id)
        return passages(int(paper_id[-5:]))

    found = PassageRows(outlines, reading)
    assert (len(found), found.digest != rows(["other"]).digest, found.has("other")) == (100, True, False)
    assert found[7] == passages(3)[1]
    assert found.of_paper(paper(3).paper_id) == passages(3)
    assert found.of_paper("other") == ()
    assert read == [paper(3).paper_id]


def test_the_digest_tells_texts_and_their_order() -> None:
    digests = [rows(texts).digest for texts in ([], [""], ["a", "b"], ["b", "a"], ["a b"])]
    assert len(set(digests)) == 5
    assert rows(["a", "b"]).digest == digests[2]


def test_the_digest_tells_whose_texts_they_are() -> None:
    one, other = (PassageRows.of([Passage("1", paper_id, "a", Span(0, 1), "text")]) for paper_id in ("p", "q"))
    assert one.digest != other.digest


def test_an_index_of_another_form_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_corpus(tmp_path) as corpus:
        corpus.dense_index(rows(["a", "b"]), BagEmbedder(), lambda count: None)
        monkeypatch.setattr("litsynth.store.index_file._FORM", "another")
        embedder = BagEmbedder()
        corpus.dense_index(rows(["a", "b"]), embedder, lambda count: None)
        assert embedder.asked == 2


def test_a_paper_that_another_process_changes_meanwhile_is_told(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as one, open_corpus(tmp_path) as other:
        put(one, 1, 2)
        found = one.passages()
        text = "XLM-R reaches 79.2. mBERT reaches 65.4."
        other.put_paper(paper(1), document(1, text), passages(1, text))
        assert found[2:] == list(passages(2))
        with pytest.raises(LitsynthError, match=r"passages of arXiv:2001\.00001 are not those that were there"):
            found[0]
        assert tuple(one.passages()) == passages(1, text) + passages(2)


def of_schema_5(folder: Path, records: dict[int, bytes]) -> None:
    """A corpus as litsynth wrote it before passages had outlines."""
    with open_corpus(folder) as corpus:
        put(corpus, *records)
    with sqlite3.connect(folder / "corpus.db") as raw:
        for column in ("count", "texts", "substrate"):
            raw.execute(f"ALTER TABLE passages DROP COLUMN {column}")
        raw.execute("ALTER TABLE built_index DROP COLUMN papers")
        raw.execute("DROP TABLE other_version")
        raw.execute("DROP TABLE stage")
        raw.execute("DROP TABLE sifted")
        raw.execute("CREATE TABLE weighed (id INTEGER PRIMARY KEY, under TEXT, claims TEXT, record BLOB)")
        for number, record in records.items():
            raw.execute("UPDATE passages SET record = ? WHERE paper_id = ?", (record, paper(number).paper_id))
        raw.execute("PRAGMA user_version = 5")
    raw.close()


def test_an_older_corpus_gets_its_outlines(tmp_path: Path) -> None:
    of_schema_5(tmp_path, {1: pack(passages(1)), 2: pack(())})
    with open_corpus(tmp_path) as corpus:
        found = corpus.passages()
        assert tuple(found) == passages(1)
        assert (corpus.substrate(paper(1).paper_id), corpus.substrate(paper(2).paper_id)) == ("text", None)
        assert corpus.substrate("other") is None
        digest = found.digest
        corpus.put_paper(paper(2), document(2), ())
        put(corpus, 1)
        assert corpus.passages().digest == digest
    assert (tmp_path / "corpus.db.schema-5").exists()


def test_passages_that_cannot_be_read_are_named_and_the_corpus_still_opens(tmp_path: Path) -> None:
    of_schema_5(tmp_path, {1: pack(passages(1)), 2: b"no record"})
    with open_corpus(tmp_path) as corpus:
        assert corpus.passages_of(paper(1).paper_id) == passages(1)
        with pytest.raises(MissingInput, match=r"arXiv:2001\.00002 cannot be read.*litsynth corpus remove"):
            corpus.passages()
        corpus.remove(paper(2).paper_id)
        assert tuple(corpus.passages()) == passages(1)


SHELVES = st.dictionaries(st.integers(0, 7), st.lists(st.sampled_from(["a b", "b c", "", "d"]), max_size=3), max_size=6)


def shelved(shelf: dict[int, list[str]]) -> PassageRows:
    papers = {
        f"p{key}": tuple(Passage(f"{key}-{at}", f"p{key}", text, Span(0, 1), "text") for at, text in enumerate(texts))
        for key, texts in sorted(shelf.items())
    }
    return PassageRows((Outline.of(key, held) for key, held in papers.items()), papers.__getitem__)


@settings(max_examples=60, deadline=None)
@given(st.lists(SHELVES, min_size=2, max_size=4))
def test_indexes_that_grew_are_those_that_were_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, shelves: list[dict[int, list[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("grown")
    with (
        pytest.MonkeyPatch.context() as patch,
        open_corpus(folder / "one") as one,
        open_corpus(folder / "other") as other,
    ):
        patch.setattr("litsynth.store.lexical_file.LEAST_TEXTS", 1)
        patch.setattr("litsynth.store.index_file.HALVED_FROM", 6)
        patch.setattr("litsynth.retrieve.dense.HALVED_FROM", 6)
        patch.setattr("litsynth.store.first_pass_file.HALVED_FROM", 6)
        for shelf in shelves:
            grown = one.dense_index(shelved(shelf), BagEmbedder(), lambda count: None)
            one.lexical_index(shelved(shelf))
        at_once = other.dense_index(shelved(shelves[-1]), BagEmbedder(), lambda count: None)
        other.lexical_index(shelved(shelves[-1]))
        assert isinstance(grown, DenseIndex)
        assert isinstance(at_once, DenseIndex)
        assert len(grown) == len(at_once) == len(shelved(shelves[-1]))
        for name in (INDEX_FILE, LEXICAL_FILE) if len(grown) else ():
            assert (folder / "one" / name).read_bytes() == (folder / "other" / name).read_bytes()
        if len(grown) >= 6:
            kept = [(folder / corpus / FIRST_PASS_FILE).read_bytes() for corpus in ("one", "other")]
            assert kept[0] == kept[1]


def test_only_texts_of_new_and_changed_papers_are_embedded_again(tmp_path: Path) -> None:
    first = {number: [f"paper {number} gains", "a b"] for number in range(5)}
    with open_corpus(tmp_path) as corpus:
        told: list[int] = []
        corpus.dense_index(shelved(first), BagEmbedder(), told.append)
        embedder = BagEmbedder()
        corpus.dense_index(shelved(first | {2: ["other", "c", "d"], 6: ["new"]}), embedder, told.append)
        assert (embedder.asked, sum(told)) == (4, 10 + 12)
        other = BagEmbedder()
        other.identity += " int8"
        corpus.dense_index(shelved(first), other, told.append)
        assert other.asked == 10


def test_passages_that_are_not_next_to_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="next to each other"):
        PassageRows.of([*passages(1), *passages(2), *passages(1)])


@pytest.mark.parametrize("strange", [7, "text", b"\x78\x9c"])
def test_a_strange_record_does_not_keep_a_corpus_from_opening(tmp_path: Path, strange: object) -> None:
    of_schema_5(tmp_path, {1: pack(passages(1)), 2: strange})  # type: ignore[dict-item]
    with open_corpus(tmp_path) as corpus:
        assert corpus.papers() == (paper(1), paper(2))
        with pytest.raises(MissingInput, match=r"arXiv:2001\.00002"):
            corpus.passages()


@pytest.mark.parametrize("count", ["many", 2.5])
def test_a_number_of_passages_that_is_none_is_damage(tmp_path: Path, count: object) -> None:
    with open_corpus(tmp_path) as corpus:
        put(corpus, 1)
    with sqlite3.connect(tmp_path / "corpus.db") as raw:
        raw.execute("UPDATE passages SET count = ?", (count,))
    raw.close()
    with open_corpus(tmp_path) as corpus, pytest.raises(MissingInput, match=r"how many passages arXiv:2001\.00001 has"):
        corpus.passages()


def test_an_index_that_cannot_be_mapped_serves_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = faiss.read_index

    def unmapped(source: object, *flags: int) -> object:
        if isinstance(source, str):
            raise RuntimeError("mapping is not supported here")
        return read(source, *flags)

    monkeypatch.setattr("litsynth.store.index_file.faiss.read_index", unmapped)
    with open_corpus(tmp_path) as corpus:
        for _ in range(2):
            assert len(corpus.dense_index(rows(["a b", "c"]), BagEmbedder(), lambda count: None)) == 2


def test_more_papers_than_are_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("litsynth.store.rows._PAPERS_IN_MEMORY", 2)
    with open_corpus(tmp_path) as corpus:
        put(corpus, *range(1, 7))
        found = corpus.passages()
        for row in (11, 0, 5, 2, 11, 1):
            assert found[row] == passages(row // 2 + 1)[row % 2]
