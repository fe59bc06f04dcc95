"""What was measured here: contrasts of two systems, run by litsynth itself, and what they say of a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

MeasuredKind = Literal["exact", "close", "conceptual"]
"""As the paper; with documented deviations; other data or size, same mechanism. What only runs is never kept."""

MeasuredStance = Literal["supports", "contests", "says neither"]


def sides_of(better: str, worse: str, called: Sequence[str]) -> tuple[str, str]:
    """Both sides of a contrast as they are `called`, else by the names of their arms."""
    return (called[0], called[1]) if called else (better, worse)


@dataclass(frozen=True, slots=True)
class MeasuredContrast:
    """`better` minus `worse`, two systems of an experiment, in points, averaged over `languages`; `what` was to be tested.

    [`low`, `high`] is the 95% interval over seeds and test items, `by_seed` has the difference of each of `seeds`. `items`
    are those of one language. `ahead`: which of the two is shown to be, empty where the result settles nothing, for the
    reason in `why`. `weight` is the log10 of how much likelier the result is if that one is ahead than if neither is.
    A text speaks of the contrast where it has a word of each group in `about`, and names both sides, `better_as` and
    `worse_as`; `systems` are those trained, as the literature calls them. `called` names both sides for readers; results of
    before have no such names.
    """

    contrast_id: str
    what: str
    better: str
    worse: str
    dataset: str
    metric: str
    languages: tuple[str, ...]
    seeds: tuple[int, ...]
    items: int
    value: float
    low: float
    high: float
    by_seed: tuple[float, ...]
    ahead: Literal["", "better", "worse"]
    why: str
    weight: float
    about: tuple[tuple[str, ...], ...]
    better_as: tuple[str, ...]
    worse_as: tuple[str, ...]
    systems: tuple[str, ...] = ()
    called: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, str]:
        """What is compared with what, in a reader's words where there are any."""
        return sides_of(self.better, self.worse, self.called)


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """The results of one experiment at one scale.

    `run_id` names what was run, whatever its results: experiment, scale, recipe. `recipe`, `data` and `code` are digests
    of the spec, of the files that were read, and of the modules that trained. `paper` is what it reruns.
    """

    run_id: str
    experiment: str
    scale: str
    title: str
    paper: str
    kind: MeasuredKind
    recipe: str
    data: str
    code: str
    deviations: tuple[str, ...]
    contrasts: tuple[MeasuredContrast, ...]


@dataclass(frozen=True, slots=True)
class MeasuredEvidence:
    """What a measured contrast says of one claim: evidence whose basis is neither a passage nor a model.

    The difference and its names are as in `MeasuredContrast`. `decides` where it has a part in the verdict, `confidence` is
    then the probability that the claim's direction is right by this result alone, even odds before it. `why` says what
    keeps it from deciding.
    """

    claim_id: str
    run_id: str
    contrast_id: str
    kind: MeasuredKind
    recipe: str
    better: str
    worse: str
    what: str
    languages: tuple[str, ...]
    seeds: int
    value: float
    low: float
    high: float
    stance: MeasuredStance
    decides: bool
    confidence: float
    why: str
    called: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, str]:
        """As of `MeasuredContrast`."""
        return sides_of(self.better, self.worse, self.called)
