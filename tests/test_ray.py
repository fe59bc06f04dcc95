"""Ray clusters of several nodes on this machine: the bytes of the local engine, whatever is lost on the way."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray")

import ray
from ray.cluster_utils import Cluster

import litsynth.reading.readers as readers_module
import litsynth.store.index_file as index_module
import litsynth.store.memo as memo_module
import litsynth.verify.queue as queue_module
from litsynth.cli.session import load_models
from litsynth.config import CorpusSettings, EngineSettings, ExtractSettings, ModelSettings, SearchSettings, Settings
from litsynth.engines import Engine, LocalEngine, open_engine
from litsynth.engines.ray_workers import RayWorkers
from litsynth.errors import LitsynthError, MissingInput, NetworkRefused, UnreadablePaper
from litsynth.pipeline import Silent, answer
from litsynth.reading import Unread
from litsynth.render import report_json
from litsynth.resources import bundled_corpora
from litsynth.sources import FolderSource
from litsynth.store import open_corpus

pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore::Warning")]  # of Ray's own

QUESTION = "How good is XLM-R on Swahili?"
MODELS = ModelSettings(verifier="embedded", device="cpu", threads=1)
SETTINGS = Settings(SearchSettings(papers=8), ExtractSettings(claims=10), models=MODELS)
NODE = {"num_cpus": 1, "object_store_memory": 100 << 20, "include_dashboard": False}


class Hook(Silent):
    """Does something once: when the first batch of a stage is back, and others are under way."""

    def __init__(self, stage: str, act: Callable[[], None]) -> None:
        self._awaited, self._act = stage, act
        self._now = ""

    def stage(self, name: str, total: int) -> None:
        self._now = name

    def step(self, count: int = 1) -> None:
        if self._now == self._awaited:
            self._awaited = ""
            self._act()


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there is work for several workers in a small corpus; and every file is read elsewhere."""
    monkeypatch.setattr(memo_module, "_BATCH", 32)
    monkeypatch.setattr(index_module, "_CHUNK", 32)
    monkeypatch.setattr(queue_module, "_CHUNK", 32)
    monkeypatch.setattr(readers_module, "_WORTH", 0)
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_worker_niceness", "0")  # Ray's own 15 does not get on beside other jobs
    monkeypatch.delenv("RAY_ADDRESS", raising=False)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Two nodes of one processor each."""
    made = Cluster(initialize_head=True, head_node_args=NODE)
    made.add_node(**NODE)
    made.wait_for_nodes()
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every batch that was handed over, and to which place before it."""
    handed: list[tuple[str, str]] = []
    submit = RayWorkers.submit

    def noted(self: RayWorkers, place: str, role: str, batch: Any) -> Any:
        handed.append((place, repr(batch)))
        return submit(self, place, role, batch)

    monkeypatch.setattr(RayWorkers, "submit", noted)
    return handed


def twice(given: list[tuple[str, str]]) -> int:
    """How many batches had to be handed over again."""
    return len(given) - len({batch for _, batch in given})


def report(folder: Path, engine: Engine, progress: Silent | None = None) -> tuple[str, bytes]:
    with open_corpus(folder) as corpus:
        source = FolderSource(bundled_corpora()["xnli"], "2026-01-31", deep=False)
        models = load_models(MODELS, True, engine)
        outcome = answer(
            QUESTION, [source], corpus, models, SETTINGS, "2026-01-31", progress or Silent(), None, (), engine.readers
        )
        return report_json(outcome.report), (folder / index_module.INDEX_FILE).read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((memo_module, "_BATCH"), (index_module, "_CHUNK"), (queue_module, "_CHUNK")):
            patch.setattr(module, name, 32)
        return report(tmp_path_factory.mktemp("local"), LocalEngine())


def at(cluster: Cluster) -> EngineSettings:
    return EngineSettings("ray", cluster.address)


