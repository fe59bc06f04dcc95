"""`litsynth evaluate run tuples`: leaderboard entries found in papers."""

from pathlib import Path
from typing import Any

from litsynth.benchmarks.run import rounded
from litsynth.benchmarks.table import aligned
from litsynth.benchmarks.tuples import SPLITS
from litsynth.benchmarks.tuples.run import evaluate_tuples, tuples_rows
from litsynth.cli.session import load_embedder
from litsynth.config import ModelSettings
from litsynth.errors import UsageError
from litsynth.ports import Progress


def run_tuples(
    data: Path, split: str, folds: int, models: ModelSettings, offline: bool, progress: Progress
) -> dict[str, Any]:
    """The report. Raises UsageError on a split that is not at hand, MissingInput and BadRecord for its files."""
    name = split or next(iter(SPLITS))
    if name not in SPLITS:
        raise UsageError(f"tuples has no split {name!r} at hand", f"one of: {', '.join(SPLITS)}")
    train = next(iter(SPLITS.values()))
    embedder = load_embedder(models, offline)
    return rounded(evaluate_tuples(data, name, SPLITS[name], train, embedder, folds, progress))


def tuples_table(report: dict[str, Any]) -> str:
    """The main figures as aligned text."""
    counts = report["counts"]
    thresholds = ", ".join(f"{one:g}" for one in report["thresholds"])
    head = (
        f"tuples ({report['split']}): {counts['papers']} papers, {counts['with_entries']} with entries; "
        f"{counts['gold']} entries, {counts['verbatim']} verbatim; {counts['predicted']} predicted, "
        f"{counts['predicted_elsewhere']} more in papers without entries; threshold {thresholds}"
    )
    return f"{head}\n\n{aligned(tuples_rows(report))}"
