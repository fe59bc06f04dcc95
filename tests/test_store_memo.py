"""Models are asked each thing once, whatever interrupts them."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import BagEmbedder, OverlapEntailer, RoleEntailer
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf_maker import rows

from litsynth.errors import OutputFailed
from litsynth.ports import Vectors
from litsynth.records import Extracted, Judgement, Weighed
from litsynth.store import MemoEmbedder, MemoEntailer, open_corpus
from litsynth.store.index_file import INDEX_FILE

TEXTS = [f"XLM-R gains {number} points on XNLI" for number in range(600)]
PAIRS = [(text, "XLM-R gains 3 points") for text in TEXTS]

few_words = st.lists(st.sampled_from(["XNLI", "mBERT", "gains", "80.9", "\udc80", ""]), max_size=3).map(" ".join)


class Interrupted(OverlapEntailer):
    """Stops at its second call."""

    calls = 0

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.calls += 1
        if self.calls == 2:
            raise KeyboardInterrupt
        return super().judge(pairs)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(few_words, max_size=6), max_size=4))
def test_answers_are_the_models_own_and_each_text_is_asked_once(
    tmp_path_factory: pytest.TempPathFactory, calls: list[list[str]]
) -> None:
    with open_corpus(tmp_path_factory.mktemp("corpus")) as corpus:
        inner = BagEmbedder()
        memo = MemoEmbedder(inner, corpus)
        for texts in calls:
            np.testing.assert_array_equal(memo.embed(texts), BagEmbedder().embed(texts))
        different = {text for texts in calls for text in texts}
        assert inner.asked == memo.misses == len(different)
        assert memo.hits + memo.misses == sum(map(len, calls))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(few_words, few_words), max_size=6), max_size=4))
def test_judgements_are_the_models_own_and_each_pair_is_asked_once(
    tmp_path_factory: pytest.TempPathFactory, calls: list[list[tuple[str, str]]]
) -> None:
    with open_corpus(tmp_path_factory.mktemp("corpus")) as corpus:
        inner = OverlapEntailer()
        memo = MemoEntailer(inner, corpus)
        for pairs in calls:
            assert memo.judge(pairs) == tuple(OverlapEntailer().judge(pairs))
        assert inner.asked == memo.misses == len({pair for pairs in calls for pair in pairs})


def test_a_second_run_asks_nothing_and_another_model_is_asked_again(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        embedder, entailer = corpus.memo(BagEmbedder(), OverlapEntailer())
        first = embedder.embed(TEXTS), entailer.judge(PAIRS)
    with open_corpus(tmp_path) as corpus:
        embedder, entailer = corpus.memo(BagEmbedder(), OverlapEntailer())
        np.testing.assert_array_equal(embedder.embed(TEXTS), first[0])
        assert entailer.judge(PAIRS) == first[1]
        assert (embedder.misses, entailer.misses) == (0, 0)
        assert (embedder.hits, entailer.hits) == (len(TEXTS), len(PAIRS))
        others = BagEmbedder(), OverlapEntailer()
        for model in others:
            model.identity += " int8"
        embedder, entailer = corpus.memo(*others)
        embedder.embed(TEXTS[:7])
        entailer.judge(PAIRS[:5])
        assert [model.asked for model in others] == [7, 5]


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        stopped = Interrupted()
        with pytest.raises(KeyboardInterrupt):
            MemoEntailer(stopped, corpus).judge(PAIRS)
    with open_corpus(tmp_path) as corpus:
        again = OverlapEntailer()
        assert MemoEntailer(again, corpus).judge(PAIRS) == tuple(OverlapEntailer().judge(PAIRS))
        assert 0 < stopped.asked < len(PAIRS)
        assert stopped.asked + again.asked == len(PAIRS)


def test_premise_and_hypothesis_are_not_exchanged(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        memo = MemoEntailer(OverlapEntailer(), corpus)
        (one,) = memo.judge([("a b c d", "a")])
        (other,) = memo.judge([("a", "a b c d")])
        assert one.entailment > other.entailment


def test_float32_judgements_come_back_as_numbers(tmp_path: Path) -> None:
    said = Judgement(np.float32(0.25), np.float32(0.5), np.float32(0.25), np.bool_(True))  # type: ignore[arg-type]
    with open_corpus(tmp_path) as corpus:
        corpus.put_judgements("m", {"p": said})
        (back,) = corpus.judgements("m", ["p", "q"]).values()
        assert back == Judgement(0.25, 0.5, 0.25, True)
        assert type(back.entailment) is float


class TestDenseIndex:
    def test_it_is_built_once_and_read_again(self, tmp_path: Path) -> None:
        done: list[int] = []
        with open_corpus(tmp_path) as corpus:
            built = corpus.dense_index(rows(TEXTS), BagEmbedder(), done.append)
        assert sum(done) == len(TEXTS)
        with open_corpus(tmp_path) as corpus:
            again = BagEmbedder()
            read = corpus.dense_index(rows(TEXTS), again, done.append)
        assert again.asked == 0
        assert sum(done) == 2 * len(TEXTS)
        assert read.to_bytes() == built.to_bytes()

    def test_other_texts_another_order_or_another_model_build_it_anew(self, tmp_path: Path) -> None:
        with open_corpus(tmp_path) as corpus:
            corpus.dense_index(rows(TEXTS[:3]), BagEmbedder(), print)
            other = BagEmbedder()
            other.identity += " int8"
            for texts, embedder in ((TEXTS[:4], BagEmbedder()), (TEXTS[3::-1], BagEmbedder()), (TEXTS[3::-1], other)):
                index = corpus.dense_index(rows(texts), embedder, print)
                assert embedder.asked == len(texts) == len(index)

    @pytest.mark.parametrize("damage", ["cut", "flip", "remove"])
    def test_a_damaged_file_is_never_used(self, tmp_path: Path, damage: str) -> None:
        with open_corpus(tmp_path) as corpus:
            whole = corpus.dense_index(rows(TEXTS[:9]), BagEmbedder(), print).to_bytes()
            file = tmp_path / INDEX_FILE
            data = bytearray(file.read_bytes())
            data[-1] ^= 1
            file.unlink()
            if damage != "remove":
                file.write_bytes(data if damage == "flip" else data[: len(data) // 2])
            assert corpus.dense_index(rows(TEXTS[:9]), BagEmbedder(), print).to_bytes() == whole
            assert file.read_bytes() == whole

    def test_a_full_disk_leaves_the_index_that_was_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        with open_corpus(tmp_path) as corpus:
            corpus.dense_index(rows(TEXTS[:3]), BagEmbedder(), print)
            before = (tmp_path / INDEX_FILE).read_bytes()
            with monkeypatch.context() as patch:
                patch.setattr("litsynth.store.index_file.os.fsync", full)
                with pytest.raises(OutputFailed, match=r"passages\.faiss cannot be written: No space left on device"):
                    corpus.dense_index(rows(TEXTS[:5]), BagEmbedder(), print)
            again = BagEmbedder()
            corpus.dense_index(rows(TEXTS[:3]), again, print)
            assert (again.asked, (tmp_path / INDEX_FILE).read_bytes()) == (0, before)
        assert {path.name for path in tmp_path.iterdir()} == {"corpus.db", "files", INDEX_FILE}

    def test_an_empty_corpus_has_an_empty_index(self, tmp_path: Path) -> None:
        with open_corpus(tmp_path) as corpus:
            index = corpus.dense_index(rows([]), BagEmbedder(), print)
            vectors: Vectors = BagEmbedder().embed(["a"])
            assert index.search(vectors, 5)[1].shape == (1, 0)


def test_verdicts_are_kept_of_the_newest_runs_only(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        for number in range(20):
            corpus.put_stage(f"under {number}", "claims", Weighed((), {"pairs_judged": number}))
        assert corpus.stage(Weighed, "under 19", "claims") == Weighed((), {"pairs_judged": 19})
        assert corpus.stage(Weighed, "under 19", "other claims") is None
        assert corpus.stage(Weighed, "under 3", "claims") is None
        assert corpus.stage(Weighed, "under 4", "claims") is not None
        for number in range(20):
            corpus.put_stage(f"under {number}", "papers", Extracted((), {"candidates": number}))
        assert corpus.stage(Weighed, "under 4", "claims") is not None, "of each kind the newest"
        assert corpus.stage(Extracted, "under 3", "papers") is None
        assert corpus.stage(Weighed, "under 19", "papers") is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE vector SET data = x'0000'",
        "UPDATE vector SET data = x'0000c07f' WHERE rowid = 1",
        "UPDATE vector SET data = 7",
        "UPDATE vector SET data = substr(data, 1, 8) WHERE rowid = 1",
        "UPDATE judgement SET neutral = 2.0",
        "UPDATE judgement SET entailment = -0.5, neutral = 1.5 - contradiction",
        "UPDATE judgement SET contradiction = 'much'",
    ],
)
def test_what_no_model_gives_is_not_remembered_and_is_worked_out_again(tmp_path: Path, damage: str) -> None:
    texts, pairs = ["one", "two", "three"], [("one", "two"), ("two", "three")]
    with open_corpus(tmp_path / "mine") as corpus:
        embedder, entailer = corpus.memo(BagEmbedder(), RoleEntailer())
        vectors, judged = embedder.embed(texts), entailer.judge(pairs)
    with sqlite3.connect(tmp_path / "mine" / "corpus.db") as raw:
        raw.execute(damage)
    raw.close()
    for asked in (True, False):
        with open_corpus(tmp_path / "mine") as corpus:
            embedder, entailer = corpus.memo(BagEmbedder(), RoleEntailer())
            assert (embedder.embed(texts) == vectors).all()
            assert entailer.judge(pairs) == judged
            assert (embedder.misses + entailer.misses > 0) == asked
