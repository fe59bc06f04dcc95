"""What a test set asks of a system, and by what it is measured."""

from dataclasses import dataclass
from typing import Literal

from litsynth.errors import UsageError
from litsynth.reproduce.data_set import DataSet

Task = Literal["labels", "retrieval", "mining", "tagging", "questions"]
Objective = str

_TASKS: dict[str, Task] = {
    "parallel": "retrieval",
    "parallel-nli": "labels",
    "nli": "labels",
    "sick": "labels",
    "paraphrase": "labels",
    "choice": "labels",
    "bitext": "mining",
    "tags": "tagging",
    "conllu": "tagging",
    "bio": "tagging",
    "qa": "questions",
}
METRICS: dict[Task, tuple[str, ...]] = {
    "labels": ("accuracy",),
    "retrieval": ("accuracy",),
    "mining": ("F1",),
    "tagging": ("accuracy", "F1"),
    "questions": ("F1", "exact match"),
}
"""By task its measures, as a spec's `metric` names them."""
TRAINED_BY: dict[Task, Objective] = {"tagging": "tagging", "questions": "qa"}
"""The objective that the last stage of an arm must have, so that there is a head that answers."""
BOTH_SIDES: tuple[Task, ...] = ("retrieval", "mining")
"""Tasks whose test sets hold English sentences beside those of each language."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How sentences are found by their embeddings.

    Of a transformer an embedding is the mean of the states that its `layer` gives, counted from 1 (0: the last one). Mined
    pairs are scored by `margin`: their cosine over the mean cosine with the nearest `neighbours` (`ratio`; Artetxe and
    Schwenk 2019, arXiv:1811.01136, section 3.1), or the cosine itself (`absolute`).
    """

    layer: int = 0
    margin: Literal["ratio", "absolute"] = "ratio"
    neighbours: int = 4

    def __post_init__(self) -> None:
        if self.layer < 0 or self.neighbours < 1 or self.margin not in ("ratio", "absolute"):
            raise UsageError("retrieval: layer is not negative, neighbours at least 1, margin ratio or absolute")


def task_of(data: DataSet) -> Task:
    """What the set asks, used as a test set. Raises UsageError on one that asks nothing that is measured.

    >>> task_of(DataSet("tatoeba", "parallel", "{code}.jsonl.gz", ("de",)))
    'retrieval'
    """
    if data.kind not in _TASKS:
        raise UsageError(f"data {data.name}: kind {data.kind} is no test set", f"one of: {', '.join(_TASKS)}")
    return _TASKS[data.kind]
