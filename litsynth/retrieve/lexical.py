"""Passages by the words that they share with a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from litsynth.retrieve.tokens import tokenize

# Saturation of repeated words and correction for length: Lucene's defaults (BM25Similarity).
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 weights by word, as in Lucene: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework".

    The postings of word w are `rows[starts[w] : starts[w + 1]]`, rising, with their `weights`.
    """

    size: int
    words: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """An index in which row i is text i."""
        words: dict[str, int] = {}
        documents = [[words.setdefault(token, len(words)) for token in tokenize(text)] for text in texts]
        lengths = np.array([len(document) for document in documents], dtype=np.int64)
        flat = np.fromiter(chain.from_iterable(documents), dtype=np.int64, count=int(lengths.sum()))
        # One number for each (word, row), so that sorting once groups the postings by word.
        pairs = flat * max(len(texts), 1) + np.repeat(np.arange(len(texts)), lengths)
        distinct, counts = np.unique(pairs, return_counts=True)
        word, row = np.divmod(distinct, max(len(texts), 1))
        frequency = np.bincount(word, minlength=len(words))
        idf = np.log1p((len(texts) - frequency + 0.5) / (frequency + 0.5))
        mean_length = lengths.mean() if len(flat) else 1.0
        saturation = counts + K1 * (1 - B + B * lengths[row] / mean_length)
        weights = idf[word] * counts * (K1 + 1) / saturation
        starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        return cls(len(texts), words, starts, row.astype(np.int32), weights.astype(np.float32))

    def __len__(self) -> int:
        return self.size

    def scores(self, query: str) -> NDArray[np.float64]:
        """The BM25 score of every row, 0 and up; shape (rows,). A word counts as often as the query holds it."""
        scores = np.zeros(self.size)
        for token in tokenize(query):
            word = self.words.get(token)
            if word is not None:
                postings = slice(self.starts[word], self.starts[word + 1])
                scores[self.rows[postings]] += self.weights[postings]
        return scores
