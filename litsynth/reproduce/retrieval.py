"""Sentences that are found by their embeddings: each one's translation, or all translations in two collections."""

from collections.abc import Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve

from litsynth.codec import digest
from litsynth.errors import BadRecord
from litsynth.reproduce.answers import Answered, one_each
from litsynth.reproduce.bitext import Bitext
from litsynth.reproduce.guards import Alarm, said_alone
from litsynth.reproduce.rows import Translation
from litsynth.reproduce.tasks import Retrieval
from litsynth.retrieve.dense import DenseIndex

Vectors = NDArray[np.float32]
Mined = dict[tuple[str, str], float]

_SHIFTED = 0.05
_PARTS = 1000


def unit(vectors: Vectors) -> Vectors:
    """Each row divided by its length, shape (n, size); rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def retrieved(
    rows: Sequence[Translation], language: str, own: Vectors, english: Vectors, cut: NDArray[np.bool_]
) -> Answered:
    """Accuracy at 1 by cosine, in both directions: for each sentence the nearest of the other language, and back.

    Embeddings of shape (n, size), in the order of the rows. Of equally near sentences the first is taken. An item is a
    sentence and a direction; both of a pair are one cluster.
    """
    mine, theirs = unit(own), unit(english)
    to_english = DenseIndex.build(theirs).search(mine, 1)[1][:, 0]
    from_english = DenseIndex.build(mine).search(theirs, 1)[1][:, 0]
    names = [row.id for row in rows]
    found = np.concatenate([to_english, from_english])
    places = np.tile(np.arange(len(rows)), 2)
    right = found == places
    predicted = tuple(names[place] for place in found.tolist())
    return Answered(
        items=tuple(f"{name} {way}" for way in ("to English", "from English") for name in names),
        premises=tuple(names * 2),
        language=language,
        gold=tuple(names * 2),
        predicted=predicted,
        truncated=np.tile(cut, 2),
        others={"to English": float(right[: len(rows)].mean()), "from English": float(right[len(rows) :].mean())},
        alarms=(*_shifted(found, places), *said_alone(predicted, names * 2, "one sentence")),
        **dict(zip(("right", "told", "wanted"), one_each(right.tolist()), strict=True)),
    )


def refuse_no_pairs(rows: Sequence[Translation], where: str) -> None:
    """Raises BadRecord where there is nothing to choose among, or an id means two pairs."""
    if len(rows) < 2 or len({row.id for row in rows}) != len(rows):
        raise BadRecord(f"{where}: {len(rows)} pairs, or two of one id", "at least two, each with an id of its own")


def _shifted(found: NDArray[np.int64], places: NDArray[np.int64]) -> list[Alarm]:
    """Files whose lines are not those of one another, but of the line before or after."""
    gains = {by: float((found == places + by).mean()) - float((found == places).mean()) for by in (-1, 1)}
    return [
        Alarm(
            "shifted lines", f"{gain:+.3f} when line {by:+d} is taken for the right one: not the same lines", bug=True
        )
        for by, gain in gains.items()
        if gain > _SHIFTED
    ]


def mined(texts: Bitext, own: Vectors, english: Vectors, settings: Retrieval) -> Mined:
    """Pairs of ids that are taken for translations, with their scores, each sentence at most once.

    Both sides look for their best partner among the nearest; of all these pairs the best goes first (Artetxe and Schwenk
    2019, section 3.2, "max"). A sentence that occurs twice is no one's: as in XTREME it is mined and left out. Embeddings
    of shape (n, size) in the order of the ids.
    """
    sides = [_once(list(texts.own.items()), own), _once(list(texts.english.items()), english)]
    (mine, one), (theirs, two) = sides
    forth, back = (
        DenseIndex.build(among).search(queries, settings.neighbours) for queries, among in ((one, two), (two, one))
    )
    means = [scores.mean(axis=1) for scores, _ in (forth, back)]
    best = [_best(forth, means[0], means[1], settings), _best(back, means[1], means[0], settings)]
    pairs = np.concatenate(
        [
            np.stack([np.arange(len(mine)), best[0][0]], axis=1),
            np.stack([best[1][0], np.arange(len(theirs))], axis=1),
        ]
    )
    scores = np.concatenate([best[0][1], best[1][1]])
    found: Mined = {}
    seen: tuple[set[int], set[int]] = (set(), set())
    for place in np.argsort(-scores, kind="stable").tolist():
        first, second = pairs[place].tolist()
        if first in seen[0] or second in seen[1]:
            continue
        seen[0].add(first)
        seen[1].add(second)
        if mine[first] and theirs[second]:
            found[mine[first], theirs[second]] = float(scores[place])
    return found


def _once(sentences: list[tuple[str, str]], vectors: Vectors) -> tuple[list[str], Vectors]:
    """The ids of different sentences (none for one that occurs twice) and their vectors, of unit length."""
    first: dict[str, int] = {}
    ids: dict[str, str] = {}
    for place, (number, text) in enumerate(sentences):
        ids[text] = "" if text in first else number
        first.setdefault(text, place)
    return [ids[text] for text in first], unit(vectors[list(first.values())])


def _best(
    found: tuple[Vectors, NDArray[np.int64]], own: Vectors, other: Vectors, settings: Retrieval
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Of the nearest of each sentence the one with the highest score, and that; shape (n,) each."""
    scores, rows = found[0].astype(np.float64), found[1]
    if settings.margin == "ratio":
        about = (own[:, None] + other[rows]) / 2
        scores = np.where(about > 0, scores / np.where(about > 0, about, 1), -np.inf)
    at = scores.argmax(axis=1)[:, None]
    return np.take_along_axis(rows, at, axis=1)[:, 0], np.take_along_axis(scores, at, axis=1)[:, 0]


