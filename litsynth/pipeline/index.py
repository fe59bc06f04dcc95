"""The passages of a corpus with their two indexes."""

from dataclasses import dataclass

from litsynth.pipeline.progress import Progress
from litsynth.ports import Embedder
from litsynth.records import Passage
from litsynth.retrieve import DenseIndex, LexicalIndex
from litsynth.store import Corpus

# Texts embedded between two commits: what an interruption can lose, at most.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Index:
    """Row i of both indexes is passage i."""

    passages: tuple[Passage, ...]
    dense: DenseIndex
    lexical: LexicalIndex


def index_of(corpus: Corpus, embedder: Embedder, progress: Progress) -> Index:
    """The indexes of all passages of a corpus; vectors that are known are not computed again."""
    passages = tuple(corpus.passages())
    progress.stage("indexing", len(passages))
    texts = [passage.text for passage in passages]
    dense = corpus.dense_index(texts, embedder, progress.step)
    return Index(passages, dense, LexicalIndex.build(texts))
