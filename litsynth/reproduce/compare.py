"""Claims judged on the predictions of runs: the better arm against the worse one, item by item, seed by seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from litsynth.errors import UsageError
from litsynth.reproduce.predictions import Predictions
from litsynth.reproduce.results import Result, Run, predictions_of, read_run, results_of
from litsynth.reproduce.spec import ENGLISH, SELECTIONS, Claim
from litsynth.reproduce.statistics.equivalence import Equivalence, t_interval, tost
from litsynth.reproduce.statistics.paired import benjamini_hochberg, paired_test, sign_flip
from litsynth.reproduce.statistics.resampling import Floats, Interval, two_way_bootstrap
from litsynth.reproduce.statistics.verdicts import Verdict, claim_verdict


@dataclass(frozen=True, slots=True)
class Measured:
    """Results of one experiment from one or more folders; `at` finds the folder of a result."""

    run: Run
    results: tuple[Result, ...]
    at: dict[tuple[str, str, int], Path]

    def of(self, arm: str) -> dict[tuple[str, int], Result]:
        """An arm's results, by language and seed."""
        return {(each.language, each.seed): each for each in self.results if each.arm == arm}

    def predictions(self, result: Result, selection: str) -> Predictions:
        """The predictions behind a result."""
        return predictions_of(self.at[result.arm, result.language, result.seed], result, selection)


@dataclass(frozen=True, slots=True)
class ByLanguage:
    """The difference in one language (points, averaged over seeds), its p-value, and the adjusted one (all languages)."""

    language: str
    difference: float
    p: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim judged, all differences in points of accuracy.

    `headline` is the two-way interval (seeds and premises) of the mean over languages, `by_seed` the differences seed by
    seed with Student's interval `seeds_interval` and the sign-flip p-value; `equivalence` tests against the margin.
    The last three need two seeds. `others` are the headline intervals under the other selections.
    """

    claim: Claim
    selection: str
    languages: tuple[str, ...]
    seeds: tuple[int, ...]
    headline: Interval
    by_seed: tuple[float, ...]
    seeds_interval: Interval | None
    sign_flip_p: float
    equivalence: Equivalence | None
    by_language: tuple[ByLanguage, ...]
    others: dict[str, Interval]
    verdict: Verdict


def gather(folders: Sequence[Path]) -> Measured:
    """The results below the folders of runs of one spec at one scale.

    Raises UsageError when they are not of one experiment, or hold one cell twice with different stages.
    """
    runs = [read_run(folder) for folder in folders]
    first = runs[0]
    found: dict[tuple[str, str, int], tuple[Result, Path]] = {}
    for folder, run in zip(folders, runs, strict=True):
        if (run.experiment.id, run.experiment.scale) != (first.experiment.id, first.experiment.scale):
            raise UsageError(
                f"{folder}: {run.experiment.id} ({run.experiment.scale}) is another experiment than the first"
            )
        for result in results_of(folder):
            key = result.arm, result.language, result.seed
            if key in found and found[key][0].stages != result.stages:
                raise UsageError(f"{folder}: {result.name} was made in another way in {found[key][1]}")
            found.setdefault(key, (result, folder))
    return Measured(first, tuple(result for result, _ in found.values()), {key: at for key, (_, at) in found.items()})


def judge(measured: Measured, claim: Claim) -> Comparison | None:
    """The claim judged on all languages and seeds that both arms have; None when they have none in common.

    English is left out unless the claim names it: both arms often share the English model.
    """
    better, worse = measured.of(claim.better), measured.of(claim.worse)
    seeds, languages = _common(set(better) & set(worse), claim)
    if not seeds or not languages:
        return None
    selection = measured.run.experiment.report
    tables = {each: _differences(measured, better, worse, languages, seeds, each) for each in SELECTIONS}
    averaged, clusters = tables[selection][0].mean(axis=0), tables[selection][1]
    headline = two_way_bootstrap(averaged, clusters).scaled(100)
    ninety = two_way_bootstrap(averaged, clusters, level=0.9).scaled(100)
    others = {
        each: two_way_bootstrap(table.mean(axis=0), names).scaled(100)
        for each, (table, names) in tables.items()
        if each != selection and not np.array_equal(table, tables[selection][0])
    }
    by_seed = tuple(float(100 * value) for value in averaged.mean(axis=1))
    several, kind = len(seeds) > 1, measured.run.experiment.kind
    return Comparison(
        claim=claim,
        selection=selection,
        languages=languages,
        seeds=seeds,
        headline=headline,
        by_seed=by_seed,
        seeds_interval=t_interval(by_seed) if several else None,
        sign_flip_p=sign_flip(by_seed),
        equivalence=tost(by_seed, claim.margin) if several else None,
        by_language=_by_language(tables[selection][0], clusters, languages),
        others=others,
        verdict=claim_verdict(headline, ninety, claim.margin, kind, len(seeds), list(others.values())),
    )


def _common(shared: set[tuple[str, int]], claim: Claim) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Seeds that have every language, and those languages."""
    wanted = claim.languages or tuple(sorted({language for language, _ in shared} - {ENGLISH}))
    seeds = sorted({seed for _, seed in shared})
    languages = tuple(each for each in wanted if any((each, seed) in shared for seed in seeds))
    return tuple(seed for seed in seeds if all((each, seed) in shared for each in languages)), languages


def _differences(
    measured: Measured,
    better: dict[tuple[str, int], Result],
    worse: dict[tuple[str, int], Result],
    languages: tuple[str, ...],
    seeds: tuple[int, ...],
    selection: str,
) -> tuple[Floats, tuple[str, ...]]:
    """Better minus worse, shape (languages, seeds, items), and the premise of each item. Raises UsageError."""
    table: list[Floats] = []
    items: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    for language in languages:
        row = []
        for seed in seeds:
            one = measured.predictions(better[language, seed], selection)
            two = measured.predictions(worse[language, seed], selection)
            items, premises = items or one.items, premises or one.premises
            if one.items != items or two.items != items:
                raise UsageError(f"{language}, seed {seed}: the two arms were not tested on the same items")
            row.append(one.correct - two.correct)
        table.append(np.stack(row))
    return np.stack(table), premises


def _by_language(table: Floats, clusters: tuple[str, ...], languages: tuple[str, ...]) -> tuple[ByLanguage, ...]:
    averaged = table.mean(axis=1)
    p_values = [paired_test(row, np.zeros_like(row), clusters) for row in averaged]
    adjusted = benjamini_hochberg(p_values)
    rows = zip(languages, averaged, p_values, adjusted, strict=True)
    return tuple(ByLanguage(name, float(100 * row.mean()), p, float(q)) for name, row, p, q in rows)
