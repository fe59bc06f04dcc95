"""passages.bm25: the lexical index of a large corpus, so that a second run need not build it again."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from litsynth.codec import digest, digest_bytes
from litsynth.retrieve import LexicalIndex
from litsynth.store.table import Table

LEXICAL_FILE = "passages.bm25"
LEAST_TEXTS = 10_000
"""Texts from which reading the file is quicker than building the index by more than a second."""
# Raised whenever `LexicalIndex` or its tokens change, so that a file of before is not taken for one of now.
_FORM = "1"


class LexicalFile(Table):
    """The file begins with a line of two digests, of the texts and of what follows; it is used only where both fit."""

    def lexical_index(self, texts: Sequence[str]) -> LexicalIndex:
        """The index of `texts` in their order, read or else built and kept."""
        if len(texts) < LEAST_TEXTS:
            return LexicalIndex.build(texts)
        path, made_of = self.folder / LEXICAL_FILE, digest(_FORM, *texts)
        kept = _read(path, made_of)
        if kept is not None:
            return LexicalIndex.from_bytes(kept)
        index = LexicalIndex.build(texts)
        _write(path, made_of, index.to_bytes())
        return index


def _read(path: Path, made_of: str) -> bytes | None:
    try:
        with path.open("rb") as file:
            told, sha256 = file.readline().decode().split()
            data = file.read() if told == made_of else b""
    except (OSError, ValueError):  # none, or not such a file
        return None
    return data if data and digest_bytes(data) == sha256 else None


def _write(path: Path, made_of: str, data: bytes) -> None:
    """Whole or not at all. A disk that is full or read-only costs no run: the index is at hand, and built again next time."""
    unfinished = path.with_suffix(f".new-{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(f"{made_of} {digest_bytes(data)}\n".encode())
            file.write(data)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
