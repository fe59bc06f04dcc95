"""What the pipeline needs of the world: protocols of one or two methods."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from litsynth.records import Document, Draft, Judgement, Paper, Query, WriterIdentity

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions); rows have unit length."""


Scores = NDArray[np.float32]
"""Cosine similarities on [-1, 1], shaped like the rows that they belong to."""

Rows = NDArray[np.int64]
"""Row numbers, best first; shape (queries, k), or (k,) for one query."""


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

        Only the premise is ever truncated; of a hypothesis that is too long, or a text that the model cannot read, nothing is
        judged. All are said (`truncated`).
        """
        ...


class Writer(Protocol):
    """A language model that puts verified claims into sentences. Nothing that it says is believed."""

    @property
    def identity(self) -> WriterIdentity:
        """What a report says of it."""
        ...

    def write(self, instructions: str, data: str) -> Draft:
        """Its sentences; the same answer whenever the same is asked.

        Raises NetworkRefused, SourceFailed or BadRecord, in one line, where it gives none.
        """
        ...


class TextEmbedder(Embedder, Protocol):
    """An Embedder that can say which weights it has."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the weights; empty where they are not one safetensors file."""
        ...


class Verifier(Entailer, Protocol):
    """An Entailer that can say which weights it has."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the weights; empty where only a revision is known."""
        ...


@runtime_checkable
class BatchEmbedder(Embedder, Protocol):
    """An Embedder that has several batches under way at once."""

    def embed_each(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """What `embed` gives for each batch, in order. Few batches are taken ahead, and none is split or joined."""
        ...


@runtime_checkable
class BatchEntailer(Entailer, Protocol):
    """An Entailer that has several batches under way at once."""

    def judge_each(self, batches: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Sequence[Judgement]]:
        """What `judge` gives for each batch, in order. Few batches are taken ahead, and none is split or joined."""
        ...


def embed_each(embedder: Embedder, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
    """The vectors of each batch, in order: one after the other where the embedder knows no other way.

    It is not asked for a batch of nothing.
    """
    if isinstance(embedder, BatchEmbedder):
        return embedder.embed_each(batches)
    return (embedder.embed(batch) if batch else np.zeros((0, 0), np.float32) for batch in batches)


def judge_each(entailer: Entailer, batches: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Sequence[Judgement]]:
    """The judgements of each batch, in order: one after the other where the entailer knows no other way.

    It is not asked for a batch of nothing.
    """
    if isinstance(entailer, BatchEntailer):
        return entailer.judge_each(batches)
    return (entailer.judge(batch) if batch else () for batch in batches)


class VectorIndex(Protocol):
    """Passages by the similarity of their vectors; row i is vector i."""

    def __len__(self) -> int:
        """How many rows there are."""
        ...

    def search(self, queries: Vectors, k: int) -> tuple[Scores, Rows]:
        """The `k` most similar rows for each query, ties by row; both of shape (queries, min(k, rows)).

        An index that is not exact may miss some. The other queries of the call change no score.
        """
        ...

    def similarities(self, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float64]:
        """The cosine similarity of one query, shape (dimensions,), to each of `rows`; shape (len(rows),)."""
        ...


class Progress(Protocol):
    """Told at the start of each stage and after each step of it."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins (0: not known)."""
        ...

    def step(self, count: int = 1) -> None:
        """So many steps of the present stage are done."""
        ...


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing."""

    def step(self, count: int = 1) -> None:
        """Say nothing."""
