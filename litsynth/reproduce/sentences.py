"""Encoded sentences in one array, and padded batches of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from litsynth.reproduce.vocabulary import PAD, Vocabulary, encode

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sentences:
    """`tokens` of all sentences end to end; sentence i is tokens[starts[i]:starts[i + 1]]. `cut`: was longer."""

    tokens: NDArray[np.int32]
    starts: Rows
    cut: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Rows:
        """Tokens of each sentence, shape (n,)."""
        return np.diff(self.starts)

    def batch(self, rows: Rows, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids of shape (rows, longest), padded, and lengths of shape (rows,) on the CPU."""
        starts, lengths = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        columns = np.arange(int(lengths.max()))
        inside = columns < lengths[:, None]
        ids = np.where(inside, self.tokens[np.minimum(starts[:, None] + columns, len(self.tokens) - 1)], PAD)
        return torch.from_numpy(ids.astype(np.int64)).to(device), torch.from_numpy(lengths)


def joined(one: Sentences, other: Sentences) -> Sentences:
    """Each sentence of the one followed by that of the other."""
    both = [
        tokens
        for row in range(len(one))
        for tokens in (
            one.tokens[one.starts[row] : one.starts[row + 1]],
            other.tokens[other.starts[row] : other.starts[row + 1]],
        )
    ]
    tokens = np.concatenate(both) if both else np.zeros(0, dtype=np.int32)
    return Sentences(tokens, one.starts + other.starts, one.cut | other.cut)


def encode_sentences(vocabulary: Vocabulary, texts: Sequence[str], max_tokens: int) -> Sentences:
    """The texts in ids, each cut after `max_tokens`."""
    encoded = encode(vocabulary, texts)
    kept = [row[:max_tokens] for row in encoded]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in kept])]).astype(np.int64)
    tokens = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int32)
    return Sentences(tokens, starts, np.asarray([len(row) > max_tokens for row in encoded], dtype=np.bool_))
