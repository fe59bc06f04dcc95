"""The result of a cell on disk, and the record of a run."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from litsynth.codec import decode, digest, digest_bytes, dumps, encode, omit_defaults
from litsynth.errors import BadRecord, LitsynthError, MissingInput
from litsynth.reproduce.answers import Answered, read_told
from litsynth.reproduce.checkpoints import write_text
from litsynth.reproduce.guards import Alarm
from litsynth.reproduce.predictions import Predictions
from litsynth.reproduce.spec import Experiment

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    """An arm in a language with a seed; accuracies (0 to 1) and alarms by selection.

    `stages` are the keys of the stages behind it, first to last; `weights` names the kept weights that each selection
    means (two may mean the same); `truncated` is the share of test items with a cut sentence. `seal` is a digest of all
    this and of the predictions (see `is_sealed`). `others` are further measures, under the reported selection.
    """

    arm: str
    language: str
    seed: int
    stages: tuple[str, ...]
    test: dict[str, float]
    dev: dict[str, float]
    alarms: dict[str, list[Alarm]]
    weights: dict[str, str]
    truncated: float
    items: int
    premises: int
    seal: str = ""
    others: dict[str, float] = field(default_factory=dict)

    @property
    def is_bug(self) -> bool:
        """Whether an alarm says that the number is no result."""
        return any(alarm.bug for found in self.alarms.values() for alarm in found)

    @property
    def name(self) -> str:
        """Of its folder, below `results`."""
        return f"{self.arm}/{self.language}-{self.seed}"


# Results were kept before there were these.
omit_defaults(Result, "others")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run was: the spec as it was used, and the checksums (SHA-256) of the files that were read.

    `left_out` says of files how many rows without a label or a sentence were left out. `seal` is a digest of it.
    """

    experiment: Experiment
    checksums: dict[str, str]
    gaps: list[str]
    seal: str = ""
    left_out: dict[str, int] = field(default_factory=dict)


# Runs were kept before there was this.
omit_defaults(Run, "left_out")


def result_folder(out: Path, arm: str, language: str, seed: int) -> Path:
    """Where a result is kept."""
    return out / "results" / arm / f"{language}-{seed}"


def write_result(out: Path, result: Result) -> None:
    """Written last, after the predictions: a result that is there is whole, and sealed."""
    folder = result_folder(out, result.arm, result.language, result.seed)
    sealed = replace(result, seal=_seal(result, folder))
    write_text(folder / "result.json", json.dumps(encode(sealed), indent=1, sort_keys=True) + "\n")


def read_result(folder: Path) -> Result | None:
    """The result in a folder, None when there is none. Raises BadRecord."""
    path = folder / "result.json"
    return _read(Result, path) if path.is_file() else None


def write_run(out: Path, run: Run) -> None:
    """Keep what the run was, sealed."""
    sealed = replace(run, seal=_seal(run))
    write_text(out / "run.json", json.dumps(encode(sealed), indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def read_run(out: Path) -> Run:
    """What a run was. Raises MissingInput, BadRecord."""
    path = out / "run.json"
    if not path.is_file():
        raise MissingInput(f"{out}: no run is kept there", "give the folder that litsynth reproduce run wrote to")
    return _read(Run, path)


def run_before(out: Path) -> Run | None:
    """What an earlier run into this folder was; None where there is none that can be read."""
    try:
        return read_run(out)
    except LitsynthError:
        return None


def joined(now: Run, before: Run | None, cells: Collection[str]) -> Run:
    """What a folder holds after another part of its experiment was run into it: the files and the gaps of both.

    `cells` ("arm in language") are those that are run now, whose gaps of before are filled. Where the spec, but for its
    seeds, or a file that both read has changed since, what was there before counts no more.
    """
    experiment, checksums, gaps = now.experiment, dict(now.checksums), list(now.gaps)
    left_out = dict(now.left_out)
    same = before and replace(before.experiment, seeds=now.experiment.seeds) == now.experiment
    if before and same and all(before.checksums.get(name, sha256) == sha256 for name, sha256 in checksums.items()):
        experiment = replace(experiment, seeds=tuple(sorted({*before.experiment.seeds, *experiment.seeds})))
        checksums |= before.checksums
        left_out |= before.left_out
        gaps += [gap for gap in before.gaps if gap not in gaps and gap.partition(":")[0] not in cells]
    return Run(experiment, dict(sorted(checksums.items())), gaps, left_out=dict(sorted(left_out.items())))


def results_of(out: Path) -> list[Result]:
    """Every result below a run's folder, in the order of arm, language and seed."""
    found = [read_result(path.parent) for path in sorted((out / "results").glob("*/*/result.json"))]
    return sorted((result for result in found if result), key=lambda each: (each.arm, each.language, each.seed))


def predictions_of(out: Path, result: Result, selection: str) -> Answered | Predictions:
    """The predictions behind a result under a selection."""
    folder = result_folder(out, result.arm, result.language, result.seed)
    return read_told(folder / f"{result.weights[selection]}.csv.gz")


def is_sealed(out: Path, kept: Run | Result) -> bool:
    """Whether a run or a result, with the files of its predictions, is as it was written.

    That tells a change by hand or by accident, and no forgery: whoever knows this code can seal anew.
    """
    if isinstance(kept, Run):
        return kept.seal == _seal(kept)
    return kept.seal == _seal(kept, result_folder(out, kept.arm, kept.language, kept.seed))


def _seal(kept: Run | Result, folder: Path | None = None) -> str:
    """Raises MissingInput when predictions are not there."""
    names = sorted(set(kept.weights.values())) if isinstance(kept, Result) else []
    try:
        files = [digest_bytes((folder / f"{name}.csv.gz").read_bytes()) for name in names] if folder else []
    except OSError as error:
        raise MissingInput(f"no predictions: {error}", "run the experiment again: finished stages are kept") from error
    return digest(dumps(encode(replace(kept, seal=""))), *files)


def _read(kind: type[T], path: Path) -> T:
    try:
        return decode(kind, json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise BadRecord(f"{path}: not JSON: {error}") from error
    except BadRecord as error:
        raise BadRecord(f"{path}: {error.message}", "it was written by another version: run again") from error
