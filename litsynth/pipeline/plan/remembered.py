"""What a corpus remembers of what the models of a run said."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from litsynth.codec import digest
from litsynth.ports import Embedder, Vectors
from litsynth.store import Corpus


class Remembered:
    """Looked up, never written. `embedder` and `entailer` are the identities of the models."""

    def __init__(self, corpus: Corpus, embedder: str, entailer: str) -> None:
        self._corpus = corpus
        self._embedder, self._entailer = embedder, entailer

    def vectors(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """By text, the vectors that are known."""
        keys = {digest(text): text for text in texts}
        return {keys[key]: vector for key, vector in self._corpus.vectors(self._embedder, list(keys)).items()}

    def new_texts(self, texts: Sequence[str]) -> list[str]:
        """Those that are not embedded yet, each once."""
        known = self.vectors(texts)
        return [text for text in dict.fromkeys(texts) if text not in known]

    def new_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Those that are not judged yet, each once."""
        keys = {digest(*pair): pair for pair in pairs}
        known = self._corpus.judgements(self._entailer, list(keys))
        return [pair for key, pair in keys.items() if key not in known]


class Recalled:
    """An Embedder that looks up what is remembered, and keeps nothing of what it must ask `embedder`."""

    def __init__(self, memory: Remembered, embedder: Embedder) -> None:
        self.identity = embedder.identity
        self._memory, self._embedder = memory, embedder

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions)."""
        known = self._memory.vectors(texts)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([known[text] for text in texts])
