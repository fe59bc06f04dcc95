"""What several claims say of one thing, taken together; what speaks against it; and what nothing answers."""

from dataclasses import dataclass
from typing import Final, Literal

from litsynth.records.verdicts import Label

FindingKind = Literal["effect", "score", "statement"]
Certainty = Literal["high", "moderate", "low", "none"]

HIGH_CONFIDENCE: Final = 0.90
MODERATE_CONFIDENCE: Final = 0.70
"""From here a confidence is called high, from there moderate, below that low."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a claim of a finding states, and how it was measured; what the claim does not say is empty.

    `paper_id` is the work that measured it. `value`, `low` and `high` are in `unit`, and signed where the finding is an
    effect: a gain is positive. [low, high] is what was printed: the stated ± where `spread`, else what rounding allows.
    `system`, `setting`, `languages`, `split`, `metric` and `details` (steps that qualify it: an intermediate data set, a
    technique) are its protocol; `baseline` is the system that a difference is over. `label` is the verdict of its claim.
    `ends` are the scores that a difference goes from and to, where cells or the claim give both. `from_cells` names what
    the claim leaves open and the cells that the number was traced to say (baseline, data set, split ...); `against_cells`
    is what these say otherwise than the claim, as "field: claim / cells": the claim's word stands here.
    """

    claim_id: str
    paper_id: str
    printed: str
    value: float
    low: float
    high: float
    unit: str
    label: Label
    spread: bool = False
    system: str = ""
    baseline: str = ""
    setting: str = ""
    languages: str = ""
    split: str = ""
    metric: str = ""
    details: str = ""
    ends: tuple[float, ...] = ()
    from_cells: tuple[str, ...] = ()
    against_cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """The supported figures of a finding under one protocol: the least, the greatest, and from how many sources.

    `protocol` holds (field, value) pairs, fields that no claim settles left out; of an effect with what it is over: the
    `system` that has it, the `baseline` and the `baseline score`. `independent` counts the works
    behind them that share no author.
    """

    protocol: tuple[tuple[str, str], ...]
    unit: str
    low: float
    high: float
    figures: int
    papers: int
    independent: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Supported figures of two works that lie further apart than two runs of one recipe would, the widest pair of them.

    `fields` says in what the protocols are known to differ, as "field: left / right"; empty where in nothing that the
    claims say, so that the two disagree. `pairs` counts the pairs that differ in the same fields. Of two gains,
    `baselines` are the scores that they go from and `ends` those that they come to, left and right; empty where one is
    not known.
    """

    claim_id: str
    other_id: str
    left: str
    right: str
    gap: float
    fields: tuple[str, ...]
    pairs: int
    baselines: tuple[float, ...] = ()
    ends: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """The strongest evidence against a finding.

    `refutes`: a passage that contradicts the claim `claim_id`. `opposite`: the supported claim `claim_id` says the
    contrary of the same thing. `differs`: a figure under another protocol, which contradicts nothing and is the nearest
    there is. `text` is verbatim.
    """

    kind: Literal["refutes", "opposite", "differs"]
    claim_id: str
    paper_id: str
    text: str
    confidence: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Claims about one thing: what they say of it together.

    Grouped by `subject` (a data set, else a task), `method` (what is compared, else the system) and `direction`. The
    claim ids are by verdict: supported; refuted or conflicting; different protocol; not enough evidence. `papers` are the
    works that measured what is supported, `independent` counts them so that works that share an author, restatements and
    machine-written papers add nothing; of scores the most that measured under one protocol. `baseline` is what the method
    is compared with, where the claims agree on it. `confidence` is the least one among the supported claims, `certainty`
    what follows from it, from the sources and from what speaks against (`synthesize.certainty`). `title` names it in words.
    """

    finding_id: str
    title: str
    kind: FindingKind
    subject: str
    method: str
    baseline: str
    direction: Literal["", "up", "down"]
    supported: tuple[str, ...]
    disputed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    papers: tuple[str, ...]
    independent: int
    confidence: float
    certainty: Certainty
    figures: tuple[Figure, ...] = ()
    spreads: tuple[Spread, ...] = ()
    differences: tuple[Difference, ...] = ()
    against: Objection | None = None

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """Every claim of it, supported ones first."""
        return (*self.supported, *self.disputed, *self.elsewhere, *self.unconfirmed)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the question asks and the evidence does not answer; `searches` are queries that might."""

    what: str
    why: str
    searches: tuple[str, ...]
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """One bin of a reliability diagram: confidences in [low, high), their number, their mean, and the share that is right.

    The last bin holds its upper edge too. Mean and share are 0 where the bin is empty.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float
