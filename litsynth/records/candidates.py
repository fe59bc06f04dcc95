"""A sentence that may state a claim, and what is known of it while that is decided."""

from dataclasses import dataclass
from typing import Literal

from litsynth.records.documents import Sentence

Position = tuple[int, int]
"""The number of a sentence in its abstract, from 0, and how many sentences the abstract has."""

Place = Literal["paper", "others", "digest"]
"""A paper, its section on other people's work, or a digest, which holds nothing but claims."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that passed the cheap filter; `score` orders candidates of a paper, higher is likelier a claim.

    `position` is that in its abstract, None elsewhere. `relevance` is the cosine similarity to the question. `roles` are
    the role model's probabilities in the order of `rhetoric.RHETORIC`; empty where it did not judge.
    """

    paper_id: str
    sentence: Sentence
    text: str
    score: float
    relevance: float = 0.0
    position: Position | None = None
    place: Place = "paper"
    roles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the cheap filter leaves of a document with so many sentences."""

    sentences: int
    candidates: tuple[Candidate, ...]
