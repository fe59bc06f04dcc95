"""passages.int8: what a search through a large passages.faiss looks at first, so that it reads half as much."""

from functools import partial
from pathlib import Path

from litsynth.retrieve import DenseIndex, FirstPass
from litsynth.retrieve.dense import HALVED_FROM
from litsynth.store.mapped import mapped_blocks, read_arrays, write_arrays

FIRST_PASS_FILE = "passages.int8"
# Raised whenever the file or `FirstPass` changes, so that a file of before is not taken for one of now.
_FORM = "1"


def with_first_pass(folder: Path, index: DenseIndex, sha256: str) -> DenseIndex:
    """The index of the passages.faiss with this digest; a large one with its first pass, read or else made and kept.

    It is made of the vectors of that file, in two seconds for 400,000: so any corpus gets it when it is opened.
    """
    if len(index) < HALVED_FROM:
        return index
    path = folder / FIRST_PASS_FILE
    made_of, held = read_arrays(path, _FORM)
    if made_of != sha256:
        arrays = _built(folder, index).to_arrays()
        write_arrays(path, _FORM, sha256, arrays)
        made_of, held = read_arrays(path, _FORM)
        held = held if made_of == sha256 else arrays  # a disk that is full or read-only
    return index.after(FirstPass.from_arrays(held))


def _built(folder: Path, index: DenseIndex) -> FirstPass:
    try:
        return FirstPass.build(index.parts, partial(mapped_blocks, folder))
    except OSError:  # a disk that is full or read-only
        return FirstPass.build(index.parts)
