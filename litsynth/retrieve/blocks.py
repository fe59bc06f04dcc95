"""The bytes of an index in faiss' own file format, a block of vectors after the other: the whole is never in memory."""

from collections.abc import Iterable, Iterator
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Vectors

# The last part of what stands before the vectors: how much follows (faiss/impl/index_write.cpp, WRITEVECTOR).
_COUNT_BYTES = 8


def file_of(kind: "faiss.Index", blocks: Iterable[Vectors], size: int) -> Iterator[NDArray[np.uint8]]:
    """What `faiss.serialize_index` gives for an index of `kind`, which is empty, once `size` vectors are added.

    Of a kind that keeps each vector by itself: IndexFlatIP, or IndexScalarQuantizer that needs no training.
    """
    yield _head(kind, size)
    for block in blocks:
        codes: NDArray[np.uint8] = kind.sa_encode(np.ascontiguousarray(block, np.float32))
        yield codes.reshape(-1)


def _head(kind: Any, size: int) -> NDArray[np.uint8]:
    """What stands before the vectors: that of one vector tells in what unit they are counted."""
    kind.add(np.zeros((1, kind.d), np.float32))
    one = faiss.serialize_index(kind)[: -kind.sa_code_size()]
    kind.reset()
    kind.ntotal = size
    head = faiss.serialize_index(kind)
    kind.ntotal = 0
    count = size * int.from_bytes(one[-_COUNT_BYTES:].tobytes(), "little")
    head[-_COUNT_BYTES:] = np.frombuffer(count.to_bytes(_COUNT_BYTES, "little"), np.uint8)
    return head
