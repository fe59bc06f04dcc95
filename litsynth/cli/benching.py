"""What `litsynth bench` does once its options are read."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from litsynth.cli.terminal import Bars
from litsynth.errors import MissingInput, UsageError
from litsynth.store import open_corpus


@dataclass(frozen=True, slots=True)
class Asked:
    """The groups, and the options that say what they measure."""

    groups: tuple[str, ...]
    data: Path | None
    papers: Path | None
    verifier: Path | None
    pairs: int
    rounds: int
    threads: int
    device: str
    pipeline: bool
    claims: int
    exhaustive: int
    memory: Path | None
    lines: Path | None
    sizes: str

    def arguments(self) -> tuple[str, ...]:
        """The groups with rivals, and their options but for the rounds, as another `litsynth bench` takes them."""
        given: dict[str, object] = {"data": self.data, "papers": self.papers, "verifier": self.verifier}
        given |= {"pairs": self.pairs, "threads": self.threads}
        given |= {"device": self.device} if self.device != "cpu" else {}  # which older commits do not know
        options = [part for name, value in given.items() if value is not None for part in (f"--{name}", str(value))]
        return (*self.groups, *options, *(["--pipeline"] if self.pipeline else []))


def measured(asked: Asked, bars: Bars) -> dict[str, Any]:
    """The report of all groups. Raises MissingInput where an input or the device is not there."""
    from litsynth.benchmarks.bench import bench
    from litsynth.benchmarks.bench_inputs import read_inputs
    from litsynth.benchmarks.speed import SpeedPlan
    from litsynth.models.choose import choose_device

    plan = SpeedPlan(asked.rounds, threads=asked.threads, pipeline=asked.pipeline, device=choose_device(asked.device))
    with TemporaryDirectory() as scratch:
        inputs = read_inputs(asked.data, asked.papers, asked.pairs, asked.verifier, Path(scratch))
        report = bench([name for name in asked.groups if name not in ("job", "growth")], inputs, plan, bars)
    if "job" in asked.groups:
        bars.stage("job", 0)
        report["groups"]["job"] = _job(asked, bars)
    if "growth" in asked.groups:
        report["groups"]["growth"] = _growth(asked, bars)
    return report


def _job(asked: Asked, bars: Bars) -> dict[str, Any]:
    from litsynth.benchmarks.whole_job import JobPlan, measure_job
    from litsynth.cli.job import job_with
    from litsynth.models.embedded import shipped_folder

    exhaustive = min(asked.exhaustive, asked.claims)
    plan = JobPlan(asked.claims, sample=asked.pairs, exhaustive=exhaustive, threads=asked.threads, rounds=asked.rounds)
    with TemporaryDirectory() as folder, open_corpus(asked.memory or Path(folder, "memory")) as corpus:
        remembering = job_with(asked.verifier, asked.threads, corpus, bars)
        verify = job_with(asked.verifier, asked.threads)
        return measure_job(
            asked.data, asked.verifier or shipped_folder(), Path(folder, "rival"), verify, plan, remembering
        )


def _growth(asked: Asked, bars: Bars) -> dict[str, Any]:
    from litsynth.benchmarks.growth import GrowthPlan, growth

    try:
        papers = tuple(int(size) for size in asked.sizes.split(","))
    except ValueError:
        papers = ()
    if not papers or papers[0] < 1 or list(papers) != sorted(set(papers)):
        raise UsageError(f"--sizes {asked.sizes!r} are no rising numbers of papers", "for example --sizes 10,100,1000")
    if asked.lines and not asked.lines.is_file():
        raise MissingInput(f"no file {asked.lines}", "give a file with a paper a line, as docs/sources.md says")
    return growth(GrowthPlan(asked.lines, papers), progress=bars)
