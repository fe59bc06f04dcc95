"""Where the time, the memory and the bytes of a run went."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Litsynth

from litsynth.cli.meter import Meter
from litsynth.cli.process import account
from litsynth.cli.profile_table import profile_table
from litsynth.pipeline import Silent

QUESTION = "Does intermediate-task training improve transfer on XNLI?"
MB = 1_000_000
linux = pytest.mark.skipif(not Path("/proc/self/io").is_file(), reason="the system does not count bytes")


def profiled(litsynth_: Litsynth, report: Path) -> dict[str, Any]:
    status, out, err = litsynth_("profile", str(report), "--json")
    assert status == 0, err
    value: dict[str, Any] = json.loads(out)
    return value


@pytest.mark.usefixtures("quick_models")
def test_the_stages_of_a_run_are_told_in_their_order_and_add_up(
    litsynth_: Litsynth, papers: Path, folder: Path
) -> None:
    assert litsynth_("run", QUESTION, "--source", str(papers), "--corpus", "mine", "--offline", "-q")[0] == 0
    (report,) = (folder / "reports").iterdir()
    log = profiled(litsynth_, report)
    assert sum(stage["seconds"] for stage in log["stages"].values()) == pytest.approx(log["seconds"], abs=0.02)
    status, out, _ = litsynth_("profile", str(report / "report.json"))
    lines = [line.split("  ")[0] for line in out.splitlines()]
    assert status == 0
    assert f"{log['embedding']['count']} texts embedded" in lines[0]
    assert lines[1:4] == ["stage", "starting", "loading models"]
    assert lines[-2:] == ["writing", "all"]
    assert sorted(lines[2:-1]) == sorted(log["stages"])


def test_a_reverify_has_a_profile_and_several_reports_are_told_one_after_the_other(
    litsynth_: Litsynth, folder: Path, old: Path
) -> None:
    (folder / "later").rename(folder / "papers" / "three.txt")
    assert litsynth_("reverify", str(old), "--date", "2026-02-28", "-q")[0] == 0
    (new,) = set((folder / "reports").iterdir()) - {old}
    assert {"starting", "reading", "verifying", "writing"} <= profiled(litsynth_, new)["stages"].keys()
    out = litsynth_("profile", str(old), str(new))[1]
    assert [part.split(":")[0] for part in out.split("\n\n")] == [str(old), str(new)]


@linux
def test_memory_and_bytes_are_those_of_the_stage_that_took_them(tmp_path: Path) -> None:
    meter = Meter(Silent())
    meter.stage("writing a file", 1)
    (tmp_path / "file").write_bytes(bytes(3 * MB))
    meter.stage("reading it", 1)
    (tmp_path / "file").read_bytes()
    meter.stage("holding", 1)
    filled = b"\1" * (400 * MB)
    meter.stage("letting go", 1)
    del filled
    stages = meter.log()["stages"]
    assert 3 * MB <= stages["writing a file"]["written_bytes"] < 4 * MB > stages["writing a file"]["read_bytes"]
    assert 3 * MB <= stages["reading it"]["read_bytes"] < 4 * MB > stages["reading it"]["written_bytes"]
    assert stages["holding"]["peak_mib"] == stages["letting go"]["peak_mib"] >= stages["holding"]["held_mib"]
    assert 350 < stages["holding"]["held_mib"] - stages["reading it"]["held_mib"] < 450
    assert stages["letting go"]["held_mib"] < stages["holding"]["held_mib"] - 350


@linux
def test_the_clock_starts_with_the_process() -> None:
    program = "import time; time.sleep(1); from litsynth.cli.process import account; print(account().seconds)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert 1.0 < float(said) < 60


@linux
def test_children_that_have_ended_are_counted() -> None:
    before = account()
    program = "import os, time\nwhile time.process_time() < 0.3: pass\nos.write(1, bytes(5_000_000))"
    subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)
    after = account()
    assert after.cpu_seconds - before.cpu_seconds > 0.25
    assert (after.written_bytes or 0) - (before.written_bytes or 0) >= 5 * MB


def test_the_models_part_of_a_stage_is_told(quick_models: Any) -> None:
    class Busy:
        identity = "busy"

        def embed(self, texts: Any) -> Any:
            start = os.times().user
            while os.times().user < start + 0.2:
                pass
            return quick_models.embedder.embed(texts)

    meter = Meter(Silent())
    models = meter.timed(type(quick_models)(Busy(), quick_models.entailer, {}, {}))
    meter.stage("one", 1)
    models.embedder.embed(["text"])
    meter.stage("two", 1)
    stages = meter.log()["stages"]
    assert 0.15 < stages["one"]["models_cpu_seconds"] <= stages["one"]["cpu_seconds"]
    assert stages["two"]["models_cpu_seconds"] == stages["starting"]["models_cpu_seconds"] == 0


def test_what_the_system_does_not_count_is_a_dash() -> None:
    stage = {"began": 0.0, "seconds": 1.0, "cpu_seconds": 2.0, "models_cpu_seconds": 0.0, "peak_mib": None}
    told = profile_table("here", {"stages": {"only": stage}}).splitlines()
    assert told[2].split() == ["only", "1.0", "2.0", "0.0", "-", "-", "-", "-"]
    assert told[3].split() == ["all", "1.0", "2.0", "0.0", "-", "-", "-", "-"]


@pytest.mark.parametrize(
    ("log", "status", "told"),
    [
        (None, 3, "cannot be read"),
        ("{", 2, "not JSON"),
        ("[]", 2, "does not tell what each stage took"),
        ('{"stages": {"writing": {"seconds": 1.0, "cpu_seconds": 1.0}}}', 2, "make the run again with this version"),
    ],
)
def test_a_folder_without_a_profile_is_one_line(
    litsynth_: Litsynth, tmp_path: Path, log: str | None, status: int, told: str
) -> None:
    if log is not None:
        (tmp_path / "run.log.json").write_text(log)
    found, out, err = litsynth_("profile", str(tmp_path))
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert told in err
