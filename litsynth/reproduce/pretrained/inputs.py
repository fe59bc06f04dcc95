"""Sentences in the pieces of a checkpoint, and what a transformer reads of them: one or two, between special tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from litsynth.reproduce.sentences import Rows, Sentences


@dataclass(frozen=True, slots=True)
class Frame:
    """The special tokens before, between and after sequences, and the segment of the second one with what follows it."""

    before: tuple[int, ...]
    between: tuple[int, ...]
    after: tuple[int, ...]
    second: int

    @property
    def size(self) -> int:
        """Special tokens about two sequences."""
        return len(self.before) + len(self.between) + len(self.after)


@dataclass(frozen=True, slots=True)
class Inputs:
    """A batch: ids, where tokens are, segments, and which part a token is of (0 special, 1 first, 2 second sentence); all

    of shape (rows, longest).
    """

    ids: torch.Tensor
    inside: torch.Tensor
    types: torch.Tensor
    parts: torch.Tensor


@dataclass(frozen=True, slots=True)
class Pieces:
    """How a checkpoint splits text: `pad` and `mask` are ids, `size` counts all pieces, `typed`: it reads segments."""

    tokenizer: Tokenizer
    frame: Frame
    pad: int
    mask: int
    size: int
    typed: bool

    def sentences(self, texts: Sequence[str], limit: int) -> Sentences:
        """The texts in pieces without special tokens, each cut after `limit`."""
        encoded = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return ragged([each.ids for each in encoded], limit)

    def words(self, rows: Sequence[Sequence[str]], limit: int) -> tuple[Sentences, NDArray[np.int64]]:
        """Sentences that are split into words already; for each piece the number of its word if it is the first of it,

        else -1, end to end.
        """
        encoded = self.tokenizer.encode_batch(
            [list(row) for row in rows], is_pretokenized=True, add_special_tokens=False
        )
        firsts = [
            [-1 if at and word == each.word_ids[at - 1] else word for at, word in enumerate(each.word_ids)][:limit]
            for each in encoded
        ]
        numbers = np.asarray([-1 if word is None else word for row in firsts for word in row], dtype=np.int64)
        return ragged([each.ids for each in encoded], limit), numbers

    def alone(self, one: Sentences, rows: Rows, limit: int, device: torch.device) -> Inputs:
        """Each sentence between special tokens, at most `limit` in all."""
        room = limit - len(self.frame.before) - len(self.frame.after)
        return self._filled([(each[:room], None) for each in _rows(one, rows)], device)

    def joined(
        self, one: Sentences, two: Sentences, rows: tuple[Rows, Rows], limit: int, device: torch.device
    ) -> Inputs:
        """The rows of the one beside those of the other; of too long a pair the end of the longer sentence is left out."""
        room = limit - self.frame.size
        pairs = []
        for first, second in zip(_rows(one, rows[0]), _rows(two, rows[1]), strict=True):
            kept = min(len(second), max(room - len(first), room // 2))
            pairs.append((first[: room - kept], second[:kept]))
        return self._filled(pairs, device)

    def _filled(
        self, pairs: Sequence[tuple[NDArray[np.int32], NDArray[np.int32] | None]], device: torch.device
    ) -> Inputs:
        frame = self.frame
        made = []
        for first, second in pairs:
            before, after = np.asarray(frame.before), np.asarray(frame.after)
            columns = [(before, 0, 0), (first, 0, 1)]
            if second is not None:
                columns += [(np.asarray(frame.between), 0, 0), (second, frame.second, 2)]
            columns.append((after, 0 if second is None else frame.second, 0))
            made.append(
                (
                    np.concatenate([ids for ids, _, _ in columns]),
                    np.repeat([kind for _, kind, _ in columns], [len(ids) for ids, _, _ in columns]),
                    np.repeat([part for _, _, part in columns], [len(ids) for ids, _, _ in columns]),
                )
            )
        longest = max(len(ids) for ids, _, _ in made)
        table = np.zeros((4, len(made), longest), dtype=np.int64)
        table[0] = self.pad
        for row, (ids, types, parts) in enumerate(made):
            table[:, row, : len(ids)] = ids, np.ones(len(ids)), types, parts
        ids, inside, types, parts = torch.from_numpy(table).to(device)
        return Inputs(ids, inside.bool(), types, parts)


def frame_of(tokenizer: Tokenizer) -> Frame:
    """What the tokenizer puts about two sequences, read off one example.

    Raises ValueError where it puts nothing between them: then a model can not tell where one ends.
    """
    one, two = (tokenizer.encode(text, add_special_tokens=False) for text in ("a", "b"))
    both = tokenizer.post_process(one, two)
    special = np.asarray(both.special_tokens_mask, dtype=bool)
    start, end = np.flatnonzero(~special)[[0, -1]]
    between = slice(start + len(one.ids), end + 1 - len(two.ids))
    if between.stop <= between.start or len(both.ids) == len(one.ids) + len(two.ids):
        raise ValueError("the tokenizer puts no token between two sentences")
    return Frame(tuple(both.ids[:start]), tuple(both.ids[between]), tuple(both.ids[end + 1 :]), both.type_ids[end])


def ragged(rows: Sequence[Sequence[int]], limit: int) -> Sentences:
    """Lists of ids, end to end, each cut after `limit`."""
    kept = [np.asarray(row[:limit], dtype=np.int32) for row in rows]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in kept])]).astype(np.int64)
    tokens = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int32)
    return Sentences(tokens, starts, np.asarray([len(row) > limit for row in rows], dtype=np.bool_))


def cut_pairs(one: Sentences, two: Sentences, frame: Frame, limit: int) -> NDArray[np.bool_]:
    """Whether a pair does not fit in whole, shape (n,)."""
    cut: NDArray[np.bool_] = one.cut | two.cut | (one.lengths + two.lengths + frame.size > limit)
    return cut


def _rows(sentences: Sentences, rows: Rows) -> list[NDArray[np.int32]]:
    return [sentences.tokens[sentences.starts[row] : sentences.starts[row + 1]] for row in rows.tolist()]
