"""`litsynth bench --compare OLD..NEW`: each commit's own code is measured, in turns, and what is slower is told."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from litsynth.benchmarks.commits import judged
from litsynth.models import choose

Litsynth = Callable[..., tuple[int, str, str]]
# Stands in for litsynth at some commit: says the ratio that this commit has, and how it was called.
PROGRAM = """
import json, os, sys
from pathlib import Path
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps([{ratio}, sys.argv[1:]]) + "\\n")
if {ratio} < 0:
    sys.exit("litsynth: no such option --pairs")
print(json.dumps({{"groups": {{"verifier": {{"ratio_to_best_rival": {{"ours": {ratio}}}}}}}}}))
"""


def git(*arguments: str) -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *arguments], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def calls(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """A repository in the working folder, with a commit for each of the tags; gives what was called."""
    git("init", "--quiet")
    (folder / "litsynth").mkdir()
    (folder / "litsynth" / "__init__.py").write_text("")
    for tag, ratio in (("first", 2.0), ("slow", 1.5), ("near", 1.98), ("fast", 3.0), ("odd", -1.0)):
        (folder / "litsynth" / "__main__.py").write_text(PROGRAM.format(ratio=ratio))
        git("add", "litsynth")
        git("commit", "--quiet", "-m", tag)
        git("tag", tag)
    monkeypatch.setenv("CALLS", str(folder / "calls"))
    return lambda: [json.loads(line) for line in (folder / "calls").read_text().splitlines()]


@pytest.mark.parametrize(
    ("new", "margin", "change", "status"),
    [
        ("slow", "0.05", "slower", 5),
        ("slow", "0.3", "same", 0),
        ("near", "0.05", "same", 0),
        ("fast", "0.05", "faster", 0),
    ],
)
def test_the_code_of_each_commit_is_measured(
    litsynth_: Litsynth, calls: Callable[[], list[Any]], new: str, margin: str, change: str, status: int
) -> None:
    told = litsynth_("bench", "verifier", "--compare", f"first..{new}", "--margin", margin, "--fail-on", "slower", "-q")
    assert told[0] == status
    assert (
        told[1].splitlines()[0]
        == f"{git('rev-parse', 'first')[:12]}..{git('rev-parse', new)[:12]}, 3 rounds, margin {margin}"
    )
    assert told[1].splitlines()[-1].split()[-1] == change
    assert len(git("worktree", "list").splitlines()) == 1, "the worktrees are taken away"


def test_commits_take_turns_with_the_same_options(
    litsynth_: Litsynth, calls: Callable[[], list[Any]], folder: Path
) -> None:
    status, out, _ = litsynth_(
        "bench", "verifier", "search", "--pairs", "32", "--compare", "first..slow", "--out", "c.json", "--json", "-q"
    )
    assert status == 0, "--fail-on was not given"
    assert json.loads(out) == json.loads((folder / "c.json").read_text())
    assert [ratio for ratio, _ in calls()] == [2.0, 1.5, 1.5, 2.0, 2.0, 1.5]
    (arguments,) = {tuple(arguments) for _, arguments in calls()}
    assert arguments[:3] == ("bench", "verifier", "search")
    assert arguments[arguments.index("--pairs") + 1] == "32"
    assert arguments[arguments.index("--rounds") + 1] == "1"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--compare", "first..absent"), 2, "no commit 'absent'"),
        (("--compare", "-x..first"), 2, "no commit '-x'"),
        (("--compare", "first..odd"), 1, "the new commit cannot be measured: litsynth: no such option --pairs"),
        (("job", "--compare", "first..slow"), 2, "group 'job' has no rival"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    litsynth_: Litsynth, calls: Callable[[], list[Any]], arguments: tuple[str, ...], status: int, said: str
) -> None:
    found, _, err = litsynth_("bench", *arguments, "-q")
    assert (found, len(err.splitlines())) == (status, 1)
    assert said in err
    assert len(git("worktree", "list").splitlines()) == 1


def test_one_round_judges_nothing_and_one_round_against_the_rest_neither() -> None:
    def runs(*ratios: float) -> list[dict[str, Any]]:
        return [{"groups": {"g": {"ratio_to_best_rival": {"ours": ratio}}}} for ratio in ratios]

    assert judged(runs(2), runs(1), 0.05)[0]["change"] == "not judged"
    (told,) = judged(runs(2, 2, 2), runs(1, 1, 2.2), 0.05)
    assert told == {"group": "g", "what": "ours", "new_over_old": 0.5, "range": [0.5, 1.1], "change": "same"}


def test_without_a_gpu_cuda_is_refused_in_one_line(litsynth_: Litsynth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "_cuda", lambda: False)
    status, _, err = litsynth_("bench", "embedder", "--device", "cuda", "-q")
    assert (status, err) == (3, "litsynth: no CUDA device on this machine (use --device cpu)\n")
