"""Fits the weights of `litsynth.verify.ranking` to written claims: `python -m litsynth.benchmarks.swaps_ranking DATA`.

Prints the module `litsynth/verify/ranking/weights.py`, and on stderr how the ranking does on papers that its weights
were not fitted to. Which reading a true claim means is not marked: it is the one that the weights of the round before
rate best, as the claim's source (table or prose) allows.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from litsynth.benchmarks.script import Asked, declare_data, script
from litsynth.benchmarks.swaps_draw import SwapClaim
from litsynth.benchmarks.swaps_read import sources_of, written_claims
from litsynth.parse import read_document
from litsynth.quantities import find_quantities
from litsynth.verify import grids_of
from litsynth.verify.ranking import lexis_of
from litsynth.verify.ranking.asserted import Signs
from litsynth.verify.ranking.rank import weighed
from litsynth.verify.ranking.signs import signs_of_readings

SETS = (("validation", "validation"), ("ranking", "train"))
"""The sets of written claims that the weights are fitted to, with the split that their papers are of."""
HELD_OUT = (("train", "train"),)
"""Written claims about papers that the weights are not fitted to, half of them false: how often a place is right."""
_ROUNDS = 4
_FOLDS = 10
_PENALTY = 1 / 0.7
_NEWTON_STEPS = 25
_RUNNERS_UP, _OF_TRUE, _OF_FALSE = 3, 0.08, 0.15
"""Readings behind the best that count as wrong ones, of true and of false claims, and what each counts for."""
_WRONGLY = 0.075
"""Share of false claims, of papers not fitted to, that may pass the threshold."""

Floats = NDArray[np.float64]
Weights = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Example:
    """A claim with the signs of its readings in cells and in sentences."""

    claim: SwapClaim
    readings: tuple[tuple[Signs, ...], tuple[Signs, ...]]

    @property
    def true(self) -> bool:
        """Whether it is as written first, with no slot changed."""
        return not self.claim.slot


def examples(data: Path, sets: Sequence[tuple[str, str]] = SETS) -> list[Example]:
    """The written claims with what speaks for and against each of their readings. Raises MissingInput, BadRecord."""
    found = []
    for name, split in sets:
        claims = written_claims(name)
        sources = sources_of(data, split, {claim.paper_id for claim in claims})
        for paper_id, tex in sorted(sources.items()):
            document = read_document(tex.encode(), "paper.tex", paper_id)
            lexis = lexis_of(document, grids_of(document))
            for claim in claims:
                if claim.paper_id == paper_id:
                    found.append(Example(claim, signs_of_readings(claim.claim, find_quantities(claim.claim), lexis)))
    return found


def fit(found: Sequence[Example]) -> Weights:
    """The weights for cells and for sentences."""
    weights: list[dict[str, float]] = [{}, {}]
    for _ in range(_ROUNDS):
        weights = [_fitted(found, kind, weights[kind]) for kind in (0, 1)]
    return weights[0], weights[1]


def _fitted(found: Sequence[Example], kind: int, before: Mapping[str, float]) -> dict[str, float]:
    rows: list[Signs] = []
    counts: list[tuple[float, float]] = []
    for one in found:
        readings = one.readings[kind]
        if not readings or (one.true and (one.claim.kind == "prose") != bool(kind)):
            continue
        ranked = sorted(readings, key=lambda signs: -weighed(signs, before)) if before else list(readings)
        rows += ranked[: 1 + (_RUNNERS_UP if one.true else _RUNNERS_UP - 1)]
        rest = len(ranked[1 : 1 + (_RUNNERS_UP if one.true else _RUNNERS_UP - 1)])
        counts += [(float(one.true), 1.0)] + [(0.0, _OF_TRUE if one.true else _OF_FALSE)] * rest
    names = sorted(rows[0])
    features = np.array([[1.0, *(row[name] for name in names)] for row in rows])
    solved = regression(features, np.array([right for right, _ in counts]), np.array([count for _, count in counts]))
    return dict(zip(["constant", *names], solved.tolist(), strict=True))


def regression(features: Floats, right: Floats, counts: Floats) -> Floats:
    """Weights of least cross-entropy, rows counted `counts` times, plus a penalty on all but the first: Newton's method."""
    weights = np.zeros(features.shape[1])
    ridge = np.full(features.shape[1], _PENALTY)
    ridge[0] = 1e-6
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (counts * (chance - right)) + ridge * weights
        curvature = (features * (counts * chance * (1 - chance))[:, None]).T @ features + np.diag(ridge)
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def score(one: Example, weights: Weights) -> float:
    """The log-odds of the best reading; minus infinity where there is none."""
    return max(
        (weighed(signs, mine) for readings, mine in zip(one.readings, weights, strict=True) for signs in readings),
        default=float("-inf"),
    )


