"""Results of experiments that were run here, kept as files: one an experiment, sealed with a digest."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from litsynth.codec import decode, digest, dumps, encode
from litsynth.errors import BadRecord, MissingInput, OutputFailed
from litsynth.records import MeasuredRun

FOLDER: Final = "measured"
"""The folder, of a corpus's files or beside bundled digests, that they lie in."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A run, and the digest of it."""

    digest: str
    run: MeasuredRun


def read_measured(folder: Path) -> tuple[MeasuredRun, ...]:
    """The runs kept in a folder, by their ids; none where there is no such folder. Raises BadRecord on a changed file."""
    return tuple(_read(path) for path in sorted(folder.glob("*.json")))


def write_measured(folder: Path, run: MeasuredRun) -> Path:
    """Keep a run, in the place of an earlier one of the same id; its file. Raises OutputFailed."""
    path = folder / f"{run.run_id}.json"
    kept = json.dumps(encode(_Kept(_digest(run), run)), indent=1, sort_keys=True, ensure_ascii=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.part")
        beside.write_text(kept + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise OutputFailed(f"{path} cannot be written: {error.strerror}", "free some space") from error
    return path


def remove_measured(folder: Path, run_id: str) -> None:
    """Raises MissingInput where no such run is kept there."""
    if run_id not in {run.run_id for run in read_measured(folder)}:
        raise MissingInput(f"no measured run {run_id} in {folder}", "litsynth corpus show lists them")
    (folder / f"{run_id}.json").unlink()


def _read(path: Path) -> MeasuredRun:
    try:
        kept = decode(_Kept, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, BadRecord) as error:
        raise BadRecord(
            f"{path}: no measured run: {error}", "remove it, and add the folder of the run again"
        ) from error
    if kept.digest != _digest(kept.run) or path.stem != kept.run.run_id:
        raise BadRecord(f"{path} was changed after it was written", "remove it, and add the folder of the run again")
    return kept.run


def _digest(run: MeasuredRun) -> str:
    values: Any = encode(run)
    for contrast in values["contrasts"]:
        if not contrast["called"]:  # files of before this field are sealed without it
            del contrast["called"]
    return digest(dumps(values))
