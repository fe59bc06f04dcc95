"""passages.faiss: the dense index of a corpus, so that a second run need not build it again."""

import os
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

import numpy as np

from litsynth.codec import digest, digest_bytes
from litsynth.errors import MissingInput, OutputFailed
from litsynth.ports import Embedder, VectorIndex, Vectors, embed_each
from litsynth.retrieve import DenseIndex
from litsynth.store.table import Table

INDEX_FILE = "passages.faiss"

# Texts embedded between two reports of progress.
_CHUNK = 512


class IndexFile(Table):
    """The file is used only if it is whole and was built from the same texts by the same embedder."""

    def dense_index(
        self, texts: Sequence[str], embedder: Embedder, step: Callable[[int], None], kind: str = "flat"
    ) -> VectorIndex:
        """The index of `texts` in their order, read or else built and kept; `step` is told how many texts are done.

        `kind` is that of `RetrieveSettings.index`. Raises OutputFailed when it cannot be written, and as
        `refuse_absent_index` does.
        """
        made_of = digest(embedder.identity, *texts)
        if kind != "flat" and texts:
            return self._on_disk(made_of, texts, embedder, step, kind == "lancedb-exact")
        data = self._read(made_of)
        if data is not None:
            step(len(texts))
            return DenseIndex.from_bytes(data)
        parts = list(_vectors(texts, embedder, step))
        index = DenseIndex.build(np.concatenate(parts) if parts else embedder.embed([]))
        self._write(made_of, index.to_bytes())
        return index

    def _on_disk(
        self, made_of: str, texts: Sequence[str], embedder: Embedder, step: Callable[[int], None], exact: bool
    ) -> VectorIndex:
        refuse_absent_index("lancedb")
        from litsynth.store.lance_index import FOLDER, lance_index  # noqa: PLC0415 - an extra

        if (self.folder / FOLDER / made_of).is_dir():
            step(len(texts))
        return lance_index(self.folder, made_of, len(texts), lambda: _vectors(texts, embedder, step), exact)

    def _read(self, made_of: str) -> bytes | None:
        for (sha256,) in self._database.rows("SELECT sha256 FROM built_index WHERE made_of = ?", made_of):
            try:
                data = (self.folder / INDEX_FILE).read_bytes()
            except OSError:
                return None
            return data if digest_bytes(data) == sha256 else None
        return None

    def _write(self, made_of: str, data: bytes) -> None:
        path = self.folder / INDEX_FILE
        unfinished = path.with_suffix(".new")
        # Under the write lock, so that two processes do not write one file; a kill leaves the old file or the new one.
        with self._database.transaction() as database:
            database.write("INSERT OR REPLACE INTO built_index VALUES (1, ?, ?)", [(made_of, digest_bytes(data))])
            try:
                with unfinished.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
            except OSError as error:
                unfinished.unlink(missing_ok=True)
                raise OutputFailed(
                    f"{path} cannot be written: {error.strerror}", "check disk and permissions"
                ) from error


def refuse_absent_index(kind: str) -> None:
    """Raises MissingInput where the library of a kind of index is not installed."""
    if kind != "flat" and find_spec("lancedb") is None:
        raise MissingInput(
            f"retrieve.index = {kind!r} needs LanceDB, which is not installed", 'pip install "litsynth[lancedb]"'
        )


def _vectors(texts: Sequence[str], embedder: Embedder, step: Callable[[int], None]) -> Iterator[Vectors]:
    for vectors in embed_each(embedder, (texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK))):
        yield vectors
        step(len(vectors))
