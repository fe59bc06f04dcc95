"""The report on runs: markdown, published beside measured, every deviation listed, and the same as JSON values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any, Self

from litsynth.codec import encode
from litsynth.reproduce.compare import Comparison, judge
from litsynth.reproduce.evidence import below_gate
from litsynth.reproduce.making import making_of
from litsynth.reproduce.measured import Measured
from litsynth.reproduce.plan import sides
from litsynth.reproduce.results import Result
from litsynth.reproduce.spec import SELECTIONS, Experiment
from litsynth.reproduce.statistics.power import seeds_needed, seeds_needed_normal
from litsynth.reproduce.statistics.resampling import Interval
from litsynth.reproduce.summary import ALL_PAIRS, AVERAGE, MIXED, ArmSummary, Score, summarise

_MANY_SEEDS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells of: the runs, every arm that has a result, and every claim that both of its arms allow to judge."""

    measured: Measured
    arms: tuple[ArmSummary, ...]
    claims: tuple[Comparison, ...]

    @classmethod
    def of(cls, measured: Measured) -> Self:
        """Everything that is computed, once for all forms of the report."""
        experiment = measured.run.experiment
        found = (summarise(measured, arm, experiment.report) for arm in experiment.arms)
        judged = (judge(measured, claim) for claim in experiment.claims)
        return cls(measured, tuple(filter(None, found)), tuple(filter(None, judged)))


def markdown(told: Told, figures: Mapping[str, str] | None = None) -> str:
    """The whole report; the same results give the same text. `figures` maps paths to what they show."""
    measured, found, judged = told.measured, told.arms, told.claims
    experiment = measured.run.experiment
    parts = [
        *_head(measured, found),
        *_alarms(measured),
        "## Claims",
        "",
        *_claims(judged, experiment),
        *(line for path, what in (figures or {}).items() for line in (f"![{what}]({path})", "")),
        f"## {capital(experiment.metric)} by language",
        "",
        *_scores(found, measured),
        "## Choice of epochs",
        "",
        *_selections(measured),
        "## Deviations from the paper",
        "",
        *(f"- {line}" for line in experiment.deviations),
        "",
        *_not_run(told),
        *_making(told.measured),
        "## Data",
        "",
        "SHA-256 of every file that was read:",
        "",
        *(
            f"- `{name}` {checksum}{_left_out(measured, name)}"
            for name, checksum in sorted(measured.run.checksums.items())
        ),
        "",
    ]
    return "\n".join(parts)


def _left_out(measured: Measured, name: str) -> str:
    count = measured.run.left_out.get(name, 0)
    return f" ({count} rows without a label or a sentence left out)" if count else ""


def values(told: Told) -> dict[str, Any]:
    """What the report says, as JSON values."""
    run = told.measured.run
    return {
        "experiment": encode(run.experiment),
        "arms": encode(told.arms),
        "claims": encode(told.claims),
        "gaps": run.gaps,
        "checksums": run.checksums,
    }


def comparison_table(judged: Sequence[Comparison]) -> str:
    """Claims and their verdicts as a markdown table."""
    return "\n".join(_claim_rows(judged))


def _head(measured: Measured, found: Sequence[ArmSummary]) -> Iterator[str]:
    experiment = measured.run.experiment
    seeds = sorted({seed for summary in found for seed in summary.seeds})
    yield f"# {experiment.title}"
    yield ""
    yield f"Spec `{experiment.id}` at scale `{experiment.scale}`, paper {experiment.paper}."
    yield f"Kind of evidence: **{experiment.kind}**."
    yield f"Seeds: {', '.join(map(str, seeds)) or 'none'}. Chance: {100 * experiment.chance:.1f}."
    if refused := below_gate(measured):
        yield from ["", f"**Not learnt**: {refused}. So this is a smoke run, whatever its numbers, and no evidence."]
    if experiment.kind == "conceptual":
        yield ""
        yield (
            "Model and data are smaller than the paper's: signs and orderings may be compared with it, levels may not. "
            "Differences to published cells are shown, and give no verdict."
        )
    yield ""


