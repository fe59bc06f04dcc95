"""Ranking: exact, fused, the same in any company; and nothing that the claim itself says."""

from dataclasses import replace

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from litsynth.ports import Vectors
from litsynth.records import Anchor, Claim, Hit, Passage, Span
from litsynth.retrieve import DenseIndex, LexicalIndex, dense, retrieve, search
from litsynth.retrieve.fuse import DENSE_WEIGHT, fuse
from litsynth.retrieve.lexical import K1, B
from litsynth.retrieve.order import best_rows
from litsynth.retrieve.tokens import tokenize

QUOTE = "XLM-R reaches 80.9 accuracy on XNLI."


def unit(rows: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> Vectors:
    return (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)).astype(np.float32)


def random_vectors(rows: int, seed: int = 0, dimensions: int = 16) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal((rows, dimensions)))


def passage(number: int, text: str, paper: str = "other", start: int = 10_000, table: int = -1) -> Passage:
    return Passage(f"p{number}", paper, text, Span(start, start + len(text)), "text", table=table)


def claim(*also_at: int, text: str = QUOTE) -> Claim:
    places = [Anchor("own", "text", Span(start, start + len(QUOTE)), QUOTE) for start in (100, *also_at)]
    return Claim("c", "own", text, QUOTE, places[0], "result", also_at=tuple(places[1:]))


def retrieved(asked: Claim, passages: list[Passage], depth: int = 10) -> list[str]:
    vectors = random_vectors(len(passages) + 1)
    texts = [item.text for item in passages]
    indexes = DenseIndex.build(vectors[1:]), LexicalIndex.build(texts)
    (hits,) = retrieve([asked], passages, vectors[:1], *indexes, depth)
    return sorted(hit.passage_id for hit, _ in hits)


class TestTokens:
    @pytest.mark.parametrize(
        ("text", "tokens"),
        [
            ("80.9", ["80.9"]),
            ("-0.4", ["0.4"]),
            ("392,702 pairs", ["392702", "pair"]),
            ("(79.2%)", ["79.2"]),
            ("in 1995.", ["1995"]),
            ("XLM-R", ["xlm-r", "xlm", "r"]),
            ("mBERT’s", ["mbert"]),
            ("80.9-81.2", ["80.9-81.2", "80.9", "81.2"]),
            ("WMT'16 3rd", ["wmt", "16", "3rd"]),
            ("snli_dev", ["snli", "dev"]),
            ("U.S. and 3.", ["u.s", "u", "s", "3"]),
            ("mT5-XL", ["mt5-xl", "mt5", "xl"]),
            ("RoBERTa-large", ["roberta", "larg"]),
            ("zero-shot transfers", ["zero", "shot", "transfer"]),
            ("2005.13013v1", ["2005.13013v1", "2005", "13013v1"]),
            ("多言語", ["多言語"]),
            ("Это not", ["это"]),
            ("", []),
        ],
    )
    def test_numbers_and_names_stay_whole(self, text: str, tokens: list[str]) -> None:
        assert tokenize(text) == tokens

    @given(st.text())
    def test_any_text_has_tokens_without_space(self, text: str) -> None:
        assert all(token and not set(token) & set(" \n\t") for token in tokenize(text))


