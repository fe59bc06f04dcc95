"""Results of `litsynth reproduce run` in a corpus: added, listed, taken out."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from litsynth.cli.files import is_path
from litsynth.cli.session import measured_folder, measured_in
from litsynth.cli.terminal import say
from litsynth.config import Settings
from litsynth.errors import UsageError
from litsynth.records import MeasuredRun
from litsynth.render.words import count
from litsynth.store import read_measured, remove_measured, write_measured


def runs_among(inputs: Sequence[str]) -> tuple[list[MeasuredRun], list[str]]:
    """The inputs that are folders of runs, as evidence, and the others. Folders of one experiment are taken together.

    Raises what `measured_run` does.
    """
    folders = [Path(given) for given in inputs if is_path(given) and _is_run(Path(given))]
    if not folders:
        return [], list(inputs)
    from litsynth.reproduce.evidence import measured_run
    from litsynth.reproduce.results import read_run

    known = sorted(((run.id, run.scale), folder) for folder in folders for run in [read_run(folder).experiment])
    groups = groupby(known, key=lambda pair: pair[0])
    return [measured_run([folder for _, folder in group]) for _, group in groups], [
        given for given in inputs if Path(given) not in folders
    ]


def keep_runs(runs: Sequence[MeasuredRun], settings: Settings, name: str, quiet: bool) -> None:
    """Keep runs for a corpus, each in the place of an earlier one of its recipe, and say what each contrast came to."""
    for run in runs:
        write_measured(measured_folder(settings, name), run)
        for line in told(run):
            say(line, quiet)


def take_out(given: Sequence[str], settings: Settings, name: str) -> tuple[list[str], list[str]]:
    """Remove the runs among these ids; their ids, and the others. Raises UsageError on a run that ships with litsynth."""
    added = {run.run_id for run in read_measured(measured_folder(settings, name))}
    if shipped := {run.run_id for run in measured_in(settings, name)} - added & set(given):
        raise UsageError(f"{', '.join(sorted(shipped))} ships with litsynth", "it can not be taken out")
    gone = [one for one in given if one in added]
    for one in gone:
        remove_measured(measured_folder(settings, name), one)
    return gone, [one for one in given if one not in added]


def told(run: MeasuredRun) -> Iterator[str]:
    """A line for the run, and one for each of its contrasts."""
    yield f"{run.run_id}  measured here ({run.kind}), {count(len(run.contrasts), 'contrast')}  {run.title}"
    for one in run.contrasts:
        interval = f"{one.value:+.1f} [{one.low:+.1f}, {one.high:+.1f}] points, {count(len(one.seeds), 'seed')}"
        verdict = (
            f"{one.better if one.ahead == 'better' else one.worse} ahead" if one.ahead else f"no evidence: {one.why}"
        )
        yield f"  {one.contrast_id}: {interval}; {verdict}"


def _is_run(folder: Path) -> bool:
    return (folder / "run.json").is_file() and (folder / "results").is_dir()
