"""What an experiment declares. Nothing here reads files or computes: see `spec_file` and `plan`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal

from litsynth.codec import omit_defaults
from litsynth.errors import UsageError
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.pairings import Pairing
from litsynth.reproduce.statistics.verdicts import KINDS, Kind
from litsynth.reproduce.tasks import Retrieval

Settings = Mapping[str, Any]

TARGET, ENGLISH = "target", "en"
"""The two languages that a stage may be in: the one that is evaluated, or English."""

SELECTIONS = ("target_dev", "english_dev", "last")
"""Which epoch's weights are reported: best on dev in the evaluated language, best on English dev, or the last."""
Selection = Literal["target_dev", "english_dev", "last"]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A sentence encoder that is trained from scratch, or a transformer that reads both sentences at once.

    `dim` and `hidden` are units (hidden: of each direction), `classifier` those of the hidden layer over the pair,
    `pieces` the largest size of a language's vocabulary, `max_tokens` where a sentence is cut; all but the last are a
    sentence encoder's. Of a transformer `model` is a name on the hub or a folder, at that `revision`; its sizes and its
    pieces are the checkpoint's, `max_tokens` holds for both sentences together, and a classifier reads the state of the
    `first` token or the `mean` of all.
    """

    kind: Literal["cbow", "bilstm", "transformer"]
    pooling: Literal["mean", "last", "max", "first"]
    dim: int = 0
    hidden: int = 0
    classifier: int = 128
    dropout: float = 0.1
    vocabulary: Literal["words", "subwords"] = "words"
    pieces: int = 500_000
    max_tokens: int = 128
    model: str = ""
    revision: str = ""

    def __post_init__(self) -> None:
        if self.kind == "transformer":
            if self.pooling not in ("first", "mean") or not self.model or self.dim or self.hidden:
                raise UsageError(
                    "encoder transformer: model is a hub name or a folder, pooling is first or mean",
                    "leave out dim and hidden: the checkpoint has its own",
                )
            return
        if self.model or self.revision or self.pooling == "first":
            raise UsageError(f"encoder {self.kind}: model, revision and pooling first are a transformer's")
        if self.kind == "cbow" and (self.pooling != "mean" or self.hidden):
            raise UsageError("encoder cbow: the mean of the embeddings, no hidden units", 'set pooling = "mean"')
        if self.kind == "bilstm" and (self.pooling == "mean" or self.hidden < 1):
            raise UsageError("encoder bilstm: pooling is last or max, hidden at least 1")
        if min(self.dim, self.classifier, self.pieces, self.max_tokens) < 1 or not 0 <= self.dropout < 1:
            raise UsageError("encoder: sizes are at least 1, dropout is in [0, 1)")


@dataclass(frozen=True, slots=True)
class Optimiser:
    """AdamW. `batch` is global: `micro` rows go through at once (0: all of it), and their gradients are added up.

    An epoch is `epoch_rows` rows (0: all of the training data), so that stages on data of any size can take as many
    steps and be scored as often. The learning rate rises over the first share of the steps, `warmup`, and then stays or
    falls linearly to zero (`schedule`). With `precision` bfloat16 a GPU computes in it where that is safe (autocast;
    weights and moments stay float32); a CPU computes in float32 in any case.
    """

    epochs: int
    batch: int = 64
    micro: int = 0
    learning_rate: float = 1e-3
    clip: float = 5.0
    epoch_rows: int = 0
    weight_decay: float = 0.0
    warmup: float = 0.0
    schedule: Literal["constant", "linear"] = "constant"
    precision: Literal["float32", "bfloat16"] = "float32"

    def __post_init__(self) -> None:
        if not 0 <= self.warmup < 1 or not 0 <= self.weight_decay < inf:
            raise UsageError("stage: warmup is a share of the steps, in [0, 1); weight_decay is not negative")
        if self.epochs < 0 or self.batch < 1 or not 0 <= self.micro <= self.batch or not 0 < self.learning_rate < inf:
            raise UsageError("stage: epochs, batch, micro or learning_rate out of range", "micro is at most batch")
        if not self.clip > 0:
            raise UsageError("stage: clip is above 0")
        if self.epoch_rows < 0:
            raise UsageError("stage: epoch_rows is negative", "0 for all of the training data")


@dataclass(frozen=True, slots=True)
class Beside:
    """An auxiliary loss beside the one of a stage, on the same encoder, in the stage's language; fields as there."""

    name: str
    objective: str
    train: tuple[str, ...]
    weight: float = 1.0
    data: Settings = field(default_factory=dict)
    settings: Settings = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.weight < inf or not self.train:
            raise UsageError(f"auxiliary loss {self.name}: weight is above 0, train names data")


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that is trained: an objective on data, in English or in the language that is evaluated.

    `data` plug-ins change the rows, in the order given; one of `loss` says at which word embeddings the loss is taken;
    `settings` belong to the objective. All are checked by them.

    What is trained on is named by data set, in the language of the stage, or in others: "mnli:de+sw", or "mnli:*" for all
    that the set has. `dev` is what chooses the epoch of an objective that is not tested: a data set of its own, or (empty)
    rows that are kept out. Auxiliary losses `beside` this one are, by `mixing`, added to it in every step with their
    weights (`sum`), or take turns with it (`alternate`).
    """

    name: str
    objective: str
    language: str
    train: tuple[str, ...]
    optimiser: Optimiser
    data: Settings = field(default_factory=dict)
    settings: Settings = field(default_factory=dict)
    loss: Settings = field(default_factory=dict)
    dev: str = ""
    beside: tuple[Beside, ...] = ()
    mixing: Literal["sum", "alternate"] = "sum"

    def __post_init__(self) -> None:
        if self.language not in (TARGET, ENGLISH):
            raise UsageError(f"stage {self.name}: language {self.language!r}", f"one of: {TARGET}, {ENGLISH}")
        if not self.train:
            raise UsageError(f"stage {self.name}: no data to train on", "name it in train")
        if self.mixing not in ("sum", "alternate"):
            raise UsageError(f"stage {self.name}: mixing {self.mixing!r}", "one of: sum, alternate")
        if self.beside and self.optimiser.micro:
            raise UsageError(f"stage {self.name}: auxiliary losses go with whole batches", "leave out micro")


@dataclass(frozen=True, slots=True)
class Smoothing:
    """Prediction by the mean (of probabilities) or the vote of `samples` copies of the input, each perturbed at random.

    The noise is that of `perturbation.in_ball`; `radius` is in mean norms of the word embeddings of the input.
    """

    radius: float
    samples: int
    by: Literal["mean", "vote"] = "mean"

    def __post_init__(self) -> None:
        if not 0 < self.radius < inf or self.samples < 1 or self.by not in ("mean", "vote"):
            raise UsageError("smoothing: radius is above 0, samples at least 1, by is mean or vote")


@dataclass(frozen=True, slots=True)
class Arm:
    """One system: an encoder taken through stages, evaluated in languages on a test set, plainly or under smoothing.

    `about` says what it is, `called` names it for readers of reports, who do not know `name`; empty: by `name`.
    """

    name: str
    encoder: Encoder
    stages: tuple[Stage, ...]
    languages: tuple[str, ...]
    test: str
    published: str = ""
    about: str = ""
    smoothing: Smoothing | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A contrast of two arms that a paper states: `better` minus `worse`, in points of accuracy, is above zero.

    `margin` is the difference that would not matter (equivalence tests); `languages` limits the comparison. A text of
    the literature speaks of the contrast where it has a word of each group in `about`. It says which way it goes where it
    names both sides: `better_as` and `worse_as` are settings or systems of `litsynth.protocol`, or words; without them the
    result is no evidence on any text. `systems` are those that were trained, by their names in the literature. `placebo`
    names the contrast that must hold for this one to count.

    `pairing` is what is averaged over: premise and hypothesis in the `same` language (English left out unless `languages`
    names it), in `mixed` languages, or `all` of both, English too. With `beyond` "same" the claim is that the
    difference is larger than the one in the same language: that one is subtracted.
    """

    id: str
    text: str
    better: str
    worse: str
    margin: float
    languages: tuple[str, ...] = ()
    about: tuple[tuple[str, ...], ...] = ()
    better_as: tuple[str, ...] = ()
    worse_as: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    placebo: str = ""
    pairing: Pairing = "same"
    beyond: Literal["", "same"] = ""

    def __post_init__(self) -> None:
        if not 0 <= self.margin < inf:
            raise UsageError(f"claim {self.id}: margin {self.margin}", "points that would not matter, not negative")


