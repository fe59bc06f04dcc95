"""The labelled pair, and reading flat files of them."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litsynth.errors import BadRecord, MissingInput
from litsynth.models.labels import NLI_LABELS
from litsynth.text import detokenise
from litsynth.training.kinds import Labels, Pairs, Target, target_of


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """What `premise` says of `hypothesis`: `target` is a probability for each of `NLI_LABELS`, in that order.

    `group` is the recipe's name for the part of the mixture, `form` how the pair was made within it.
    """

    premise: str
    hypothesis: str
    target: Target
    group: str = ""
    form: str = ""

    @property
    def label(self) -> str:
        """The most probable label; of two alike the first."""
        return NLI_LABELS[self.target.index(max(self.target))]


def read_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each JSON object of a gzip JSONL file with its place ("FILE:LINE"), in file order.

    Raises MissingInput when the file is not there, BadRecord on a line that is no JSON object.
    """
    if not path.is_file():
        raise MissingInput(f"no training data at {path}", "give its folder with --data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise BadRecord(f"{path}:{number}: not JSON: {error}") from error
            if not isinstance(row, dict):
                raise BadRecord(f"{path}:{number}: not a JSON object")
            yield f"{path}:{number}", row


def read_pairs(data: Path, source: Pairs) -> Iterator[LabelledPair]:
    """The rows of one set whose label the recipe maps, in file order.

    Raises MissingInput when the file is not there, BadRecord on a row without the named keys.
    """
    clean = detokenise if source.tokenised else str
    for place, row in read_rows(data / source.path):
        try:
            premise, hypothesis = row[source.premise].strip(), row[source.hypothesis].strip()
            target = mapped(source.labels, row[source.label])
        except (KeyError, TypeError, AttributeError) as error:
            raise BadRecord(f"{place}: not a labelled pair: {error!r}") from error
        if target and premise and hypothesis:
            yield LabelledPair(clean(premise).strip(), clean(hypothesis).strip(), target, source.group, "pair")


def mapped(labels: Labels, value: str) -> Target | None:
    """The target that a recipe gives a label value; None for a value that it does not name."""
    return target_of(labels[value]) if value in labels else None