def cross_validated(found: Sequence[Example]) -> list[float]:
    """The score of each example by weights that were fitted to other papers."""
    fold = [int(sha1(one.claim.paper_id.encode()).hexdigest(), 16) % _FOLDS for one in found]
    made = {
        number: fit([one for one, other in zip(found, fold, strict=True) if other != number])
        for number in sorted(set(fold))
    }
    return [score(one, made[number]) for one, number in zip(found, fold, strict=True)]


def threshold(found: Sequence[Example], scores: Sequence[float], wrongly: float = _WRONGLY) -> float:
    """The score that this share of the false claims exceeds."""
    false = sorted((score for one, score in zip(found, scores, strict=True) if not one.true), reverse=True)
    return false[int(wrongly * len(false))]


def rights(found: Sequence[Example], weights: Weights, least: float) -> tuple[float, float]:
    """The share of true claims among those that cells support, and that sentences do: (right + 1) / (all + 2), Laplace."""
    told: tuple[list[bool], list[bool]] = ([], [])
    for one in found:
        best = [
            max((weighed(signs, mine) for signs in part), default=float("-inf"))
            for part, mine in zip(one.readings, weights, strict=True)
        ]
        if max(best) >= least:
            told[best[1] > best[0]].append(one.true)
    cells, sentences = ((sum(right) + 1) / (len(right) + 2) for right in told)
    return cells, sentences


def module(weights: Weights, least: float, right: tuple[float, float]) -> str:
    """The source of `litsynth/verify/ranking/weights.py`."""
    lines = [
        '"""The weights of the ranking, as `python -m litsynth.benchmarks.swaps_ranking DATA` fits and prints them."""',
        "",
        "LEAST = " + f"{least:.3f}",
        '"""The log-odds from which a place supports a claim."""',
        "CELLS_RIGHT, SENTENCES_RIGHT = " + ", ".join(f"{share:.3f}" for share in right),
        '"""How many of the claims that such cells, and such sentences, support are true where every second one is false."""',
    ]
    for name, mine in zip(("CELLS", "SENTENCES"), weights, strict=True):
        lines += [f"{name}: dict[str, float] = {{", *(f'    "{key}": {value:.4f},' for key, value in mine.items()), "}"]
    return "\n".join(lines) + "\n"


def _say(found: Sequence[Example], scores: Sequence[float], least: float) -> dict[str, str]:
    def passed(some: Callable[[Example], bool]) -> str:
        mine = [value > least for one, value in zip(found, scores, strict=True) if some(one)]
        return f"{sum(mine)}/{len(mine)}"

    return {
        "true, table": passed(lambda one: one.true and one.claim.kind == "table"),
        "true, prose": passed(lambda one: one.true and one.claim.kind == "prose"),
        "false": passed(lambda one: not one.true),
    }


def _main(asked: Asked) -> None:
    data = Path(asked.data)
    read = examples(data)
    out = cross_validated(read)
    limit = threshold(read, out)
    sys.stderr.write(f"{_say(read, out, limit)}\n")
    fitted = fit(read)
    sys.stdout.write(module(fitted, limit, rights(examples(data, HELD_OUT), fitted, limit)))


if __name__ == "__main__":
    script("swaps_ranking", __doc__, declare_data, _main)
