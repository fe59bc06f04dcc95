"""A reverify that is killed goes on where it was, ends with the same bytes, and loses nothing."""

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from arxiv_server import ArxivServer
from killer import KILLED, Killer

from litsynth.store.database import Database

QUESTION = "Does intermediate-task training improve cross-lingual transfer in many languages?"
AGAIN = ("reverify", "reports/a", "--date", "2026-02-28", "--out", "reports/b", "-q")
UNCOUNTED = "run.log.json"
DAY = 86_400.0


@pytest.fixture
def killer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killer]:
    """With a local arXiv, and a report `base/reports/a` that a new paper and a new version have come to since."""
    with ArxivServer() as server, monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("LITSYNTH_SEARCH_DELAY_SECONDS", "0")
        patch.setenv("LITSYNTH_EXTRACT_RELEVANCE_THRESHOLD", "0.05")
        patch.setenv("LITSYNTH_SEARCH_ARXIV_API", server.api)
        patch.setenv("LITSYNTH_SEARCH_ARXIV_FILES", server.url)
        with Killer() as killer:
            (folder / "base").mkdir()
            run = ("run", QUESTION, "--date", "2026-01-31", "--out", "reports/a", "-q")
            assert killer.run(folder / "base", *run)[0] in (0, 4)
            server.shelf.publish(
                "2001.90001", body="Nine English tasks are compared. The best gains 4.2 points on XNLI."
            )
            said = "Intermediate-task training improves cross-lingual transfer in many languages by 1.8 points on XNLI."
            server.shelf.publish("2101.90021", title="Intermediate Tasks in Many Languages", abstract=said, body=said)
            yield killer


def state(folder: Path) -> dict[str, bytes]:
    """Every file of every report, but for what varies between equal runs."""
    found = (path for path in (folder / "reports").rglob("*") if path.is_file() and path.name != UNCOUNTED)
    kept = (path for path in found if not path.relative_to(folder / "reports").parts[0].startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}


def whole_one(killer: Killer, folder: Path) -> tuple[dict[str, bytes], int, float]:
    """What is there after a reverify that nobody kills, how many points it passes, and its seconds."""
    shutil.copytree(folder / "base", folder / "whole")
    status, points, took = killer.run(folder / "whole", *AGAIN)
    assert status in (0, 4)
    made = state(folder / "whole")
    assert any(name.startswith("reports/b/") for name in made)
    return made, points, took


def check(
    killer: Killer, folder: Path, wanted: dict[str, bytes], point: int = 0, seconds: float = 0.0, clock: float = 0.0
) -> bool:
    """Kill, look whether the corpus is whole, run again by another clock, compare; whether it was killed at all."""
    here = folder / "killed"
    shutil.copytree(folder / "base", here)
    status, _, _ = killer.run(here, *AGAIN, point=point, seconds=seconds)
    before = {name: data for name, data in state(here).items() if name.startswith("reports/a/")}
    assert before == {name: data for name, data in wanted.items() if name.startswith("reports/a/")}
    database = Database(here / "corpora" / "arxiv" / "corpus.db", 5)
    assert database.rows("PRAGMA integrity_check") == [("ok",)]
    assert database.rows("PRAGMA foreign_key_check") == []
    database.close()
    assert killer.run(here, *AGAIN, clock=clock)[0] in (0, 4)
    assert state(here) == wanted, f"killed at point {point}, or after {seconds} s"
    shutil.rmtree(here)
    return status == KILLED


def test_killed_at_points_where_something_is_made_to_last(killer: Killer, folder: Path) -> None:
    wanted, points, _ = whole_one(killer, folder)
    chosen = sorted({1, points, *random.Random(0).sample(range(2, points), 6)})
    assert all(check(killer, folder, wanted, point=point) for point in chosen)


def test_killed_at_some_moments(killer: Killer, folder: Path) -> None:
    wanted, _, took = whole_one(killer, folder)
    chance = random.Random(1)
    killed = [check(killer, folder, wanted, seconds=took * chance.uniform(0.02, 1.0)) for _ in range(4)]
    assert any(killed)


@pytest.mark.parametrize("clock", [-400 * DAY, 400 * DAY])
def test_killed_and_the_clock_set_before_it_goes_on(killer: Killer, folder: Path, clock: float) -> None:
    wanted, points, _ = whole_one(killer, folder)
    chosen = random.Random(3).sample(range(2, points), 3)
    assert all(check(killer, folder, wanted, point=point, clock=clock) for point in chosen)


def test_two_at_once_write_one_report(killer: Killer, folder: Path) -> None:
    again = ("reverify", "reports/a", "--date", "2026-02-28", "-q")
    shutil.copytree(folder / "base", folder / "alone")
    assert killer.run(folder / "alone", *again)[0] in (0, 4)
    with Killer() as other, ThreadPoolExecutor(2) as pool:
        ran = [pool.submit(one.run, folder / "base", *again) for one in (killer, other)]
        assert {outcome.result()[0] for outcome in ran} <= {0, 4}
    assert state(folder / "base") == state(folder / "alone")


@pytest.mark.slow
def test_killed_at_every_point_and_at_200_moments(killer: Killer, folder: Path) -> None:
    wanted, points, took = whole_one(killer, folder)
    assert all(check(killer, folder, wanted, point=point) for point in range(1, points + 1))
    chance = random.Random(2)
    killed = [check(killer, folder, wanted, seconds=took * chance.uniform(0.02, 1.0)) for _ in range(200)]
    assert sum(killed) > 100