class TestDense:
    @settings(max_examples=25, deadline=None)
    @given(arrays(np.int8, st.tuples(st.integers(1, 40), st.just(3)), elements=st.integers(-1, 1)), st.integers(1, 50))
    def test_it_is_the_sorted_product_with_ties_by_row(self, rows: Vectors, k: int) -> None:
        vectors = unit(rows.astype(np.float64))
        index = DenseIndex.build(vectors)
        queries = unit(np.array([[1.0, 0, 0], [0, 1, 1]]))
        scores, found = index.search(queries, k)
        assert found.shape == scores.shape == (2, min(k, len(vectors)))
        for query, score, row in zip(queries, scores, found, strict=True):
            np.testing.assert_allclose(score, np.sort(vectors @ query)[::-1][:k], atol=1e-6)
            pairs = list(zip(-score, row, strict=True))
            assert pairs == sorted(pairs)
            # Of rows that tie for the last place, the first ones are taken.
            tied = np.flatnonzero((vectors == vectors[row[-1]]).all(axis=1))
            assert set(tied[tied < row[-1]]) <= set(row)

    def test_company_and_order_change_no_score(self) -> None:
        vectors, queries = random_vectors(500, dimensions=384), random_vectors(50, 1, 384)
        scores, rows = DenseIndex.build(vectors).search(queries, 20)
        backwards = DenseIndex.build(vectors[::-1].copy())
        for number in range(len(queries)):
            alone = backwards.search(queries[number : number + 1], 20)
            np.testing.assert_array_equal(alone[0][0], scores[number])
            np.testing.assert_array_equal(499 - alone[1][0], rows[number])

    def test_equal_indexes_have_equal_bytes_however_they_were_built(self) -> None:
        vectors = random_vectors(30)
        in_parts = DenseIndex.of(np.array_split(vectors, 4), 30)
        assert in_parts.to_bytes() == DenseIndex.build(vectors).to_bytes()
        assert len(DenseIndex.of([], 0)) == 0

    @pytest.mark.parametrize("halved_from", [1, 1000])
    @pytest.mark.parametrize("size", [1, 30])
    def test_its_file_has_the_same_bytes_written_in_parts(
        self, size: int, halved_from: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dense, "HALVED_FROM", halved_from)
        vectors = random_vectors(size)
        parts = DenseIndex.file_of(np.array_split(vectors, min(size, 4)), size)
        written = b"".join(part.tobytes() for part in parts)
        assert written == bytes(DenseIndex.build(vectors).to_bytes())
        again = DenseIndex.from_bytes(written)
        np.testing.assert_array_equal(
            again.search(vectors[:1], 9)[1], DenseIndex.build(vectors).search(vectors[:1], 9)[1]
        )

    def test_the_file_of_an_empty_index_has_the_same_bytes(self) -> None:
        written = b"".join(part.tobytes() for part in DenseIndex.file_of([], 0))
        assert written == bytes(DenseIndex.of([], 0).to_bytes())

    def test_a_large_index_takes_half_the_room_and_finds_nearly_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        vectors, queries = random_vectors(4000, dimensions=384), random_vectors(20, 1, 384)
        exact = DenseIndex.build(vectors)
        monkeypatch.setattr(dense, "HALVED_FROM", 4000)
        halved = DenseIndex.build(vectors)
        assert len(halved.to_bytes()) < 0.51 * len(exact.to_bytes())
        scores, rows = halved.search(queries, 50)
        found = [len(set(got) & set(want)) for got, want in zip(rows, exact.search(queries, 50)[1], strict=True)]
        assert sum(found) >= 0.99 * 1000
        for query, score, row in zip(queries, scores, rows, strict=True):
            np.testing.assert_allclose(score, exact.similarities(query, row), atol=2e-4)
            np.testing.assert_allclose(score, halved.similarities(query, row), atol=1e-6)

    def test_a_search_leaves_others_their_threads(self) -> None:
        """Faiss and torch share one setting: a search that kept it at one would make all training single-threaded."""
        before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(3)
        try:
            DenseIndex.build(random_vectors(40)).search(random_vectors(2, seed=1), 5)
            assert faiss.omp_get_max_threads() == 3
        finally:
            faiss.omp_set_num_threads(before)

    def test_similarities_are_those_of_the_search(self) -> None:
        index = DenseIndex.build(random_vectors(30))
        query = random_vectors(1, 1)
        scores, rows = index.search(query, 30)
        np.testing.assert_allclose(index.similarities(query[0], rows[0]), scores[0], atol=1e-6)


class TestLexical:
    def test_it_is_bm25(self) -> None:
        texts = ["apple apple pear", "pear plum", "fig"]
        # By hand for "apple" in text 0: frequency 2, in one of three texts, length 3 of a mean of 2.
        idf = np.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
        expected = idf * 2 * (K1 + 1) / (2 + K1 * (1 - B + B * 3 / 2))
        shares = LexicalIndex.build(texts).shares("apples")
        np.testing.assert_allclose(shares, [expected / (idf * (K1 + 1)), 0, 0], rtol=1e-6)

    def test_words_that_nothing_holds_lower_every_share(self) -> None:
        index = LexicalIndex.build(["apple pear", "plum"])
        assert 0 < index.shares("apple quince")[0] < index.shares("apple")[0]

    @settings(max_examples=60)
    @given(st.lists(st.lists(st.sampled_from(["fig", "plum", "80.9", "the"]), max_size=9).map(" ".join), max_size=9))
    def test_shares_are_on_0_to_1_and_follow_their_text(self, texts: list[str]) -> None:
        shares = LexicalIndex.build(texts).shares("80.9 plum plum")
        assert ((shares >= 0) & (shares < 1)).all()
        np.testing.assert_array_equal(LexicalIndex.build(texts[::-1]).shares("80.9 plum plum"), shares[::-1])
        for text, share in zip(texts, shares, strict=True):
            assert (share > 0) == bool({"80.9", "plum"} & set(text.split()))

    @given(st.lists(st.sampled_from([0.0, 0.5, 0.7]), max_size=12), st.integers(1, 14))
    def test_best_rows_are_the_stable_sort(self, scores: list[float], k: int) -> None:
        expected = [row for row in sorted(range(len(scores)), key=lambda row: -scores[row]) if scores[row] > 0][:k]
        assert best_rows(np.array(scores), k).tolist() == expected


