"""The dense index of a large corpus, on disk: LanceDB, which runs in this process and reads what a query needs."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.errors import OutputFailed
from litsynth.ports import Rows, Scores, Vectors
from litsynth.retrieve import DenseIndex
from litsynth.unfinished import clear_dead

FOLDER = "passages.lance"
_TABLE = "rows"
_COLUMNS = ["row", "vector"]
# LanceDB looks through fewer rows than this in less time than an index saves (docs/deployment.md has the figures).
LEAST_ROWS = 100_000
# Partitions that a query looks through, and how many candidates are fetched for each one wanted: measured there, too.
_PROBES = 50
_FETCHED = 2
_KIND = "IVF_RQ"
# Disk for an index and its table, as a multiple of the vectors' bytes.
_SHARE = 1.3
# More than the last digits of two sums of the same float32 products differ by.
_ROUNDING = 1e-5


class LanceIndex:
    """VectorIndex: `exact` looks through all rows; otherwise, of a large index, through some of its partitions.

    What LanceDB finds is scored again as `DenseIndex` scores it, so that both give the same rows the same scores.
    """

    def __init__(self, folder: Path, exact: bool) -> None:
        self._table = _connect(folder).open_table(_TABLE)
        self._exact = exact
        self._size = int(self._table.count_rows())

    def __len__(self) -> int:
        return self._size

    def search(self, queries: Vectors, k: int) -> tuple[Scores, Rows]:
        """As `VectorIndex.search`."""
        k = min(k, len(self))
        if k == 0 or not len(queries):
            return np.zeros((len(queries), k), np.float32), np.zeros((len(queries), k), np.int64)
        found = [self._search(query, k) for query in queries]
        return np.stack([scores for scores, _ in found]), np.stack([rows for _, rows in found])

    def similarities(self, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float64]:
        """As `VectorIndex.similarities`."""
        if not len(rows):
            return np.zeros(0)
        wanted, back = np.unique(rows, return_inverse=True)
        found, vectors = _arrays(self._table.take_offsets(wanted.tolist()).select(_COLUMNS).to_arrow())
        vectors = vectors[np.argsort(found)][back]
        return np.asarray(vectors.astype(np.float64) @ query.astype(np.float64))

    def _search(self, query: NDArray[np.float32], k: int) -> tuple[Scores, Rows]:
        # LanceDB's scores differ from faiss' in the last digits: so much is fetched that the last is surely below the k-th.
        wanted = k
        while True:
            wanted = min(_FETCHED * wanted, len(self))
            rows, vectors = self._nearest(query, wanted)
            scores, places = DenseIndex.build(vectors).search(query[np.newaxis], k)
            if wanted == len(self) or float((vectors @ query).min()) < scores[0, -1] - _ROUNDING:
                return scores[0], rows[places[0]]

    def _nearest(self, query: NDArray[np.float32], wanted: int) -> tuple[Rows, Vectors]:
        """So many rows, rising, with their vectors."""
        asked = self._table.search(query).distance_type("dot").limit(wanted).select([*_COLUMNS, "_distance"])
        rows, vectors = _arrays((asked.bypass_vector_index() if self._exact else asked.nprobes(_PROBES)).to_arrow())
        if len(rows) < wanted:  # the partitions that were looked through hold no more
            rows, vectors = _arrays(asked.bypass_vector_index().to_arrow())
        order = np.argsort(rows)
        return rows[order], np.ascontiguousarray(vectors[order])


def lance_index(
    corpus: Path, made_of: str, size: int, batches: Callable[[], Iterator[Vectors]], exact: bool
) -> LanceIndex:
    """The index of a corpus folder that is `made_of` this digest, opened or else built of `size` vectors, batch by batch.

    It appears whole or not at all; the one that was in use before it is kept, older ones are deleted. Raises OutputFailed
    where the disk is too small or cannot be written.
    """
    folder = corpus / FOLDER / made_of
    part = folder.with_name(f"{made_of}.new-{os.getpid()}")
    clear_dead(folder.parent, r".+\.new-(\d+)")  # a build that was killed: as large as the index
    try:
        if not folder.is_dir():
            _build(part, size, batches())
            _publish(part, folder)
        if not exact and size >= LEAST_ROWS:
            _partition(folder)
    except (OSError, RuntimeError) as error:  # LanceDB's own errors are the latter
        raise OutputFailed(f"{folder} cannot be written: {_line(error)}", "check disk and permissions") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return LanceIndex(folder, exact)


def _connect(folder: Path) -> Any:
    import lancedb  # noqa: PLC0415 - an extra

    return lancedb.connect(folder)


def _build(folder: Path, size: int, batches: Iterator[Vectors]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - comes with the extra

    folder.mkdir(parents=True)
    first = next(batches)
    _refuse_small_disk(folder, size * first.shape[1] * first.itemsize)
    schema = pa.schema([("row", pa.int64()), ("vector", pa.list_(pa.float32(), first.shape[1]))])

    stopped: list[BaseException] = []

    def rows() -> Iterator[Any]:
        start = 0
        try:
            for vectors in chain([first], batches):
                flat = pa.array(np.ascontiguousarray(vectors, np.float32).reshape(-1))
                numbers = pa.array(np.arange(start, start + len(vectors)))
                listed = pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])
                yield pa.RecordBatch.from_arrays([numbers, listed], schema=schema)
                start += len(vectors)
        except BaseException as error:
            stopped.append(error)
            raise

    try:
        _connect(folder).create_table(_TABLE, data=rows(), schema=schema)
    except Exception:
        if stopped:  # LanceDB has an error of its own for whatever ended the rows
            raise stopped[0] from None
        raise


def _partition(folder: Path) -> None:
    """Make the approximate index of a table, where it has none."""
    table = _connect(folder).open_table(_TABLE)
    if not table.list_indices():
        table.create_index(metric="dot", index_type=_KIND)


def _publish(part: Path, folder: Path) -> None:
    try:
        part.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process was quicker, with the same content
            raise
    others = [path for path in folder.parent.iterdir() if path != folder and ".new-" not in path.name]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[1:]:
        shutil.rmtree(old, ignore_errors=True)


def _refuse_small_disk(folder: Path, size: int) -> None:
    needed, free = int(_SHARE * size), shutil.disk_usage(folder).free
    if needed > free:
        raise OutputFailed(
            f"{folder.parent}: the index needs about {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free",
            "free some space, or move the corpus to a larger disk",
        )


def _arrays(found: Any) -> tuple[Rows, Vectors]:
    rows = found["row"].to_numpy()
    vectors = found["vector"].combine_chunks()
    return rows, vectors.flatten().to_numpy().reshape(len(rows), vectors.type.list_size)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
