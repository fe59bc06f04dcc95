"""Passages by the similarity of their vectors."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import faiss
import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Rows, Scores, Vectors

# Below 20 queries faiss takes one inner product at a time, so that a score does not depend on what else is asked;
# with more, some of its versions multiply matrices, and the last bit of a score changes with the batch.
_BATCH = 16


# Rows from which a half of the precision is given up for twice the speed: over 426,544 vectors a query takes 26 ms in
# place of 55 on one core, and of the 100 nearest 99.97 in a hundred are the same (docs/benchmarks.md).
HALVED_FROM = 100_000


class DenseIndex:
    """Search through all rows by inner product of unit vectors; row i is vector i.

    Exact (faiss IndexFlatIP); of `HALVED_FROM` rows or more with vectors rounded to 16 bits (IndexScalarQuantizer).
    """

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

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

    def to_bytes(self) -> memoryview:
        """The index in faiss' own file format; equal indexes give equal bytes."""
        return faiss.serialize_index(self._index).data

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self, rows: slice) -> Vectors:
        """The vectors of `rows`, as they are kept."""
        return np.asarray(self._index.reconstruct_n(rows.start, rows.stop - rows.start))

    def search(self, queries: Vectors, k: int) -> tuple[Scores, Rows]:
        """The `k` most similar rows for each query, ties by row; both of shape (queries, min(k, rows)).

        Neither the other queries of the call nor the order in which rows were added changes a score.
        """
        k = min(k, len(self))
        if k == 0 or not len(queries):
            return np.zeros((len(queries), k), np.float32), np.zeros((len(queries), k), np.int64)
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
