"""Rhetorical roles of sentences by a small trained model over the embeddings that a run computes anyway.

The model is a multinomial logistic regression over a sentence's embedding, the cues in its words, and, inside an
abstract, its position. It is trained on abstracts with and without positions, so that it can judge sentences of a
body, which have none. Its weights enter as arguments: `models.role_weights` holds the shipped ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litsynth.extract.cues import contributes, cues_of, only_done, reports_others
from litsynth.extract.hypotheses import ROLES, best_role
from litsynth.ports import Vectors
from litsynth.records import Candidate, ClaimKind, Judgement, Position

Floats = NDArray[np.float64]

RHETORIC = ("background", "objective", "method", "result", "other")
"""The roles of CSAbstruct, in the order of the model's classes."""

POSITION_FEATURES = 5
_ROLE_WEIGHT = 0.3
"""How much the role model's log-odds of a claim count beside those of the cheap filter, which was fitted to sentences of
bodies: among these the role model alone tells claims worse (docs/benchmarks.md)."""
_OFFSET = 0.5
"""Added to the log-odds, so that the share of claims among what passes 0.5 is some three in four in NLP papers."""
_LEAST = 0.01
_OWN_WORK: frozenset[ClaimKind] = frozenset({"resource", "method"})


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Weights: `embedding` (dimensions, 5), `words` (cues, 5), `place` (POSITION_FEATURES, 5), `bias` (5,)."""

    cues: tuple[str, ...]
    embedding: Floats
    words: Floats
    place: Floats
    bias: Floats

    def probabilities(self, texts: Sequence[str], positions: Sequence[Position | None], vectors: Vectors) -> Floats:
        """Shape (texts, 5), in the order of RHETORIC; rows sum to 1. A position is None outside abstracts."""
        rows = {cue: row for row, cue in enumerate(self.cues)}
        logits = vectors.astype(np.float64) @ self.embedding + self.bias
        for at, (text, position) in enumerate(zip(texts, positions, strict=True)):
            logits[at] += position_features(position) @ self.place
            logits[at] += self.words[sorted(rows[cue] for cue in cues_of(text) if cue in rows)].sum(axis=0)
        exponent = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(exponent / exponent.sum(axis=1, keepdims=True), dtype=np.float64)


def position_features(position: Position | None) -> Floats:
    """Shape (POSITION_FEATURES,): whether it is known, the relative position, its square, the first, the last."""
    if position is None:
        return np.zeros(POSITION_FEATURES)
    row, sentences = position
    share = (row + 0.5) / sentences
    return np.array([1.0, share, share**2, row == 0, row == sentences - 1], dtype=np.float64)


def own_claim(candidate: Candidate) -> float:
    """The probability that a candidate, with its `roles` and its `score`, states a claim of its own paper.

    To the role model results are claims; objectives and methods are where the sentence offers something new. What cited
    authors did or found, what a section on other people's work says, and a procedure without its outcome are none.
    """
    _, objective, method, result, _ = candidate.roles
    if candidate.place == "others" or reports_others(candidate.text) or only_done(candidate.text):
        return 0.0
    own = result + (objective + method) * contributes(candidate.text)
    own = min(max(own, _LEAST), 1.0 - _LEAST)
    return 1.0 / (1.0 + math.exp(-(candidate.score + _ROLE_WEIGHT * math.log(own / (1.0 - own)) + _OFFSET)))


def claim_role(candidate: Candidate, judgements: Sequence[Judgement]) -> tuple[ClaimKind, float]:
    """The kind of a candidate, and the probability that it is a claim of its paper.

    The entailment model chooses the kind, each hypothesis weighted with the role model's probability of its family:
    results, comparisons and findings, or methods and resources. Without `roles` it decides alone, as `best_role`; a
    digest holds nothing but claims.
    """
    if candidate.place == "digest":
        return best_role(judgements)[0], 1.0
    if not candidate.roles:
        return best_role(judgements)
    _, objective, method, result, _ = candidate.roles
    weighted = {
        kind: judgement.entailment * (objective + method if kind in _OWN_WORK else result)
        for kind, judgement in zip(ROLES, judgements, strict=True)
    }
    return max(weighted, key=lambda kind: weighted[kind]), own_claim(candidate)
