"""Claims and passages to hits: exact dense search (faiss) and BM25, fused; the claim's own words left out."""

from litsynth.retrieve.dense import DenseIndex
from litsynth.retrieve.hits import retrieve, search
from litsynth.retrieve.lexical import LexicalIndex

__all__ = ["DenseIndex", "LexicalIndex", "retrieve", "search"]
