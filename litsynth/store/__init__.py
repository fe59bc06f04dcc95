"""The edge that keeps things on disk: papers, what models said of them, indexes, the folders of runs."""

from litsynth.store.corpus import Corpus, is_corpus, open_corpus
from litsynth.store.memo import MemoEmbedder, MemoEntailer
from litsynth.store.runs import refuse_unwritable, write_log, write_run
from litsynth.store.source import CorpusSource

__all__ = [
    "Corpus",
    "CorpusSource",
    "MemoEmbedder",
    "MemoEntailer",
    "is_corpus",
    "open_corpus",
    "refuse_unwritable",
    "write_log",
    "write_run",
]
