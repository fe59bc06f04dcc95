"""A finished run as evidence: what each of its contrasts came to, and whether a guard or a placebo failed."""

from collections.abc import Sequence
from math import copysign
from pathlib import Path
from statistics import mean
from typing import Literal

from litsynth.codec import digest, dumps
from litsynth.errors import UsageError
from litsynth.records import MeasuredContrast, MeasuredRun
from litsynth.reproduce.compare import Comparison, judge
from litsynth.reproduce.measured import Measured, gather, recipe_of
from litsynth.reproduce.plan import sides
from litsynth.reproduce.provenance import codes_behind
from litsynth.reproduce.spec import ENGLISH, Claim
from litsynth.reproduce.statistics.verdicts import log_ratio


def measured_run(folders: Sequence[Path]) -> MeasuredRun:
    """The results in folders of runs of one spec at one scale, as evidence.

    Raises UsageError where that can be none: a smoke run, no data set that the literature knows, no contrast with both
    arms, files that were changed by hand, or stages made by other code than this; BadRecord, MissingInput.
    """
    measured = gather(folders)
    experiment, kind = measured.run.experiment, measured.run.experiment.kind
    where = ", ".join(map(str, folders))
    if kind == "smoke":
        raise UsageError(f"{where}: a smoke run is no evidence", "it says that the code runs, and nothing else")
    if not experiment.dataset:
        raise UsageError(f"{where}: the spec names no dataset", "say what the literature calls the test set")
    if refused := below_gate(measured):
        raise UsageError(f"{where}: {refused}", "it is a smoke run: it says that the code runs, and nothing else")
    codes = {code for folder in folders for code in codes_behind(folder)}
    judged = {claim.id: found for claim in experiment.claims if (found := judge(measured, claim))}
    told = [found for found in judged.values() if found.claim.better_as and found.claim.worse_as]
    if not told:
        bugs = "".join(f"; {each.name} is a bug and left out" for each in measured.bugs[:1])
        raise UsageError(
            f"{where}: no contrast that a text can speak of has both of its arms{bugs}", "run the missing arm"
        )
    recipe = recipe_of(experiment)
    return MeasuredRun(
        run_id=f"{experiment.id}-{experiment.scale}-{recipe[:8]}",
        experiment=experiment.id,
        scale=experiment.scale,
        title=experiment.title,
        paper=experiment.paper,
        kind=kind,
        recipe=recipe,
        data=digest(dumps(measured.run.checksums)),
        code=digest(*sorted(codes)),
        deviations=experiment.deviations,
        contrasts=tuple(_contrast(found, judged, measured) for found in told),
    )


def below_gate(measured: Measured) -> str:
    """Why the run shows nothing, where no arm learnt the task in English (see `Experiment.gate`); else nothing."""
    experiment = measured.run.experiment
    reached = [
        mean(found)
        for arm in experiment.arms
        if (
            found := [
                each.test[experiment.report] for (code, _), each in measured.of(arm.name).items() if code == ENGLISH
            ]
        )
    ]
    if not experiment.gate or max(reached, default=0.0) >= experiment.gate:
        return ""
    told = f"{100 * max(reached):.1f} is the best" if reached else "there is no result"
    return f"{told} in English, {100 * experiment.gate:.1f} are needed"


def _contrast(found: Comparison, judged: dict[str, Comparison], measured: Measured) -> MeasuredContrast:
    experiment, claim, interval = measured.run.experiment, found.claim, found.headline
    ahead = _ahead(found)
    called = {arm.name: arm.called or arm.name for arm in experiment.arms}
    why = (
        _alarm(found, measured)
        or ("" if ahead else f"{found.verdict.outcome}: {found.verdict.reason}")
        or _placebo(claim, judged)
    )
    return MeasuredContrast(
        contrast_id=claim.id,
        what=claim.text,
        better=claim.better,
        worse=claim.worse,
        dataset=experiment.dataset,
        metric=experiment.metric,
        languages=tuple(dict.fromkeys(side for language in found.languages for side in sides(language))),
        seeds=found.seeds,
        items=measured.of(claim.better)[found.languages[0], found.seeds[0]].items,
        value=round(interval.value, 4),
        low=round(interval.low, 4),
        high=round(interval.high, 4),
        by_seed=tuple(round(value, 4) for value in found.by_seed),
        ahead="" if why else ahead,
        why=why,
        weight=round(log_ratio(copysign(claim.margin, interval.value), interval, experiment.kind), 4),
        about=claim.about,
        better_as=claim.better_as,
        worse_as=claim.worse_as,
        systems=claim.systems,
        called=(called[claim.better], called[claim.worse]),
    )


def _ahead(found: Comparison) -> Literal["", "better", "worse"]:
    """An effect within the margin puts neither ahead, nor one that is there only under one choice of epochs."""
    if found.verdict.outcome == "reproduced":
        return "better"
    return "worse" if found.verdict.outcome == "not reproduced" and found.headline.high < 0 else ""


def _alarm(found: Comparison, measured: Measured) -> str:
    """The first alarm in a result that the contrast rests on, or would rest on if it were none but a bug."""
    for arm in (found.claim.better, found.claim.worse):
        for (language, seed), result in sorted(measured.made(arm).items()):
            alarms = result.alarms[found.selection]
            if alarms and language in found.languages and (seed in found.seeds or result.is_bug):
                return f"{result.name}: {alarms[0].message}"
    return ""


def _placebo(claim: Claim, judged: dict[str, Comparison]) -> str:
    """What is wrong with the placebo of a contrast: it was not run, or did as well."""
    if not claim.placebo:
        return ""
    placebo = judged.get(claim.placebo)
    if placebo is None:
        return f"its placebo was not run ({claim.placebo})"
    failed = placebo.verdict.outcome != "reproduced"
    return f"its placebo ({claim.placebo}) says: {placebo.verdict.outcome}" if failed else ""
