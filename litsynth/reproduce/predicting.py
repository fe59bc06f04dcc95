"""What the models of a cell say about its test set: in one language, or with the premise in one and the hypothesis in another."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litsynth.reproduce.annotations import Labelled
from litsynth.reproduce.answering import Answering
from litsynth.reproduce.answers import Answered
from litsynth.reproduce.choices import Choice
from litsynth.reproduce.clusters import clusters_of
from litsynth.reproduce.guards import refuse_placeholders
from litsynth.reproduce.models import encode_pairs, predict
from litsynth.reproduce.pairing import Match, Tower, match_rows, matched_logits
from litsynth.reproduce.plan import Cell, Job, sides
from litsynth.reproduce.predictions import Predictions
from litsynth.reproduce.rows import NUMBERS, Pair
from litsynth.reproduce.spec import SELECTIONS, Experiment
from litsynth.reproduce.stages import Stages, weights_of
from litsynth.reproduce.tasks import task_of
from litsynth.reproduce.translated import test_pairs

ByWeights = dict[str, Answered | Predictions]
"""By the name of the kept weights that they are from."""


class Predictor:
    """Predictions of the cells of a plan, whose stages are made.

    Pairs of languages are predicted together by arm and seed: a plan has them after the languages that they are made of.
    """

    def __init__(self, experiment: Experiment, cells: Sequence[Cell], stages: Stages) -> None:
        self._experiment, self._cells, self._stages = experiment, cells, stages
        self._ready: dict[str, ByWeights] = {}
        self._of: tuple[str, int] | None = None
        self._kept: dict[tuple[str, str], Any] = {}
        self._answering = Answering(experiment, stages, self._load)

    def of(self, cell: Cell) -> ByWeights:
        """The predictions of a cell. Raises BadRecord where its test set is none, or two languages have other pairs."""
        data = self._experiment.data[cell.arm.test]
        if task_of(data) != "labels":
            return self._answered(cell)
        if data.kind == "choice":
            return self._chosen(cell)
        if cell.arm.encoder.kind == "transformer":
            return self._joint(cell)
        if cell.other is None and cell.arm.smoothing is None:
            return self._plain(cell)
        if cell.other is None:
            return dict(self._matched([cell]))[cell.language]
        if self._of != (cell.arm.name, cell.seed):
            self._of = cell.arm.name, cell.seed
            self._ready = dict(self._matched([each for each in self._cells if each.other and self._is_of(each)]))
        return self._ready[cell.language]

    def _is_of(self, cell: Cell) -> bool:
        return (cell.arm.name, cell.seed) == self._of

    def _answered(self, cell: Cell) -> ByWeights:
        made: ByWeights = {}
        for selection in SELECTIONS:
            name = weights_name(cell, selection)
            if name not in made:
                made[name] = self._answering.of(cell, selection)
        return made

    def _load(self, job: Job, selection: str) -> Any:
        if job.encoder.kind == "transformer":
            return self._loaded(job, weights_of(job, selection))
        return self._stages.load(job, selection)

    def _plain(self, cell: Cell) -> ByWeights:
        pairs = self._pairs(cell, cell.language)
        made: ByWeights = {}
        for selection in SELECTIONS:
            name = weights_name(cell, selection)
            if name in made:
                continue
            known = self._stages.load(cell.job, selection)
            encoded = encode_pairs(known.vocabulary, pairs, cell.job.encoder.max_tokens)
            cut = encoded.premises.cut | encoded.hypotheses.cut
            made[name] = self._told(cell, pairs, predict(known.model, encoded), cut)
        return made

    def _joint(self, cell: Cell) -> ByWeights:
        """Of a transformer, which reads premise and hypothesis at once: no sentence is embedded for itself."""
        from litsynth.reproduce.pretrained.predicting import joint_logits  # noqa: PLC0415

        ours, theirs = (self._pairs(cell, language) for language in sides(cell.language))
        own, other = self._same(cell, ours, theirs)
        ours = tuple(ours[row] for row in own.tolist())
        premises, hypotheses = [pair.premise for pair in ours], [theirs[row].hypothesis for row in other.tolist()]
        made: ByWeights = {}
        for selection in SELECTIONS:
            name = weights_name(cell, selection)
            if name not in made:
                model = self._loaded(cell.job, name)
                logits, cut = joint_logits(model, premises, hypotheses, cell.arm.smoothing, cell.seed)
                made[name] = self._told(cell, ours, logits, cut)
        return made

    def _chosen(self, cell: Cell) -> ByWeights:
        """Of a transformer about questions with choices."""
        from litsynth.reproduce.pretrained.predicting import choice_logits  # noqa: PLC0415

        asked = self._stages.folder.choices(self._experiment.data[cell.arm.test], cell.language)
        made: ByWeights = {}
        for selection in SELECTIONS:
            name = weights_name(cell, selection)
            if name not in made:
                model = self._loaded(cell.job, name)
                made[name] = self._told(cell, asked, *choice_logits(model, asked, cell.arm.smoothing, cell.seed))
        return made

    def forget(self) -> None:
        """Let go of what is loaded: a training needs the room."""
        self._kept.clear()

    def _loaded(self, job: Job, weights: str) -> Any:
        """A transformer, kept for the next language: large ones take long to load."""
        if any(name != job.name for name, _ in self._kept):
            self.forget()
        if (job.name, weights) not in self._kept:
            self._kept[job.name, weights] = self._stages.load_weights(job, weights)
        return self._kept[job.name, weights]

    def _matched(self, cells: Sequence[Cell]) -> Iterator[tuple[str, ByWeights]]:
        """By language, or pair of languages, of one arm and seed."""
        wanted = {
            (cell.language, weights_name(cell, each)): (cell, each) for cell in cells for each in reversed(SELECTIONS)
        }
        towers = dict(self._towers([(cell, selection) for cell, selection in wanted.values()]))
        matches = [self._match(cell, selection) for cell, selection in wanted.values()]
        found = matched_logits(towers, matches, cells[0].arm.smoothing, cells[0].seed)
        told: dict[str, ByWeights] = {cell.language: {} for cell in cells}
        for (language, name), (cell, _), match, logits in zip(wanted, wanted.values(), matches, found, strict=True):
            own, other = match.rows
            cut = towers[match.premise].premises.cut[own] | towers[match.hypothesis].hypotheses.cut[other]
            ours = self._pairs(cell, sides(language)[0])
            told[language][name] = self._told(cell, [ours[row] for row in own.tolist()], logits, cut)
        yield from told.items()

    def _towers(self, wanted: Sequence[tuple[Cell, str]]) -> Iterator[tuple[str, Tower]]:
        made = set()
        for cell, selection in wanted:
            for job, language in zip(cell.jobs, sides(cell.language), strict=True):
                name = _tower(cell, job, language, selection)
                if name not in made:
                    made.add(name)
                    known = self._stages.load(job, _selection(cell, job, selection))
                    yield name, Tower.of(known, self._pairs(cell, language), job.encoder.max_tokens)

    def _match(self, cell: Cell, selection: str) -> Match:
        languages = sides(cell.language)
        one, other = (_tower(cell, job, code, selection) for job, code in zip(cell.jobs, languages, strict=True))
        premises, hypotheses = (self._pairs(cell, language) for language in languages)
        return Match(one, other, self._same(cell, premises, hypotheses))

    def _same(
        self, cell: Cell, ours: Sequence[Pair], theirs: Sequence[Pair]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        apart = self._experiment.data[cell.arm.test].incomplete == "leave out"
        return match_rows(ours, theirs, f"{cell.arm.test} in {cell.language}", apart)

    def _pairs(self, cell: Cell, language: str) -> tuple[Pair, ...]:
        data = self._experiment.data[cell.arm.test]
        pairs = test_pairs(self._experiment, data, language, self._stages.folder)
        refuse_placeholders(pairs, data.classes, f"{data.name} in {language}")
        return pairs

    def _told(
        self, cell: Cell, items: Sequence[Labelled], logits: NDArray[np.float32], cut: NDArray[np.bool_]
    ) -> Predictions:
        """Clusters are told by the experiment's test set, whose ids are those of all."""
        clusters = clusters_of(self._experiment.data[self._experiment.test], self._stages.folder)
        gold = [item.label if isinstance(item, Choice) else NUMBERS[item.label] for item in items]
        return Predictions(
            items=tuple(item.id for item in items),
            premises=tuple(clusters[item.id] if clusters else item.id for item in items),
            language=cell.language,
            gold=np.asarray(gold, dtype=np.int64),
            logits=logits,
            truncated=cut,
            classes=self._experiment.data[cell.arm.test].classes,
        )


def weights_name(cell: Cell, selection: str) -> str:
    """Which of the kept weights a selection means; of two models the names of both, where they differ."""
    return "-".join(dict.fromkeys(weights_of(job, _selection(cell, job, selection)) for job in cell.jobs))


def _selection(cell: Cell, job: Job, selection: str) -> str:
    """A model that the other one goes by is taken as that one took it: the two share a classifier, and a space."""
    return job.carry if any(job in other.lineage[:-1] for other in cell.jobs) else selection


def _tower(cell: Cell, job: Job, language: str, selection: str) -> str:
    return f"{language} {weights_of(job, _selection(cell, job, selection))}"
