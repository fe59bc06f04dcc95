"""What the models of a cell answer on a test set that is no inference: its sentences found, tagged, or read."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.reproduce.answers import Answered
from litsynth.reproduce.bitext import Bitext
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.families import family_of
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.guards import refuse_placeholders
from litsynth.reproduce.plan import Cell, Job
from litsynth.reproduce.retrieval import Vectors, mined, mining_answers, refuse_no_pairs, retrieved, threshold_of
from litsynth.reproduce.spec import Experiment
from litsynth.reproduce.tasks import task_of

Load = Callable[[Job, str], Any]
"""The model of a finished stage under a selection."""


def refuse_unfit(folder: Folder, data: DataSet, language: str) -> None:
    """Raises BadRecord where a dev or test set holds placeholders in the place of answers, or nothing to choose from."""
    where = f"{data.name} in {language}"
    match task_of(data):
        case "retrieval":
            refuse_no_pairs(folder.translations(data, language), where)
        case "mining":
            folder.bitext(data, language)
        case "nli":
            refuse_placeholders(folder.pairs(data, language), where)


def answers_of(experiment: Experiment, cell: Cell, selection: str, load: Load, folder: Folder) -> Answered:
    """The answers of a cell under a selection. Raises BadRecord where its test set is none."""
    data = experiment.data[cell.arm.test]
    if task_of(data) == "retrieval":
        rows = folder.translations(data, cell.language)
        texts = [row.target for row in rows], [row.english for row in rows]
        own, english, cut = _sides(experiment, cell, selection, load, texts)
        return retrieved(rows, cell.language, own, english, cut)
    pairs = [
        _mined(experiment, cell, selection, load, folder.bitext(experiment.data[name], cell.language))
        for name in (experiment.dev, cell.arm.test)
    ]
    gold = folder.bitext(experiment.data[experiment.dev], cell.language).gold
    return mining_answers(folder.bitext(data, cell.language), cell.language, pairs[1], threshold_of(pairs[0], gold))


def _mined(
    experiment: Experiment, cell: Cell, selection: str, load: Load, texts: Bitext
) -> dict[tuple[str, str], float]:
    own, english, _ = _sides(
        experiment, cell, selection, load, (list(texts.own.values()), list(texts.english.values()))
    )
    return mined(texts, own, english, experiment.retrieval)


def _sides(
    experiment: Experiment, cell: Cell, selection: str, load: Load, texts: tuple[list[str], list[str]]
) -> tuple[Vectors, Vectors, NDArray[np.bool_]]:
    """Embeddings of both languages, and whether a sentence of the language was cut.

    An encoder that was aligned to a frozen English one reads its own language only: English is the frozen one's, under the
    selection that it was aligned to.
    """
    job, family = cell.job, family_of(cell.job.encoder)
    english = job.parent if job.stage.objective == "align" and job.parent else job
    known = load(job, selection)
    layer = experiment.retrieval.layer
    own, cut = family.embedded(known, texts[0], job.encoder.max_tokens, layer)
    known = load(english, job.carry) if english is not job else known
    return own, family.embedded(known, texts[1], job.encoder.max_tokens, layer)[0], cut
