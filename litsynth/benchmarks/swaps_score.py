"""What the verifier made of the claims of the swap test bed: shares with exact intervals, by slot."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.stats import beta

from litsynth.benchmarks.swaps_draw import SwapClaim
from litsynth.benchmarks.swaps_make import SLOTS
from litsynth.config import VerifySettings
from litsynth.records import Verdict

Say = Callable[[Verdict], str]
"""The label that a system gives."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`, with the 95% interval of Clopper and Pearson (Biometrika 26, 1934)."""

    count: int
    n: int
    value: float
    low: float
    high: float


def share(count: int, n: int) -> Share:
    """A share with its exact interval; of nothing, 0 to 1.

    >>> share(9, 10)
    Share(count=9, n=10, value=0.9, low=0.555, high=0.9975)
    """
    low = float(beta.ppf(0.025, count, n - count + 1)) if count else 0.0
    high = float(beta.ppf(0.975, count + 1, n - count)) if count < n else 1.0
    return Share(count, n, round(count / n, 4) if n else 0.0, round(low, 4), round(high, 4))


def systems(settings: VerifySettings) -> dict[str, Say]:
    """The verifier, and what it is to be compared with: saying nothing, and the entailment model without any gate."""
    return {
        "verifier": lambda verdict: verdict.label,
        "entailment alone": lambda verdict: entailment_alone(verdict, settings),
        "always not enough evidence": lambda _: "not enough evidence",
    }


def entailment_alone(verdict: Verdict, settings: VerifySettings) -> str:
    """The label by the highest probabilities that the same model gives to the same passages, at the same thresholds."""
    support, refute = verdict.grounds.support, verdict.grounds.refute
    if support >= settings.support and support >= refute:
        return "supported"
    return "refuted" if refute >= settings.refute else "not enough evidence"


def scores(judged: Sequence[tuple[SwapClaim, str]]) -> dict[str, Any]:
    """Of swapped claims how many are caught, that is not supported; of true ones how many supported and refuted.

    By slot, a true claim counts under each that it belongs to: where generated, those in which a false claim can be
    made from it; where written, those that it states (`SwapClaim.belongs`).
    """
    true = [label for claim, label in judged if not claim.slot]
    swapped = [(claim.slot, label) for claim, label in judged if claim.slot]
    by_slot: Mapping[str, list[str]] = {slot: [label for of, label in swapped if of == slot] for slot in SLOTS}
    true_by_slot = {
        slot: [label for claim, label in judged if not claim.slot and slot in claim.belongs] for slot in SLOTS
    }
    return {
        "true claims": _true(true),
        "swapped claims": _caught([label for _, label in swapped]),
        "by slot": {slot: _caught(labels) for slot, labels in by_slot.items() if labels},
        "true claims by slot": {slot: _true(labels) for slot, labels in true_by_slot.items() if labels},
    }


def _true(labels: Sequence[str]) -> dict[str, Any]:
    return {
        "supported": share(labels.count("supported"), len(labels)),
        "refuted": share(labels.count("refuted"), len(labels)),
        "labels": _counted(labels),
    }


def _caught(labels: Sequence[str]) -> dict[str, Any]:
    return {"caught": share(len(labels) - labels.count("supported"), len(labels)), "labels": _counted(labels)}


def _counted(labels: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(labels).items()))