def alarms_of(measured: Measured) -> list[tuple[str, str]]:
    """Whether it is a BUG or a Note, and where what is wrong; in the order of arm, language and seed."""
    return [
        ("BUG" if alarm.bug else "Note", f"{each.arm}, {each.language}, seed {each.seed}: {alarm.message}")
        for arm in measured.run.experiment.arms
        for _, each in sorted(measured.made(arm.name).items())
        for alarm in each.alarms[measured.run.experiment.report]
    ]


def _alarms(measured: Measured) -> Iterator[str]:
    lines = [f"- {f'**{kind}**' if kind == 'BUG' else kind}: {what}" for kind, what in alarms_of(measured)]
    if not lines:
        return
    yield from ["## Alarms", "", *lines, ""]
    if measured.bugs:
        yield from ["A result that is a bug is left out of every number below, and out of every claim.", ""]


def _claims(judged: Sequence[Comparison], experiment: Experiment) -> Iterator[str]:
    if not judged:
        yield from ["No claim can be judged yet: each needs both of its arms.", ""]
        return
    yield (
        f"Better minus worse, in points of {experiment.metric}, averaged over languages; 95% interval over seeds and "
        "premises (two-way cluster bootstrap, Student's limits); beside it what each seed gives, with the interval over "
        "seeds alone, and how many seeds would show the claim's margin four times in five. "
        f"Epochs chosen by `{experiment.report}`. Languages with p < 0.05 after Benjamini-Hochberg, "
        "for and against."
    )
    yield from ["", *_claim_rows(judged), ""]
    if any(len(each.seeds) == 1 for each in judged):
        yield from ["With one seed the interval covers other test sentences, not other seeds.", ""]


def _claim_rows(judged: Sequence[Comparison]) -> Iterator[str]:
    yield (
        "| claim | better, worse | languages | seeds | difference | by seed [95% over seeds alone] | seeds to see the margin "
        "| sign flip p | languages +/- | verdict |"
    )
    yield "|---|---|---|--:|---|---|--:|--:|---|---|"
    for each in judged:
        significant = [row for row in each.by_language if row.adjusted < 0.05]
        above = sum(row.difference > 0 for row in significant)
        yield (
            f"| {each.claim.text} | {each.claim.better}, {each.claim.worse} | {each.where} | {len(each.seeds)} "
            f"| {_interval(each.headline, signed=True)} | {_by_seed(each)} | {_seeds(each)} "
            f"| {each.sign_flip_p:.3f} | {above}/{len(significant) - above} of {len(each.by_language)} "
            f"| **{each.verdict.outcome}**: {each.verdict.reason} |"
        )


def _by_seed(judged: Comparison) -> str:
    told = " ".join(f"{value:+.1f}" for value in judged.by_seed)
    alone = judged.seeds_interval
    return f"{told} [{alone.low:+.1f}, {alone.high:+.1f}]" if alone else told


def _seeds(judged: Comparison) -> str:
    """So many seeds would show a difference of the claim's margin with a power of 0.8, at the spread of these seeds."""
    if len(judged.by_seed) < 2 or not judged.claim.margin:
        return ""
    spread = stdev(judged.by_seed)
    if seeds_needed_normal(judged.claim.margin, spread) > _MANY_SEEDS:
        return f"over {_MANY_SEEDS}"
    return str(seeds_needed(judged.claim.margin, spread)) if spread else "2"


def capital(metric: str) -> str:
    """At the beginning of a line.

    >>> capital("accuracy"), capital("F1")
    ('Accuracy', 'F1')
    """
    return f"{metric[0].upper()}{metric[1:]}"


def _scores(found: Sequence[ArmSummary], measured: Measured) -> Iterator[str]:
    metric = measured.run.experiment.metric
    yield f"Measured {metric} in points, mean over seeds [95% interval over seeds and premises]; P: the published cell, and"
    yield "measured minus published. An average of published cells is over the same languages."
    for summary in found:
        yield from ["", f"### {summary.arm.name}", ""]
        if summary.arm.about:
            yield from [f"{summary.arm.about[0].upper()}{summary.arm.about[1:]}.", ""]
        yield "| language | seeds | measured | SD | P | difference | verdict |"
        yield "|---|--:|---|--:|--:|--:|---|"
        for score in summary.scores:
            yield _score_row(score)
        if summary.truncated:
            yield from ["", f"Sentences were cut in at most {summary.truncated:.2%} of the test items of a language."]
        yield from _others(summary, measured)
        yield from _matrix(summary)
    yield ""


