"""Ranked passages for a query, without claims."""

from collections.abc import Sequence

from litsynth.pipeline.index import Index
from litsynth.ports import Embedder
from litsynth.records import Hit
from litsynth.retrieve import search


def search_passages(query: str, index: Index, embedder: Embedder, depth: int) -> Sequence[Hit]:
    """The best `depth` passages for a query, best first."""
    return search(query, index.passages, embedder.embed([query]), index.dense, index.lexical, depth)
