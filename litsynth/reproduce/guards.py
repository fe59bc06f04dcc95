"""What must not pass in silence: labels that mean nothing, permuted labels, runs that learnt nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from litsynth.errors import BadRecord
from litsynth.reproduce.annotations import Labelled

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


def refuse_placeholders(items: Sequence[Labelled], classes: Sequence[str], where: str) -> None:
    """Raises BadRecord when an evaluation set does not hold every label: placeholders, as XTREME's copies have."""
    counts = Counter(item.label if isinstance(item.label, str) else classes[item.label] for item in items)
    if missing := [name for name in classes if not counts[name]]:
        raise BadRecord(
            f"{where}: no row is labelled {', '.join(missing)} ({len(items)} rows)",
            "the labels are placeholders: take the labelled files",
        )


def alarms(gold: Labels, predicted: Labels, clusters: int, classes: Sequence[str]) -> list[Alarm]:
    """What is wrong with these predictions (numbers of `classes`, shape (n,)); `clusters` is how many are independent.

    Chance is one class of all. Accuracy below it by more than its error (of the clusters, the smaller sample) is a bug,
    never a result.
    """
    found = []
    chance = 1 / len(classes)
    accuracy = float((gold == predicted).mean())
    if accuracy < chance - _SURE * sqrt(chance * (1 - chance) / clusters):
        found.append(Alarm("below chance", f"accuracy {accuracy:.3f} is below chance {chance:.3f}: a bug", bug=True))
    best, gain = _best_relabelling(gold, predicted, len(classes))
    # Where labels are not balanced, calling nearly all pairs by one wrong name is no permutation.
    known = max(chance, float(np.bincount(gold).max() / len(gold)))
    if gain > _GAIN and accuracy + gain > known + _SURE * sqrt(known * (1 - known) / clusters):
        names = ", ".join(f"{classes[was]} as {classes[now]}" for was, now in enumerate(best) if was != now)
        found.append(Alarm("permuted labels", f"{accuracy + gain:.3f} when {names} is read: labels permuted", bug=True))
    share = float(np.bincount(predicted, minlength=len(classes)).max() / len(predicted))
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


def _best_relabelling(gold: Labels, predicted: Labels, classes: int) -> tuple[tuple[int, ...], float]:
    """The renaming of predicted labels that fits best, and the accuracy that it adds."""
    table = np.zeros((classes, classes))
    np.add.at(table, (predicted, gold), 1 / len(gold))
    fit = {
        order: float(sum(table[was, now] for was, now in enumerate(order))) for order in permutations(range(classes))
    }
    same = tuple(range(classes))
    best = max(fit, key=lambda order: (fit[order], order == same))
    return best, fit[best] - fit[same]
