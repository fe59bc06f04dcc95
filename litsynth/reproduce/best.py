"""The best of several arms against one: its gain, what the best gains by chance, and what it gains when dev chooses it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.errors import MissingInput, UsageError
from litsynth.reproduce.measured import Measured
from litsynth.reproduce.plan import sides
from litsynth.reproduce.spec import ENGLISH
from litsynth.reproduce.statistics.resampling import Floats
from litsynth.reproduce.statistics.selection import Best, best_of_many, nested_gain


@dataclass(frozen=True, slots=True)
class BestArm:
    """The arm that is best on test, as `Best` says in points, and `nested`, the gain of the arm that dev of the other seeds

    chooses, seed by seed; means over `languages`, English left out.
    """

    arm: str
    over: str
    best: Best
    nested: tuple[float, ...]
    seeds: tuple[int, ...]
    languages: tuple[str, ...]


def best_arm(measured: Measured, arms: Sequence[str], over: str) -> BestArm:
    """The best of these arms over another.

    Raises UsageError on fewer than two arms, MissingInput where they have no seed and language in common.
    """
    if len(arms) < 2:
        raise UsageError(f"the best of {', '.join(arms)}: one arm is no choice", "name at least two")
    shared = set.intersection(*(set(measured.of(name)) for name in (*arms, over)))
    single = {
        (language, seed) for language, seed in shared if sides(language) == (language, language) != (ENGLISH, ENGLISH)
    }
    languages = tuple(sorted({language for language, _ in single}))
    seeds = tuple(
        sorted(seed for seed in {seed for _, seed in single} if all((each, seed) in single for each in languages))
    )
    if not seeds:
        raise MissingInput("no language and seed in which all of these arms were run", "run the missing arms")
    test, dev = (
        np.stack([_means(measured, name, languages, seeds, part) for name in arms]) for part in ("test", "dev")
    )
    baseline = _means(measured, over, languages, seeds, "test")
    best = best_of_many(test, baseline)
    nested = nested_gain(dev, test, baseline)
    return BestArm(arms[best.arm], over, best, tuple(nested.tolist()), seeds, languages)


def _means(measured: Measured, arm: str, languages: Sequence[str], seeds: Sequence[int], part: str) -> Floats:
    """Accuracy in points on test or dev, mean over the languages; shape (seeds,)."""
    results, selection = measured.of(arm), measured.run.experiment.report
    told = [
        [(each.test if part == "test" else each.dev)[selection] for each in (results[code, seed] for code in languages)]
        for seed in seeds
    ]
    means: Floats = 100 * np.asarray(told, dtype=np.float64).mean(axis=1)
    return means
