"""From judged abstracts to predictions in SciFact's form: a stance, and the sentences that it rests on."""

from collections.abc import Mapping, Sequence

import numpy as np

from litsynth.benchmarks.examples import NOT_ENOUGH_INFO, REFUTED, Example
from litsynth.benchmarks.official import Stance
from litsynth.calibrate import Ints
from litsynth.verify.pooling import JudgedWindow, rationale

_GRID = tuple(step / 20 for step in range(2, 20))  # thresholds tried for a rationale's further sentences

Windows = Sequence[Sequence[JudgedWindow]]


def annotated(examples: Sequence[Example]) -> dict[str, list[Stance]]:
    """The annotated stances of every claim, also of those that have none."""
    gold: dict[str, list[Stance]] = {example.claim_id: [] for example in examples}
    for example in examples:
        if example.label != NOT_ENOUGH_INFO:
            gold[example.claim_id].append(Stance(example.source.document_id, example.label, example.rationales))
    return gold


def predicted(examples: Sequence[Example], judged: Windows, labels: Ints, fold: Ints) -> Mapping[str, list[Stance]]:
    """The predicted stances of every claim; how sure a further sentence must be is learnt on the other folds."""
    thresholds = {int(number): _threshold(examples, judged, fold != number) for number in np.unique(fold)}
    said: dict[str, list[Stance]] = {}
    for example, windows, label, number in zip(examples, judged, labels, fold, strict=True):
        if label != NOT_ENOUGH_INFO:
            sentences = rationale(windows, label == REFUTED, thresholds[int(number)])
            said.setdefault(example.claim_id, []).append(Stance(example.source.document_id, int(label), (sentences,)))
    return said


def _threshold(examples: Sequence[Example], judged: Windows, learn: Sequence[bool]) -> float:
    """Of the grid the threshold with the best F1 over sentences, given the annotated stance; the higher of equals."""
    rows = [row for row, use in enumerate(learn) if use and examples[row].rationales]

    def f1(threshold: float) -> float:
        right = said = there = 0
        for row in rows:
            example = examples[row]
            annotation = {sentence for sentences in example.rationales for sentence in sentences}
            chosen = rationale(judged[row], example.label == REFUTED, threshold)
            right += len(annotation.intersection(chosen))
            said += len(chosen)
            there += len(annotation)
        return 2 * right / max(1, said + there)

    return max(reversed(_GRID), key=f1)
