"""Two commits of litsynth, measured in turns: which is faster, beyond what the machine does to both."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from litsynth.errors import LitsynthError, MissingInput, UsageError
from litsynth.ports import Progress

_REMEDY = "give OLD..NEW, two commits of the git repository that you are in"


@dataclass(frozen=True, slots=True)
class CommitsPlan:
    """`old` and `new` name commits; each is measured `rounds` times, by `litsynth bench` with these `arguments`.

    A difference counts from `margin` on, as a share of the old.
    """

    old: str
    new: str
    arguments: tuple[str, ...]
    rounds: int = 3
    margin: float = 0.05


def compare_commits(plan: CommitsPlan, progress: Progress) -> dict[str, Any]:
    """The commits' digests, and for each ratio to the best rival the new one's over the old one's, in each round.

    Both are checked out in worktrees that are taken away again, and measured in processes of their own that take turns,
    each round in the other order. Raises UsageError without a repository or where a commit is none, LitsynthError where
    one of them cannot be measured.
    """
    commits = {name: _commit(given) for name, given in (("old", plan.old), ("new", plan.new))}
    measured: dict[str, list[dict[str, Any]]] = {"old": [], "new": []}
    progress.stage("comparing", 2 * plan.rounds)
    with _checked_out(commits) as folders:
        for turn in range(plan.rounds):
            for name in sorted(folders, reverse=turn % 2 == 0):
                measured[name].append(_bench(folders[name], plan))
                progress.step()
    return commits | {
        "rounds": plan.rounds,
        "margin": plan.margin,
        "changes": judged(measured["old"], measured["new"], plan.margin),
    }


def judged(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], margin: float) -> list[dict[str, Any]]:
    """What became of each ratio that both have: `slower` or `faster` where the median over rounds of new over old is

    beyond the margin and every round is on that side of 1, else `same`; of one round `not judged`.

    >>> def run(ratio): return {"groups": {"g": {"ratio_to_best_rival": {"ours": ratio}}}}
    >>> [judged([run(2.0), run(1.0)], [run(2 * way), run(way)], 0.05)[0]["change"] for way in (0.9, 0.96, 1.2)]
    ['slower', 'same', 'faster']
    """
    pairs = [(_ratios(one), _ratios(other)) for one, other in zip(old, new, strict=True)]
    told = []
    for group, name in pairs[0][0]:
        if all((group, name) in ratios and ratios[group, name] for both in pairs for ratios in both):
            quotients = [after[group, name] / before[group, name] for before, after in pairs]
            told.append({"group": group, "what": name, **_told(quotients, margin)})
    return told


def _ratios(report: Mapping[str, Any]) -> dict[tuple[str, str], float]:
    return {
        (group, name): float(ratio)
        for group, found in report["groups"].items()
        for name, ratio in found.get("ratio_to_best_rival", {}).items()
    }


def _told(quotients: Sequence[float], margin: float) -> dict[str, Any]:
    middle, low, high = median(quotients), min(quotients), max(quotients)
    change = "slower" if middle < 1 - margin and high < 1 else "faster" if middle > 1 + margin and low > 1 else "same"
    return {
        "new_over_old": round(middle, 3),
        "range": [round(low, 3), round(high, 3)],
        "change": change if len(quotients) > 1 else "not judged",
    }


def _git(what: str, *arguments: str) -> str:
    """What git prints; `what` is done, for the message where it cannot be."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)
    except OSError as error:
        raise MissingInput(f"git cannot be started: {error.strerror}", "install git") from error
    except subprocess.CalledProcessError as error:
        raise UsageError(f"{what}: {_last_line(error.stderr)}", _REMEDY) from error
    return done.stdout.strip()


def _commit(given: str) -> str:
    return _git(f"no commit {given!r}", "rev-parse", "--verify", "--end-of-options", f"{given}^{{commit}}")


@contextmanager
def _checked_out(commits: Mapping[str, str]) -> Iterator[dict[str, Path]]:
    with TemporaryDirectory() as scratch:
        folders = {name: Path(scratch, name) for name in commits}
        try:
            for name, folder in folders.items():
                _git(f"checking out {name}", "worktree", "add", "--quiet", "--detach", str(folder), commits[name])
            yield folders
        finally:
            for name, folder in folders.items():
                if folder.is_dir():
                    _git(f"removing {name}", "worktree", "remove", "--force", str(folder))


def _bench(folder: Path, plan: CommitsPlan) -> dict[str, Any]:
    """One round of a commit. -P leaves out the working folder, which may be a checkout of litsynth, too."""
    command = [sys.executable, "-P", "-m", "litsynth", "bench", *plan.arguments, "--rounds", "1", "--json", "--quiet"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(folder)}
    )
    try:
        if done.returncode == 0:
            found = json.loads(done.stdout)
            if isinstance(found, dict) and isinstance(found.get("groups"), dict):
                return found
    except ValueError:
        pass
    raise LitsynthError(
        f"the {folder.name} commit cannot be measured: {_last_line(done.stderr)}",
        "compare commits whose `litsynth bench` has these groups and options",
    )


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1][:200] if text.strip() else "it says nothing"
