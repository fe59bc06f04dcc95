"""Passages by the words that they share with a query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.retrieve.numbered import Tokens, packed_words, words_of
from litsynth.retrieve.tokens import tokenize

# Saturation of repeated words and correction for length: Lucene's defaults (BM25Similarity).
K1 = 1.2
B = 0.75
# A word that is in this part of the rows or more has its weights as a whole column, which is added in a tenth of the time.
_COMMON = 0.125
# Tokens whose postings are sorted at once: about 100 bytes each.
_SORTED = 500_000
_ARRAYS = ("idf", "starts", "rows", "weights")


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 weights by word, with Lucene's idf, which is never negative.

    Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond". The postings of
    word w are `rows[starts[w] : starts[w + 1]]`, rising, with their `weights`; `idf` is by word. `columns` has the weights in
    all rows of words that are in many.
    """

    size: int
    words: dict[str, int]
    idf: NDArray[np.float64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    columns: dict[int, NDArray[np.float32]]

    @classmethod
    def build(cls, texts: Iterable[str]) -> "LexicalIndex":
        """An index in which row i is text i."""
        tokens = Tokens()
        for text in texts:
            tokens.add(text)
        return cls.of(tokens)

    @classmethod
    def of(cls, tokens: Tokens) -> "LexicalIndex":
        """An index in which row i is text i of `tokens`, whose words are numbered in the order in which they first occur."""
        size, lengths, numbers = len(tokens.lengths), *tokens.arrays()
        mean = max(len(numbers) / max(size, 1), 1e-9)
        ends = np.cumsum(lengths, dtype=np.int64)
        frequency = np.zeros(len(tokens.words), np.int64)
        # Room for each token; where a row has a word twice less is used, and what is not used takes no memory.
        rows, weights, end = np.empty(len(numbers), np.int32), np.empty(len(numbers), np.float32), 0
        for first, last in _parts(np.bincount(numbers, minlength=len(tokens.words))):
            here = np.flatnonzero((numbers >= first) & (numbers < last))
            # One number for each (word, row), so that sorting once groups the postings by word.
            pairs = numbers[here].astype(np.int64) * size + np.searchsorted(ends, here, "right")
            pairs, counts = np.unique(pairs, return_counts=True)
            word, row = np.divmod(pairs, max(size, 1))
            frequency[first:last] = np.bincount(word - first, minlength=last - first)
            long = lengths[row] / mean
            weight = _idf(frequency, size)[word] * counts * (K1 + 1) / (counts + K1 * (1 - B + B * long))
            rows[end : end + len(row)], weights[end : end + len(row)] = row, weight
            end += len(row)
        starts = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
        return cls._of(size, tokens.words, _idf(frequency, size), starts, rows[:end], weights[:end])

    @classmethod
    def from_arrays(cls, held: Mapping[str, NDArray[Any]]) -> "LexicalIndex":
        """The index that `to_arrays` gave; where the arrays are mapped from a file, most of it stays there."""
        return cls._of(int(held["size"][0]), words_of(held["words"]), *(held[name] for name in _ARRAYS))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """All of the index as arrays of one dimension; equal indexes give equal arrays."""
        return {"words": packed_words(self.words), "size": np.array([self.size])} | {
            name: getattr(self, name) for name in _ARRAYS
        }

    @classmethod
    def _of(
        cls,
        size: int,
        words: dict[str, int],
        idf: NDArray[np.float64],
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        weights: NDArray[np.float32],
    ) -> "LexicalIndex":
        columns = {}
        for common in np.flatnonzero(np.diff(starts) > _COMMON * size).tolist():
            postings = slice(starts[common], starts[common + 1])
            columns[common] = np.zeros(size, np.float32)
            columns[common][rows[postings]] = weights[postings]
        return cls(size, words, idf, starts, rows, weights, columns)

    def __len__(self) -> int:
        return self.size

    def shares(self, query: str) -> NDArray[np.float64]:
        """Each row's BM25 score over the highest that any text could have for this query; on [0, 1), shape (rows,).

        A word counts as often as the query holds it. A word that no row holds counts in the highest score:
        a passage that has all but the telling word has not got most of the query.
        """
        scores = np.zeros(self.size)
        highest = 0.0
        for token in tokenize(query):
            word = self.words.get(token)
            highest += (K1 + 1) * float(_idf(0, self.size) if word is None else self.idf[word])
            if word in self.columns:
                scores += self.columns[word]
            elif word is not None:
                postings = slice(self.starts[word], self.starts[word + 1])
                scores[self.rows[postings]] += self.weights[postings]
        if highest:
            scores /= highest
        return scores


def _parts(tokens: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The words, of which there are so many `tokens`, as ranges of few tokens; a word of very many is one by itself."""
    ends = np.cumsum(tokens)
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + _SORTED, "right")))
        yield first, last
        first = last


def _idf(frequency: "NDArray[np.int64] | int", size: int) -> NDArray[np.float64]:
    return np.asarray(np.log1p((size - frequency + 0.5) / (np.asarray(frequency) + 0.5)))
