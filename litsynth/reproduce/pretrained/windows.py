"""Questions beside the texts that they are on, in windows that a transformer has room for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litsynth.reproduce.annotations import Question
from litsynth.reproduce.kinds import QaSettings
from litsynth.reproduce.pretrained.inputs import Pieces, ragged
from litsynth.reproduce.sentences import Rows, Sentences


@dataclass(frozen=True, slots=True)
class Windows:
    """Each window is a question and a part of its text.

    `row` is the number of its question, `first` that of its first piece in the text, shape (windows,); `gold` where the
    answer begins and ends, in pieces of the window, (-1, -1) where it is not in it whole, shape (windows, 2). `spans` has
    for each question where the pieces of its text begin and end in characters, shape (pieces, 2). `cut`: a question was
    too long, shape (questions,).
    """

    questions: Sentences
    texts: Sentences
    row: Rows
    first: Rows
    gold: NDArray[np.int64]
    spans: list[NDArray[np.int64]]
    cut: NDArray[np.bool_]


def windows(pieces: Pieces, rows: Sequence[Question], settings: QaSettings, limit: int) -> Windows:
    """Every part of every text; windows begin `stride` pieces apart, or nearer where there is less room."""
    asked = [
        each.ids for each in pieces.tokenizer.encode_batch([row.question for row in rows], add_special_tokens=False)
    ]
    read = pieces.tokenizer.encode_batch([row.context for row in rows], add_special_tokens=False)
    spans = [np.asarray(each.offsets, dtype=np.int64).reshape(-1, 2) for each in read]
    kept = [ids[: min(settings.question, limit // 2)] for ids in asked]
    made: list[tuple[int, int, int, tuple[int, int]]] = []
    for number, row in enumerate(rows):
        room = limit - pieces.frame.size - len(kept[number])
        answer = _answer(row, spans[number])
        for start in _starts(len(read[number].ids), room, settings.stride):
            made.append((number, start, start + room, _inside(answer, start, start + room)))
    return Windows(
        ragged([kept[number] for number, *_ in made], limit),
        ragged([read[number].ids[start:end] for number, start, end, _ in made], limit),
        np.asarray([number for number, *_ in made], dtype=np.int64),
        np.asarray([start for _, start, *_ in made], dtype=np.int64),
        np.asarray([gold for *_, gold in made], dtype=np.int64).reshape(-1, 2),
        spans,
        np.asarray([len(ids) > len(own) for ids, own in zip(asked, kept, strict=True)], dtype=np.bool_),
    )


def _starts(pieces: int, room: int, stride: int) -> Iterator[int]:
    start = 0
    yield start
    while start + room < pieces:
        start += min(stride, room)
        yield start


def _answer(row: Question, spans: NDArray[np.int64]) -> tuple[int, int]:
    """The first and last piece of the first answer, in the text; (-1, -1) without one."""
    if not row.answers:
        return -1, -1
    start, end = row.starts[0], row.starts[0] + len(row.answers[0])
    touched = np.flatnonzero((spans[:, 1] > start) & (spans[:, 0] < end) & (spans[:, 1] > spans[:, 0]))
    return (int(touched[0]), int(touched[-1])) if len(touched) else (-1, -1)


def _inside(answer: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    if answer[0] < start or answer[1] >= end:
        return -1, -1
    return answer[0] - start, answer[1] - start
