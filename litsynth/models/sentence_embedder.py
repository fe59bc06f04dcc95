"""Sentence-transformers behind the Embedder port: any model of theirs, on CUDA or a CPU."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from litsynth.models.embedder import MAX_TOKENS
from litsynth.models.transformer import quiet
from litsynth.ports import Vectors


@dataclass(frozen=True, slots=True)
class SentenceEmbedder:
    """Embedder: unit-length vectors; `identity` is the model's name, the SHA-256 of its weights and the engine."""

    model: SentenceTransformer
    identity: str
    batch: int = 32
    sha256: str = ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions)."""
        if not texts:
            return np.zeros((0, self.model.get_embedding_dimension() or 0), dtype=np.float32)
        vectors = self.model.encode(
            list(texts), batch_size=self.batch, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def load_sentence_embedder(
    folder: Path, device: str, batch: int, identity: str, sha256: str, threads: int = 0
) -> SentenceEmbedder:
    """The model in `folder`. `threads` 0: as many as PyTorch likes."""
    quiet()
    if threads:
        torch.set_num_threads(threads)
    model = SentenceTransformer(str(folder), device=device, local_files_only=True)
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    return SentenceEmbedder(model, identity, batch, sha256)
