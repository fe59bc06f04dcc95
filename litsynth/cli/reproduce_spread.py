"""The stages of an experiment on a Ray cluster whose nodes share the folders of data and results."""

from collections.abc import Callable, Sequence
from pathlib import Path

from litsynth.config import EngineSettings
from litsynth.reproduce.plan import Job, key_of
from litsynth.reproduce.progress import duration
from litsynth.reproduce.remote import make_stage
from litsynth.reproduce.stages import Stages


def spread(
    to_do: Sequence[Job],
    stages: Stages,
    data: Path,
    machine: tuple[str, int],
    settings: EngineSettings,
    offline: bool,
    say: Callable[[str], None],
) -> None:
    """Make the stages as tasks of the cluster, each when the one that it goes on from is there, one thread set a stage.

    `machine` is device and threads; a stage on "cuda" has a GPU to itself. Stages are made as on one machine, and are
    begun again where a node is lost. Raises what the engine raises, and what a training raises.
    """
    from litsynth.engines.ray_engine import RayEngine
    from litsynth.engines.ray_steps import Step

    device, threads = machine
    jobs = {key_of(job, stages.folder): job for job in to_do}
    steps = {
        key: Step(
            make_stage,
            (job, data.resolve(), stages.root.resolve(), device, threads),
            {key_of(job.parent, stages.folder)} if job.parent else (),
        )
        for key, job in jobs.items()
    }
    with RayEngine(settings, offline) as engine:
        for number, (key, seconds) in enumerate(engine.each_done(steps, threads, int(device == "cuda")), start=1):
            say(f"stage {number} of {len(steps)}: {jobs[key].label}, {duration(seconds)}")
