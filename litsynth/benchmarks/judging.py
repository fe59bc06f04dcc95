"""A verifier measured: judging, pooling, scoring, and the comparison with what needs no evidence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from litsynth.benchmarks.classification import macro_f1_difference
from litsynth.benchmarks.examples import LABELS
from litsynth.benchmarks.folding import Folded
from litsynth.benchmarks.judge import Judged, judge_examples
from litsynth.benchmarks.official import Official, Stance, official
from litsynth.benchmarks.progress import Progress
from litsynth.benchmarks.scores import Scored, score
from litsynth.benchmarks.stances import predicted
from litsynth.benchmarks.systems import LEARNT, Gold, System, claim_only, gold_of, majority, verifier_systems
from litsynth.codec import encode
from litsynth.ports import Entailer
from litsynth.verify.windows import WindowPlan

Verifiers = Mapping[str, Sequence[Entailer]]
"""Each by its name: one model, or one a fold, trained without it. The last is the one of interest."""

_Scoreds = list[tuple[Scored, Judged | None]]


def judging(
    folded: Folded,
    in_use: tuple[int, ...],
    annotated: Mapping[str, Sequence[Stance]],
    verifiers: Verifiers,
    plan: WindowPlan,
    progress: Progress,
) -> dict[str, Any]:
    """Everything that is measured of the verifiers on these examples, as a JSON value.

    The official measures of SciFact are over `annotated`, the stances of all evaluated claims; empty where they do not apply.
    """
    gold = gold_of(folded.examples, in_use)
    judged = {
        name: judge_examples(folded.examples, folded.fold, models, plan, progress) for name, models in verifiers.items()
    }
    scored = _scored(folded, gold, judged, plan, progress)
    counts = Counter(LABELS[label] for label in gold.labels)
    return {
        "examples": len(folded.examples),
        "labels": {LABELS[label]: counts[LABELS[label]] for label in gold.in_use},
        "verifiers": {name: _described(models, judged[name]) for name, models in verifiers.items()},
        "systems": {system.name: encode(system.scores) for system, _ in scored},
        "macro_f1_gain": _gains([system for system, _ in scored], gold, folded.groups),
        "official": encode(_officially(folded, scored, annotated) if annotated else {}),
    }


def _scored(folded: Folded, gold: Gold, judged: Mapping[str, Judged], plan: WindowPlan, progress: Progress) -> _Scoreds:
    systems: list[tuple[System, Judged | None]] = [(majority(gold), None), (claim_only(folded.examples, gold), None)]
    for name, windows in judged.items():
        systems += [(system, windows) for system in verifier_systems(name, windows.examples, plan, gold)]
    progress.stage("scoring", len(systems))
    scored: _Scoreds = []
    for system, seen in systems:
        scored.append((score(system, gold, folded.fold, folded.groups, abstaining=seen is not None), seen))
        progress.step()
    return scored


def _officially(folded: Folded, scored: _Scoreds, annotated: Mapping[str, Sequence[Stance]]) -> dict[str, Official]:
    return {
        system.name: official(
            annotated,
            # What reads no evidence names no sentences.
            predicted(
                folded.examples, seen.examples if seen else [()] * len(folded.examples), system.predicted, folded.fold
            ),
            folded.group_of,
        )
        for system, seen in scored
    }


def _described(models: Sequence[Entailer], judged: Judged) -> dict[str, Any]:
    return {"models": [model.identity for model in models], "pairs": judged.pairs, "truncated": judged.truncated}


def _gains(scored: Sequence[Scored], gold: Gold, groups: Sequence[str]) -> dict[str, Any]:
    """What the learnt poolings of the verifier of interest gain in macro-F1 over everything else (paired)."""
    others, best = scored[:-LEARNT], scored[-LEARNT:]
    return {
        system.name: {
            other.name: encode(macro_f1_difference(gold.labels, system.predicted, other.predicted, groups, gold.in_use))
            for other in others
        }
        for system in best
    }