class TestFuse:
    TEXTS = ("mBERT is older", "XLM-R reaches 80.9", "a very different matter", "XLM-R is newer", "nothing")

    def test_scores_are_the_weighted_sum_and_ranks_are_those_of_each_retriever(self) -> None:
        vectors = random_vectors(6)
        dense, lexical = DenseIndex.build(vectors[1:]), LexicalIndex.build(self.TEXTS)
        found = fuse(dense, lexical, vectors[0], "XLM-R at 80.9", 2)
        shares = lexical.shares("XLM-R at 80.9")
        nearest = dense.search(vectors[:1], 2)[1][0].tolist()
        assert {item.row for item in found} == {1, 3, *nearest}
        for item in found:
            cosine = float(vectors[1 + item.row].astype(float) @ vectors[0].astype(float))
            assert item.score == pytest.approx(DENSE_WEIGHT * cosine + (1 - DENSE_WEIGHT) * shares[item.row], abs=1e-6)
            assert item.dense_rank == (nearest.index(item.row) + 1 if item.row in nearest else 0)
            assert item.lexical_rank == {1: 1, 3: 2}.get(item.row, 0)
        assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)

    def test_equal_passages_stand_in_row_order(self) -> None:
        dense = DenseIndex.build(np.repeat(random_vectors(1), 40, axis=0))
        lexical = LexicalIndex.build(["the same"] * 40)
        for pool in (3, 40):
            assert [item.row for item in fuse(dense, lexical, random_vectors(1)[0], "the same", pool)] == list(
                range(pool)
            )


class TestRetrieve:
    def test_the_claims_own_sentence_and_windows_around_it_are_left_out(self) -> None:
        passages = [
            passage(0, QUOTE, "own", 100),
            passage(1, f"We train longer. {QUOTE}", "own", 100 - len("We train longer. ")),
            passage(2, "We train longer.", "own", 100 - len("We train longer. ")),
            passage(3, QUOTE, "other", 100),
        ]
        assert retrieved(claim(), passages) == ["p2", "p3"]

    def test_known_restatements_and_near_duplicates_are_left_out_in_the_own_paper_only(self) -> None:
        words = "On XNLI, XLM-R reaches 80.9 accuracy."
        passages = [
            passage(0, "The best figure is 80.9.", "own", 5_000),
            passage(1, words, "own", 6_000),
            passage(2, f"It is large. {words} It is slow.", "own", 7_000),
            passage(3, "On XNLI, XLM-R reaches 79.2 accuracy.", "own", 8_000),
            passage(4, words, "other", 6_000),
        ]
        assert retrieved(claim(), passages) == ["p0", "p3", "p4"]
        assert retrieved(claim(5_000), passages) == ["p3", "p4"]

    def test_a_table_row_is_no_repetition_unless_the_claim_was_taken_from_it(self) -> None:
        passages = [passage(0, QUOTE, "own", 5_000, table=0), passage(1, QUOTE, "own", 100, table=1)]
        assert retrieved(claim(), passages) == ["p0"]

    def test_touching_is_not_overlapping(self) -> None:
        before, after = "Ends here.", "Begins here."
        passages = [passage(0, before, "own", 100 - len(before)), passage(1, after, "own", 100 + len(QUOTE))]
        assert retrieved(claim(), passages) == ["p0", "p1"]

    def test_depth_is_reached_however_often_the_paper_repeats_the_claim(self) -> None:
        repeats = [passage(number, QUOTE, "own", 1_000 * number) for number in range(1, 700)]
        rest = [passage(1_000 + number, f"word{number}") for number in range(5)]
        assert retrieved(claim(), repeats + rest) == [item.passage_id for item in rest]
        assert len(retrieved(claim(), repeats + rest, depth=3)) == 3

    def test_each_claim_is_answered_as_if_it_were_alone(self) -> None:
        vectors = random_vectors(260)
        passages = [passage(number, f"XLM-R gains {number % 7} points on task {number % 11}") for number in range(200)]
        indexes = DenseIndex.build(vectors[:200]), LexicalIndex.build([item.text for item in passages])
        claims = [replace(claim(text=f"a gain of {number} points"), claim_id=f"c{number}") for number in range(60)]
        together = retrieve(claims, passages, vectors[200:], *indexes, 12)
        for number, hits in enumerate(together):
            alone = retrieve(claims[number : number + 1], passages, vectors[200 + number : 201 + number], *indexes, 12)
            assert alone == (hits,)
            assert len(hits) == 12
            assert {hit.claim_id for hit, _ in hits} == {f"c{number}"}

    def test_an_empty_corpus_has_no_hits(self) -> None:
        indexes = DenseIndex.build(random_vectors(0)), LexicalIndex.build([])
        assert retrieve([claim()], [], random_vectors(1), *indexes, 12) == ((),)

    def test_a_query_is_answered_without_a_claim(self) -> None:
        passages = [passage(0, QUOTE), passage(1, "Nothing of the kind.")]
        vectors = random_vectors(2)
        indexes = DenseIndex.build(vectors), LexicalIndex.build([item.text for item in passages])
        ((hit, found),) = search("XNLI accuracy", passages, vectors[:1], *indexes, 1)
        assert (hit, found) == (Hit("", "p0", hit.score, 1, 1), passages[0])
        assert 0.4 < hit.score < 1