def threshold_of(pairs: Mined, gold: frozenset[tuple[str, str]]) -> float:
    """The score from which on pairs are kept so that F1 is highest, half way to the next lower score; without any right

    pair, infinity.
    """
    right = np.asarray([pair in gold for pair in pairs])
    if not right.any():
        return float("inf")
    precision, recall, scores = precision_recall_curve(right, list(pairs.values()))
    recall = recall * right.sum() / len(gold)  # what was not mined is missing too
    best = int((2 * precision * recall / np.maximum(precision + recall, 1e-12))[:-1].argmax())
    return float((scores[best] + scores[max(best - 1, 0)]) / 2)


def mining_answers(texts: Bitext, language: str, pairs: Mined, threshold: float) -> Answered:
    """F1 of the mined pairs of at least the threshold's score.

    Collections are large and pairs few, so that an item is a part of the collection, by the digest of a sentence's id: up
    to a thousand, the same for every system.
    """
    parts = min(_PARTS, len(texts.own))
    kept = {pair for pair, score in pairs.items() if score >= threshold}
    table: dict[str, list[list[tuple[str, str]]]] = {
        "gold": [[] for _ in range(parts)],
        "kept": [[] for _ in range(parts)],
    }
    for name, of in (("gold", texts.gold), ("kept", kept)):
        for pair in sorted(of):
            table[name][int(digest(pair[0]), 16) % parts].append(pair)
    items = tuple(f"part {number}" for number in range(parts))
    right = len(kept & texts.gold)
    precision, recall = right / len(kept) if kept else 0.0, right / len(texts.gold)
    nothing = Alarm("degenerate", "no pair was mined", bug=False)
    return Answered(
        items=items,
        premises=items,
        language=language,
        gold=tuple(_told(each) for each in table["gold"]),
        predicted=tuple(_told(each) for each in table["kept"]),
        right=np.asarray(
            [len(set(one) & set(two)) for one, two in zip(table["gold"], table["kept"], strict=True)], dtype=np.float64
        ),
        told=np.asarray([len(each) for each in table["kept"]], dtype=np.float64),
        wanted=np.asarray([len(each) for each in table["gold"]], dtype=np.float64),
        truncated=np.zeros(parts, dtype=np.bool_),
        # Where no pair is right on dev the threshold is infinite, and no number that could be kept.
        others={"precision": precision, "recall": recall} | ({"threshold": threshold} if isfinite(threshold) else {}),
        alarms=() if kept else (nothing,),
    )


def _told(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(" ".join(pair) for pair in pairs)
