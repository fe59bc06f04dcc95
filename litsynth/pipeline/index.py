"""The passages of a corpus with their two indexes."""

from dataclasses import dataclass

from litsynth.config import RetrieveSettings
from litsynth.pipeline.progress import Progress
from litsynth.ports import Embedder, VectorIndex
from litsynth.records import Passage
from litsynth.retrieve import LexicalIndex
from litsynth.store import Corpus


@dataclass(frozen=True, slots=True)
class Index:
    """Row i of both indexes is passage i."""

    passages: tuple[Passage, ...]
    dense: VectorIndex
    lexical: LexicalIndex


def index_of(corpus: Corpus, embedder: Embedder, progress: Progress, settings: RetrieveSettings) -> Index:
    """The indexes of all passages of a corpus; vectors that are known are not computed again."""
    passages = tuple(corpus.passages())
    progress.stage("indexing", len(passages))
    texts = [passage.text for passage in passages]
    dense = corpus.dense_index(texts, embedder, progress.step, settings.index)
    return Index(passages, dense, corpus.lexical_index(texts))
