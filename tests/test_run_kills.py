"""Whole processes with the models that ship: killed at any moment, or on a disk that is full, they go on where they were."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

QUESTION = "How does multilingual training compare to English-only training on XNLI accuracy?"
RUN = ("run", QUESTION, "--offline", "--date", "2026-01-31", "--papers", "12", "--out", "reports/a", "-q")

pytestmark = pytest.mark.slow


def begin(folder: Path) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    asked = [sys.executable, "-m", "litsynth", *RUN]
    return subprocess.Popen(asked, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish(folder: Path) -> tuple[int, str]:
    process = begin(folder)
    said = process.communicate()[1]
    return process.returncode, said


def report(folder: Path) -> dict[str, bytes]:
    """Every file of the report but the one that varies."""
    every = (path for path in (folder / "reports" / "a").rglob("*") if path.is_file() and path.name != "run.log.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in every}


def check_corpus(folder: Path) -> None:
    asked = [sys.executable, "-m", "litsynth", "corpus", "check", "xnli"]
    told = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.splitlines()[-1].endswith(" 0 faults")) == (0, True), told.stdout + told.stderr


def test_killed_at_twenty_moments_with_the_models_that_ship(folder: Path) -> None:
    begun = time.monotonic()
    assert finish(folder / "whole")[0] == 0
    took, wanted, killed = time.monotonic() - begun, report(folder / "whole"), 0
    chance = random.Random(4)
    for _ in range(60):
        here, process = folder / "killed", begin(folder / "killed")
        time.sleep(took * chance.uniform(0.05, 1.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL  # else it was done by then
        if (here / "corpora" / "xnli" / "corpus.db").exists():
            check_corpus(here)
        status, said = finish(here)
        assert (status, report(here) == wanted) == (0, True), said
        shutil.rmtree(here)
        if killed == 20:
            return
    pytest.fail(f"{killed} of 60 processes were killed before they were done")


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk in memory, of which nothing is left; `mount` gives it more."""
    disk = folder / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", disk], check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_disk_that_is_full_costs_nothing_that_was_done(folder: Path, small_disk: Path) -> None:
    assert finish(folder / "whole")[0] == 0
    wanted, sizes = report(folder / "whole"), []
    needed = sum(path.stat().st_size for path in (folder / "whole").rglob("*") if path.is_file())
    for share in (0.002, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 3.0):
        size = int(needed * share)
        subprocess.run(["mount", "-o", f"remount,size={size}", small_disk], check=True)
        status, said = finish(small_disk)
        sizes.append(status)
        if status:
            assert (status, said.count("\n"), "Traceback" in said) == (1, 1, False), said
            assert not report(small_disk)
    assert sizes[0] == 1
    assert sizes[-1] == 0
    assert report(small_disk) == wanted
    check_corpus(small_disk)
