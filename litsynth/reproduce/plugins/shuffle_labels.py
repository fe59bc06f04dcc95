"""A placebo for labelled data: the same sentences and the same labels, which no longer belong together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from litsynth.errors import UsageError
from litsynth.reproduce.annotations import Scored, Tagged
from litsynth.reproduce.choices import Choice
from litsynth.reproduce.plugins.context import Context, Row
from litsynth.reproduce.rows import Pair

SETTINGS = bool


def apply(rows: Sequence[Row], wanted: bool, context: Context) -> tuple[Row, ...]:
    """Labels and scores go round among all rows, tags among the tokens of their sentence.

    Raises UsageError on rows without labels.
    """
    if not wanted:
        return tuple(rows)
    chance = np.random.default_rng([context.seed, 3])
    order = chance.permutation(len(rows)).tolist()
    return tuple(_relabelled(row, rows[other], chance) for row, other in zip(rows, order, strict=True))


def _relabelled(row: Row, other: Row, chance: np.random.Generator) -> Row:
    if isinstance(row, Pair) and isinstance(other, Pair):
        return replace(row, label=other.label)
    if isinstance(row, Choice) and isinstance(other, Choice):
        return replace(row, label=other.label % len(row.choices))
    if isinstance(row, Scored) and isinstance(other, Scored):
        return replace(row, score=other.score)
    if isinstance(row, Tagged):
        return replace(row, tags=tuple(row.tags[number] for number in chance.permutation(len(row.tags)).tolist()))
    raise UsageError(
        "data plug-in shuffle_labels: these rows have no labels", "pairs, questions, scored pairs or tagged sentences"
    )
