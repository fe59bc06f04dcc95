"""The wheel holds everything: it is installed outside the clone and does the main job there."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_installed_wheel_answers_from_the_bundled_corpus_outside_the_clone(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wheel = [*build, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(wheel, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    install = [*build, "install", "--quiet", "--no-deps", "--target", str(tmp_path / "site"), str(built)]
    subprocess.run(install, check=True, capture_output=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    program = (
        "import litsynth, sys; print(litsynth.__file__, file=sys.stderr); from litsynth.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "run", "How good is mBERT on XNLI?", "--offline", "--json", "--quiet"],
        cwd=outside,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "site") in done.stderr
    assert json.loads(done.stdout)["verdicts"]
    (report,) = (outside / "reports").glob("*/report.md")
    first = report.read_text(encoding="utf-8")
    assert "digests written for the bundled corpus" in first
    assert main_again(outside, program, tmp_path) == first


def main_again(outside: Path, program: str, site: Path) -> str:
    """The same run on the corpus that the first one filled: its report must be the same to the byte."""
    subprocess.run(
        [sys.executable, "-c", program, "run", "How good is mBERT on XNLI?", "--offline", "--quiet", "--out", "again"],
        cwd=outside,
        env={**os.environ, "PYTHONPATH": str(site / "site")},
        capture_output=True,
        check=True,
    )
    return (outside / "again" / "report.md").read_text(encoding="utf-8")
