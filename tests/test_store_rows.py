"""The passages of a corpus as rows: the right one in each, read when it is asked for, and never another paper's."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf_maker import document, paper, passages, rows

from litsynth.errors import LitsynthError, MissingInput
from litsynth.records import Passage, Span
from litsynth.store import Corpus, PassageRows, open_corpus
from litsynth.store.packing import pack
from litsynth.store.rows import Outline
from litsynth.store.schema import MIGRATIONS


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
    assert (found.substrate(paper(3).paper_id), found.substrate("other")) == ("text", None)
    assert read == [paper(3).paper_id]


def test_the_digest_tells_texts_and_their_order() -> None:
    digests = [rows(texts).digest for texts in ([], [""], ["a", "b"], ["b", "a"], ["a b"])]
    assert len(set(digests)) == 5
    assert rows(["a", "b"]).digest == digests[2]


def test_a_paper_that_another_process_changes_meanwhile_is_told(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as one, open_corpus(tmp_path) as other:
        put(one, 1, 2)
        found = one.passages()
        text = "XLM-R reaches 79.2. mBERT reaches 65.4."
        other.put_paper(paper(1), document(1, text), passages(1, text))
        assert found[2:] == list(passages(2))
        with pytest.raises(LitsynthError, match=r"arXiv:2001\.00001 was changed by another process meanwhile"):
            found[0]
        assert tuple(one.passages()) == passages(1, text) + passages(2)


def of_schema_5(folder: Path, records: dict[int, bytes]) -> None:
    """A corpus as litsynth wrote it before passages had outlines."""
    with open_corpus(folder) as corpus:
        put(corpus, *records)
    with sqlite3.connect(folder / "corpus.db") as raw:
        for column in ("count", "texts", "substrate"):
            raw.execute(f"ALTER TABLE passages DROP COLUMN {column}")
        for number, record in records.items():
            raw.execute("UPDATE passages SET record = ? WHERE paper_id = ?", (record, paper(number).paper_id))
        raw.execute("PRAGMA user_version = 5")
    raw.close()


def test_an_older_corpus_gets_its_outlines(tmp_path: Path) -> None:
    of_schema_5(tmp_path, {1: pack(passages(1)), 2: pack(())})
    with open_corpus(tmp_path) as corpus:
        found = corpus.passages()
        assert tuple(found) == passages(1)
        assert (found.substrate(paper(1).paper_id), found.substrate(paper(2).paper_id)) == ("text", None)
        digest = found.digest
        corpus.put_paper(paper(2), document(2), ())
        put(corpus, 1)
        assert corpus.passages().digest == digest
    assert len(MIGRATIONS) == 6
    assert (tmp_path / "corpus.db.schema-5").exists()


def test_passages_that_cannot_be_read_are_named_and_the_corpus_still_opens(tmp_path: Path) -> None:
    of_schema_5(tmp_path, {1: pack(passages(1)), 2: b"no record"})
    with open_corpus(tmp_path) as corpus:
        assert corpus.passages_of(paper(1).paper_id) == passages(1)
        with pytest.raises(MissingInput, match=r"arXiv:2001\.00002 cannot be read.*litsynth corpus remove"):
            corpus.passages()
        corpus.remove(paper(2).paper_id)
        assert tuple(corpus.passages()) == passages(1)
