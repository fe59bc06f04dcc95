"""What the pipeline needs of the world: protocols of one or two methods."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from litsynth.records import Document, Judgement, Paper, Query

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions); rows have unit length."""


class PaperSource(Protocol):
    """Somewhere that papers come from."""

    @property
    def name(self) -> str:
        """How the search log calls it."""
        ...

    def find(self, question: str, limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """Candidate papers, best first as the source ranks them, and every query that was asked.

        Raises NetworkRefused or SourceFailed when the source cannot be asked.
        """
        ...

    def fetch(self, paper: Paper) -> Document:
        """The best substrate of one paper, read.

        Raises UnreadablePaper (one line, printed in the report) when there is none that can be read.
        """
        ...


@runtime_checkable
class CitationSource(PaperSource, Protocol):
    """A source of papers that knows which paper cites which."""

    def neighbours(self, papers: Sequence[Paper], limit: int) -> tuple[Sequence[Paper], Sequence[Query]]:
        """What cites each of `papers` and what each cites, at most `limit` either way, and what was asked.

        Raises NetworkRefused or SourceFailed when the source cannot be asked.
        """
        ...


class Embedder(Protocol):
    """Texts to unit vectors."""

    @property
    def identity(self) -> str:
        """Model, revision and sha256: the key of memoised vectors."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); the same text gives the same vector in any batch."""
        ...


class Entailer(Protocol):
    """Pairs to judgements."""

    @property
    def identity(self) -> str:
        """Model, revision, sha256 and temperature: the key of memoised judgements."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Judgement]:
        """One judgement for each (premise, hypothesis), in order.

        Only the premise is ever truncated; of a hypothesis that is too long nothing is judged. Both are said.
        """
        ...


class Progress(Protocol):
    """Told at the start of each stage and after each step of it."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins (0: not known)."""
        ...

    def step(self, count: int = 1) -> None:
        """So many steps of the present stage are done."""
        ...
