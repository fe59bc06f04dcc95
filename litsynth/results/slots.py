"""From names to the slots of a result: each from the nearest place that settles it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litsynth.protocol import mentions
from litsynth.records import OWN
from litsynth.results.headers import Names
from litsynth.results.names import Inventory

AVERAGE = "average"
"""In `Result.languages`: an average, and it is not said over which languages."""
OURS = re.compile(
    r"\b(?:ours?|we|this (?:work|paper)|proposed(?: (?:model|method|approach|system))?|"
    r"our (?:full |best |final )?(?:model|method|approach|system))\b",
    re.IGNORECASE,
)
_SIZE = r"(?:base|large|small|xxl|xl)"


@dataclass(frozen=True, slots=True)
class Slots:
    """What is settled of a result. `extra` is what the header says beside its known names: a condition as printed.

    `stated` is the task that the header or the caption names. `far_task` and `far_dataset` are those of the title or the
    abstract. `odd_metric`: the header has a measure of its own that is not settled.
    """

    task: str = ""
    dataset: str = ""
    metric: str = ""
    split: str = ""
    setting: str = ""
    languages: tuple[str, ...] = ()
    extra: str = ""
    stated: str = ""
    far_task: str = ""
    far_dataset: str = ""
    odd_metric: bool = False

    @classmethod
    def nearest(cls, places: Sequence[Names], far: Sequence[Names] = ()) -> "Slots":
        """Each slot from the first of `places` that names anything for it; empty where that names several.

        A benchmark stands for its data sets only where no data set is named. `far` settles the data set and the task
        where no place speaks of any: both are then inferred.
        """
        datasets = _nearest(places, "datasets") or _nearest(places, "benchmarks")
        open_ = [slot for slot in ("datasets", "tasks") if not _spoken(places, slot)]
        if "datasets" in open_ and _spoken(places, "benchmarks"):
            open_.remove("datasets")
        return cls(
            task=_nearest(places, "tasks"),
            dataset=datasets,
            metric=_nearest(places, "metrics"),
            split=_nearest(places, "splits"),
            setting=_nearest(places, "settings"),
            languages=_languages(places),
            far_task=_nearest(far, "tasks") if "tasks" in open_ else "",
            far_dataset=_nearest(far, "datasets") if "datasets" in open_ else "",
        )

    def settled(self, names: Inventory) -> dict[str, Any]:
        """The fields of a Result, with what the inventory and the title know where nothing nearer is said."""
        dataset, inferred = self.dataset, []
        if not dataset and self.far_dataset and self._fits(names):
            dataset = self.far_dataset
            inferred.append("dataset")
        entry = names.get("dataset", dataset) if dataset else None
        measure = names.get("metric", self.metric) if self.metric else None
        known = next((one.task for one in (measure, entry) if one and one.task), "")
        # What a data set is made for is known better than what the nearest sentence speaks of.
        task = self.stated or known or self.task or self.far_task
        if task and task not in (self.stated, self.task):
            inferred.append("task")
        metric, languages = self.metric, self.languages
        if entry and not metric and len(entry.metrics) == 1 and not self.odd_metric:
            metric = entry.metrics[0]
            inferred.append("metric")
        if entry and not languages and len(entry.languages) == 1:
            languages = entry.languages
            inferred.append("languages")
        return {
            "task": task,
            "dataset": dataset,
            "metric": metric,
            "split": self.split,
            "languages": languages,
            "setting": ", ".join(part for part in (self.setting, self.extra) if part),
            "inferred": tuple(inferred),
        }

    def _fits(self, names: Inventory) -> bool:
        """Whether the data set of a far place is made for the task that a near place names, and measured so."""
        entry = names.get("dataset", self.far_dataset)
        other = self.task and entry and entry.task and entry.task != self.task
        return not other and names.measured_by(self.far_dataset, self.metric)


def task_dataset(measure: Names, places: Sequence[Names], names: Inventory) -> str:
    """The data set of a benchmark that a header names by its task: "NER" in a table of XTREME; empty where there is none."""
    benchmark = names.get("benchmark", _nearest(places, "benchmarks"))
    if benchmark is None or measure.datasets or len(measure.tasks) != 1:
        return ""
    entries = (names.get("dataset", name) for name in benchmark.datasets)
    fit = [entry.name for entry in entries if entry is not None and entry.task == measure.tasks[0]]
    return fit[0] if len(fit) == 1 else ""


def system_name(header: Names, own: frozenset[str]) -> str:
    """A system under one name: known systems in their spelling, "ours" as the paper's name for it, others as printed.

    >>> system_name(Names(called="Ours"), frozenset({"FooNet"}))
    'FooNet'
    >>> system_name(Names(systems=("XLM-R large",), called="XLM-RoBERTa-large"), frozenset())
    'XLM-R large'
    """
    printed = header.called
    if OURS.search(printed):
        bare = OURS.sub(" ", printed).strip(" ()[]:-–,")
        bare = re.sub(r"\(\s*\)", "", re.sub(r"\s+", " ", bare)).strip()
        name = next(iter(own)) if len(own) == 1 else OWN
        return (
            _spelled(bare, header) if re.search(r"\w", bare) and not header.systems else _spelled(bare, header) or name
        )
    return _spelled(printed, header)


def _spelled(printed: str, header: Names) -> str:
    """The printed name with the known systems in it in one spelling."""
    if not printed:
        return ", ".join(header.systems)
    even = re.sub(rf"[-_](?={_SIZE}\b)", " ", printed, flags=re.IGNORECASE)
    for mention in reversed(mentions("systems", even)):
        behind = even[mention.end :]
        if mention.size:
            behind = re.sub(rf"^[\s_(-]{{0,2}}{_SIZE}\b\)?", "", behind, flags=re.IGNORECASE)
        even = even[: mention.start] + mention.full + behind
    return even


def _nearest(places: Sequence[Names], slot: str) -> str:
    for names in places:
        found: tuple[str, ...] = getattr(names, slot)
        if found or slot in names.closed:
            return found[0] if len(found) == 1 else ""
    return ""


def _spoken(places: Sequence[Names], slot: str) -> bool:
    return any(getattr(names, slot) or slot in names.closed for names in places)


def _languages(places: Sequence[Names]) -> tuple[str, ...]:
    """A language that all that stands around speaks of; English is that of most training sets and says nothing."""
    for names in places:
        if names.languages:
            return names.languages if len(names.languages) == 1 and names.languages != ("en",) else ()
    return ()
