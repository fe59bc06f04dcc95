"""Labelled claims to verdicts whose truth is known: each document by itself, and all documents of a claim together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from litsynth.benchmarks.examples import NOT_ENOUGH_INFO, Example
from litsynth.calibrate import CLASSES, Sample
from litsynth.config import VerifySettings
from litsynth.ports import Entailer, Progress
from litsynth.quantities import check_numbers, find_quantities
from litsynth.records import Grounds, Judgement, Label, NumberCheck, Quantity, Stance
from litsynth.verify.decide import numbers_gate, stance_of_given
from litsynth.verify.passages import held_against_given, judge_passages

_SAID: Mapping[Stance, Label] = {"supports": "supported", "refutes": "refuted"}


@dataclass(frozen=True, slots=True)
class Origin:
    """A set of labelled claims: its file, its field, and the connected component of each claim that may be used."""

    source: str
    field: str
    group_of: Mapping[str, str]


def verdicts_of(
    origin: Origin, examples: Sequence[Example], verifier: Entailer, settings: VerifySettings, progress: Progress
) -> tuple[Sample, ...]:
    """A verdict for each example, then one for each claim with several documents against all of them.

    Passages are cut and judged as in a run. Examples without a sentence make no verdict. Nor do documents together that
    disagree about a claim: the truth would be that they conflict.
    """
    held = [
        [one for _, one in held_against_given(example.claim, example.source.sentences, example.source.title)]
        for example in examples
    ]
    readings = iter(judge_passages([one for row in held for one in row], verifier, settings, progress).readings)
    seen = [[next(readings).judgement for _ in row] for row in held]
    return tuple(
        _sample(origin, [examples[row] for row in rows], [one for row in rows for one in seen[row]], truth, settings)
        for rows, truth in _cases([row for row in range(len(examples)) if seen[row]], examples)
    )


def _cases(rows: Sequence[int], examples: Sequence[Example]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Rows that make a verdict, with its truth."""
    by_claim: dict[str, list[int]] = {}
    for row in rows:
        by_claim.setdefault(examples[row].claim_id, []).append(row)
        yield (row,), examples[row].label
    for together in by_claim.values():
        told = {examples[row].label for row in together} - {NOT_ENOUGH_INFO}
        if len(together) > 1 and len(told) < 2:
            yield tuple(together), min(told, default=NOT_ENOUGH_INFO)


def _sample(
    origin: Origin,
    examples: Sequence[Example],
    judgements: Sequence[Judgement],
    truth: int,
    settings: VerifySettings,
) -> Sample:
    checks = _checks(examples[0].claim, [sentence for example in examples for sentence in example.source.sentences])
    best = max(judgements, key=lambda judgement: max(judgement.entailment, judgement.contradiction))
    grounds = Grounds(
        said=_SAID.get(stance_of_given(best, checks, settings), "not enough evidence"),
        support=max(judgement.entailment for judgement in judgements),
        refute=max(judgement.contradiction for judgement in judgements),
        numbers=numbers_gate(checks),
    )
    group = origin.group_of[examples[0].claim_id]
    # CLASSES has the order of LABELS, of which `truth` is an index.
    return Sample(origin.source, origin.field, group, grounds, len(judgements), (CLASSES[truth],))


def _checks(claim: str, sentences: Sequence[str]) -> tuple[NumberCheck, ...]:
    claimed = find_quantities(claim)
    return check_numbers(claimed, [one for sentence in sentences for one in _quantities(sentence)]) if claimed else ()


@lru_cache(maxsize=65_536)
def _quantities(sentence: str) -> tuple[Quantity, ...]:
    return tuple(find_quantities(sentence))
