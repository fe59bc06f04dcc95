"""Embedder and verifier whose weights are on the nodes of a cluster."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from litsynth.engines.spread import Spread
from litsynth.ports import Vectors
from litsynth.records import Judgement


@dataclass(frozen=True, slots=True)
class SpreadEmbedder:
    """Embedder: a batch goes to one worker whole. `identity` and `sha256` are those of the model that all workers have."""

    identity: str
    sha256: str
    spread: Spread[Any]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), by one worker."""
        # Asked with something, so that there is a row to take the width from.
        (vectors,) = self.spread.each("embedder", [texts or [""]])
        return np.asarray(vectors[: len(texts)])

    def embed_each(self, batches: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """The vectors of each batch, in order; of a batch of nothing none."""
        return (np.asarray(answer) for answer in self.spread.each("embedder", batches))


@dataclass(frozen=True, slots=True)
class SpreadVerifier:
    """Entailer, as `SpreadEmbedder`."""

    identity: str
    sha256: str
    spread: Spread[Any]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Judgement]:
        """One judgement for each (premise, hypothesis), in order, by one worker."""
        (judgements,) = self.spread.each("verifier", [pairs])
        return list(judgements)

    def judge_each(self, batches: Iterable[Sequence[tuple[str, str]]]) -> Iterator[Sequence[Judgement]]:
        """The judgements of each batch, in order."""
        return self.spread.each("verifier", batches)
