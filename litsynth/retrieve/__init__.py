"""Claims and passages to hits: exact dense search (faiss) and BM25, fused; the claim's own words left out."""

from litsynth.retrieve.dense import DenseIndex
from litsynth.retrieve.first_pass import FirstPass
from litsynth.retrieve.hits import retrieve, search
from litsynth.retrieve.lexical import LexicalIndex
from litsynth.retrieve.numbered import Tokens, words_of

__all__ = ["DenseIndex", "FirstPass", "LexicalIndex", "Tokens", "retrieve", "search", "words_of"]
