"""Completion in the shell: what a Tab offers, and the scripts that ask for it."""

import subprocess
from pathlib import Path

import pytest
from conftest import Litsynth
from report_maker import make_report
from test_rendered import files_of

from litsynth.cli.main import COMMANDS
from litsynth.pipeline import Models
from litsynth.store import write_run


@pytest.fixture
def tab(litsynth_: Litsynth, folder: Path, monkeypatch: pytest.MonkeyPatch):
    """What is offered at the end of a line."""

    def press(line: str, shell: str = "bash") -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_LITSYNTH_COMPLETE", f"complete_{shell}")
        status, out, err = litsynth_()
        assert (status, err) == (0, "")
        return out.split("\n")[:-1]

    return press


def test_commands_options_and_their_choices_are_offered(tab) -> None:
    assert tab("litsynth ") == list(COMMANDS)
    assert tab("litsynth rev") == ["reverify", "review"]
    assert "show" in tab("litsynth corpus ")
    assert {"--web", "--port", "--export-calibration"} <= set(tab("litsynth review --"))
    assert tab("litsynth review x --order c") == ["confidence"]


def test_corpora_sources_and_reports_are_offered_where_they_are_asked_for(
    tab, litsynth_: Litsynth, papers: Path, folder: Path, quick_models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert litsynth_("corpus", "add", "mine", "papers", "-q")[0] == 0
    place = write_run(None, Path("reports"), "What?", "2199-03-14", files_of(make_report()))
    assert tab("litsynth run q --corpus ") == ["mine", "xnli"]
    assert tab("litsynth corpus show m") == ["mine"]
    assert tab("litsynth run q --source ") == ["arxiv", "openalex", "semanticscholar", "mine", "xnli"]
    for command in ("review", "explain", "pdf", "reverify", "diff", "diff x", "review --web"):
        assert tab(f"litsynth {command} rep") == [str(place)]
    assert tab("litsynth review elsewhere/") == [""], "then the shell offers files"
    (folder / "litsynth.toml").write_text("[nonsense]\n")
    assert tab("litsynth review rep") == [""], "a faulty settings file is not told of at a Tab"


@pytest.mark.parametrize(
    ("shell", "offered"), [("zsh", '"reverify":"Bring a report'), ("fish", "reverify\tBring a report")]
)
def test_zsh_and_fish_are_told_what_commands_do(tab, shell: str, offered: str) -> None:
    assert offered in "\n".join(tab("litsynth rev", shell))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_and_installed(
    litsynth_: Litsynth, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    status, script, _ = litsynth_("--show-completion", shell)
    assert status == 0
    assert "_LITSYNTH_COMPLETE" in script
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    status, said, _ = litsynth_("--install-completion", shell)
    assert status == 0
    place = Path(said.split(" is in ")[1].split(";")[0])
    assert place.is_relative_to(tmp_path)
    assert place.read_text().strip() == script.strip()
    for wrong in (("tcsh",), (shell, shell)):
        assert litsynth_("--show-completion", *wrong)[0] == 2
