"""From a spec to jobs: which stage is trained in which language with which seed, and what it is named by its content."""

from collections.abc import Iterator
from dataclasses import dataclass

from litsynth.codec import digest, dumps, encode
from litsynth.reproduce.folder import Folder, covers, files_of
from litsynth.reproduce.kinds import settings_of
from litsynth.reproduce.spec import ENGLISH, TARGET, Arm, DataSet, Encoder, Experiment, Stage


@dataclass(frozen=True, slots=True)
class Job:
    """One stage in one language with one seed; `parent` is the job whose model it goes on from."""

    encoder: Encoder
    stage: Stage
    language: str
    seed: int
    parent: "Job | None"
    train: tuple[DataSet, ...]
    held_out: tuple[DataSet, ...]
    carry: str

    @property
    def label(self) -> str:
        """For people: encoder, stage, plug-ins, language, seed."""
        kind = self.encoder.kind if self.encoder.kind == "cbow" else f"{self.encoder.kind}-{self.encoder.pooling}"
        plugins = "".join(f" {name} {settings}" for name, settings in self.stage.data.items())
        return f"{kind} {self.stage.name}{plugins} {self.language} seed {self.seed}"

    @property
    def name(self) -> str:
        """Told apart from every other job of a plan, whatever the data."""
        return digest(dumps(encode(self)))

    @property
    def lineage(self) -> tuple["Job", ...]:
        """This job and those that come before it, first to last."""
        return (*(self.parent.lineage if self.parent else ()), self)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the result table: an arm in a language with a seed; `job` makes its model."""

    arm: Arm
    language: str
    seed: int
    job: Job


@dataclass(frozen=True, slots=True)
class Gap:
    """An arm that can not run in a language, and the data sets and files that are missing."""

    arm: str
    language: str
    missing: tuple[str, ...]


def cells(experiment: Experiment, folder: Folder) -> tuple[list[Cell], list[Gap]]:
    """Everything that can be run with the data that is there, and what can not; in the order of the spec."""
    found, gaps = [], []
    for arm in experiment.arms:
        for language in arm.languages:
            if missing := _missing(experiment, arm, language, folder):
                gaps.append(Gap(arm.name, language, missing))
                continue
            found += [Cell(arm, language, seed, job_of(experiment, arm, language, seed)) for seed in experiment.seeds]
    return found, gaps


def key_of(job: Job, folder: Folder) -> str:
    """The content of a stage in 16 hexadecimal digits: settings, seed, and the bytes of its data; not its names."""
    stage = job.stage
    content = {
        "encoder": encode(job.encoder),
        "objective": stage.objective,
        "settings": encode(settings_of(stage.objective, stage.settings, stage.name)),
        "optimiser": encode(stage.optimiser),
        "plugins": encode(stage.data),
        "order": list(stage.data),
        "language": job.language,
        "seed": job.seed,
        "carry": job.carry if job.parent else "",
        "files": sorted({name: folder.checksum(name) for name in files_needed(job)}.items()),
        "train": [files_of(data, job.language) for data in job.train],
    }
    return digest("stage", dumps(content), key_of(job.parent, folder) if job.parent else "")


def files_needed(job: Job) -> list[str]:
    """The files that the job itself reads: training data, and dev and test, whose sentences are kept out of it."""
    languages = {job.language, ENGLISH}
    names = [name for data in job.train for name in files_of(data, job.language)]
    return names + [
        name for data in job.held_out for language in sorted(languages) for name in files_of(data, language)
    ]


def jobs(cells_: list[Cell]) -> Iterator[Job]:
    """Each job once, parents first, in the order of the cells."""
    seen = set()
    for cell in cells_:
        for job in cell.job.lineage:
            if job.name not in seen:
                seen.add(job.name)
                yield job


def job_of(experiment: Experiment, arm: Arm, language: str, seed: int) -> Job:
    """The last job of an arm in a language, whether or not its data is there; those before it are its lineage."""
    job = None
    held_out = (experiment.data[experiment.dev], experiment.data[experiment.test])
    for stage, where in _stages(arm, language):
        train = tuple(experiment.data[name] for name in stage.train)
        job = Job(arm.encoder, stage, where, seed, job, train, held_out, experiment.carry)
    assert job is not None  # an arm has stages: `spec_file` sees to it
    return job


def _stages(arm: Arm, language: str) -> list[tuple[Stage, str]]:
    """The stages that lead to a language: none but English ones for English, and for texts translated into it."""
    staged = [(stage, language if stage.language == TARGET else ENGLISH) for stage in arm.stages]
    return [(stage, where) for stage, where in staged if where != ENGLISH or stage.objective != "align"]


def _missing(experiment: Experiment, arm: Arm, language: str, folder: Folder) -> tuple[str, ...]:
    needed = [(experiment.data[name], where) for stage, where in _stages(arm, language) for name in stage.train]
    needed += [(experiment.data[experiment.dev], code) for code in (ENGLISH, language)]
    needed += [(experiment.data[arm.test], language), (experiment.data[experiment.test], ENGLISH)]
    undeclared = [f"{data.name} ({where})" for data, where in needed if not covers(data, where)]
    absent = [name for data, where in needed if covers(data, where) for name in folder.missing(data, where)]
    return tuple(dict.fromkeys(undeclared + absent))
