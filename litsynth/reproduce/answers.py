"""What a system answered on a test set whose items have no labels: what was found, tagged, or read off a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from litsynth.errors import BadRecord
from litsynth.reproduce.guards import Alarm
from litsynth.reproduce.predictions import Predictions, predictions_from, read_table, write_table
from litsynth.reproduce.statistics.resampling import Floats

_COLUMNS = ("item_id", "premise_id", "language", "gold", "predicted", "right", "told", "wanted", "truncated")


@dataclass(frozen=True, slots=True)
class Answered:
    """Items in the order of the test set, and how much of what was `told` of each and `wanted` is `right`; shape (n,).

    Items of one `premises` name are not independent. Where every item has one answer, told and wanted are 1, and the score
    is the mean of `right` (accuracy, or of F1 by item). Otherwise (spans, mined pairs) they are counts, and it is F1 over
    all items. `others` are further measures, by name; `alarms` what is wrong: neither is kept in the file.
    """

    items: tuple[str, ...]
    premises: tuple[str, ...]
    language: str
    gold: tuple[str, ...]
    predicted: tuple[str, ...]
    right: Floats
    told: Floats
    wanted: Floats
    truncated: NDArray[np.bool_]
    others: Mapping[str, float] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()

    @property
    def score(self) -> float:
        """2 right / (told + wanted), summed over all items: the harmonic mean of precision and recall; 0 where both are 0."""
        total = float(self.told.sum() + self.wanted.sum())
        return 2 * float(self.right.sum()) / total if total else 0.0

    @property
    def correct(self) -> Floats:
        """A value for each item whose mean is the score, so that a mean over drawn items stands for their score, shape (n,).

        Of a ratio it is the score and the item's influence on it (the infinitesimal jackknife, Efron 1982, chapter 6: the
        first order of what leaving items out changes). With one answer to each item it is `right` itself.
        """
        both = self.told + self.wanted
        mean = both.mean()
        if not mean:
            return np.zeros(len(self.right))
        return np.asarray(self.score + (2 * self.right - self.score * both) / mean)


def one_each(right: Sequence[float]) -> tuple[Floats, Floats, Floats]:
    """`right`, `told` and `wanted` of items that have one answer each."""
    values = np.asarray(right, dtype=np.float64)
    return values, np.ones_like(values), np.ones_like(values)


def write_answers(path: Path, answers: Answered) -> None:
    """A gzip CSV file; the same answers give the same bytes."""
    rows = zip(
        answers.items,
        answers.premises,
        answers.gold,
        answers.predicted,
        *(map("{:.10g}".format, values.tolist()) for values in (answers.right, answers.told, answers.wanted)),
        map(int, answers.truncated.tolist()),
        strict=True,
    )
    write_table(path, [_COLUMNS, *((item, premise, answers.language, *rest) for item, premise, *rest in rows)])


def read_told(path: Path) -> Answered | Predictions:
    """What `write_answers` or `predictions.write_predictions` wrote. Raises MissingInput, BadRecord."""
    rows = read_table(path)
    if "right" not in rows[0]:
        return predictions_from(rows, path)
    try:
        right, told, wanted = (
            np.asarray([float(row[name]) for row in rows], dtype=np.float64) for name in ("right", "told", "wanted")
        )
        items, premises, gold, predicted = (
            tuple(row[name] for row in rows) for name in ("item_id", "premise_id", "gold", "predicted")
        )
        cut = np.asarray([row["truncated"] == "1" for row in rows], dtype=np.bool_)
        return Answered(items, premises, rows[0]["language"], gold, predicted, right, told, wanted, cut)
    except (ValueError, KeyError, TypeError) as error:
        raise BadRecord(f"{path}: not a file of answers: {error}") from error
