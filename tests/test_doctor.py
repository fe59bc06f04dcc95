"""What `litsynth doctor` says of a machine."""

import json
import shutil
from types import SimpleNamespace

from typer.testing import CliRunner

from litsynth.cli.doctor import app


def examined(monkeypatch, folder, **settings):
    monkeypatch.chdir(folder)
    for key, value in settings.items():
        monkeypatch.setenv(f"LITSYNTH_{key}", value)
    result = CliRunner().invoke(app, ["--json"], standalone_mode=False)
    return result.return_value, {row["check"]: row for row in map(json.loads, result.stdout.splitlines())}


def test_all_that_the_main_job_needs_is_there_and_answers(monkeypatch, tmp_path):
    status, rows = examined(monkeypatch, tmp_path)
    assert status == 0
    assert {rows[check]["state"] for check in ("verifier", "embedder", "corpora", "reports")} == {"ok"}
    assert "of 48 English probes right" in rows["verifier"]["detail"]
    assert rows["XLM-R"]["remedy"]


def test_a_model_that_is_not_there_is_missing_with_its_remedy(monkeypatch, tmp_path):
    status, rows = examined(monkeypatch, tmp_path, MODELS_VERIFIER=str(tmp_path / "none"))
    assert status == 3
    assert rows["verifier"]["state"] == "missing"
    assert rows["verifier"]["remedy"]
    assert rows["embedder"]["state"] == "ok", "the other checks go on"


def test_a_full_disk_is_told_before_a_run_meets_it(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_500_000_000))
    status, rows = examined(monkeypatch, tmp_path)
    assert (status, rows["corpora"]["state"]) == (0, "absent")
    assert "1.5 GB free" in rows["corpora"]["detail"]


def test_a_machine_without_a_browser_can_do_all_but_print(monkeypatch, tmp_path):
    status, rows = examined(monkeypatch, tmp_path, PDF_BROWSER="no-such-browser")
    assert (status, rows["browser for PDFs"]["state"]) == (0, "absent")
    assert rows["browser for PDFs"]["remedy"]
    status, rows = examined(monkeypatch, tmp_path, PDF_BROWSER="true")
    assert (status, rows["browser for PDFs"]["state"]) == (0, "ok")
