"""Whether a run's folder is what a run left: as it was written, of the spec that it names, made by this code."""

import json
from collections.abc import Iterator
from pathlib import Path

from litsynth.codec import decode, digest, dumps
from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce.code_identity import code_identity, differing
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.plan import Job, cell_of, key_of
from litsynth.reproduce.results import Result, Run, is_sealed, read_run, results_of

_AGAIN = "run the whole experiment again: finished stages are kept"


def codes_behind(folder: Path) -> Iterator[str]:
    """A digest of the code behind each stage of each result.

    Raises UsageError where a file was changed after it was written, a result is of another spec or other data than the
    run, or a stage was made by other code than this: what the numbers would be with this code is then not known.
    """
    run = read_run(folder)
    if not is_sealed(folder, run):
        raise UsageError(f"{folder / 'run.json'} is not as it was written", _AGAIN)
    for result in results_of(folder):
        if not is_sealed(folder, result):
            raise UsageError(f"{folder}: {result.name} is not as it was written", _AGAIN)
        yield from (_code(folder, key, job) for key, job in _lineage(folder, run, result))


class _Read(Folder):
    """The data of a run that is over: no files, but what they were."""

    def __init__(self, run: Run) -> None:
        super().__init__(Path())
        self.checksums = run.checksums

    def checksum(self, name: str) -> str:
        """As the run has it."""
        if name not in self.checksums:
            raise UsageError(f"run.json knows nothing of {name}", _AGAIN)
        return self.checksums[name]


def _lineage(folder: Path, run: Run, result: Result) -> list[tuple[str, Job]]:
    """The jobs that lead to a result by the spec and the data of the run, each with its key."""
    read = _Read(run)
    jobs = cell_of(run.experiment, run.experiment.arm(result.arm), result.language, result.seed).lineage
    keyed = [(key_of(job, read), job) for job in jobs]
    if tuple(key for key, _ in keyed) != result.stages:
        raise UsageError(f"{folder}: {result.name} is of another spec or other data than run.json", _AGAIN)
    return keyed


def _code(folder: Path, key: str, job: Job) -> str:
    path = folder / "stages" / key / "stage.json"
    try:
        made = decode(dict[str, str], json.loads(path.read_text(encoding="utf-8"))["code"])
    except (OSError, ValueError, KeyError, TypeError, BadRecord) as error:
        raise UsageError(f"{path} does not say which code made the stage: {error}", _AGAIN) from error
    if changed := differing(made, code_identity(job.stage, job.encoder)):
        raise UsageError(
            f"{path.parent}: made by other code than this ({', '.join(changed)} changed)",
            "run it again, or add it with the litsynth that made it",
        )
    return digest(dumps(made))
