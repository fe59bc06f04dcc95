"""Sentence-transformers behind the Embedder port."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from litsynth.codec import digest_bytes
from litsynth.models.packaged import local_weights
from litsynth.models.transformer import find_checkpoint
from litsynth.ports import Vectors

# The packaged MiniLM was trained on pieces of at most 256 word pieces; longer text is cut there.
MAX_TOKENS = 256


@dataclass(frozen=True, slots=True)
class SentenceEmbedder:
    """Embedder: mean-pooled, unit-length vectors; `identity` is the model's name and the SHA-256 of its weights."""

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


def load_embedder(name: str, device: str, batch: int, offline: bool) -> SentenceEmbedder:
    """The packaged model, a folder, or a hub id. Raises MissingInput or NetworkRefused when it is not at hand."""
    folder = Path(local_weights(name)) if name.startswith("packaged:") else find_checkpoint(name, offline)
    model = SentenceTransformer(str(folder), device=device, local_files_only=True)
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    weights = folder / "model.safetensors"
    sha256 = digest_bytes(weights.read_bytes()) if weights.is_file() else ""
    return SentenceEmbedder(model, f"{name}@{sha256[:12] or folder.name}", batch, sha256)
