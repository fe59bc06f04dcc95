"""Claims judged on the predictions of runs: the better arm against the worse one, item by item, seed by seed."""

from dataclasses import dataclass, replace

import numpy as np

from litsynth.errors import UsageError
from litsynth.reproduce.measured import Answers, Measured, Table, by_language
from litsynth.reproduce.plan import sides
from litsynth.reproduce.spec import ENGLISH, SELECTIONS, Claim
from litsynth.reproduce.statistics.equivalence import Equivalence, t_interval, tost
from litsynth.reproduce.statistics.paired import benjamini_hochberg, paired_test, sign_flip
from litsynth.reproduce.statistics.resampling import Floats, Interval, pooled, two_way_bootstrap
from litsynth.reproduce.statistics.verdicts import Verdict, claim_verdict


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

    @property
    def where(self) -> str:
        """The languages, or how many pairs of them, that the difference is averaged over."""
        pairs = [each for each in self.languages if len(set(sides(each))) > 1]
        told = f"{len(pairs)} pairs" if pairs else " ".join(self.languages)
        rest = f" and {len(self.languages) - len(pairs)} languages" if 0 < len(pairs) < len(self.languages) else ""
        return f"{told}{rest}{' beyond one language' if self.claim.beyond else ''}"


def judge(measured: Measured, claim: Claim) -> Comparison | None:
    """The claim judged on all languages and seeds that both arms have; None when they have none in common.

    English is left out unless the claim names it: both arms often share the English model. Of pairs of languages it is
    one like the others.
    """
    better, worse = measured.of(claim.better), measured.of(claim.worse)
    seeds, languages = _common(set(better) & set(worse), claim)
    if not seeds or not languages:
        return None
    selection = measured.run.experiment.report
    tables = {each: _table(measured, claim, languages, seeds, each) for each in SELECTIONS}
    averaged, clusters = pooled(*tables[selection])
    headline = two_way_bootstrap(averaged, clusters).scaled(100)
    ninety = two_way_bootstrap(averaged, clusters, level=0.9).scaled(100)
    others = {
        each: two_way_bootstrap(*pooled(*table)).scaled(100)
        for each, table in tables.items()
        if each != selection and not _same(table[0], tables[selection][0])
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
        by_language=_by_language(*tables[selection], languages),
        others=others,
        verdict=claim_verdict(headline, ninety, claim.margin, kind, len(seeds), list(others.values())),
    )


def _common(both: set[tuple[str, int]], claim: Claim) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Seeds that have every language, or pair of languages, that the claim is about, and those."""
    known = sorted({language for language, _ in both})
    wanted = [each for each in known if _is_about(claim, each)]
    if claim.languages and claim.pairing == "same":
        wanted = list(claim.languages)
    seeds = sorted({seed for _, seed in both})
    languages = tuple(each for each in wanted if any((each, seed) in both for seed in seeds))
    return tuple(seed for seed in seeds if all((each, seed) in both for each in languages)), languages


def _is_about(claim: Claim, language: str) -> bool:
    """Whether the claim is about premises and hypotheses in this language, or in these two."""
    one, other = sides(language)
    if claim.languages and not {one, other} <= set(claim.languages):
        return False
    if claim.pairing == "same":
        return one == other != ENGLISH
    return claim.pairing == "all" or one != other


def _table(
    measured: Measured, claim: Claim, languages: tuple[str, ...], seeds: tuple[int, ...], selection: str
) -> Table:
    """Better minus worse; less what the difference is in one language, on average, where the claim is about that."""
    inside: tuple[str, ...] = ()
    if claim.beyond:
        same = replace(claim, pairing=claim.beyond, beyond="")
        both = set(measured.of(claim.better)) & set(measured.of(claim.worse))
        having, inside = _common({each for each in both if each[1] in seeds}, same)
        if having != seeds:
            raise UsageError(f"claim {claim.id}: not every seed has every language", "finish the run")
    found = _differences(measured, claim, (*languages, *inside), seeds, selection)
    rows, premises = by_language(found, measured.has_labels)
    if not inside:
        return rows, premises
    count = len(languages)
    alike = pooled(rows[count:], premises[count:])[0]
    return [row - alike for row in rows[:count]], premises[:count]


def _differences(
    measured: Measured, claim: Claim, languages: tuple[str, ...], seeds: tuple[int, ...], selection: str
) -> list[list[Answers]]:
    """Better minus worse, item by item, for each seed of each language. Raises UsageError."""
    better, worse = measured.of(claim.better), measured.of(claim.worse)
    found: list[list[Answers]] = []
    for language in languages:
        found.append([])
        for seed in seeds:
            one = measured.answers(better[language, seed], selection)
            two = measured.answers(worse[language, seed], selection)
            if one.items != two.items:
                raise UsageError(f"{language}, seed {seed}: the two arms were not tested on the same items")
            found[-1].append(replace(one, correct=one.correct - two.correct))
    return found


def _same(one: list[Floats], other: list[Floats]) -> bool:
    return all(np.array_equal(first, second) for first, second in zip(one, other, strict=True))


def _by_language(
    table: list[Floats], clusters: list[tuple[str, ...]], languages: tuple[str, ...]
) -> tuple[ByLanguage, ...]:
    averaged = [row.mean(axis=0) for row in table]
    p_values = [paired_test(row, np.zeros_like(row), names) for row, names in zip(averaged, clusters, strict=True)]
    adjusted = benjamini_hochberg(p_values)
    rows = zip(languages, averaged, p_values, adjusted, strict=True)
    return tuple(ByLanguage(name, float(100 * row.mean()), p, float(q)) for name, row, p, q in rows)
