"""The passages of a corpus with their two indexes."""

from collections.abc import Iterable
from dataclasses import dataclass

from litsynth.config import RetrieveSettings
from litsynth.pipeline.progress import Progress
from litsynth.ports import Embedder, VectorIndex
from litsynth.records import Passage
from litsynth.retrieve import DenseIndex, LexicalIndex
from litsynth.store import Corpus, PassageRows


@dataclass(frozen=True, slots=True)
class Index:
    """Row i of both indexes is passage i."""

    passages: PassageRows
    dense: VectorIndex
    lexical: LexicalIndex

    @classmethod
    def of(cls, passages: Iterable[Passage], embedder: Embedder) -> "Index":
        """Indexes of passages that are in memory, those of one paper next to each other; nothing is kept."""
        rows = PassageRows.of(passages)
        texts = [passage.text for passage in rows]
        return cls(rows, DenseIndex.build(embedder.embed(texts)), LexicalIndex.build(texts))


def index_of(corpus: Corpus, embedder: Embedder, progress: Progress, settings: RetrieveSettings) -> Index:
    """The indexes of all passages of a corpus; vectors that are known are not computed again."""
    passages = corpus.passages()
    progress.stage("indexing", len(passages))
    dense = corpus.dense_index(passages, embedder, progress.step, settings.index)
    return Index(passages, dense, corpus.lexical_index(passages))
