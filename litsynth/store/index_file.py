"""passages.faiss: the dense index of a corpus, so that a second run need not build it again."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

import faiss
import numpy as np
from numpy.typing import NDArray

from litsynth.codec import digest, digest_file
from litsynth.errors import BadRecord, MissingInput, OutputFailed
from litsynth.ports import Embedder, VectorIndex, Vectors, embed_each
from litsynth.records import Passage
from litsynth.retrieve import DenseIndex
from litsynth.retrieve.dense import HALVED_FROM
from litsynth.store.first_pass_file import with_first_pass
from litsynth.store.packing import pack, unpack
from litsynth.store.rows import Outline, PassageRows, digest_of, since
from litsynth.store.table import Table

INDEX_FILE = "passages.faiss"

# Raised whenever the form of an index changes, so that a file of before is not taken for one of now.
_FORM = "2"
# Bytes copied at once.
_COPIED = 1 << 20
# Texts embedded between two reports of progress.
_CHUNK = 512


class IndexFile(Table):
    """The file is used only if it is whole and was built from the same texts by the same embedder."""

    def dense_index(
        self, passages: PassageRows, embedder: Embedder, step: Callable[[int], None], kind: str = "flat"
    ) -> VectorIndex:
        """The index of the texts of `passages`, read or else built and kept; `step` is told how many texts are done.

        `kind` is that of `RetrieveSettings.index`. Raises OutputFailed when it cannot be written, and as
        `refuse_absent_index` does.
        """
        made_of = _made_of(embedder, passages.digest)
        if kind != "flat" and passages:
            return self._on_disk(made_of, passages, embedder, step, kind == "lancedb-exact")
        kept = self._read(made_of)
        if kept:
            step(len(passages))
        elif self._database.read_only:
            kept = DenseIndex.of(self._grown(passages, embedder, step), len(passages)), ""
        else:
            kept = self._made(
                made_of, passages, DenseIndex.file_of(self._grown(passages, embedder, step), len(passages))
            )
        return with_first_pass(self.folder, *kept)

    def _grown(self, passages: PassageRows, embedder: Embedder, step: Callable[[int], None]) -> Iterator[Vectors]:
        """The vectors of all passages, those of papers that are as they were from the index of before."""
        before = self._before()
        read = before and self._read(_made_of(embedder, digest_of(before)))
        # Vectors that lost half of their precision stay so: of a small index all are made anew.
        if not read or len(read[0]) >= HALVED_FROM > len(passages):
            yield from _vectors(passages, embedder, step)
            return
        kept, _ = read
        parts = list(since(before, passages.outlines))
        others = (part.paper_id for part in parts if not isinstance(part, slice))
        texts = chain.from_iterable(map(passages.of_paper, others))
        rows = chain.from_iterable(_vectors(texts, embedder, step))
        for part in parts:
            if isinstance(part, slice):
                yield from kept.parts(part)
                step(part.stop - part.start)
            elif part.count:
                yield np.stack(list(islice(rows, part.count)))

    def _before(self) -> tuple[Outline, ...]:
        """The papers that the index is of which was built last."""
        for (papers,) in self._database.rows("SELECT papers FROM built_index WHERE papers IS NOT NULL"):
            with suppress(BadRecord):
                return unpack(tuple[Outline, ...], papers)
        return ()

    def _on_disk(
        self, made_of: str, passages: PassageRows, embedder: Embedder, step: Callable[[int], None], exact: bool
    ) -> VectorIndex:
        refuse_absent_index("lancedb")
        from litsynth.store.lance_index import FOLDER, lance_index  # noqa: PLC0415 - an extra

        if (self.folder / FOLDER / made_of).is_dir():
            step(len(passages))
        return lance_index(self.folder, made_of, len(passages), lambda: _vectors(passages, embedder, step), exact)

    def _read(self, made_of: str) -> tuple[DenseIndex, str] | None:
        """The index in the file, and the digest of the file; None where that is none of these passages, or not whole."""
        path = self.folder / INDEX_FILE
        for (digested,) in self._database.rows("SELECT sha256 FROM built_index WHERE made_of = ?", made_of):
            with suppress(OSError, ValueError):  # none, or not such a file
                seen = path.stat()
                kept = _mapped(path) if digest_file(path) == digested else None
                # Another process may have put its own in the place of the one that was looked at.
                return (kept, digested) if kept is not None and os.path.samestat(seen, path.stat()) else None
        return None

    def _made(self, made_of: str, passages: PassageRows, blocks: Iterator[NDArray[np.uint8]]) -> tuple[DenseIndex, str]:
        """The index whose file is these `blocks`, and the digest of the file, which is put in its place."""
        # Vectors are committed between two blocks, so no lock is held; a kill leaves nothing of a file without a name.
        hasher = sha256()
        with self._writing():
            file = TemporaryFile(dir=self.folder)  # noqa: SIM115 - closed below
        with file:
            for block in blocks:
                hasher.update(block.data)
                with self._writing():
                    file.write(block.data)
            digested = hasher.hexdigest()
            with self._writing():
                self._write(made_of, digested, file, passages.outlines)
            file.seek(0)
            # Another process may have put its own in the place of this one.
            return self._read(made_of) or (DenseIndex.from_bytes(file.read()), digested)

    def _write(self, made_of: str, digested: str, data: IO[bytes], papers: tuple[Outline, ...]) -> None:
        path = self.folder / INDEX_FILE
        unfinished = path.with_suffix(".new")
        # Under the write lock, so that two processes do not write one file; a kill leaves the old file or the new one.
        with self._database.transaction() as database:
            row = (made_of, digested, pack(papers))
            database.write("INSERT OR REPLACE INTO built_index VALUES (1, ?, ?, ?)", [row])
            try:
                data.seek(0)
                with unfinished.open("wb") as file:
                    copyfileobj(data, file, _COPIED)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
            except OSError:
                unfinished.unlink(missing_ok=True)
                raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            path = self.folder / INDEX_FILE
            raise OutputFailed(f"{path} cannot be written: {error.strerror}", "check disk and permissions") from error


def refuse_absent_index(kind: str) -> None:
    """Raises MissingInput where the library of a kind of index is not installed."""
    if kind != "flat" and find_spec("lancedb") is None:
        raise MissingInput(
            f"retrieve.index = {kind!r} needs LanceDB, which is not installed", 'pip install "litsynth[lancedb]"'
        )


def _mapped(path: Path) -> DenseIndex:
    """What is not looked at takes no memory. Raises ValueError where the file holds no index."""
    try:
        return DenseIndex(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
    except RuntimeError as error:
        raise ValueError(f"{path} holds no index") from error


def _made_of(embedder: Embedder, passages: str) -> str:
    return digest(_FORM, embedder.identity, passages)


def _vectors(passages: Iterable[Passage], embedder: Embedder, step: Callable[[int], None]) -> Iterator[Vectors]:
    texts = (passage.text for passage in passages)
    for vectors in embed_each(embedder, iter(lambda: list(islice(texts, _CHUNK)), [])):
        step(len(vectors))
        yield vectors
