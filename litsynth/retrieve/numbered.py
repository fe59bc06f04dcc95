"""Texts as numbers of words."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from litsynth.retrieve.tokens import tokenize

Numbers = NDArray[np.int32]


@dataclass(slots=True)
class Tokens:
    """The tokens of text i are the `lengths[i]` numbers that follow those of the texts before; `words` has a number each."""

    words: dict[str, int] = field(default_factory=dict)
    lengths: "array[int]" = field(default_factory=lambda: array("i"))
    numbers: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, text: str) -> None:
        """Add a text, and its new words."""
        found = [self.words.setdefault(token, len(self.words)) for token in tokenize(text)]
        self.lengths.append(len(found))
        self.numbers.extend(found)

    def take(self, lengths: Numbers, numbers: Numbers) -> None:
        """Add texts that are numbered by these words already."""
        self.lengths.frombytes(lengths.tobytes())
        self.numbers.frombytes(numbers.tobytes())

    def arrays(self) -> tuple[Numbers, Numbers]:
        """`lengths` and `numbers`, not copied: no more texts are to be added while these are in use."""
        lengths, numbers = (np.asarray(memoryview(one), np.int32) for one in (self.lengths, self.numbers))
        return lengths, numbers

    def renumbered(self) -> "Tokens":
        """The same with words numbered in the order in which they first occur, and those left out that do not."""
        lengths, numbers = self.arrays()
        first = np.full(len(self.words), len(numbers), np.int64)
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # of several the last is kept: the first occurrence
        order = np.argsort(first, kind="stable")[: int((first < len(numbers)).sum())]
        rank = np.zeros(len(self.words), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        listed = list(self.words)
        again = Tokens({listed[at]: number for number, at in enumerate(order.tolist())})
        again.take(lengths, rank[numbers])
        return again


def packed_words(words: Iterable[str]) -> NDArray[np.uint8]:
    """Words as bytes."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)  # a word holds no line break


def words_of(packed: NDArray[np.uint8]) -> dict[str, int]:
    """The words that were packed, numbered."""
    return {word: at for at, word in enumerate(packed.tobytes().decode().split("\n")) if word}
