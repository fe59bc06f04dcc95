"""How the cost of a run grows: with its papers, its claims, the depth of evidence, and processors."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from litsynth.errors import LitsynthError, UnreadablePaper, UsageError
from litsynth.ports import Progress
from litsynth.resources import BUNDLED_CORPUS, bundled_corpora

_MAIN = "import sys; from litsynth.cli.main import main; sys.exit(main())"
_QUESTION = "Does intermediate-task training help cross-lingual transfer on XNLI?"
_OTHER = "How well do multilingual encoders transfer to languages that are not in their training data?"
# CPU seconds below which a stage's growth is that of its start-up.
_LEAST = 0.1

Run = Callable[[str, Path, Path, Mapping[str, int]], dict[str, Any]]
"""Answers a question from papers with a corpus in a folder, under settings; gives what `run.log.json` says of it."""


@dataclass(frozen=True, slots=True)
class GrowthPlan:
    """`lines`: a file with a paper a line (None: the bundled digests). `sizes`: papers of a run, rising.

    At the last size but one, where there are several, `claims`, `depths` (passages for each claim) and `threads` are
    varied, one at a time.
    """

    lines: Path | None = None
    sizes: tuple[int, ...] = (10, 20, 40)
    claims: tuple[int, ...] = (10, 20, 40)
    depths: tuple[int, ...] = (6, 12, 24)
    threads: tuple[int, ...] = (1, 2)


def growth(plan: GrowthPlan, run: Run | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """CPU seconds by stage, wall-clock seconds and peak memory of runs in processes of their own, and how they grow.

    By papers: from nothing (`cold`), and another question to the same corpus (`asked`). `law`: see `fit`.
    """
    run = run or run_litsynth
    runs: dict[str, list[dict[str, Any]]] = {"cold": [], "asked": []}
    middle = plan.sizes[-2] if len(plan.sizes) > 1 else 0
    varied: dict[str, dict[str, Any]] = {}
    for size in plan.sizes:
        with TemporaryDirectory() as scratch:
            papers = _papers(plan.lines, size, Path(scratch))
            for name, question in (("cold", _QUESTION), ("asked", _OTHER)):
                runs[name].append(_told(progress, f"{size} papers, {name}", run, question, papers, Path(scratch), {}))
            if size == middle:
                varied = _varied(plan, run, papers, progress)
    return {name: _law(plan.sizes, logs) for name, logs in runs.items()} | varied


def run_litsynth(question: str, papers: Path, folder: Path, settings: Mapping[str, int]) -> dict[str, Any]:
    """`litsynth run` in a process of its own. Raises LitsynthError where it fails."""
    shutil.rmtree(folder / "report", ignore_errors=True)
    command = [sys.executable, "-c", _MAIN, "run", question, "--source", str(papers), "--corpus", "growth"]
    told = {**settings, "CORPUS_FOLDER": folder / "corpora"}
    found = subprocess.run(
        [*command, "--offline", "--quiet", "--out", "report"],
        cwd=folder,
        env=os.environ | {f"LITSYNTH_{name}": str(value) for name, value in told.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode not in (0, UnreadablePaper.exit_status):
        raise LitsynthError(f"a run of {papers.name} ended with {found.returncode}: {found.stderr.strip()[-300:]}")
    log: dict[str, Any] = json.loads((folder / "report" / "run.log.json").read_text(encoding="utf-8"))
    return log


def _varied(plan: GrowthPlan, run: Run, papers: Path, progress: Progress | None) -> dict[str, Any]:
    """One setting at a time, each run from nothing."""
    found = {}
    for name, setting, values in (
        ("claims", "EXTRACT_CLAIMS", plan.claims),
        ("depth", "RETRIEVE_DEPTH", plan.depths),
        ("threads", "MODELS_THREADS", plan.threads),
    ):
        logs = []
        for value in values:
            with TemporaryDirectory() as fresh:
                logs.append(_told(progress, f"{name} {value}", run, _OTHER, papers, Path(fresh), {setting: value}))
        found[name] = _law(values, logs)
    return found


def _told(progress: Progress | None, what: str, run: Run, *rest: Any) -> dict[str, Any]:
    if progress:
        progress.stage(what, 0)
    return run(*rest)


def _papers(lines: Path | None, size: int, folder: Path) -> Path:
    """The first papers, where a run can read them."""
    if lines is None:
        chosen = folder / "digests"
        chosen.mkdir()
        digests = sorted(bundled_corpora()[BUNDLED_CORPUS].glob("*.json"))[:size]
        for path in digests:
            shutil.copy(path, chosen)
        _refuse_fewer(len(digests), size)
        return chosen
    chosen = folder / "papers.jsonl"
    with lines.open("rb") as file, chosen.open("wb") as out:
        out.writelines(islice(file, size))
    with chosen.open("rb") as written:
        _refuse_fewer(sum(1 for _ in written), size)
    return chosen


def _refuse_fewer(there: int, wanted: int) -> None:
    if there < wanted:
        raise UsageError(
            f"there are {there} papers, and {wanted} are asked for", "give --lines a longer file, or fewer --sizes"
        )


def _law(sizes: Sequence[int], logs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    stages = sorted({name for log in logs for name in log["stages"]})
    costs: dict[str, list[float]] = {
        name: [float(log["stages"].get(name, {}).get("cpu_seconds", 0.0)) for log in logs] for name in stages
    }
    costs["all"] = [round(sum(values), 2) for values in zip(*costs.values(), strict=True)]
    seconds, memory = [log["seconds"] for log in logs], [log["peak_mib"] for log in logs]
    # Two points lie on any line; where there is no /proc the peak of memory is not known.
    every = costs | {"seconds": seconds, "peak_mib": [one or 0 for one in memory]}
    fitted = {name: fit(sizes, values) for name, values in every.items() if min(values) >= _LEAST and len(sizes) > 2}
    return {"sizes": list(sizes), "cpu_seconds": costs, "seconds": seconds, "peak_mib": memory, "law": fitted}


def fit(sizes: Sequence[float], costs: Sequence[float]) -> dict[str, float]:
    """The law cost = `fixed` + `each` * size of three sizes or more, neither below 0, by least squares of the relative error.

    `off`: the factor by which it misses a cost at most.

    >>> fit([10, 100, 1000], [3.0, 12.0, 102.0])
    {'fixed': 2.0, 'each': 0.1, 'off': 1.0}
    """
    at, cost = np.asarray(sizes, float), np.asarray(costs, float)
    both = np.stack([1 / cost, at / cost], axis=1)
    fixed, each = np.linalg.lstsq(both, np.ones(len(at)), rcond=None)[0]
    if min(fixed, each) < 0:  # the better one alone
        alone = [float(column.sum() / (column @ column)) for column in both.T]
        missed = [float(((1 - column * one) ** 2).sum()) for column, one in zip(both.T, alone, strict=True)]
        fixed, each = (alone[0], 0.0) if missed[0] <= missed[1] else (0.0, alone[1])
    off = float(np.exp(np.abs(np.log((fixed + each * at) / cost)).max()))
    return {"fixed": float(f"{fixed:.3g}"), "each": float(f"{each:.3g}"), "off": round(off, 2)}
