"""The edge that keeps things on disk: papers, what models said of them, indexes."""

from litsynth.store.corpus import Corpus, open_corpus
from litsynth.store.memo import MemoEmbedder, MemoEntailer

__all__ = ["Corpus", "MemoEmbedder", "MemoEntailer", "open_corpus"]
