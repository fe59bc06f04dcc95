"""SciFact's own measures (Wadden et al. 2020, section 5): abstracts and sentences, by stance and by rationale.

A claim's prediction is a set of abstracts with a stance and rationale sentences; an abstract called "not enough
information" is no prediction. An abstract counts as right by its stance (label only), or if its first three sentences
hold a whole annotated rationale as well (label and rationale). A sentence counts as right if it is in an annotated
rationale that was predicted whole (selection), or if the abstract's stance is right as well (selection and label).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from litsynth.calibrate import Floats, Interval, bootstrap

_SENTENCES = 3  # of a predicted rationale, for the measure of abstracts
_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Stance:
    """What is said, or annotated, of one abstract: `label` is SUPPORTED or REFUTED.

    `rationales` are sets of sentences, each enough by itself; of a prediction there is one, best sentence first.
    """

    document_id: str
    label: int
    rationales: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall on [0, 1], and F1 with its interval over groups of claims."""

    precision: float
    recall: float
    f1: Interval


@dataclass(frozen=True, slots=True)
class Official:
    """The four measures."""

    abstract_label_only: Measure
    abstract_label_and_rationale: Measure
    sentence_selection: Measure
    sentence_selection_and_label: Measure


def official(
    gold: Mapping[str, Sequence[Stance]], predicted: Mapping[str, Sequence[Stance]], group: Mapping[str, str]
) -> Official:
    """The measures over the claims of `gold`, which holds every evaluated claim, those without evidence too.

    `group` maps a claim to what is resampled together.
    """
    counts = np.array([_counts(gold[claim], predicted.get(claim, ())) for claim in gold], dtype=np.float64)
    groups = [group[claim] for claim in gold]
    counts = counts.reshape(-1, _COLUMNS)
    return Official(
        _measure(counts[:, [0, 1, 2]], groups),
        _measure(counts[:, [0, 1, 3]], groups),
        _measure(counts[:, [4, 5, 6]], groups),
        _measure(counts[:, [4, 5, 7]], groups),
    )


def _counts(gold: Sequence[Stance], predicted: Sequence[Stance]) -> list[int]:
    """Abstracts annotated, predicted, right by label, right by rationale too; the same of sentences."""
    by_document = {stance.document_id: stance for stance in gold}
    right = [(said, by_document[said.document_id]) for said in predicted if said.document_id in by_document]
    labelled = [(said, truth) for said, truth in right if said.label == truth.label]
    return [
        len(gold),
        len(predicted),
        len(labelled),
        sum(_holds_one(_sentences(said)[:_SENTENCES], truth.rationales) for said, truth in labelled),
        sum(len(rationale) for truth in gold for rationale in truth.rationales),
        sum(len(_sentences(said)) for said in predicted),
        sum(_selected(_sentences(said), truth.rationales) for said, truth in right),
        sum(_selected(_sentences(said), truth.rationales) for said, truth in labelled),
    ]


def _sentences(said: Stance) -> tuple[int, ...]:
    return tuple(dict.fromkeys(sentence for rationale in said.rationales for sentence in rationale))


def _holds_one(predicted: Iterable[int], rationales: Sequence[tuple[int, ...]]) -> bool:
    there = set(predicted)
    return any(there.issuperset(rationale) for rationale in rationales)


def _selected(predicted: Iterable[int], rationales: Sequence[tuple[int, ...]]) -> int:
    there = set(predicted)
    return len({sentence for rationale in rationales if there.issuperset(rationale) for sentence in rationale})


def _measure(counts: Floats, groups: Sequence[str]) -> Measure:
    annotated, predicted, right = counts.sum(axis=0)
    return Measure(
        float(right / max(predicted, 1)),
        float(right / max(annotated, 1)),
        bootstrap(counts, groups, lambda sums: 2 * sums[:, 2] / np.maximum(sums[:, 0] + sums[:, 1], 1)),
    )
