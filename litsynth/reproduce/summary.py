"""Accuracies over seeds, and beside the published row, in points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean, stdev

from litsynth.reproduce.measured import Measured, by_language
from litsynth.reproduce.plan import sides
from litsynth.reproduce.published.table import Row, published_row
from litsynth.reproduce.results import Result
from litsynth.reproduce.spec import Arm
from litsynth.reproduce.statistics.resampling import Interval, pooled, two_way_bootstrap
from litsynth.reproduce.statistics.verdicts import Verdict, published_verdict

AVERAGE, MIXED, ALL_PAIRS = "average", "two languages", "all pairs"


@dataclass(frozen=True, slots=True)
class Score:
    """An arm in a language (or the average over its languages), in points: the value of each seed, and the interval.

    `published` is the printed cell; of an average the mean of the published cells in the same languages. `interval` is
    over seeds and premises.
    """

    language: str
    by_seed: tuple[float, ...]
    interval: Interval
    published: float | None
    verdict: Verdict | None

    @property
    def mean(self) -> float:
        """Over the seeds."""
        return mean(self.by_seed)

    @property
    def spread(self) -> float | None:
        """Standard deviation over the seeds; None for one seed."""
        return stdev(self.by_seed) if len(self.by_seed) > 1 else None


@dataclass(frozen=True, slots=True)
class ArmSummary:
    """All scores of an arm under one selection: languages in the order of the spec, their average, and where pairs of

    languages were tested the averages of those and of all, standard and mixed. `pairs` has each pair of two languages.
    """

    arm: Arm
    selection: str
    seeds: tuple[int, ...]
    scores: tuple[Score, ...]
    truncated: float
    pairs: tuple[Score, ...] = ()

    @property
    def matrix(self) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
        """Where pairs of languages were tested: for each language of premises the means by language of hypotheses.

        None where there is no result, or a bug in place of one.
        """
        found = {sides(score.language): score.mean for score in (*self.pairs, *self.scores)}
        names = [language for language in self.arm.languages if any(language in pair for pair in found)]
        rows = ((one, tuple(found.get((one, other)) for other in names)) for one in names)
        return tuple(rows) if self.pairs else ()


def summarise(measured: Measured, arm: Arm, selection: str) -> ArmSummary | None:
    """The arm's scores; None when it has no result. The average is over the seeds that have every language."""
    results = measured.of(arm.name)
    languages = [language for language in arm.languages if any(each == language for each, _ in results)]
    if not languages:
        return None
    row = published_row(arm.published) if arm.published else None
    seeds = sorted({seed for _, seed in results})
    scores = [_score(measured, results, [language], seeds, selection, row) for language in languages]
    whole = [seed for seed in seeds if all((language, seed) in results for language in languages)]
    if len(languages) > 1 and whole:
        scores.append(_score(measured, results, languages, whole, selection, row))
    mixed = sorted({language for language, _ in results if len(set(sides(language))) > 1})
    whole = [seed for seed in whole if all((pair, seed) in results for pair in mixed)]
    pairs: tuple[Score, ...] = ()
    if mixed and whole:
        pairs = tuple(_score(measured, results, [pair], whole, selection, None) for pair in mixed)
        scores.append(replace(_score(measured, results, mixed, whole, selection, None), language=MIXED))
        every = [*languages, *mixed]
        scores.append(replace(_score(measured, results, every, whole, selection, None), language=ALL_PAIRS))
    truncated = max(each.truncated for each in results.values())
    return ArmSummary(arm, selection, tuple(seeds), tuple(scores), truncated, pairs)


def _score(
    measured: Measured,
    results: dict[tuple[str, int], Result],
    languages: Sequence[str],
    seeds: Sequence[int],
    selection: str,
    row: Row | None,
) -> Score:
    known = [seed for seed in seeds if all((language, seed) in results for language in languages)]
    told = [[measured.answers(results[language, seed], selection) for seed in known] for language in languages]
    correct, clusters = pooled(*by_language(told, measured.has_labels))
    by_seed = tuple(float(100 * value) for value in correct.mean(axis=1))
    interval = two_way_bootstrap(correct, clusters).scaled(100)
    single = len(languages) == 1
    published = _published(row, languages)
    kind = measured.run.experiment.kind
    verdict = (
        published_verdict(list(by_seed), published, kind, row.mark, average=not single, selected=True)
        if row is not None and published is not None
        else None
    )
    return Score(languages[0] if single else AVERAGE, by_seed, interval, published, verdict)


def _published(row: Row | None, languages: Sequence[str]) -> float | None:
    if row is None or any(language not in row.cells or language in row.imputed for language in languages):
        return None
    return mean(float(row.cells[language]) for language in languages)
