"""Two processes that train together do what one does: the batch of the spec is the batch of both."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from reproduce_world import write_world

from litsynth.reproduce.predictions import read_predictions
from litsynth.reproduce.ranks import added_up, first_says, is_first, share_of, together

COMMAND = (
    "reproduce", "run", "tiny.toml", "--data", ".", "--arm", "translated", "--language", "xx", "--seed", "1",
    "--device", "cpu", "--offline", "--out",
)  # fmt: skip


def _run(folder: Path, out: str, *before: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *before, "-m", "litsynth", *COMMAND, out],
        cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_two_processes_come_to_the_numbers_of_one(tmp_path: Path) -> None:
    """Without dropout, which each draws for its share."""
    spec = write_world(tmp_path)
    spec.write_text(spec.read_text().replace("dim = 16", "dim = 16\ndropout = 0.0"))
    two = ("-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2")
    alone, both = _run(tmp_path, "one"), _run(tmp_path, "two", *two)
    assert alone.returncode == 0, alone.stderr
    assert both.returncode == 0, both.stderr
    assert both.stderr.count("1 results in two") == 1  # the first process speaks
    name = "results/translated/xx-1/last.csv.gz"
    one, other = (read_predictions(tmp_path / out / name) for out in ("one", "two"))
    assert one.items == other.items
    assert np.allclose(one.logits, other.logits, atol=0.002)
    assert np.abs(one.logits).max() > 1
    assert len(list((tmp_path / "two" / "stages").glob("*/stage.json"))) == 1


def test_a_single_process_has_nothing_to_share() -> None:
    rows = np.arange(5)
    assert share_of(rows) is rows
    assert added_up([torch.nn.Parameter(torch.zeros(1))], 1.5) == 1.5
    assert first_says(False) is False
    assert (is_first(), together()) == (True, False)


def test_the_first_process_is_the_one_of_rank_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    assert (is_first(), together()) == (False, True)