def _others(summary: ArmSummary, measured: Measured) -> Iterator[str]:
    """Further measures, the mean over seeds in each language; shares in points, a threshold as it is."""
    told: dict[str, dict[str, list[float]]] = {}
    for (language, _), result in sorted(measured.of(summary.arm.name).items()):
        for name, value in result.others.items():
            told.setdefault(name, {}).setdefault(language, []).append(value)
    for name, by_language in sorted(told.items()):
        factor, form = (1, ".3f") if name == "threshold" else (100, ".1f")
        values_ = (f"{language} {factor * mean(own):{form}}" for language, own in by_language.items())
        yield from ["", f"{capital(name)}: {', '.join(values_)}."]


def _matrix(summary: ArmSummary) -> Iterator[str]:
    """Premises by row, hypotheses by column; in one language on the diagonal."""
    if not summary.matrix:
        return
    names = [name for name, _ in summary.matrix]
    yield from ["", f"| premise, hypothesis | {' | '.join(names)} |", f"|---|{'--:|' * len(names)}"]
    for name, means in summary.matrix:
        yield f"| {name} | {' | '.join('' if value is None else f'{value:.1f}' for value in means)} |"


def _score_row(score: Score) -> str:
    name = f"**{score.language}**" if score.language in (AVERAGE, MIXED, ALL_PAIRS) else score.language
    spread = "" if score.spread is None else f"{score.spread:.2f}"
    published = "" if score.published is None else f"{score.published:.1f}"
    difference = "" if score.published is None else f"{score.mean - score.published:+.1f}"
    verdict = score.verdict.outcome if score.verdict else ""
    return f"| {name} | {len(score.by_seed)} | {_interval(score.interval)} | {spread} | {published} | {difference} | {verdict} |"


def _selections(measured: Measured) -> Iterator[str]:
    yield "Average over all results of each arm (languages and seeds), under each choice of the epoch that is reported."
    yield ""
    yield f"| arm | {' | '.join(SELECTIONS)} |"
    yield f"|---|{'--:|' * len(SELECTIONS)}"
    for name, accuracies in selection_rows(measured):
        yield f"| {name} | {' | '.join(f'{value:.1f}' for value in accuracies)} |"
    yield ""


def selection_rows(measured: Measured) -> list[tuple[str, list[float]]]:
    """By arm the mean over its results, in points, under each selection, in the order of SELECTIONS."""
    by_arm = [(arm.name, _in_one_language(measured, arm.name)) for arm in measured.run.experiment.arms]
    return [
        (name, [100 * mean(each.test[selection] for each in results) for selection in SELECTIONS])
        for name, results in by_arm
        if results
    ]


def _in_one_language(measured: Measured, arm: str) -> list[Result]:
    return [each for each in measured.of(arm).values() if len(set(sides(each.language))) == 1]


def missing_of(told: Told) -> list[str]:
    """What had no data, and the claims that could not be judged."""
    run, decided = told.measured.run, {each.claim.id for each in told.claims}
    open_claims = [claim for claim in run.experiment.claims if claim.id not in decided]
    return [*run.gaps, *(f"claim not judged, an arm is missing: {claim.text}" for claim in open_claims)]


def _not_run(told: Told) -> Iterator[str]:
    if lines := missing_of(told):
        yield from ["## Not run", "", *(f"- {line}" for line in lines), ""]


def _making(measured: Measured) -> Iterator[str]:
    if made := making_of(measured):
        yield from ["## Time and machine", ""]
        yield (
            f"{made.stages} stages, {made.hours:.1f} hours of training by the clock, {made.memory / 2**30:.1f} GiB at most. "
            f"Made with: {'; '.join(made.made_with)}. Training rows left out because they hold a sentence of dev or test, over "
            f"all stages: {made.leaks:,}."
        )
        yield ""


def _interval(interval: Interval, signed: bool = False) -> str:
    form = "+.1f" if signed else ".1f"
    return f"{interval.value:{form}} [{interval.low:{form}}, {interval.high:{form}}]"
