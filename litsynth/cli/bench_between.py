"""`litsynth bench --compare OLD..NEW`: two commits, measured in turns."""

from pathlib import Path
from typing import Any

from litsynth.benchmarks.commits import CommitsPlan, compare_commits
from litsynth.cli.benching import Asked
from litsynth.cli.terminal import Bars
from litsynth.errors import UsageError

# Those that have a rival, to whose speed in the same process theirs is held.
_GROUPS = ("verifier", "embedder", "search", "reading", "start")


def commits_in(compare: Path | None) -> tuple[str, str] | None:
    """The two commits that are named, if they are: a file of that name comes first.

    >>> commits_in(Path("main..HEAD")), commits_in(Path("../old.json")), commits_in(Path("old.json"))
    (('main', 'HEAD'), None, None)
    """
    old, dots, new = str(compare or "").partition("..")
    if not (old and dots and new) or old.endswith("/") or new.startswith((".", "/")) or Path(str(compare)).exists():
        return None
    return old, new


def compared(old: str, new: str, asked: Asked, margin: float, bars: Bars) -> dict[str, Any]:
    """What became of the ratios; see `compare_commits`. Raises UsageError on groups without a rival."""
    if alone := [name for name in asked.groups if name not in _GROUPS]:
        raise UsageError(f"group {alone[0]!r} has no rival to compare commits by", f"one of: {', '.join(_GROUPS)}")
    return compare_commits(CommitsPlan(old, new, asked.arguments(), asked.rounds, margin), bars)
