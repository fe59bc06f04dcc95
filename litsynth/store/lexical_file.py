"""passages.bm25: the lexical index of a large corpus, so that a second run need not build it again."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.codec import digest, dumps
from litsynth.retrieve import LexicalIndex
from litsynth.store.rows import PassageRows
from litsynth.store.table import Table

LEXICAL_FILE = "passages.bm25"
LEAST_TEXTS = 10_000
"""Texts from which reading the file is quicker than building the index by more than a second."""
# Raised whenever the file, `LexicalIndex` or its tokens change, so that a file of before is not taken for one of now.
_FORM = "2"
# Arrays begin at multiples of this, so that they can be used where they lie.
_ALIGNED = 64


class LexicalFile(Table):
    """A line of JSON (what it was made of, the digest of the rest, the arrays' names, types and lengths), then the arrays.

    It is used only where both digests fit, and mapped: what a query does not look at takes no memory.
    """

    def lexical_index(self, passages: PassageRows) -> LexicalIndex:
        """The index of the texts of `passages`, read or else built and kept."""
        texts = (passage.text for passage in passages)
        if len(passages) < LEAST_TEXTS:
            return LexicalIndex.build(texts)
        path, made_of = self.folder / LEXICAL_FILE, digest(_FORM, passages.digest)
        kept = _read(path, made_of)
        if kept is not None:
            return LexicalIndex.from_arrays(kept)
        index = LexicalIndex.build(texts)
        _write(path, made_of, index.to_arrays())
        return index


def _read(path: Path, made_of: str) -> dict[str, NDArray[Any]] | None:
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(1 << 16))
            if head["made_of"] != made_of:
                return None
            data = np.memmap(file, np.uint8, "r", offset=_aligned(file.tell()))
    except (OSError, ValueError, KeyError, TypeError):  # none, or not such a file
        return None
    if sha256(data.data).hexdigest() != head["sha256"]:
        return None
    arrays, start = {}, 0
    for name, kind, length in head["arrays"]:
        end = start + length * np.dtype(kind).itemsize
        arrays[name] = data[start:end].view(kind)
        start = _aligned(end)
    return arrays


def _write(path: Path, made_of: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Whole or not at all. A disk that is full or read-only costs no run: the index is at hand, and built again next time."""
    unfinished = path.with_suffix(f".new-{os.getpid()}")
    parts = [array.tobytes() + bytes(-array.nbytes % _ALIGNED) for array in arrays.values()]
    hasher = sha256()
    for part in parts:
        hasher.update(part)
    told = [(name, array.dtype.str, array.size) for name, array in arrays.items()]
    head = dumps({"made_of": made_of, "sha256": hasher.hexdigest(), "arrays": told}).encode() + b"\n"
    try:
        with unfinished.open("wb") as file:
            file.write(head + bytes(-len(head) % _ALIGNED))
            file.writelines(parts)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _aligned(at: int) -> int:
    return at + -at % _ALIGNED
