"""The first pass of 8 bits: it never hides a row that is among the nearest, and its file is used only for its vectors."""

from pathlib import Path

import numpy as np
import pytest
from fakes import BagEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_maker import rows

from litsynth.ports import Scores, Vectors
from litsynth.retrieve import DenseIndex, FirstPass, dense
from litsynth.store import first_pass_file, index_file, open_corpus
from litsynth.store.first_pass_file import FIRST_PASS_FILE
from litsynth.store.index_file import INDEX_FILE

TEXTS = [f"text {number} of {number % 3}" for number in range(9)]


def unit(numbers: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> Vectors:
    return (numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def vectors(size: int, dimensions: int, seed: int, kind: str) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((size, dimensions))
    if kind == "one large":
        drawn[:, 0] += 30
    if kind == "one unused":
        drawn[:, -1] = 0
    if kind == "repeated":
        drawn = np.repeat(drawn[: size // 10 + 1], 10, axis=0)[:size]
    if kind == "all the same":
        drawn[:] = drawn[0]
    return unit(drawn)


KINDS = st.sampled_from(["any", "one large", "one unused", "repeated", "all the same"])


class TestSearch:
    @settings(max_examples=40)
    @given(st.integers(1, 400), st.sampled_from([3, 16, 100, 384]), st.integers(0, 1000), KINDS, st.integers(1, 30))
    def test_no_row_is_nearer_than_it_says(self, size: int, dimensions: int, seed: int, kind: str, k: int) -> None:
        held = vectors(size, dimensions, seed, kind)
        queries = [*vectors(3, dimensions, seed + 1, "any"), held[0], 0 * held[0]]
        first_pass = FirstPass.build(lambda: np.array_split(held, 3) if size > 2 else [held])
        for query in queries:
            found, ceilings = first_pass.nearest(query, min(k, size))
            exact = held.astype(np.float64) @ query.astype(np.float64)
            assert (exact[found] <= ceilings).all()
            assert (np.delete(exact, found) <= ceilings[-1]).all()
            assert (np.diff(ceilings) <= 0).all()

    @settings(max_examples=15)
    @given(st.integers(0, 1000), KINDS, st.booleans(), st.integers(1, 60))
    def test_with_it_the_same_is_found_to_the_last_bit(self, seed: int, kind: str, halved: bool, k: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dense, "HALVED_FROM", 1 if halved else 10_000)
            plain = DenseIndex.build(vectors(1500, 384, seed, kind))
        queries = vectors(4, 384, seed + 1, "any")
        wanted = plain.search(queries, k)
        for got, want in zip(plain.after(FirstPass.build(plain.parts)).search(queries, k), wanted, strict=True):
            np.testing.assert_array_equal(got, want)

    def test_rows_are_left_out_only_where_none_of_them_can_be_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        through_all: list[int] = []
        search = DenseIndex._search

        def counted(index: DenseIndex, queries: Vectors, k: int) -> tuple[Scores, Vectors]:
            through_all.append(k)
            return search(index, queries, k)

        monkeypatch.setattr(DenseIndex, "_search", counted)
        for kind, times in (("any", 0), ("all the same", 1)):
            plain = DenseIndex.build(vectors(4000, 384, 1, kind))
            found = plain.after(FirstPass.build(plain.parts)).search(vectors(1, 384, 2, "any"), 5)
            assert len(through_all) == times
            np.testing.assert_array_equal(found[1], search(plain, vectors(1, 384, 2, "any"), 5)[1])

    def test_it_takes_a_byte_a_number_and_survives_its_arrays(self) -> None:
        held = vectors(1000, 384, 0, "any")
        made = FirstPass.build(lambda: [held]).to_arrays()
        assert sum(array.nbytes for array in made.values()) < 1.01 * held.size
        again = FirstPass.from_arrays(made)
        for name, array in again.to_arrays().items():
            np.testing.assert_array_equal(array, made[name])
        assert again.nearest(held[7], 1)[0].tolist() == [7]


@pytest.fixture
def halved(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (dense, index_file, first_pass_file):
        monkeypatch.setattr(module, "HALVED_FROM", 6)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for each first pass that is made."""
    counted: list[int] = []
    build = FirstPass.build
    monkeypatch.setattr(FirstPass, "build", lambda *given: counted.append(1) or build(*given))
    return counted


def nearest(folder: Path, texts: list[str], embedder: BagEmbedder) -> list[int]:
    with open_corpus(folder) as corpus:
        index = corpus.dense_index(rows(texts), embedder, lambda count: None)
        return list(index.search(BagEmbedder().embed(["text 7 of 1"]), 3)[1][0])


@pytest.mark.usefixtures("halved")
class TestFile:
    def test_it_is_made_once_and_anew_for_other_vectors(self, tmp_path: Path, made: list[int]) -> None:
        assert nearest(tmp_path, TEXTS, BagEmbedder())[0] == 7
        kept = (tmp_path / FIRST_PASS_FILE).read_bytes()
        assert nearest(tmp_path, TEXTS, BagEmbedder())[0] == 7
        assert len(made) == 1
        assert nearest(tmp_path, TEXTS[::-1], BagEmbedder())[0] == 1
        assert len(made) == 2
        assert (tmp_path / FIRST_PASS_FILE).read_bytes() != kept

    def test_a_corpus_of_before_gets_it_and_embeds_nothing(self, tmp_path: Path, made: list[int]) -> None:
        nearest(tmp_path, TEXTS, BagEmbedder())
        whole, vectors_of_before = ((tmp_path / name).read_bytes() for name in (FIRST_PASS_FILE, INDEX_FILE))
        (tmp_path / FIRST_PASS_FILE).unlink()
        embedder = BagEmbedder()
        assert nearest(tmp_path, TEXTS, embedder)[0] == 7
        assert (embedder.asked, len(made)) == (0, 2)
        assert (tmp_path / FIRST_PASS_FILE).read_bytes() == whole
        assert (tmp_path / INDEX_FILE).read_bytes() == vectors_of_before

    @pytest.mark.parametrize("harm", ["cut", "flipped", "emptied", "other form"])
    def test_a_damaged_file_is_never_used(self, tmp_path: Path, made: list[int], harm: str) -> None:
        nearest(tmp_path, TEXTS, BagEmbedder())
        path = tmp_path / FIRST_PASS_FILE
        whole = path.read_bytes()
        harmed = {
            "cut": whole[:-70],
            "flipped": whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:],
            "emptied": b"",
            "other form": whole.replace(b'"form":"1"', b'"form":"0"'),
        }[harm]
        assert harmed != whole
        path.write_bytes(harmed)
        assert nearest(tmp_path, TEXTS, BagEmbedder())[0] == 7
        assert len(made) == 2
        assert path.read_bytes() == whole

    def test_where_it_cannot_be_written_the_search_goes_on(self, tmp_path: Path) -> None:
        (tmp_path / FIRST_PASS_FILE).mkdir()  # a rename onto it fails, as a write to a full disk does
        assert nearest(tmp_path, TEXTS, BagEmbedder())[0] == 7
        assert {path.name for path in tmp_path.glob("passages*")} == {INDEX_FILE, FIRST_PASS_FILE}

    def test_a_small_corpus_has_none(self, tmp_path: Path) -> None:
        nearest(tmp_path, TEXTS[:5], BagEmbedder())
        assert not (tmp_path / FIRST_PASS_FILE).exists()
