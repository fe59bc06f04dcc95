"""passages.bm25: what is kept of the lexical index is what would be built, or it is not used."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf_maker import rows

from litsynth.retrieve import LexicalIndex, Tokens, lexical
from litsynth.store import lexical_file, open_corpus
from litsynth.store.lexical_file import LEXICAL_FILE

TEXTS = ["apples and pears", "XLM-R reaches 80.9 on XNLI", "apples again, apples", "", "Ärzte & 数"]
QUERIES = ["apples", "XLM-R on XNLI", "nothing of it", "数"]
WORDS = st.lists(st.text(alphabet="ab cé数\n\u2028", max_size=12), max_size=30)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical_file, "LEAST_TEXTS", 1)


@pytest.fixture
def no_building(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often an index is built, and of how many texts."""
    built: list[int] = []
    build = LexicalIndex.of

    def counted(tokens: Tokens) -> LexicalIndex:
        built.append(len(tokens.lengths))
        return build(tokens)

    monkeypatch.setattr(LexicalIndex, "of", counted)
    return built


@given(texts=WORDS)
def test_an_index_survives_its_arrays(texts: list[str]) -> None:
    index = LexicalIndex.build(texts)
    arrays = index.to_arrays()
    again = LexicalIndex.from_arrays(arrays)
    assert again.words == index.words
    assert all(np.array_equal(arrays[name], array) for name, array in again.to_arrays().items())
    for query in (*texts[:5], "a b", ""):
        assert np.array_equal(again.shares(query), index.shares(query))


@given(texts=WORDS, at_once=st.integers(1, 20))
def test_it_is_the_same_whatever_is_counted_at_once(texts: list[str], at_once: int) -> None:
    whole = LexicalIndex.build(texts).to_arrays()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_SORTED", at_once)
        parts = LexicalIndex.build(texts).to_arrays()
    assert {name: array.tobytes() for name, array in parts.items()} == {
        name: array.tobytes() for name, array in whole.items()
    }


@pytest.mark.usefixtures("few")
def test_a_second_run_reads_it_and_another_text_builds_it_anew(tmp_path: Path, no_building: list[int]) -> None:
    with open_corpus(tmp_path) as corpus:
        first = corpus.lexical_index(rows(TEXTS))
        kept = (tmp_path / LEXICAL_FILE).read_bytes()
        again = corpus.lexical_index(rows(TEXTS))
        assert no_building == [5]
        assert [again.shares(query).tolist() for query in QUERIES] == [
            first.shares(query).tolist() for query in QUERIES
        ]
        corpus.lexical_index(rows(TEXTS[:3]))
        corpus.lexical_index(rows(TEXTS))
        assert no_building == [5, 3, 5]
    assert (tmp_path / LEXICAL_FILE).read_bytes() == kept
    assert sorted(path.name for path in tmp_path.glob("passages*")) == [LEXICAL_FILE]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "first line", "type", "name", "no file"])
def test_a_damaged_file_is_built_again(tmp_path: Path, no_building: list[int], harm: str) -> None:
    path = tmp_path / LEXICAL_FILE
    with open_corpus(tmp_path) as corpus:
        shares = corpus.lexical_index(rows(TEXTS)).shares("apples").tolist()
        whole = path.read_bytes()
        harmed = {
            "cut": whole[:-7],
            "flipped": whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:],
            "emptied": b"",
            "first line": b"\xff\xfe" + whole,
            "type": whole.replace(b'"<f4"', b'"<i4"'),
            "name": whole.replace(b'"starts"', b'"Starts"'),
        }
        if harm in harmed:
            path.write_bytes(harmed[harm])
        else:
            path.unlink()
        assert corpus.lexical_index(rows(TEXTS)).shares("apples").tolist() == shares
    assert no_building == [5, 5]
    assert path.read_bytes() == whole


@pytest.mark.usefixtures("few")
def test_where_it_cannot_be_written_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / LEXICAL_FILE).mkdir()  # a rename onto it fails, as a write to a full disk does
    with open_corpus(tmp_path) as corpus:
        assert corpus.lexical_index(rows(TEXTS)).shares("apples").any()
    assert [path.name for path in tmp_path.glob("passages*")] == [LEXICAL_FILE]


def test_a_small_corpus_has_none(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        corpus.lexical_index(rows(TEXTS))
    assert not (tmp_path / LEXICAL_FILE).exists()