@dataclass(frozen=True, slots=True)
class Experiment:
    """A whole spec at one scale.

    `report` is the selection that verdicts use; the others are shown beside it. `carry` decides which weights of a stage
    the next one goes on from. `dev` and `test` name data sets; no training row may hold a sentence of theirs. With
    `vocabulary` names training sets as `Stage.train` does: the words of every arm's first stage are theirs then, so that
    arms that begin with other data read alike (empty: the words of the first stage's own data). With
    `pairing` "all" every arm is also tested with the premise in one of its languages and the hypothesis in another.
    `gate` is the accuracy in English that some arm must reach: models that have not learnt the task show nothing of what
    helps it, and their run is no evidence. `metric` is what the test set is measured by (see `tasks.METRICS`), `retrieval`
    how sentences are found. Without labelled pairs among what is trained on, `dev` may be empty; of bitext mining it is
    what the threshold is fitted on.
    """

    id: str
    title: str
    paper: str
    scale: str
    kind: Kind
    seeds: tuple[int, ...]
    report: Selection
    carry: Selection
    chance: float
    data: Mapping[str, DataSet]
    dev: str
    test: str
    arms: tuple[Arm, ...]
    claims: tuple[Claim, ...]
    deviations: tuple[str, ...]
    dataset: str = ""
    metric: str = "accuracy"
    vocabulary: tuple[str, ...] = ()
    pairing: Literal["same", "all"] = "same"
    gate: float = 0.0
    retrieval: Retrieval = field(default_factory=Retrieval)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UsageError(f"spec {self.id}: kind {self.kind!r}", f"one of: {', '.join(KINDS)}")
        if not self.seeds or len(set(self.seeds)) != len(self.seeds) or min(self.seeds) < 0:
            raise UsageError(f"spec {self.id}: seeds must be given, each once, none below 0")
        if not 0 <= self.chance < 1 or not 0 <= self.gate < 1:
            raise UsageError(f"spec {self.id}: chance {self.chance}, gate {self.gate}", "accuracies, between 0 and 1")
        if self.report not in SELECTIONS or self.carry not in SELECTIONS:
            raise UsageError(f"spec {self.id}: unknown selection", f"one of: {', '.join(SELECTIONS)}")

    @property
    def held_out(self) -> tuple[DataSet, ...]:
        """Dev, if there is one, and test: no training row may hold a sentence of theirs."""
        return tuple(self.data[name] for name in (self.dev, self.test) if name)

    def arm(self, name: str) -> Arm:
        """The arm of that name. Raises UsageError when there is none."""
        for arm in self.arms:
            if arm.name == name:
                return arm
        raise UsageError(f"no arm {name!r} in {self.id}", f"one of: {', '.join(arm.name for arm in self.arms)}")


# Runs were kept before there were these.
omit_defaults(Encoder, "model", "revision")
omit_defaults(Optimiser, "epoch_rows", "weight_decay", "warmup", "schedule", "precision")
omit_defaults(Stage, "loss", "dev", "beside", "mixing")
omit_defaults(Arm, "smoothing")
omit_defaults(Claim, "pairing", "beyond")
omit_defaults(Experiment, "pairing", "vocabulary", "gate", "retrieval")
