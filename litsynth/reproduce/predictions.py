"""Predictions of one system in one language, item by item: without them no paired test is possible."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from litsynth.errors import BadRecord, MissingInput
from litsynth.reproduce.rows import LABELS

_LOGIT = "logit_"


@dataclass(frozen=True, slots=True)
class Predictions:
    """Test items in the order of the file; `premises` are the clusters of those that are not independent, `logits` of shape

    (n, classes), `truncated`: a sentence was cut.
    """

    items: tuple[str, ...]
    premises: tuple[str, ...]
    language: str
    gold: NDArray[np.int64]
    logits: NDArray[np.float32]
    truncated: NDArray[np.bool_]
    classes: tuple[str, ...] = LABELS

    @property
    def predicted(self) -> NDArray[np.int64]:
        """Numbers of classes, shape (n,)."""
        return np.asarray(self.logits.argmax(axis=1), dtype=np.int64)

    @property
    def correct(self) -> NDArray[np.float64]:
        """1 where the prediction is the gold label, else 0; shape (n,)."""
        return np.asarray(self.predicted == self.gold, dtype=np.float64)


def write_predictions(path: Path, predictions: Predictions) -> None:
    """A gzip CSV file; the same predictions give the same bytes."""
    classes = predictions.classes
    logit_columns = (f"{_LOGIT}{name}" for name in classes)
    rows = zip(
        predictions.items,
        predictions.premises,
        predictions.gold.tolist(),
        predictions.predicted.tolist(),
        predictions.logits.tolist(),
        predictions.truncated.tolist(),
        strict=True,
    )
    table: list[Sequence[object]] = [
        ("item_id", "premise_id", "language", "gold", "predicted", *logit_columns, "truncated")
    ]
    for item, premise, gold, predicted, logits, truncated in rows:
        told = (classes[gold], classes[predicted], *(f"{value:.5f}" for value in logits), int(truncated))
        table.append((item, premise, predictions.language, *told))
    write_table(path, table)


def write_table(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """A gzip CSV file, whole or not at all; the same rows give the same bytes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), mtime=0))
    beside.replace(path)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a gzip CSV file with a header, at least one. Raises MissingInput, BadRecord."""
    try:
        rows = list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8"), newline="")))
    except FileNotFoundError as error:
        raise MissingInput(f"no predictions at {path}", "run the experiment again: finished stages are kept") from error
    except (OSError, EOFError, ValueError, csv.Error) as error:
        raise BadRecord(f"{path}: not a file of predictions: {error}") from error
    if not rows:
        raise BadRecord(f"{path}: not a file of predictions: no rows")
    return rows


def read_predictions(path: Path) -> Predictions:
    """What `write_predictions` wrote (logits to five decimals). Raises MissingInput, BadRecord."""
    return predictions_from(read_table(path), path)


def predictions_from(rows: Sequence[Mapping[str, str]], path: Path) -> Predictions:
    """From the rows of the file at that path. Raises BadRecord."""
    try:
        classes = tuple(name.removeprefix(_LOGIT) for name in rows[0] if name.startswith(_LOGIT))
        return Predictions(
            items=tuple(row["item_id"] for row in rows),
            premises=tuple(row["premise_id"] for row in rows),
            language=rows[0]["language"],
            gold=np.asarray([classes.index(row["gold"]) for row in rows], dtype=np.int64),
            logits=np.asarray([[float(row[f"{_LOGIT}{name}"]) for name in classes] for row in rows], dtype=np.float32),
            truncated=np.asarray([row["truncated"] == "1" for row in rows], dtype=np.bool_),
            classes=classes,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadRecord(f"{path}: not a file of predictions: {error}") from error
