"""What the models of a cell answer on a test set that is no inference: its sentences found, tagged, or read."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.errors import BadRecord, UsageError
from litsynth.reproduce import tagging
from litsynth.reproduce.annotations import Question
from litsynth.reproduce.answer_measures import answer_f1, exact_match, words_by
from litsynth.reproduce.answers import Answered, one_each
from litsynth.reproduce.bitext import Bitext
from litsynth.reproduce.checkpoint import checkpoint_name, folder_of, sizes_of
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.families import family_of
from litsynth.reproduce.folder import Folder
from litsynth.reproduce.guards import refuse_placeholders, said_alone
from litsynth.reproduce.kinds import QaSettings
from litsynth.reproduce.objective import own_settings
from litsynth.reproduce.plan import Cell, Job
from litsynth.reproduce.retrieval import Mined, Vectors, mined, mining_answers, refuse_no_pairs, retrieved, threshold_of
from litsynth.reproduce.spec import Arm, Experiment
from litsynth.reproduce.stages import Stages
from litsynth.reproduce.tag_measures import refuse_one_tag, tagging_answers
from litsynth.reproduce.tasks import BOTH_SIDES, task_of

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
        case "tagging":
            refuse_one_tag(folder.tagged(data, language), where)
        case "questions":
            if not any(row.answers for row in folder.questions(data, language)):
                raise BadRecord(f"{where}: no question has an answer", "take the files with answers")
        case "labels":
            refuse_placeholders(folder.labelled(data, language), data.classes, where)


def refuse_missing_layer(experiment: Experiment, arm: Arm) -> None:
    """Raises UsageError, before anything is trained, where a checkpoint has fewer layers than embeddings are taken from."""
    task, layer = task_of(experiment.data[arm.test]), experiment.retrieval.layer
    if arm.encoder.kind != "transformer" or task not in BOTH_SIDES or not layer:
        return
    layers = sizes_of(folder_of(checkpoint_name(arm.encoder)))["layers"]
    if layer > layers:
        raise UsageError(
            f"retrieval: layer {layer}, and {arm.encoder.model} has {layers}", "change layer in a copy of the spec"
        )


class Answering:
    """Answers of the cells of an experiment, whose stages are made. Each raises BadRecord where the test set is none."""

    def __init__(self, experiment: Experiment, stages: Stages, loaded: Load) -> None:
        self._experiment, self._stages, self._load = experiment, stages, loaded

    def of(self, cell: Cell, selection: str) -> Answered:
        """The answers of a cell under a selection."""
        match task_of(self._test(cell)):
            case "retrieval":
                return self._retrieved(cell, selection)
            case "mining":
                return self._mined(cell, selection)
            case "tagging":
                return self._tagged(cell, selection)
            case _:
                return self._read(cell, selection)

    def _test(self, cell: Cell) -> DataSet:
        return self._experiment.data[cell.arm.test]

    def _retrieved(self, cell: Cell, selection: str) -> Answered:
        rows = self._stages.folder.translations(self._test(cell), cell.language)
        texts = [row.target for row in rows], [row.english for row in rows]
        return retrieved(rows, cell.language, *self._sides(cell, selection, texts))

    def _mined(self, cell: Cell, selection: str) -> Answered:
        folder, dev = self._stages.folder, self._experiment.data[self._experiment.dev]
        known, texts = (folder.bitext(data, cell.language) for data in (dev, self._test(cell)))
        threshold = threshold_of(self._pairs(cell, selection, known), known.gold)
        return mining_answers(texts, cell.language, self._pairs(cell, selection, texts), threshold)

    def _pairs(self, cell: Cell, selection: str, texts: Bitext) -> Mined:
        sides = list(texts.own.values()), list(texts.english.values())
        own, english, _ = self._sides(cell, selection, sides)
        return mined(texts, own, english, self._experiment.retrieval)

    def _sides(
        self, cell: Cell, selection: str, texts: tuple[list[str], list[str]]
    ) -> tuple[Vectors, Vectors, NDArray[np.bool_]]:
        """Embeddings of both languages, and whether a sentence of the language was cut.

        An encoder that was aligned to a frozen English one reads its own language only: English is the frozen one's, under
        the selection that it was aligned to.
        """
        job, family, layer = cell.job, family_of(cell.job.encoder), self._experiment.retrieval.layer
        english = job.parent if job.stage.objective == "align" and job.parent else job
        limit = job.encoder.max_tokens
        own, cut = family.embedded(self._load(job, selection), texts[0], limit, layer)
        known = self._load(english, selection if english is job else job.carry)
        return own, family.embedded(known, texts[1], limit, layer)[0], cut

    def _tagged(self, cell: Cell, selection: str) -> Answered:
        job, folder = cell.job, self._stages.folder
        names = tagging.names_of(tagging.read(job, folder).rows)
        rows = folder.tagged(self._test(cell), cell.language)
        known, head = self._load(job, selection), self._stages.head(job, selection)
        numbers = family_of(job.encoder).tagged(known, head, rows, job.encoder.max_tokens)
        ends = np.cumsum([len(row.tokens) for row in rows])[:-1]
        said = [["" if tag < 0 else names[tag] for tag in own.tolist()] for own in np.split(numbers, ends)]
        return tagging_answers(rows, said, cell.language, self._experiment.metric, names)

    def _read(self, cell: Cell, selection: str) -> Answered:
        from litsynth.reproduce.pretrained.reading import passages  # noqa: PLC0415 - takes seconds to import

        job, data = cell.job, self._test(cell)
        rows = self._stages.folder.questions(data, cell.language)
        known, head = self._load(job, selection), self._stages.head(job, selection)
        said, cut = passages(known, head, rows, own_settings(job, QaSettings))
        return question_answers(rows, said, cut, cell.language, (data.normalisation, self._experiment.metric))


def question_answers(
    rows: tuple[Question, ...], said: list[str], cut: NDArray[np.bool_], language: str, by: tuple[str, str]
) -> Answered:
    """F1 or exact match, the mean over questions; those on one text are one cluster. `by`: normalisation and metric."""
    words = words_by(by[0], language)
    # Texts are known by their first question, whose id is that of its translations.
    first = {row.context: row.id for row in reversed(rows)}
    pairs = list(zip(said, rows, strict=True))
    found = {
        "F1": [answer_f1(told, row.answers, words) for told, row in pairs],
        "exact match": [exact_match(told, row.answers, words) for told, row in pairs],
    }
    gold = tuple(" | ".join(dict.fromkeys(row.answers)) for row in rows)
    right, told, wanted = one_each(found[by[1]])
    return Answered(
        items=tuple(row.id for row in rows),
        premises=tuple(first[row.context] for row in rows),
        language=language,
        gold=gold,
        predicted=tuple(said),
        right=right,
        told=told,
        wanted=wanted,
        truncated=cut,
        others={name: float(np.mean(values)) for name, values in found.items() if name != by[1]},
        alarms=tuple(said_alone(said, gold, "one answer")),
    )
