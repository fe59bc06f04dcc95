"""The index on disk: what the one in memory finds, built once, and of a large corpus nearly that."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import Litsynth
from fakes import BagEmbedder
from shelf_maker import rows

from litsynth.errors import OutputFailed
from litsynth.pipeline import Models
from litsynth.retrieve import DenseIndex
from litsynth.store import open_corpus

pytest.importorskip("lancedb")

from litsynth.store import lance_index as lance

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of LanceDB's own
TEXTS = [f"XLM-R gains {number} points on {number % 7} tasks" for number in range(1100)]


def unit_vectors(rows: int, seed: int = 0) -> np.ndarray:
    """Near a few centres, as texts are; every tenth is there twice."""
    chance = np.random.default_rng(seed)
    vectors = np.random.default_rng(7).standard_normal((20, 48))[chance.integers(0, 20, rows)]
    vectors = (vectors + 0.7 * chance.standard_normal((rows, 48))).astype(np.float32)
    vectors[1::10] = vectors[:-1:10][: len(vectors[1::10])]
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def built(folder: Path, vectors: np.ndarray, exact: bool) -> lance.LanceIndex:
    return lance.lance_index(folder, "digest", len(vectors), lambda: iter(np.array_split(vectors, 3)), exact)


@pytest.mark.parametrize("k", [1, 7, 100, 5000])
def test_the_exact_index_finds_what_the_flat_one_finds(tmp_path: Path, k: int) -> None:
    vectors, queries = unit_vectors(700), unit_vectors(30, seed=1)
    flat, disk = DenseIndex.build(vectors), built(tmp_path, vectors, exact=True)
    assert len(disk) == len(flat)
    for want, got in zip(flat.search(queries, k), disk.search(queries, k), strict=True):
        np.testing.assert_array_equal(got, want)
    rows = np.array([5, 3, 3, 699, 0])
    np.testing.assert_array_equal(disk.similarities(queries[0], rows), flat.similarities(queries[0], rows))
    assert disk.search(queries[:0], k)[1].shape == (0, min(k, 700))
    assert disk.similarities(queries[0], rows[:0]).shape == (0,)


def test_of_a_large_index_nearly_all_is_found_with_the_same_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lance, "LEAST_ROWS", 3000)
    monkeypatch.setattr(lance, "_PROBES", 4)
    vectors, queries = unit_vectors(5000), unit_vectors(20, seed=1)
    flat, disk = DenseIndex.build(vectors), built(tmp_path, vectors, exact=False)
    (index,) = disk._table.list_indices()
    assert index.index_type.replace("_", "").upper() == lance._KIND.replace("_", "")
    scores, rows = disk.search(queries, 20)
    found = [len(set(got) & set(want)) for got, want in zip(rows, flat.search(queries, 20)[1], strict=True)]
    assert sum(found) / 400 > 0.9
    for query, score, row in zip(queries, scores, rows, strict=True):
        np.testing.assert_allclose(score, flat.similarities(query, row), atol=1e-6)
        assert list(score) == sorted(score, reverse=True)


def test_it_is_built_once_and_anew_for_other_texts_and_the_last_but_one_is_deleted(tmp_path: Path) -> None:
    with open_corpus(tmp_path) as corpus:
        steps: list[int] = []
        embedder = BagEmbedder()
        corpus.dense_index(rows(TEXTS), embedder, steps.append, "lancedb-exact")
        assert (embedder.asked, sum(steps)) == (1100, 1100)
        again = corpus.dense_index(rows(TEXTS), embedder, steps.append, "lancedb-exact")
        assert (embedder.asked, len(again)) == (1100, 1100)
        (first,) = (tmp_path / lance.FOLDER).iterdir()
        for size in (10, 20):
            assert len(corpus.dense_index(rows(TEXTS[:size]), embedder, steps.append, "lancedb-exact")) == size
        assert len(list((tmp_path / lance.FOLDER).iterdir())) == 2
        assert not first.exists()
        flat = corpus.dense_index(rows(TEXTS[:20]), embedder, steps.append)
        query = embedder.embed(["XLM-R gains 3 points"])
        disk = corpus.dense_index(rows(TEXTS[:20]), embedder, steps.append, "lancedb-exact")
        np.testing.assert_array_equal(disk.search(query, 9)[1], flat.search(query, 9)[1])
        assert len(corpus.dense_index(rows([]), embedder, steps.append, "lancedb-exact")) == 0


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    class Stopped(BagEmbedder):
        def embed(self, texts: object) -> np.ndarray:
            if self.asked:
                raise KeyboardInterrupt
            return super().embed(texts)  # type: ignore[arg-type]

    with open_corpus(tmp_path) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.dense_index(rows(TEXTS), Stopped(), print, "lancedb-exact")
        assert list((tmp_path / lance.FOLDER).iterdir()) == []
        assert len(corpus.dense_index(rows(TEXTS), BagEmbedder(), print, "lancedb-exact")) == 1100


def test_what_a_killed_build_left_is_cleared_away_and_what_another_makes_is_not(tmp_path: Path) -> None:
    ended = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True).stdout.strip()
    left, under_way = (tmp_path / lance.FOLDER / f"abc.new-{process}" for process in (ended, os.getppid()))
    for folder in (left, under_way):
        (folder / "rows.lance").mkdir(parents=True)
    with open_corpus(tmp_path) as corpus:
        assert len(corpus.dense_index(rows(TEXTS), BagEmbedder(), print, "lancedb-exact")) == 1100
    assert (left.exists(), under_way.exists()) == (False, True)


def test_a_disk_that_is_too_small_is_told_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lance.shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with open_corpus(tmp_path) as corpus:
        with pytest.raises(OutputFailed, match=r"needs about 0\.0 GB, and 0\.0 GB are free"):
            corpus.dense_index(rows(TEXTS), BagEmbedder(), print, "lancedb")
        assert list((tmp_path / lance.FOLDER).iterdir()) == []


def test_an_unknown_index_and_one_that_is_not_installed_are_one_line_each(
    litsynth_: Litsynth, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("run", "Does XLM-R help?", "--source", "papers", "--corpus", "mine", "-q")
    monkeypatch.setenv("LITSYNTH_RETRIEVE_INDEX", "qdrant")
    status, out, err = litsynth_(*asked)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "retrieve.index: 'qdrant' is unknown (one of: flat, lancedb-exact, lancedb)" in err
    monkeypatch.setenv("LITSYNTH_RETRIEVE_INDEX", "lancedb")
    monkeypatch.setitem(sys.modules, "lancedb", None)
    status, out, err = litsynth_(*asked)
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert 'pip install "litsynth[lancedb]"' in err


def test_a_run_on_it_gives_the_verdicts_and_evidence_of_a_run_in_memory(
    litsynth_: Litsynth, papers: Path, quick_models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(out: str) -> tuple[str, str]:
        asked = ("run", "Does XLM-R help?", "--source", "papers", "--corpus", "mine", "--date", "2026-01-31", "-q")
        assert litsynth_(*asked, "--out", out)[0] == 0
        return Path(out, "claims.jsonl").read_text(), Path(out, "evidence.jsonl").read_text()

    flat = run("flat")
    shutil.rmtree("corpora")
    monkeypatch.setenv("LITSYNTH_RETRIEVE_INDEX", "lancedb-exact")
    assert run("disk") == flat
    assert Path("corpora", "mine", lance.FOLDER).is_dir()
