"""Stages of an experiment as tasks of a Ray cluster: the numbers of one machine, whatever is lost on the way."""

import os
import signal
from pathlib import Path

import pytest

pytest.importorskip("ray")

import ray
from reproduce_world import write_world

from litsynth.cli.main import call
from litsynth.config import EngineSettings
from litsynth.engines.ray_engine import RayEngine
from litsynth.engines.ray_steps import Step, each_done
from litsynth.errors import LitsynthError, UsageError

pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore::Warning")]  # of Ray's own

HERE = EngineSettings(name="ray", cpus=2, store_mb=100)


def contents(folder: Path) -> dict[str, bytes]:
    """What is the same whoever made it: predictions, and weights."""
    found = [*folder.rglob("*.csv.gz"), *folder.rglob("dev.pt"), *folder.rglob("last.pt")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_stages_on_ray_come_to_the_numbers_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITSYNTH_ENGINE_CPUS", "2")
    monkeypatch.setenv("LITSYNTH_ENGINE_STORE_MB", "100")
    spec = write_world(tmp_path)
    asked = ("reproduce", "run", str(spec), "--data", str(tmp_path), "--seed", "1,2", "--device", "cpu", "-q")
    assert call([*asked, "--out", str(tmp_path / "one")]) in (0, 1, 4)
    assert call([*asked, "--out", str(tmp_path / "many"), "--engine", "ray"]) in (0, 1, 4)
    one = contents(tmp_path / "one")
    assert len(one) > 6
    assert contents(tmp_path / "many") == one


@pytest.fixture(autouse=True)
def _workers_find_this_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def noted(folder: Path, name: str, wanted: tuple[str, ...], kill: bool = False) -> str:
    assert all((folder / one).exists() for one in wanted), name
    if kill and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    (folder / name).touch()
    return name


def failing() -> None:
    raise LitsynthError("the loss is no number")


def dying() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_step_waits_for_those_before_it_and_is_begun_again_where_its_worker_is_lost(tmp_path: Path) -> None:
    steps = {
        "c": Step(noted, (tmp_path, "c", ("a", "b")), {"a", "b"}),
        "b": Step(noted, (tmp_path, "b", ("a",), True), {"a"}),
        "a": Step(noted, (tmp_path, "a", ()), {"not one of these"}),
    }
    with RayEngine(HERE, offline=True) as engine:
        assert [name for name, _ in engine.each_done(steps, 1, 0)] == ["a", "b", "c"]
    assert (tmp_path / "killed").exists()


def test_what_a_step_raises_and_what_is_lost_each_time_is_one_line() -> None:
    with RayEngine(HERE, offline=True) as engine:
        with pytest.raises(LitsynthError, match="the loss is no number"):
            list(each_done(ray, {"a": Step(failing, ())}, 1, 0))
        with pytest.raises(LitsynthError, match=r"^a: 3 tasks were lost: a worker or its node was lost"):
            list(each_done(ray, {"a": Step(dying, ())}, 1, 0))
        with pytest.raises(UsageError, match="no node of the Ray cluster has 64 processors and 1 GPUs"):
            list(engine.each_done({}, 64, 1))
