"""From a spec to jobs: which stage is trained in which language with which seed, and what it is named by its content."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from litsynth.codec import digest, dumps, encode
from litsynth.reproduce.checkpoint import checkpoint_name, content_name
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import Folder, covers, files_of
from litsynth.reproduce.kinds import VALUES, loss_of, settings_of
from litsynth.reproduce.plugins import files
from litsynth.reproduce.source import Source, reading_of, sources, told_of
from litsynth.reproduce.spec import ENGLISH, TARGET, Arm, Beside, Encoder, Experiment, Stage
from litsynth.reproduce.tasks import BOTH_SIDES, task_of

_WITH = "+"


@dataclass(frozen=True, slots=True)
class Job:
    """One stage in one language with one seed; `parent` is the job whose model it goes on from.

    `held_out` are dev and test of the experiment, `dev` is what chooses the epoch where the stage has a dev set of its own,
    `vocabulary` what the words of a first stage are taken from where that is not its training data, `beside` the jobs of
    its auxiliary losses; one has its `own_head` where the stage trains
    the classifier of the target too.
    """

    encoder: Encoder
    stage: Stage
    language: str
    seed: int
    parent: "Job | None"
    train: tuple[Source, ...]
    held_out: tuple[DataSet, ...]
    carry: str
    dev: tuple[Source, ...] = ()
    vocabulary: tuple[Source, ...] = ()
    beside: tuple["Job", ...] = ()
    own_head: bool = False

    @property
    def values(self) -> int:
        """How many values the classifier of the target gives when the job is done: that of the last stage that trains it."""
        parts: tuple[Stage | Beside, ...] = (self.stage, *self.stage.beside)
        trained = next((part.objective for part in parts if part.objective in VALUES), "")
        if trained or not self.parent:
            return VALUES[trained or "nli"]
        return self.parent.values

    @property
    def label(self) -> str:
        """For people: encoder, stage, plug-ins, language, seed."""
        kind = f"bilstm-{self.encoder.pooling}" if self.encoder.kind == "bilstm" else self.encoder.kind
        plugins = "".join(
            f" {name} {settings}" for name, settings in (*self.stage.data.items(), *self.stage.loss.items())
        )
        return f"{kind} {self.stage.name}{plugins} {self.language} seed {self.seed}"

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the training data, and English."""
        return tuple(sorted({self.language, ENGLISH, *(source.language for source in self.train)}))

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
    """One number of the result table: an arm in a language with a seed; `job` makes its model.

    Of a pair of languages (see `sides`) `job` makes the model of the premises, `other` that of the hypotheses.
    """

    arm: Arm
    language: str
    seed: int
    job: Job
    other: Job | None = None

    @property
    def jobs(self) -> tuple[Job, Job]:
        """Those that make the models of premises and hypotheses."""
        return self.job, self.other or self.job

    @property
    def lineage(self) -> tuple[Job, ...]:
        """Every job that the cell needs, once, each after those that it goes on from."""
        return tuple({job.name: job for last in self.jobs for job in last.lineage}.values())


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
        own: list[Cell] = []
        for language in arm.languages:
            if missing := _missing(experiment, arm, language, folder):
                gaps.append(Gap(arm.name, language, missing))
                continue
            own += [cell_of(experiment, arm, language, seed) for seed in experiment.seeds]
        if arm.encoder.kind == "transformer":  # one model for all languages of a seed is loaded once
            own.sort(key=lambda cell: experiment.seeds.index(cell.seed))
        found += own
        whole = [each for each in arm.languages if (arm.name, each) not in {(gap.arm, gap.language) for gap in gaps}]
        if experiment.pairing == "all":
            pairs = [f"{one}{_WITH}{other}" for one, other in permutations(whole, 2)]
            found += [cell_of(experiment, arm, pair, seed) for seed in experiment.seeds for pair in pairs]
    return found, gaps


def sides(language: str) -> tuple[str, str]:
    """The languages of premise and hypothesis.

    >>> sides("de+sw"), sides("de")
    (('de', 'sw'), ('de', 'de'))
    """
    premise, _, hypothesis = language.partition(_WITH)
    return premise, hypothesis or premise


def cell_of(experiment: Experiment, arm: Arm, language: str, seed: int) -> Cell:
    """The cell of an arm in a language or a pair of languages, whether or not its data is there."""
    premise, hypothesis = sides(language)
    job = job_of(experiment, arm, premise, seed)
    other = job_of(experiment, arm, hypothesis, seed) if hypothesis != premise else None
    return Cell(arm, language, seed, job, other)


def key_of(job: Job, folder: Folder) -> str:
    """The content of a stage in 16 hexadecimal digits: settings, seed, and the bytes of its data; not its names."""
    return digest("stage", dumps(_content(job, folder)), key_of(job.parent, folder) if job.parent else "")


def _content(job: Job, folder: Folder) -> dict[str, Any]:
    stage = job.stage
    content = {
        "encoder": {key: value for key, value in encode(job.encoder).items() if key not in ("model", "revision")},
        "objective": stage.objective,
        "settings": encode(settings_of(stage.objective, stage.settings, stage.name)),
        "optimiser": encode(stage.optimiser),
        "plugins": encode(stage.data),
        "order": list(stage.data),
        "language": job.language,
        "seed": job.seed,
        "carry": job.carry if job.parent else "",
        "files": sorted((content_name(name), folder.checksum(name)) for name in set(files_needed(job))),
        "train": [told_of(source) for source in job.train],
    }
    later = {
        "loss": encode(loss_of(stage.loss, stage.name)) if stage.loss else None,
        "dev": [told_of(source) for source in job.dev],
        "vocabulary": [told_of(source) for source in job.vocabulary],
        "beside": [(each.weight, _content(sub, folder)) for each, sub in zip(stage.beside, job.beside, strict=True)],
        "mixing": stage.mixing if stage.beside else "",
        "labels": sorted({(data.path, *data.labels) for data in _read_by(job) if data.labels}),
        "reading": sorted({found for data in _read_by(job) if (found := reading_of(data))}),
    }
    return content | {name: value for name, value in later.items() if value}


