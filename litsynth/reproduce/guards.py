"""What must not pass in silence: labels that mean nothing, permuted labels, runs that learnt nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from litsynth.errors import BadRecord
from litsynth.reproduce.rows import LABELS, Pair

Labels = NDArray[np.int64]

DEGENERATE = 0.95
"""Share of one label among the predictions from which a run is said to have learnt nothing."""
_SURE = 3.29  # standard errors: two-sided p = 0.001
_GAIN = 0.05


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something wrong with a result. `bug`: the number must not be used as a result at all."""

    kind: str
    message: str
    bug: bool


def refuse_placeholders(pairs: Sequence[Pair], where: str) -> None:
    """Raises BadRecord when an evaluation set does not hold every label: placeholders, as XTREME's copies have."""
    counts = Counter(pair.label for pair in pairs)
    if missing := [name for name in LABELS if not counts[name]]:
        raise BadRecord(
            f"{where}: no pair is labelled {', '.join(missing)} ({len(pairs)} pairs)",
            "the labels are placeholders: take the labelled files",
        )


def alarms(gold: Labels, predicted: Labels, clusters: int, chance: float) -> list[Alarm]:
    """What is wrong with these predictions (class indices, shape (n,)); `clusters` is the number of premises.

    Accuracy below chance by more than its error (of the premises, the smaller sample) is a bug, never a result.
    """
    found = []
    accuracy = float((gold == predicted).mean())
    if accuracy < chance - _SURE * sqrt(chance * (1 - chance) / clusters):
        found.append(Alarm("below chance", f"accuracy {accuracy:.3f} is below chance {chance:.3f}: a bug", bug=True))
    best, gain = _best_relabelling(gold, predicted)
    # Where labels are not balanced, calling nearly all pairs by one wrong name is no permutation.
    known = max(chance, float(np.bincount(gold).max() / len(gold)))
    if gain > _GAIN and accuracy + gain > known + _SURE * sqrt(known * (1 - known) / clusters):
        names = ", ".join(f"{LABELS[was]} as {LABELS[now]}" for was, now in enumerate(best) if was != now)
        found.append(Alarm("permuted labels", f"{accuracy + gain:.3f} when {names} is read: labels permuted", bug=True))
    share = float(np.bincount(predicted, minlength=len(LABELS)).max() / len(predicted))
    if share > DEGENERATE:
        found.append(Alarm("degenerate", f"{share:.1%} of the predictions are one label", bug=False))
    return found


def said_alone(predicted: Sequence[str], gold: Sequence[str], what: str) -> list[Alarm]:
    """Whether nearly all answers are one and the same, though it is not the right one nearly always."""
    (answer, count) = Counter(predicted).most_common(1)[0]
    if count <= DEGENERATE * len(predicted) or Counter(gold)[answer] > DEGENERATE * len(gold):
        return []
    return [Alarm("degenerate", f"{count / len(predicted):.1%} of the answers are {what} ({answer!r})", bug=False)]


def below(score: float, chance: float, clusters: int) -> list[Alarm]:
    """A score below chance by more than its error (of independent clusters) is a bug, never a result."""
    if score >= chance - _SURE * sqrt(chance * (1 - chance) / clusters):
        return []
    return [Alarm("below chance", f"{score:.3f} is below chance {chance:.3f}: a bug", bug=True)]


def _best_relabelling(gold: Labels, predicted: Labels) -> tuple[tuple[int, ...], float]:
    """The renaming of predicted labels that fits best, and the accuracy that it adds."""
    table = np.zeros((len(LABELS), len(LABELS)))
    np.add.at(table, (predicted, gold), 1 / len(gold))
    fit = {order: float(sum(table[was, now] for was, now in enumerate(order))) for order in permutations(range(3))}
    best = max(fit, key=lambda order: (fit[order], order == (0, 1, 2)))
    return best, fit[best] - fit[0, 1, 2]
