"""Named arrays in one file that is used only where it is whole, and mapped: what is not looked at takes no memory."""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.codec import dumps

Arrays = Mapping[str, NDArray[Any]]
"""Arrays of one dimension by name."""

# Arrays begin at multiples of this, so that they can be used where they lie.
_ALIGNED = 64


def read_arrays(path: Path, form: str) -> tuple[str, Arrays]:
    """What a file of this form was made of, and its arrays; nothing where it is none, or not whole.

    It begins with a line of JSON: what it was made of; the arrays' names, types and lengths; the digest of it all.
    """
    try:
        told, data = _read(path, form)
        arrays, start = {}, 0
        for name, kind, length in told["arrays"]:
            end = start + length * np.dtype(kind).itemsize
            arrays[name] = data[start:end].view(kind)
            start = _aligned(end)
        return told["made_of"], arrays
    except (OSError, ValueError, KeyError, TypeError):  # none, or not such a file
        return "", {}


def mapped_blocks(folder: Path, blocks: Iterable[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Blocks one after the other, in a file without a name that goes when nobody uses it. Raises OSError."""
    with TemporaryFile(dir=folder) as file:
        file.writelines(block.data for block in blocks)
        file.flush()
        return np.memmap(file, np.uint8, "r")


def is_whole(path: Path) -> bool:
    """Whether a file of any form is as it was written."""
    try:
        _read(path, None)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def _read(path: Path, form: str | None) -> tuple[Mapping[str, Any], NDArray[np.uint8]]:
    """What is told of the arrays, and their bytes. Raises ValueError or another where it is no such file, or not whole."""
    with path.open("rb") as file:
        head = json.loads(file.readline(1 << 16))
        told = head["told"]
        if form is not None and told["form"] != form:
            raise ValueError("of another form")
        data = np.memmap(file, np.uint8, "r", offset=_aligned(file.tell()))
    if _sha256(told, data.data) != head["sha256"]:
        raise ValueError("not whole")
    return told, data


def write_arrays(path: Path, form: str, made_of: str, arrays: Arrays) -> None:
    """Whole or not at all. A disk that is full or read-only costs no run: what it holds is made again next time."""
    unfinished = path.with_suffix(f".new-{os.getpid()}")
    parts = [part for array in arrays.values() for part in (array.view(np.uint8).data, bytes(-array.nbytes % _ALIGNED))]
    listed = [(name, array.dtype.str, array.size) for name, array in arrays.items()]
    told = {"form": form, "made_of": made_of, "arrays": listed}
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
