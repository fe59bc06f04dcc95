"""Pairs out of templated result rows."""

from collections.abc import Iterator
from pathlib import Path

from litsynth.training.inventory import read_inventory
from litsynth.training.kinds import Rows, target_of
from litsynth.training.pairs import LabelledPair
from litsynth.training.scenes import scene_pairs


def read_result_rows(data: Path, source: Rows) -> Iterator[LabelledPair]:
    """The pairs of `source.count` scenes, in order. Raises MissingInput, BadRecord."""
    inventory = read_inventory(data, source)
    for number in range(source.count):
        for premise, hypothesis, label, form in scene_pairs(inventory, number):
            yield LabelledPair(premise, hypothesis, target_of(label), source.group, f"row {form}")
