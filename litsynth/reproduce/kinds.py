"""The objectives that a stage can name, and what may be done to their loss, with settings: the place where others are added."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import inf
from typing import Any, Literal, TypeVar

from litsynth.codec import omit_defaults
from litsynth.errors import UsageError
from litsynth.reproduce.rows import LABELS, PARAPHRASE

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ClassifierSettings:
    """A classifier of pairs, or of the choices of a question. The experiment's dev set chooses the epoch; of another task

    than the experiment's a dev set that the stage names, or `held_out` rows, at most a tenth.
    """

    held_out: int = 0

    def __post_init__(self) -> None:
        if self.held_out < 0:
            raise UsageError("held_out is not negative")


# Stages were kept before there was this.
omit_defaults(ClassifierSettings, "held_out")


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """Alignment to the frozen English encoder of the stage before.

    `negative_weight` is the paper's lambda; below 0.5 the loss has a lower bound (see `objectives.alignment_loss`).
    `start` says where the embeddings of the target language begin: at random, or, for words that are spelled as in
    English (numbers, names, marks), at the English ones. `held_out` sentence pairs, at most
    a tenth, are kept out of training to measure retrieval.
    """

    negative_weight: float = 0.25
    start: Literal["random", "spelling"] = "spelling"
    held_out: int = 500

    def __post_init__(self) -> None:
        if not 0 <= self.negative_weight < 0.5:
            raise UsageError(
                f"align: negative_weight {self.negative_weight} leaves the loss without a lower bound",
                "two negatives enter with it, so it must be below 0.5",
            )
        if self.start not in ("random", "spelling") or self.held_out < 0:
            raise UsageError("align: start is random or spelling, held_out is not negative")


@dataclass(frozen=True, slots=True)
class JointAlignSettings:
    """Alignment within one encoder of all languages: its words are moved until sentences lie where a copy of the encoder,

    frozen at the start of the stage, has their English translations. Settings as in `AlignSettings`.
    """

    negative_weight: float = 0.25
    held_out: int = 500

    def __post_init__(self) -> None:
        AlignSettings(self.negative_weight, "random", self.held_out)


@dataclass(frozen=True, slots=True)
class SimilaritySettings:
    """Regression of a similarity score: on the cosine of the two embeddings, or from the features |u - v| and u * v.

    A transformer reads both sentences at once and has neither (`joint`). `held_out` rows, at most a tenth, choose the epoch
    where the stage names no dev set.
    """

    head: Literal["cosine", "features", "joint"] = "cosine"
    held_out: int = 500

    def __post_init__(self) -> None:
        if self.head not in ("cosine", "features", "joint") or self.held_out < 1:
            raise UsageError("similarity: head is cosine, features or joint, held_out at least 1")


@dataclass(frozen=True, slots=True)
class PairSettings:
    """Cross-lingual paraphrase classification: is one sentence the translation of the other? `held_out` as above."""

    held_out: int = 500

    def __post_init__(self) -> None:
        if self.held_out < 1:
            raise UsageError("held_out is at least 1")


@dataclass(frozen=True, slots=True)
class MaskedSettings:
    """Masked words predicted: `share` of each sentence (mlm), pair of translations (tlm) or two sentences of a text in two

    languages (clmlm), at least one word. `negatives` words are drawn for the sampled softmax; from the size of the
    vocabulary on it is the whole softmax, as it always is in a transformer.
    """

    share: float = 0.15
    negatives: int = 1024
    held_out: int = 500

    def __post_init__(self) -> None:
        if not 0 < self.share < 1 or min(self.negatives, self.held_out) < 1:
            raise UsageError("masked words: share is in (0, 1), negatives and held_out at least 1")


@dataclass(frozen=True, slots=True)
class RecoverySettings:
    """Cross-lingual word recovery; `negatives` and `held_out` as in `MaskedSettings`."""

    negatives: int = 1024
    held_out: int = 500

    def __post_init__(self) -> None:
        if min(self.negatives, self.held_out) < 1:
            raise UsageError("clwr: negatives and held_out are at least 1")


@dataclass(frozen=True, slots=True)
class TaggingSettings:
    """A tag for each token; `held_out` as in `SimilaritySettings`."""

    held_out: int = 500

    def __post_init__(self) -> None:
        if self.held_out < 1:
            raise UsageError("tagging: held_out is at least 1")


@dataclass(frozen=True, slots=True)
class ParsingSettings:
    """A head and a relation for each word, by a biaffine parser.

    `arc` and `relation` are the units of a word's vectors for either, before which and after which the share `dropout` is
    left out (Dozat and Manning 2017, arXiv:1611.01734, table 1). `held_out` as in `SimilaritySettings`.
    """

    arc: int = 500
    relation: int = 100
    dropout: float = 0.33
    held_out: int = 500

    def __post_init__(self) -> None:
        if min(self.arc, self.relation, self.held_out) < 1 or not 0 <= self.dropout < 1:
            raise UsageError("parsing: arc, relation and held_out are at least 1, dropout is in [0, 1)")


@dataclass(frozen=True, slots=True)
class QaSettings:
    """The passage of a text that answers a question: where it begins and where it ends, or that there is none.

    A text that is too long is read in windows that begin `stride` pieces apart (BERT's run_squad: 128); of a question
    `question` pieces are read, an answer has at most `answer`. `held_out` as in `SimilaritySettings`.
    """

    stride: int = 128
    question: int = 64
    answer: int = 30
    held_out: int = 500

    def __post_init__(self) -> None:
        if min(self.stride, self.question, self.answer, self.held_out) < 1:
            raise UsageError("qa: stride, question, answer and held_out are at least 1")


Kind = (
    ClassifierSettings
    | AlignSettings
    | JointAlignSettings
    | SimilaritySettings
    | PairSettings
    | MaskedSettings
    | RecoverySettings
    | TaggingSettings
    | ParsingSettings
    | QaSettings
)
OBJECTIVES: dict[str, type[Kind]] = {
    "nli": ClassifierSettings,
    "paraphrase": ClassifierSettings,
    "choice": ClassifierSettings,
    "align": AlignSettings,
    "align_joint": JointAlignSettings,
    "similarity": SimilaritySettings,
    "pair": PairSettings,
    "mlm": MaskedSettings,
    "tlm": MaskedSettings,
    "clmlm": MaskedSettings,
    "clwr": RecoverySettings,
    "tagging": TaggingSettings,
    "parsing": ParsingSettings,
    "qa": QaSettings,
}
VALUES = {"nli": len(LABELS), "paraphrase": len(PARAPHRASE), "choice": 1}
"""The objectives that train the classifier of the target, and how many values it then gives of a pair (choice: a score)."""


@dataclass(frozen=True, slots=True)
class Adversarial:
    """Adversarial training: the loss at those word embeddings near the true ones at which it is largest.

    `radius` bounds the Euclidean norm of each word's perturbation, in mean norms of the word embeddings of the batch. It is
    found by `steps` ascents from a random start, each `step_size` radii long.
    """

    radius: float
    steps: int = 1
    step_size: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.radius < inf or self.steps < 1 or not 0 < self.step_size < inf:
            raise UsageError("adv: radius and step_size are above 0, steps at least 1")


@dataclass(frozen=True, slots=True)
class RandomPerturbation:
    """Randomized smoothing by random perturbation: the loss at word embeddings drawn from a ball about the true ones.

    `radius` as for `Adversarial`.
    """

    radius: float

    def __post_init__(self) -> None:
        if not 0 < self.radius < inf:
            raise UsageError("rs_rp: radius is above 0")


LossKind = Adversarial | RandomPerturbation
LOSSES: dict[str, type[Adversarial] | type[RandomPerturbation]] = {"adv": Adversarial, "rs_rp": RandomPerturbation}


def loss_of(values: Mapping[str, Any], where: str) -> LossKind | None:
    """What is done to the loss of a stage: the settings of the one plug-in that it names, or None.

    Raises UsageError on an unknown one, on several, and on what is unknown or out of range in its settings.
    """
    if not values:
        return None
    if len(values) > 1 or not set(values) <= LOSSES.keys():
        raise UsageError(f"{where}: loss {', '.join(values)}", f"one of: {', '.join(LOSSES)}")
    ((name, settings),) = values.items()
    return _filled(LOSSES[name], name, settings, where)


def settings_of(objective: str, values: Mapping[str, Any], where: str) -> Kind:
    """The settings of an objective. Raises UsageError, naming what is unknown or out of range."""
    if objective not in OBJECTIVES:
        raise UsageError(f"{where}: unknown objective {objective}", f"one of: {', '.join(OBJECTIVES)}")
    return _filled(OBJECTIVES[objective], objective, values, where)


def _filled(kind: type[T], name: str, values: Any, where: str) -> T:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if not isinstance(values, Mapping):
        raise UsageError(f"{where}: {name} = {values!r}", f"a table of: {', '.join(names)}")
    if unknown := sorted(set(values) - set(names)):
        has = ", ".join(names) or "no settings of its own"
        raise UsageError(f"{where}: unknown key {', '.join(unknown)}", f"{name} has: {has}")
    try:
        return kind(**values)
    except TypeError as error:
        raise UsageError(f"{where}: {error}") from error
