"""What the evidence says of a claim."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.claims import Anchor, Claim, NumberCheck
from litsynth.records.documents import Passage
from litsynth.records.measured import MeasuredEvidence

Stance = Literal["supports", "refutes", "different protocol", "neutral"]
SupportKind = Literal["own paper", "restated", "independent"]
Label = Literal["supported", "refuted", "conflicting", "different protocol", "not enough evidence"]
NumbersGate = Literal["none", "agree", "differ", "absent"]
Basis = Literal["scores", "ranking", "entailment", "measured"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage retrieved for a claim. Ranks count from 1; 0 means that this retriever did not find it."""

    claim_id: str
    passage_id: str
    score: float
    dense_rank: int = 0
    lexical_rank: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Calibrated probabilities that the evidence entails, is neutral to, or contradicts the claim; they sum to 1."""

    entailment: float
    neutral: float
    contradiction: float
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class CellAt:
    """A cell by the numbers of its table, row and column, each counted from 0; column -1: the mean over its row's languages."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage with its stance on a claim, and why the gates let it have that stance.

    `basis` says what decided: the passage's `scores` compared slot by slot, the `ranking` of the places that a claim told
    of a paper, or a sentence of it, can mean, or the model's `entailment`.
    `confidence` is the probability that the stance is right. `rationale` are the sentences of the passage that say it,
    as indices of `Document.sentences` (empty for a table row). `places` are, for each of `numbers` in order, the cells of
    the passage's document that it was traced to: one, or two of which it is the first less the second; empty where the
    numbers were not traced to cells.
    """

    claim_id: str
    passage: Passage
    anchor: Anchor
    stance: Stance
    support_kind: SupportKind
    judgement: Judgement
    numbers: tuple[NumberCheck, ...] = ()
    why: str = ""
    basis: Basis = "entailment"
    confidence: float = 0.0
    rationale: tuple[int, ...] = ()
    places: tuple[tuple[CellAt, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a verdict's confidence is computed from, besides how many passages were looked at.

    `said`: the label before abstention. `support` and `refute`: the highest probability of entailment and of
    contradiction that any passage got. `numbers`: whether the claim states none, all of them were found, the evidence
    states another one, or is silent about one. `basis`: what decided (see Evidence; `measured`: a result of litsynth's
    own).
    """

    said: Label = "not enough evidence"
    support: float = 0.0
    refute: float = 0.0
    numbers: NumbersGate = "none"
    basis: Basis = "entailment"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim's label, the calibrated probability that the label is right, and what it rests on.

    `evidence` holds the pieces with a stance, strongest first; `looked_at` counts all passages judged.
    `traced`, `restated` and `corroborated` count supporting pieces by kind (own paper, restated, independent). `measured`
    is what was measured here on what it claims, those results first that decide; it is in no count.
    """

    claim_id: str
    label: Label
    confidence: float
    evidence: tuple[Evidence, ...]
    looked_at: int
    traced: int = 0
    restated: int = 0
    corroborated: int = 0
    why: str = ""
    grounds: Grounds = Grounds()
    measured: tuple[MeasuredEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The claims of a run, best first, and the counts of `pipeline.claims.extract_claims`."""

    claims: tuple[Claim, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The verdicts on the claims of a run, in order, and the counts of `pipeline.verdicts.verify_claims`."""

    verdicts: tuple[Verdict, ...]
    counts: dict[str, int]