def _read_by(job: Job) -> list[DataSet]:
    return [*(source.data for source in (*job.train, *job.dev)), *job.held_out]


def files_needed(job: Job) -> list[str]:
    """The files that the job itself reads: training data, what plug-ins read, and dev and test, which are kept out of it."""
    read = (*job.train, *job.dev, *job.vocabulary)
    names = [checkpoint_name(job.encoder)] if job.encoder.model else []
    names += [name for source in read for name in files_of(source.data, source.language)]
    names += files(job.stage.data, job.language)
    names += [name for data, language in held_out_of(job) for name in files_of(data, language)]
    return names + [name for sub in job.beside for name in files_needed(sub)]


def held_out_of(job: Job) -> list[tuple[DataSet, str]]:
    """Dev and test in the languages of the job; of sets with English sentences on one side every language: the English

    training data must be clean of them all.
    """
    return [
        (data, language)
        for data in job.held_out
        for language in (data.languages if task_of(data) in BOTH_SIDES else job.languages)
        if covers(data, language)
    ]


def jobs(cells_: list[Cell]) -> Iterator[Job]:
    """Each job once, parents first, in the order of the cells."""
    seen = set()
    for cell in cells_:
        for job in cell.lineage:
            if job.name not in seen:
                seen.add(job.name)
                yield job


def job_of(experiment: Experiment, arm: Arm, language: str, seed: int) -> Job:
    """The last job of an arm in a language, whether or not its data is there; those before it are its lineage."""
    job = None
    held_out = experiment.held_out
    for stage, where in _stages(arm, language):
        train, dev, vocabulary = _sources(experiment, stage, where, first=job is None)
        beside = tuple(
            Job(
                arm.encoder,
                _aside(stage, each),
                where,
                seed,
                None,
                sources(each.train, experiment.data, where),
                held_out,
                "",
                own_head=stage.objective in VALUES and each.objective in VALUES,
            )
            for each in stage.beside
        )
        job = Job(arm.encoder, stage, where, seed, job, train, held_out, experiment.carry, dev, vocabulary, beside)
    assert job is not None  # an arm has stages: `spec_file` sees to it
    return job


def _sources(
    experiment: Experiment, stage: Stage, where: str, first: bool
) -> tuple[tuple[Source, ...], tuple[Source, ...], tuple[Source, ...]]:
    """What the stage is trained on, what chooses its epoch, and what its words are from."""
    train = sources(stage.train, experiment.data, where)
    dev = sources((stage.dev,) if stage.dev else (), experiment.data, where)
    return train, dev, sources(experiment.vocabulary if first else (), experiment.data, where)


def _aside(stage: Stage, beside: Beside) -> Stage:
    """An auxiliary loss as a stage of its own."""
    return Stage(
        beside.name, beside.objective, stage.language, beside.train, stage.optimiser, beside.data, beside.settings
    )


def _stages(arm: Arm, language: str) -> list[tuple[Stage, str]]:
    """The stages that lead to a language: none but English ones for English, and for texts translated into it."""
    staged = [(stage, language if stage.language == TARGET else ENGLISH) for stage in arm.stages]
    return [(stage, where) for stage, where in staged if where != ENGLISH or stage.objective != "align"]


def _dev_languages(lineage: tuple[Job, ...]) -> tuple[str, ...]:
    """Those in which the experiment's dev set chooses epochs."""
    return tuple(
        job.language
        for job in lineage
        if job.stage.objective in VALUES and not job.dev and not job.stage.settings.get("held_out")
    )


def _missing(experiment: Experiment, arm: Arm, language: str, folder: Folder) -> tuple[str, ...]:
    lineage = job_of(experiment, arm, language, experiment.seeds[0]).lineage
    parts = [part for job in lineage for part in (job, *job.beside)]
    needed = [(each.data, each.language) for part in parts for each in (*part.train, *part.dev, *part.vocabulary)]
    needed += _tested(experiment, arm, language, lineage)
    undeclared = [f"{data.name} ({where})" for data, where in needed if not covers(data, where)]
    absent = [name for data, where in needed if covers(data, where) for name in folder.missing(data, where)]
    read = [name for stage, where in _stages(arm, language) for name in files(stage.data, where)]
    absent += [name for name in read if not (folder.root / name).is_file()]
    return tuple(dict.fromkeys(undeclared + absent))


def _tested(experiment: Experiment, arm: Arm, language: str, lineage: tuple[Job, ...]) -> list[tuple[DataSet, str]]:
    """What dev and test are read in: to be answered, to choose epochs, and to keep what is trained on clean of them."""
    test = experiment.data[experiment.test]
    by_labels = task_of(test) == "labels"
    # What a question with choices is about is told in no language but its own.
    english = (ENGLISH,) if by_labels and test.kind != "choice" else ()
    needed: list[tuple[DataSet, str]] = []
    if experiment.dev:
        # An alignment is scored on dev in its language; of other targets dev may be there for earlier stages alone.
        aligned = any(stage.language == TARGET for stage in arm.stages)
        dev = experiment.data[experiment.dev]
        own = (language,) if by_labels or aligned or task_of(dev) != "labels" else ()
        needed += [(dev, code) for code in (*english, *own, *_dev_languages(lineage))]
    needed += [(experiment.data[arm.test], language), *((test, code) for code in english)]
    return needed + [held for job in lineage for held in held_out_of(job)]
