"""Tags of words against those of a test set: accuracy, and F1 of the spans that BIO tags mean."""

from collections.abc import Iterator, Sequence

import numpy as np

from litsynth.errors import BadRecord
from litsynth.reproduce.annotations import Tagged
from litsynth.reproduce.answers import Answered
from litsynth.reproduce.guards import Alarm, below, said_alone

OUTSIDE = "O"
Span = tuple[int, int, str]


def spans_of(tags: Sequence[str]) -> set[Span]:
    """First word, word after the last, and type of each span, as conlleval reads them (Tjong Kim Sang and Buchholz 2000).

    A span begins at B, and at an I that follows none of its type, so that IOB1 is read too.

    >>> sorted(spans_of(["B-PER", "I-PER", "O", "I-LOC", "B-LOC", "I-ORG"]))
    [(0, 2, 'PER'), (3, 4, 'LOC'), (4, 5, 'LOC'), (5, 6, 'ORG')]
    """
    return set(_spans([*tags, OUTSIDE]))


def _spans(tags: Sequence[str]) -> Iterator[Span]:
    start, kind = 0, ""
    for place, tag in enumerate(tags):
        mark, _, own = tag.partition("-")
        goes_on = mark == "I" and kind == own
        if kind and not goes_on:
            yield start, place, kind
            kind = ""
        if mark in ("B", "I") and not goes_on:
            start, kind = place, own


def refuse_one_tag(rows: Sequence[Tagged], where: str) -> None:
    """Raises BadRecord where all words of a test set have one tag: placeholders, as in the test files of XTREME."""
    if len({tag for row in rows for tag in row.tags}) < 2:
        raise BadRecord(f"{where}: all words have one tag", "the tags are placeholders: take the tagged files")


def tagging_answers(
    rows: Sequence[Tagged], said: Sequence[Sequence[str]], language: str, metric: str, names: Sequence[str]
) -> Answered:
    """Accuracy over all words, or F1 over all spans; an item is a sentence. `said` has a tag for each word, empty where it

    was not read (too long a sentence), which counts as wrong, in spans as outside; `names` are the tags to choose from.
    """
    gold = [row.tags for row in rows]
    hits = np.asarray([sum(map(str.__eq__, one, two)) for one, two in zip(gold, said, strict=True)], dtype=np.float64)
    words = np.asarray([len(each) for each in gold], dtype=np.float64)
    right, told, wanted = hits, words, words
    if metric == "F1":
        spans = [
            (spans_of(one), spans_of([tag or OUTSIDE for tag in two])) for one, two in zip(gold, said, strict=True)
        ]
        right, told, wanted = (
            np.asarray(values, dtype=np.float64)
            for values in zip(*((len(one & two), len(two), len(one)) for one, two in spans), strict=True)
        )
    accuracy = float(hits.sum() / words.sum())
    flat = [[tag for row in table for tag in row] for table in (said, gold)]
    alarms: list[Alarm] = said_alone(flat[0], flat[1], "one tag")
    if metric == "accuracy":
        alarms += below(accuracy, 1 / len(names), len(rows))
    elif not told.sum():
        alarms.append(Alarm("degenerate", "no span was found", bug=False))
    return Answered(
        items=tuple(row.id for row in rows),
        premises=tuple(row.id for row in rows),
        language=language,
        gold=tuple(" ".join(each) for each in gold),
        predicted=tuple(" ".join(tag or "-" for tag in each) for each in said),
        right=right,
        told=told,
        wanted=wanted,
        truncated=np.asarray(["" in each for each in said], dtype=np.bool_),
        others={"accuracy of words": accuracy} if metric == "F1" else {},
        alarms=tuple(alarms),
    )
