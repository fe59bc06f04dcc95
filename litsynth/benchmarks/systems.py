"""What is scored on a benchmark: the majority, a model that sees only the claim, and verifiers with their poolings."""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from litsynth.benchmarks.examples import LABELS, Example
from litsynth.calibrate import Floats, Ints, fit_regression, one_hot
from litsynth.verify.pooling import JudgedWindow, Probabilities, features, mixture, strongest, whole
from litsynth.verify.windows import WindowPlan

Predict = Callable[[Ints, Ints], Floats]
"""From rows to learn from and rows to predict: probabilities of shape (rows to predict, labels)."""

LEARNT = 2  # of a verifier's systems the last ones: balanced, fitted

_BUCKETS = 1 << 18  # hashed n-grams; the largest set here has about 60,000 distinct ones
_WORD = re.compile(r"[^\W_]+(?:[.,'-][^\W_]+)*|%")


@dataclass(frozen=True, slots=True)
class System:
    """A name, and a way to predict that learns, if at all, only from the rows that it is given for that."""

    name: str
    predict: Predict


@dataclass(frozen=True, slots=True)
class Gold:
    """Labels of shape (n,), targets of shape (n, labels) to learn from (votes where there are any), and labels in use."""

    labels: Ints
    targets: Floats
    in_use: tuple[int, ...]


def gold_of(examples: Sequence[Example], in_use: tuple[int, ...]) -> Gold:
    """The annotation of the examples as arrays."""
    labels = np.array([example.label for example in examples], dtype=np.int64)
    hard = one_hot(labels, len(LABELS))
    voted = [example.votes or tuple(row) for example, row in zip(examples, hard, strict=True)]
    return Gold(labels, np.array(voted, dtype=np.float64).reshape(-1, len(LABELS)), in_use)


def majority(gold: Gold) -> System:
    """The frequencies of the labels in what is evaluated itself: the most frequent one, with the confidence it deserves."""
    shares = one_hot(gold.labels, len(LABELS)).mean(axis=0)
    return System("majority", lambda _, ask: np.tile(shares, (len(ask), 1)))


def claim_only(examples: Sequence[Example], gold: Gold) -> System:
    """Logistic regression on hashed words and pairs of words of the claim: what can be known without any evidence."""
    return _fitted("claim only", _hashed([example.claim for example in examples]), gold)


def pooled(
    name: str, judged: Sequence[Sequence[JudgedWindow]], plan: WindowPlan, gold: Gold, balanced: bool = False
) -> System:
    """Logistic regression on the judgements of an example's windows.

    `balanced`: learnt as if every label were equally frequent, which serves macro-F1 and costs calibration.
    """
    inputs = np.array([features(windows, plan) for windows in judged], dtype=np.float64)
    return _fitted(name, inputs, gold, balanced)


def ruled(
    name: str,
    judged: Sequence[Sequence[JudgedWindow]],
    rule: Callable[[Sequence[JudgedWindow]], Probabilities],
    in_use: tuple[int, ...],
) -> System:
    """A rule without parameters over an example's windows. Labels that the benchmark lacks lose their probability."""
    probabilities = np.array([rule(windows) for windows in judged], dtype=np.float64)
    probabilities *= np.isin(np.arange(len(LABELS)), in_use)
    total = probabilities.sum(axis=1, keepdims=True)
    even = np.isin(np.arange(len(LABELS)), in_use) / len(in_use)
    scaled = np.where(total > 0, probabilities / np.maximum(total, 1e-300), even)

    def predict(_: Ints, ask: Ints) -> Floats:
        return np.asarray(scaled[ask], dtype=np.float64)

    return System(name, predict)


def verifier_systems(
    name: str, judged: Sequence[Sequence[JudgedWindow]], plan: WindowPlan, gold: Gold
) -> tuple[System, ...]:
    """One verifier by each pooling: the whole evidence, the strongest window, their mean, and the two that are learnt."""
    rules = (("whole", whole), ("strongest", strongest), ("mixture", mixture))
    by_rule = (ruled(f"{name}, {label}", judged, rule, gold.in_use) for label, rule in rules)
    balanced = pooled(f"{name}, balanced", judged, plan, gold, balanced=True)
    return (*by_rule, balanced, pooled(f"{name}, fitted", judged, plan, gold))


def cross_predict(predict: Predict, fold: Ints, rows: Ints) -> Floats:
    """Probabilities of shape (len(rows), labels): each fold's rows predicted from the other rows of `rows`."""
    out = np.zeros((len(rows), len(LABELS)))
    for number in np.unique(fold[rows]):
        inside = fold[rows] == number
        out[inside] = predict(rows[~inside], rows[inside])
    return out


def _fitted(name: str, inputs: Any, gold: Gold, balanced: bool = False) -> System:
    def predict(learn: Ints, ask: Ints) -> Floats:
        # A label that no row to learn from has would need an infinite bias.
        seen = [label for label in gold.in_use if gold.targets[learn, label].any()]
        targets = gold.targets[learn][:, seen]
        if balanced:
            targets = targets / (len(seen) * targets.mean(axis=0))
        out = np.zeros((len(ask), len(LABELS)))
        out[:, seen] = fit_regression(inputs[learn], targets).probabilities(inputs[ask])
        return out

    return System(name, predict)


def _hashed(texts: Sequence[str]) -> Any:
    """Rows of unit length over buckets of words and of pairs of neighbours; a bucket that no text fills has no column."""
    rows, buckets = [], []
    for row, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        grams = {*words, *(" ".join(pair) for pair in pairwise(words))}
        found = sorted({zlib.crc32(gram.encode()) % _BUCKETS for gram in grams})
        rows += [row] * len(found)
        buckets += found
    _, columns = np.unique(np.array(buckets, dtype=np.int64), return_inverse=True)
    sizes = np.bincount(rows, minlength=len(texts)) if rows else np.zeros(len(texts))
    values = [1 / float(np.sqrt(sizes[row])) for row in rows]
    width = int(columns.max()) + 1 if len(columns) else 1
    return csr_matrix((values, (rows, columns)), shape=(len(texts), width))
