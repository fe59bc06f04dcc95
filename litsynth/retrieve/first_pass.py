"""A first look through many vectors, rounded to 8 bits: which rows can be among the nearest, for half the bytes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from litsynth.ports import Rows, Vectors
from litsynth.retrieve.blocks import file_of

# The largest of each dimension becomes this one of the whole numbers that 8 bits hold.
_LARGEST = 127
# More than float32 errs by in an inner product of two unit vectors of a thousand dimensions.
_ROUNDING = 1e-4


def _joined(blocks: Iterable[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    return np.concatenate(list(blocks))


class FirstPass:
    """Row i is vector i: its numbers as whole multiples of `steps`, one step for each dimension.

    No row so rounded is longer than `longest`. `memory` holds the codes in faiss' file format, and is not copied.
    """

    def __init__(self, memory: NDArray[np.uint8], steps: NDArray[np.float32], longest: float) -> None:
        self._memory, self._steps, self._longest = memory, steps, longest
        untyped: Any = faiss  # its type stubs leave this reader out
        self._codes = faiss.read_index(untyped.ZeroCopyIOReader(faiss.swig_ptr(memory), memory.nbytes))

    @classmethod
    def build(
        cls,
        parts: Callable[[], Iterable[Vectors]],
        join: Callable[[Iterable[NDArray[np.uint8]]], NDArray[np.uint8]] = _joined,
    ) -> "FirstPass":
        """Of the vectors that `parts` gives, twice the same, a part after the other; at least one.

        `join` makes one array of the codes, which it is given a block after the other.
        """
        largest, size = np.zeros(0), 0
        for part in parts():
            each = np.abs(part).max(axis=0)
            largest, size = np.maximum(largest, each) if size else each, size + len(part)
        steps = _or_one(largest / _LARGEST).astype(np.float32)  # some models leave a dimension unused
        kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
        codes = faiss.IndexScalarQuantizer(len(steps), kind, faiss.METRIC_INNER_PRODUCT)
        lengths = [0.0]

        def whole(part: Vectors) -> NDArray[np.float32]:
            numbers = _whole(part / steps)
            lengths.append(float(np.linalg.norm(numbers * steps, axis=1).max()))
            return numbers

        return cls(join(file_of(codes, map(whole, parts()), size)), steps, max(lengths))

    @classmethod
    def from_arrays(cls, held: Mapping[str, NDArray[Any]]) -> "FirstPass":
        """What `to_arrays` gave; where the arrays are mapped from a file, the codes stay there."""
        return cls(np.asarray(held["codes"]), np.array(held["steps"]), float(held["longest"][0]))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """All of it as arrays of one dimension; equal vectors give equal arrays."""
        return {"steps": self._steps, "longest": np.array([self._longest]), "codes": self._memory}

    def nearest(self, query: NDArray[np.float32], k: int) -> tuple[Rows, NDArray[np.float64]]:
        """The `k` rows that look nearest to a query of shape (dimensions,), and the most that their products can be, falling.

        No other row's product is above the last of these. The query is rounded to whole multiples of one unit, so that
        faiss multiplies whole numbers, in which nothing is lost. Of the product a row's rounding takes half a step at most,
        in each dimension times the query's number there, and the query's what is left of it times the row's length
        (Cauchy and Schwarz).
        """
        scaled = query.astype(np.float64) * self._steps
        unit = float(_or_one(np.abs(scaled).max() / _LARGEST))
        whole = _whole(scaled / unit)
        products, rows = self._codes.search(whole[np.newaxis], k)
        left = np.linalg.norm((scaled - unit * whole) / self._steps)
        off = np.abs(scaled).sum() / 2 + left * self._longest + _ROUNDING
        return rows[0], unit * products[0].astype(np.float64) + off


def _whole(numbers: NDArray[Any]) -> NDArray[np.float32]:
    return np.clip(np.round(numbers), -_LARGEST, _LARGEST).astype(np.float32)


def _or_one(sizes: NDArray[Any]) -> NDArray[Any]:
    """Sizes to divide by: 1 for those that are 0."""
    return np.where(sizes > 0, sizes, 1)
