"""Passages by the similarity of their vectors."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Rows, Scores, Vectors
from litsynth.retrieve.blocks import file_of
from litsynth.retrieve.first_pass import FirstPass

# Below 20 queries faiss takes one inner product at a time, so that a score does not depend on what else is asked;
# with more, some of its versions multiply matrices, and the last bit of a score changes with the batch.
_BATCH = 16
# Rows copied at once.
_PART = 65_536

# Rows from which a half of the precision is given up for twice the speed: over 426,544 vectors a query takes 26 ms in
# place of 55 on one core, and of the 100 nearest 99.97 in a hundred are the same (docs/benchmarks.md).
HALVED_FROM = 100_000

# Rows that a first pass is asked for: so many for each one wanted, and so many more. Of 426,530 rows the 100 nearest were
# surely among the first 500 for 60 of 60 queries, of 80,762 real passages among the first 400 for 200 of 200, the 800
# nearest among the first 2,400 (docs/benchmarks.md).
_ASKED_EACH = 4
_ASKED_MORE = 200


class DenseIndex:
    """Search through all rows by inner product of unit vectors; row i is vector i.

    Exact (faiss IndexFlatIP); of `HALVED_FROM` rows or more with vectors rounded to 16 bits (IndexScalarQuantizer).
    With a first pass over the same vectors fewer of them are looked at, and the same is found.
    """

    def __init__(self, index: "faiss.Index", first_pass: FirstPass | None = None) -> None:
        self._index, self._first_pass = index, first_pass

    @classmethod
    def build(cls, vectors: Vectors) -> "DenseIndex":
        """An index of vectors of shape (rows, dimensions), each of unit length."""
        return cls.of([vectors], len(vectors))

    @classmethod
    def of(cls, parts: Iterable[Vectors], size: int) -> "DenseIndex":
        """As `build`, of `size` vectors in parts, one after the other; of none without a part to tell the width from."""
        index: faiss.Index | None = None
        for part in parts:
            if index is None:
                index = _empty(part.shape[1], size)
            index.add(np.ascontiguousarray(part, dtype=np.float32))
        return cls(index or _empty(1, size))

    @staticmethod
    def file_of(parts: Iterable[Vectors], size: int) -> Iterator[NDArray[np.uint8]]:
        """The bytes of `DenseIndex.of(parts, size).to_bytes()`, a part after the other."""
        rest = iter(parts)
        first = next(rest, np.zeros((0, 1), np.float32))
        return file_of(_empty(first.shape[1], size), chain([first], rest), size)

    def to_bytes(self) -> memoryview:
        """The index in faiss' own file format; equal indexes give equal bytes."""
        return faiss.serialize_index(self._index).data

    @classmethod
    def from_bytes(cls, data: bytes) -> "DenseIndex":
        """The index that `to_bytes` gave."""
        return cls(faiss.deserialize_index(np.frombuffer(data, np.uint8)))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def after(self, first_pass: FirstPass) -> "DenseIndex":
        """The same index, searched with a first pass over its vectors."""
        return DenseIndex(self._index, first_pass)

    def parts(self, rows: slice = slice(None)) -> Iterator[Vectors]:
        """The vectors of `rows`, as they are kept, a part after the other."""
        start, stop, _ = rows.indices(len(self))
        for begin in range(start, stop, _PART):
            yield np.asarray(self._index.reconstruct_n(begin, min(_PART, stop - begin)))

    def search(self, queries: Vectors, k: int) -> tuple[Scores, Rows]:
        """The `k` most similar rows for each query, ties by row; both of shape (queries, min(k, rows)).

        Neither the other queries of the call nor the order in which rows were added changes a score.
        """
        k = min(k, len(self))
        if k == 0 or not len(queries):
            return np.zeros((len(queries), k), np.float32), np.zeros((len(queries), k), np.int64)
        if self._first_pass:
            found = [self._search_twice(self._first_pass, query, k) for query in queries]
        else:
            found = [self._search(queries[start : start + _BATCH], k) for start in range(0, len(queries), _BATCH)]
        return np.concatenate([scores for scores, _ in found]), np.concatenate([rows for _, rows in found])

    def _search(self, queries: Vectors, k: int) -> tuple[Scores, Rows]:
        # faiss keeps any of the rows that tie for the last place: ask for more until the tie is seen whole.
        wanted = k
        while True:
            wanted = min(2 * wanted, len(self))
            with _one_thread():
                scores, rows = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), wanted)
            if wanted == len(self) or (scores[:, -1] < scores[:, k - 1]).all():
                break
        order = np.lexsort((rows, -scores), axis=1)[:, :k]
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(rows, order, axis=1)

    def _search_twice(self, first_pass: FirstPass, query: NDArray[np.float32], k: int) -> tuple[Scores, Rows]:
        """As `_search`: rows that may be among the nearest are scored; all are, where others may be, too."""
        wanted = min(_ASKED_EACH * k + _ASKED_MORE, len(self))
        with _one_thread():
            rows, ceilings = first_pass.nearest(query, wanted)
        rows = rows[ceilings >= self._scores(query, rows[:k]).min()]
        scores = self._scores(query, rows)
        order = np.lexsort((rows, -scores))[:k]
        if wanted == len(self) or ceilings[-1] < scores[order[-1]]:
            return scores[np.newaxis, order], rows[np.newaxis, order]
        return self._search(query[np.newaxis], k)

    def _scores(self, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float32]:
        """Those that a search through all rows gives these."""
        scorer: Any = self._index.get_distance_computer()
        query = np.ascontiguousarray(query, dtype=np.float32)
        scorer.set_query(faiss.swig_ptr(query))
        return np.array([scorer(row) for row in rows.tolist()], np.float32)

    def similarities(self, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float64]:
        """The cosine similarity of one query, shape (dimensions,), to each of `rows`; shape (len(rows),)."""
        if not len(rows):
            return np.zeros(0)
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows))
        return np.asarray(vectors.astype(np.float64) @ query.astype(np.float64))


def _empty(dimensions: int, size: int) -> "faiss.Index":
    if size < HALVED_FROM:
        return faiss.IndexFlatIP(dimensions)
    halves = faiss.ScalarQuantizer.QT_fp16
    return faiss.IndexScalarQuantizer(dimensions, halves, faiss.METRIC_INNER_PRODUCT)


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread for what is searched inside, and as many as before afterwards: torch shares the setting.

    One query at a time is the rule, and the threads that would share it wait for one another: 28 ms with one of them, 80
    with two on a busy machine, over 427,000 vectors.
    """
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)
