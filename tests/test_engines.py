"""Engines: batches over workers that come and go, and what is said where Ray or its cluster is not there."""

import os
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import yaml
from conftest import Litsynth
from fakes import BagEmbedder, OverlapEntailer
from hypothesis import given, settings
from hypothesis import strategies as st

from litsynth.config import EngineSettings, ModelSettings, settle
from litsynth.engines import LocalEngine, open_engine
from litsynth.engines.spread import ATTEMPTS, Lost, Spread
from litsynth.engines.spread_models import SpreadEmbedder, SpreadVerifier
from litsynth.errors import LitsynthError, MissingInput, UsageError
from litsynth.store import MemoEmbedder, MemoEntailer, open_corpus
from litsynth.store.memo import _BATCH

TEXTS = [f"XLM-R gains {number} points on XNLI" for number in range(5 * _BATCH // 2)]


class Task:
    def __init__(self, place: str, role: str, batch: Sequence[Any]) -> None:
        self.place, self.role, self.batch = place, role, batch


class Crew:
    """Workers that finish in the order that `picks` says; a place in `dying` is gone once it has answered so many."""

    def __init__(self, places: Sequence[str], picks: Iterator[int] | None = None, **dying: int) -> None:
        self._places = list(places)
        self._picks = picks or iter(lambda: 0, 1)
        self._dying = dying
        self.models = {"embedder": BagEmbedder().embed, "verifier": OverlapEntailer().judge}
        self.given: list[Task] = []
        self.under_way = 0
        self.most = 0

    def places(self) -> Sequence[str]:
        return self._places

    def submit(self, place: str, role: str, batch: Sequence[Any]) -> Task:
        self.given.append(Task(place, role, batch))
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        return self.given[-1]

    def first(self, tasks: Sequence[Task]) -> Task:
        return tasks[next(self._picks) % len(tasks)]

    def answer(self, task: Task) -> Any:
        self.under_way -= 1
        left = self._dying.get(task.place)
        if left == 0:
            self._places = [place for place in self._places if place != task.place]
            raise Lost("a worker or its node was lost")
        if left:
            self._dying[task.place] = left - 1
        return self.models[task.role](task.batch)


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 3), max_size=12),
    places=st.integers(1, 3),  # two may die: a batch is given up only when it is lost a third time
    picks=st.lists(st.integers(0, 7), min_size=1, max_size=20),
    dying=st.integers(0, 3),
)
def test_answers_are_those_of_one_model_in_order_whoever_is_quick_or_lost(
    sizes: list[int], places: int, picks: list[int], dying: int
) -> None:
    names = [f"node{number}" for number in range(places)]
    batches = [TEXTS[start : start + size] for start, size in enumerate(sizes)]
    crew = Crew(names, (picks[turn % len(picks)] for turn in range(10_000)), **dict.fromkeys(names[1:], dying))
    answers = list(Spread(crew).each("embedder", batches))
    assert len(answers) == len(batches)
    for answer, batch in zip(answers, batches, strict=True):
        np.testing.assert_array_equal(np.asarray(answer), BagEmbedder().embed(batch) if batch else np.zeros(0))
    assert {tuple(task.batch) for task in crew.given} == {tuple(batch) for batch in batches if batch}
    assert crew.most <= 2 * places


def test_few_batches_are_taken_ahead() -> None:
    taken = []

    def coming() -> Iterator[Sequence[str]]:
        for number in range(100):
            taken.append(number)
            yield [str(number)]

    answers = Spread(Crew(["one", "two"])).each("embedder", coming())
    next(answers)
    assert len(taken) == 4


def test_a_batch_that_loses_all_its_workers_ends_the_run_and_so_does_an_empty_cluster() -> None:
    deadly = Crew(["a", "b", "c", "d"], a=0, b=0, c=0, d=0)
    with pytest.raises(LitsynthError, match=f"given to {ATTEMPTS} workers, and all were lost: a worker or its node"):
        list(Spread(deadly).each("embedder", [["text"]]))
    with pytest.raises(LitsynthError, match="no worker is left"):
        list(Spread(Crew(["a"], a=0)).each("embedder", [["text"]]))


def test_what_the_model_raises_is_raised() -> None:
    crew = Crew(["a"])
    crew.models["verifier"] = lambda batch: (_ for _ in ()).throw(UsageError("no number"))
    with pytest.raises(UsageError, match="no number"):
        SpreadVerifier("m", "", Spread(crew)).judge([("a", "b")])


