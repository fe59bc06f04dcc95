"""All that stands behind one verdict."""

from dataclasses import dataclass

from litsynth.records.claims import Claim
from litsynth.records.documents import Passage
from litsynth.records.verdicts import Evidence, Hit, Label, Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """One passage that was held against a claim.

    `hit` is None for a table row that was not retrieved but found by tracing the claim's figures. `evidence` is None
    for a passage whose retrieval score lay below the floor, so that it was not judged.
    """

    passage: Passage
    hit: Hit | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One claim with every passage looked at, best retrieved first, and how the verdict came out of them.

    `verdict` is what the corpus, models and settings of today give, `reported` what the report says. `probabilities` are
    those of the calibrator for the three labels it knows, empty where it has none for this verdict. A verdict by
    entailment whose confidence lies below `threshold` is withheld.
    """

    claim: Claim
    verdict: Verdict
    reported: Verdict
    looks: tuple[Look, ...]
    probabilities: dict[Label, float]
    threshold: float
    floor: float
