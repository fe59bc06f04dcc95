"""The samples in docs/living.md can be read by what they are for, and call commands that there are."""

import configparser
import re
import shlex
from pathlib import Path

import pytest
import yaml
from conftest import Litsynth

DOCS = (Path(__file__).parents[1] / "docs" / "living.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)


def test_the_workflow_is_yaml_and_runs_what_it_says() -> None:
    (workflow,) = (yaml.safe_load(block) for block in blocks("yaml"))
    steps = workflow["jobs"]["reverify"]["steps"]
    assert workflow[True]["schedule"] == [{"cron": "17 6 * * 1"}]  # YAML 1.1 reads `on` as true
    assert all(("uses" in step) != ("run" in step) for step in steps)
    outputs = {step["id"] for step in steps if "id" in step}
    assert set(re.findall(r"steps\.(\w+)\.", str(steps))) == outputs


def test_the_units_are_whole() -> None:
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    for parser, text in zip((service, timer), blocks("ini"), strict=True):
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(text)
    assert shlex.split(service["Service"]["ExecStart"])[:3] == ["/usr/bin/env", "litsynth", "watch"]
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_every_command_and_option_in_it_is_there(litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    called = re.findall(r"litsynth (reverify|watch|diff|run)\b([^\n`]*)", DOCS)
    assert {name for name, _ in called} == {"reverify", "watch", "diff", "run"}
    for name in {name for name, _ in called}:
        text = litsynth_(name, "--help")[1]
        options = {option for other, rest in called if other == name for option in re.findall(r"--[\w-]+", rest)}
        assert {option for option in options if option not in text} == set()
