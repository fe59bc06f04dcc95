"""Labelled pairs: read, cleaned, and kept apart from what they will be evaluated on."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from litsynth.errors import BadRecord, MissingInput
from litsynth.training.recipe import DataSet, Recipe


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """`label` is entailment, neutral or contradiction: what `premise` says of `hypothesis`."""

    premise: str
    hypothesis: str
    label: str


_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}


def detokenise(text: str) -> str:
    """Undo Penn-Treebank spacing, so that training text looks like the text that will be judged.

    >>> detokenise("It 's 4.2 % , is n't it ?")
    "It's 4.2%, isn't it?"
    """
    for token, mark in _BRACKETS.items():
        text = text.replace(token, mark)
    text = re.sub(r"\s+(n't|'(?:s|re|ve|ll|d|m)\b|[.,;:!?%)\]])", r"\1", text)
    return re.sub(r"([(\[$])\s+", r"\1", text)


def read_pairs(data: Path, source: DataSet) -> Iterator[LabelledPair]:
    """The rows of one set whose label the recipe maps, in file order.

    Raises MissingInput when the file is not there, BadRecord on a row without the named keys.
    """
    path = data / source.path
    if not path.is_file():
        raise MissingInput(f"no training data at {path}", "give its folder with --data")
    clean = detokenise if source.tokenised else str
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                premise, hypothesis = row[source.premise], row[source.hypothesis]
                label = source.labels.get(row[source.label])
            except (ValueError, KeyError, TypeError) as error:
                raise BadRecord(f"{path}:{number}: not a labelled pair: {error!r}") from error
            if label and premise.strip() and hypothesis.strip():
                yield LabelledPair(clean(premise).strip(), clean(hypothesis).strip(), label)


def training_pairs(data: Path, recipe: Recipe) -> list[LabelledPair]:
    """Distinct pairs of all training sets, without any that share both sides or the premise with evaluation data."""
    held_out = {_key(pair.premise) for pair in _all(data, (*recipe.evaluate, recipe.calibrate))}
    seen: set[tuple[str, str]] = set()
    kept = []
    for pair in _all(data, recipe.train):
        identity = (_key(pair.premise), _key(pair.hypothesis))
        if identity[0] not in held_out and identity not in seen:
            seen.add(identity)
            kept.append(pair)
    return kept


def _all(data: Path, sources: Iterable[DataSet]) -> Iterator[LabelledPair]:
    for source in sources:
        yield from read_pairs(data, source)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