def test_two_nodes_give_the_bytes_of_one_machine_and_both_work(
    tmp_path: Path, cluster: Cluster, alone: tuple[str, bytes], given: list[tuple[str, str]]
) -> None:
    with open_engine(at(cluster), offline=False) as engine:
        assert report(tmp_path, engine) == alone
    shares = Counter(place for place, _ in given)
    assert len(shares) == 2
    assert min(shares.values()) > len(given) / 4
    assert twice(given) == 0


def wait_for_nodes(count: int, seconds: float = 60.0) -> None:
    """Until Ray itself has noticed how many nodes there are: later than the work that one of them lost is done elsewhere."""
    deadline = time.monotonic() + seconds
    while (alive := [node["Alive"] for node in ray.nodes()].count(True)) != count:
        assert time.monotonic() < deadline, f"{alive} nodes are alive after {seconds} seconds"
        time.sleep(0.1)


@pytest.mark.parametrize("stage", ["indexing", "verifying"])
def test_a_node_is_killed_in_mid_run(
    tmp_path: Path, cluster: Cluster, alone: tuple[str, bytes], given: list[tuple[str, str]], stage: str
) -> None:
    (_, second) = cluster.list_all_nodes()
    with open_engine(at(cluster), offline=False) as engine:
        kill = Hook(stage, lambda: cluster.remove_node(second, allow_graceful=False))
        assert report(tmp_path, engine, kill) == alone
        wait_for_nodes(1)
    assert twice(given) > 0
    assert second.node_id in {place for place, _ in given}
    assert given[-1][0] != second.node_id


def test_a_worker_process_is_killed_in_mid_run(
    tmp_path: Path, alone: tuple[str, bytes], given: list[tuple[str, str]]
) -> None:
    def kill() -> None:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_text()
            except OSError:
                continue
            if line.startswith("ray::Models") and _ours(int(process.name)):
                os.kill(int(process.name), signal.SIGKILL)

    with open_engine(EngineSettings("ray", cpus=1, store_mb=100), offline=True) as engine:
        assert report(tmp_path, engine, Hook("verifying", kill)) == alone
    assert twice(given) > 0


def _ours(pid: int) -> bool:
    """Whether this process is above that one."""
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return False


def test_workers_without_memory_end_the_run_with_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_memory_usage_threshold", "0.001")  # any node is above that
    monkeypatch.setenv("RAY_memory_monitor_refresh_ms", "100")
    with (
        open_engine(EngineSettings("ray", cpus=1, store_mb=100), offline=True) as engine,
        pytest.raises(LitsynthError, match="ran out of memory") as caught,
    ):
        report(tmp_path, engine)
    assert "\n" not in str(caught.value)


def test_a_file_that_kills_its_reader_is_a_paper_that_cannot_be_read_and_not_a_lost_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # the workers unpickle what is defined here
    prose = "This sentence is here so that the paper has enough running text to be read. " * 4
    good = Unread(f"# Note\n\n{prose}".encode(), "note.md", "file:1")
    with (
        open_engine(EngineSettings("ray", cpus=1, store_mb=100), offline=True) as engine,
        engine.readers(CorpusSettings(file_seconds=20)) as readers,
    ):
        first = readers.start(Deadly(b"", "deadly.md", "file:2"))
        assert readers.start(good).result().paper_id == "file:1"
        with pytest.raises(UnreadablePaper, match=r"deadly.md: its reader died \(signal 11\)"):
            first.result()


class Deadly(Unread):
    def read(self) -> Any:
        os.kill(os.getpid(), signal.SIGSEGV)


def test_where_there_is_no_cluster_or_it_may_not_be_asked() -> None:
    with pytest.raises(MissingInput, match=r"no Ray cluster at 127\.0\.0\.1:1"):
        open_engine(EngineSettings("ray", "127.0.0.1:1"), offline=True).__enter__()
    with pytest.raises(NetworkRefused, match="--offline forbids"):
        open_engine(EngineSettings("ray", "10.0.0.1:6379"), offline=True)
