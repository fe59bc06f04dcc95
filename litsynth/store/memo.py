"""Models that are asked each thing once: Embedder and Entailer in front of a corpus's memory."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from litsynth.codec import digest
from litsynth.ports import Embedder, Entailer, Vectors
from litsynth.records import Judgement
from litsynth.store.memory import Memory

T = TypeVar("T")

# Texts or pairs asked between two commits: what an interruption can lose. Models sort by length within it.
_BATCH = 512


class MemoEmbedder:
    """An Embedder that asks `embedder` only for texts that `memory` does not know under the same identity.

    `hits` counts texts answered from memory, repetitions within one call included; `misses` those asked for.
    """

    def __init__(self, embedder: Embedder, memory: Memory) -> None:
        self.identity = embedder.identity
        self.hits = 0
        self.misses = 0
        self._embedder = embedder
        self._memory = memory

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions); new ones are kept `_BATCH` at a time."""
        if not texts:
            return self._embedder.embed(texts)
        keys = [digest(text) for text in texts]
        known = self._memory.vectors(self.identity, list(dict.fromkeys(keys)))
        unseen = _unseen(keys, texts, known)
        for batch in _batches(unseen):
            vectors = self._embedder.embed([unseen[key] for key in batch])
            new = dict(zip(batch, vectors, strict=True))
            self._memory.put_vectors(self.identity, new)
            known.update(new)
        self.misses += len(unseen)
        self.hits += len(texts) - len(unseen)
        return np.stack([known[key] for key in keys])


class MemoEntailer:
    """An Entailer that asks `entailer` only for pairs that `memory` does not know under the same identity.

    `hits` and `misses` count pairs as MemoEmbedder counts texts.
    """

    def __init__(self, entailer: Entailer, memory: Memory) -> None:
        self.identity = entailer.identity
        self.hits = 0
        self.misses = 0
        self._entailer = entailer
        self._memory = memory

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[Judgement, ...]:
        """One judgement for each (premise, hypothesis), in order; new ones are kept `_BATCH` at a time."""
        keys = [digest(premise, hypothesis) for premise, hypothesis in pairs]
        known = self._memory.judgements(self.identity, list(dict.fromkeys(keys)))
        unseen = _unseen(keys, pairs, known)
        for batch in _batches(unseen):
            said = self._entailer.judge([unseen[key] for key in batch])
            new = dict(zip(batch, said, strict=True))
            self._memory.put_judgements(self.identity, new)
            known.update(new)
        self.misses += len(unseen)
        self.hits += len(pairs) - len(unseen)
        return tuple(known[key] for key in keys)


def _unseen(keys: Sequence[str], values: Sequence[T], known: Mapping[str, object]) -> dict[str, T]:
    return {key: value for key, value in zip(keys, values, strict=True) if key not in known}


def _batches(unseen: Mapping[str, object]) -> Iterator[list[str]]:
    keys = list(unseen)
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]
