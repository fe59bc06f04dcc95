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

from litsynth.codec import dumps
from litsynth.retrieve import LexicalIndex, Tokens, words_of
from litsynth.store.packing import pack, unpack
from litsynth.store.rows import Outline, PassageRows, since
from litsynth.store.table import Table

LEXICAL_FILE = "passages.bm25"
LEAST_TEXTS = 10_000
"""Texts from which reading the file is quicker than building the index by more than a second."""
# Raised whenever the file, `LexicalIndex`, its tokens or `Outline` change, so that a file of before is not taken for one of now.
_FORM = "2"
# Arrays begin at multiples of this, so that they can be used where they lie.
_ALIGNED = 64


class LexicalFile(Table):
    """A line of JSON (what it was made of; the arrays' names, types and lengths; the digest of it all), then the arrays.

    It is used only where it is whole, and mapped: what a query does not look at takes no memory.
    """

    def lexical_index(self, passages: PassageRows) -> LexicalIndex:
        """The index of the texts of `passages`, read or else built and kept; texts of before are not read again."""
        if len(passages) < LEAST_TEXTS:
            return LexicalIndex.build(passage.text for passage in passages)
        path, made_of = self.folder / LEXICAL_FILE, passages.digest
        was_made_of, kept = _read(path)
        if made_of == was_made_of:
            return LexicalIndex.from_arrays(kept)
        tokens = _tokens(passages, kept)
        index = LexicalIndex.of(tokens)
        counted = {"lengths": np.array(tokens.lengths, np.int32), "numbers": np.array(tokens.numbers, np.int32)}
        papers = np.frombuffer(pack(passages.outlines), np.uint8)
        _write(path, made_of, index.to_arrays() | counted | {"papers": papers})
        return index


def _tokens(passages: PassageRows, kept: Mapping[str, NDArray[Any]]) -> Tokens:
    """The tokens of all passages, those of papers that are as they were from the file."""
    tokens = Tokens(words_of(kept["words"]) if kept else {})
    before = unpack(tuple[Outline, ...], kept["papers"].tobytes()) if kept else ()
    ends = np.concatenate([[0], np.cumsum(kept["lengths"], dtype=np.int64)]) if kept else np.zeros(1, np.int64)
    for part in since(before, passages.outlines):
        if isinstance(part, slice):
            tokens.take(kept["lengths"][part], kept["numbers"][ends[part.start] : ends[part.stop]])
            continue
        for passage in passages.of_paper(part.paper_id):
            tokens.add(passage.text)
    return tokens.renumbered() if kept else tokens


def _read(path: Path) -> tuple[str, dict[str, NDArray[Any]]]:
    """What the file was made of, and its arrays; nothing where it is none, or not whole."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(1 << 16))
            told, start = head["told"], 0
            if told["form"] != _FORM:
                return "", {}
            data = np.memmap(file, np.uint8, "r", offset=_aligned(file.tell()))
            if _sha256(told, data.data) != head["sha256"]:
                return "", {}
        arrays = {}
        for name, kind, length in told["arrays"]:
            end = start + length * np.dtype(kind).itemsize
            arrays[name] = data[start:end].view(kind)
            start = _aligned(end)
    except (OSError, ValueError, KeyError, TypeError):  # none, or not such a file
        return "", {}
    return told["made_of"], arrays


def _write(path: Path, made_of: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Whole or not at all. A disk that is full or read-only costs no run: the index is at hand, and built again next time."""
    unfinished = path.with_suffix(f".new-{os.getpid()}")
    parts = [part for array in arrays.values() for part in (array.view(np.uint8).data, bytes(-array.nbytes % _ALIGNED))]
    listed = [(name, array.dtype.str, array.size) for name, array in arrays.items()]
    told = {"form": _FORM, "made_of": made_of, "arrays": listed}
    head = dumps({"told": told, "sha256": _sha256(told, *parts)}).encode() + b"\n"
    try:
        with unfinished.open("wb") as file:
            file.write(head + bytes(-len(head) % _ALIGNED))
            file.writelines(parts)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _sha256(told: Mapping[str, Any], *parts: bytes | memoryview) -> str:
    hasher = sha256(dumps(told).encode())
    for part in parts:
        hasher.update(part)
    return hasher.hexdigest()


def _aligned(at: int) -> int:
    return at + -at % _ALIGNED