def test_memory_gives_workers_the_batches_that_it_gives_to_one_model_and_keeps_what_came_back(tmp_path: Path) -> None:
    """The same batches, so that a model whose answers depend on them says the same; a loss later on costs nothing."""
    pairs = [(text, "XLM-R gains 3 points") for text in TEXTS]
    asked: list[Sequence[tuple[str, str]]] = []

    class Noting(OverlapEntailer):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> Any:
            asked.append(pairs)
            return super().judge(pairs)

    with open_corpus(tmp_path / "local") as corpus:
        alone = MemoEntailer(Noting(), corpus).judge(pairs)
    crew = Crew(["one", "two"], two=0)
    with open_corpus(tmp_path / "spread") as corpus:
        assert MemoEntailer(SpreadVerifier("overlap@1 T=1", "", Spread(crew)), corpus).judge(pairs) == alone
    assert {tuple(task.batch) for task in crew.given} == {tuple(batch) for batch in asked}
    broken = Crew(["one"], one=2)
    with open_corpus(tmp_path / "cut") as corpus:
        with pytest.raises(LitsynthError):
            MemoEntailer(SpreadVerifier("overlap@1 T=1", "", Spread(broken)), corpus).judge(pairs)
        rest = Crew(["one"])
        memo = MemoEntailer(SpreadVerifier("overlap@1 T=1", "", Spread(rest)), corpus)
        assert memo.judge(pairs) == alone
        assert memo.hits == 2 * _BATCH


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from(TEXTS[:6]), min_size=1, max_size=4), max_size=6))
def test_a_text_that_is_under_way_is_not_asked_again(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]
) -> None:
    crew = Crew(["one", "two"])
    with open_corpus(tmp_path_factory.mktemp("corpus")) as corpus:
        memo = MemoEmbedder(SpreadEmbedder("bag@1", "", Spread(crew)), corpus)
        for vectors, texts in zip(memo.embed_each(batches), batches, strict=True):
            np.testing.assert_array_equal(vectors, BagEmbedder().embed(texts))
    different = {text for texts in batches for text in texts}
    assert sorted(text for task in crew.given for text in task.batch) == sorted(different)
    assert (memo.misses, memo.hits) == (len(different), sum(map(len, batches)) - len(different))


def test_no_texts_have_vectors_of_the_models_width() -> None:
    assert SpreadEmbedder("bag@1", "", Spread(Crew(["one"]))).embed([]).shape == (0, 64)


def test_the_local_engine_needs_no_context_and_refuses_an_address() -> None:
    with open_engine(EngineSettings(), offline=True) as engine:
        assert isinstance(engine, LocalEngine)
        assert engine.embedder(ModelSettings(), True).embed(["text"]).shape == (1, 384)
    with pytest.raises(UsageError, match="address is for --engine ray"):
        open_engine(EngineSettings(address="auto"), offline=False)
    with pytest.raises(UsageError, match=r"engine\.name: 'dask' is unknown"):
        settle([("environment", {"engine": {"name": "dask"}})])


def test_the_sample_cluster_has_documented_fields_only_and_one_image() -> None:
    """Fields as in KubeRay's API reference for ray.io/v1."""
    made = yaml.safe_load((Path(__file__).parents[1] / "docs" / "raycluster.yaml").read_text(encoding="utf-8"))
    assert (made["apiVersion"], made["kind"], set(made["metadata"])) == ("ray.io/v1", "RayCluster", {"name"})
    spec = made["spec"]
    assert set(spec) == {"rayVersion", "headGroupSpec", "workerGroupSpecs"}
    assert set(spec["headGroupSpec"]) == {"rayStartParams", "template"}
    for group in spec["workerGroupSpecs"]:
        assert set(group) == {"groupName", "replicas", "minReplicas", "maxReplicas", "rayStartParams", "template"}
        assert group["minReplicas"] <= group["replicas"] <= group["maxReplicas"]
    groups = [spec["headGroupSpec"], *spec["workerGroupSpecs"]]
    assert all(isinstance(value, str) for group in groups for value in group["rayStartParams"].values())
    pods = [container for group in groups for container in group["template"]["spec"]["containers"]]
    assert len({pod["image"] for pod in pods}) == 1
    assert all(pod["resources"]["limits"] == pod["resources"]["requests"] for pod in pods)


def test_a_cluster_that_asks_for_a_token_is_named_as_that_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_: object) -> None:
        os.write(2, b"gcs_client.cc:210: InvalidAuthToken\n")  # as Ray's C++ does
        raise ConnectionError("Failed to connect to Ray cluster")

    fake = SimpleNamespace(init=refuse, is_initialized=lambda: False, exceptions=SimpleNamespace(RayError=RuntimeError))
    monkeypatch.setitem(sys.modules, "ray", fake)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(MissingInput, match=rf"at {address} lets nobody in.*RAY_AUTH_MODE=token"):
            open_engine(EngineSettings("ray", address), offline=True).__enter__()
        os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def test_without_ray_one_line_names_the_extra(monkeypatch: pytest.MonkeyPatch, litsynth_: Litsynth) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingInput, match="not installed"):
        open_engine(EngineSettings(name="ray"), offline=True)
    status, out, err = litsynth_("run", "How good is mBERT?", "--corpus", "xnli", "--engine", "ray", "-q")
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert 'pip install "litsynth[ray]"' in err
