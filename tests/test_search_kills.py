"""A run that searches arXiv, from nothing, and is killed: the next one goes on where it was and ends with the same bytes."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from arxiv_server import ArxivServer
from killer import KILLED, Killer

from litsynth.store.database import Database

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"
RUN = ("run", QUESTION, "--date", "2026-01-31", "--out", "reports/a", "-q")


@pytest.fixture
def killer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killer]:
    with ArxivServer() as server, monkeypatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0")
        patch.setenv("LITSYNTH_EXTRACT_RELEVANCE_THRESHOLD", "0.05")
        patch.setenv("LITSYNTH_SEARCH_ARXIV_API", server.api)
        patch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", server.url)
        with Killer() as killer:
            yield killer


def report(folder: Path) -> dict[str, bytes]:
    """The files of the report, but for the one that varies between equal runs."""
    made = folder / "reports" / "a"
    every = (path for path in made.rglob("*") if path.is_file() and path.name != "run.log.json")
    return {str(path.relative_to(made)): path.read_bytes() for path in every}


def whole(killer: Killer, folder: Path) -> tuple[dict[str, bytes], int, float]:
    """The report of a run that nobody kills, how many points it passes, and its seconds."""
    (folder / "whole").mkdir()
    status, points, took = killer.run(folder / "whole", *RUN)
    assert status in (0, 4)
    return report(folder / "whole"), points, took


def goes_on(killer: Killer, folder: Path, wanted: dict[str, bytes], point: int = 0, seconds: float = 0.0) -> bool:
    """Kill a run in an empty folder, look at the corpus, run again and compare; whether it was killed at all."""
    here = folder / "killed"
    here.mkdir()
    killed = killer.run(here, *RUN, point=point, seconds=seconds)[0] == KILLED
    if (file := here / "corpora" / "arxiv" / "corpus.db").exists():
        database = Database(file, 5)
        assert database.rows("PRAGMA integrity_check") == [("ok",)]
        database.close()
    assert killer.run(here, *RUN)[0] in (0, 4)
    assert report(here) == wanted, f"killed at point {point}, or after {seconds} s"
    left = [path for path in here.rglob(".*.part") if path.name.count(".") > 2]
    left += [path for folder in here.glob("reports/.*") for path in folder.rglob("*")]
    assert not left, f"killed at point {point}, or after {seconds} s"
    shutil.rmtree(here)
    return killed


def test_killed_at_points_where_something_is_made_to_last(killer: Killer, folder: Path) -> None:
    wanted, points, _ = whole(killer, folder)
    chosen = sorted({1, points, *random.Random(5).sample(range(2, points), 5)})
    assert all(goes_on(killer, folder, wanted, point=point) for point in chosen)


@pytest.mark.slow
def test_killed_at_every_point(killer: Killer, folder: Path) -> None:
    wanted, points, _ = whole(killer, folder)
    assert all(goes_on(killer, folder, wanted, point=point) for point in range(1, points + 1))


@pytest.mark.slow
def test_killed_at_two_hundred_moments(killer: Killer, folder: Path) -> None:
    wanted, _, took = whole(killer, folder)
    chance = random.Random(6)
    killed = [goes_on(killer, folder, wanted, seconds=took * chance.uniform(0.02, 1.0)) for _ in range(200)]
    assert sum(killed) > 100
