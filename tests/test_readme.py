"""The README does not drift: its commands exist, its Python runs, its output is what the command prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from litsynth.cli.main import COMMANDS, call, help_page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
LINES = [line for kind, block in BLOCKS if kind == "" for line in block.splitlines() if line.startswith("litsynth ")]


@pytest.mark.parametrize("line", LINES)
def test_every_command_and_option_in_the_readme_exists(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line, comments=True)[1:]
    assert words[0] in COMMANDS
    path = words[:2] if words[0] == "corpus" else words[:1]
    assert call([*path, "--help"]) == 0
    page = re.sub(r"\s+", " ", capsys.readouterr().out)
    for option in (word for word in words if word.startswith("--")):
        assert option in page


def test_the_readme_names_every_command() -> None:
    assert all(f"litsynth {name}" in README for name in COMMANDS)
    assert all(name in help_page() for name in COMMANDS)


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (program,) = [block for kind, block in BLOCKS if kind == "python"]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "supported 0." in done.stdout


def test_the_output_in_the_readme_is_that_of_the_example_report() -> None:
    (shown,) = re.findall(r"<!-- output: make run -->\n```text\n(.*?)```", README, flags=re.DOTALL)
    report = (ROOT / "reports" / "examples" / "1" / "report.md").read_text(encoding="utf-8")
    plain = re.sub(r"\\(.)", r"\1", report)
    sentences = [line for line in shown.splitlines() if line and not re.match(r"\d+ claims|reports/", line)]
    assert len(sentences) > 3
    # The terminal names the paper behind a sentence, the report links it.
    assert all(re.sub(r"(?: \[[^]]+\])+$", "", sentence) in plain for sentence in sentences)
