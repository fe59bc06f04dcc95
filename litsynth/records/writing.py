"""What a language model made of the verified claims, sentence by sentence, and what was kept of it."""

from dataclasses import dataclass
from typing import Literal

DropReason = Literal[
    "no plain sentence",
    "no known claim cited",
    "claim not supported",
    "conflict not said",
    "number not in the claims",
    "name not in the claims",
    "figure of something else",
    "direction turned",
    "parts put together anew",
    "surer than the claims",
    "not borne out by the claims",
]


@dataclass(frozen=True, slots=True)
class WriterIdentity:
    """The model that was asked, the host of its endpoint, and how it was to draw its words."""

    model: str
    host: str
    temperature: float
    seed: int


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as the model wrote it, with the claim ids that it gave."""

    text: str
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model answered. `model`: as it names itself; `request`: the digest of what it was asked."""

    sentences: tuple[DraftSentence, ...]
    model: str
    request: str


@dataclass(frozen=True, slots=True)
class KeptSentence:
    """A sentence that passed every gate; `confidence` is the least one among the claims that it cites."""

    text: str
    claim_ids: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class DroppedSentence:
    """A sentence that did not, and why."""

    text: str
    claim_ids: tuple[str, ...]
    reason: DropReason
    why: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The sentences of a writer that were kept and dropped; `failure` says why there are none where it gave no answer.

    `answered_as` and `request` as in `Draft`.
    """

    writer: WriterIdentity
    kept: tuple[KeptSentence, ...] = ()
    dropped: tuple[DroppedSentence, ...] = ()
    answered_as: str = ""
    request: str = ""
    failure: str = ""
