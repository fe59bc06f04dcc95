"""Randomized smoothing by data augmentation (Huang et al. 2021, arXiv:2104.08645): words give way to neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from litsynth.errors import UsageError
from litsynth.reproduce.plugins.context import Context
from litsynth.reproduce.rows import Pair, Translation

Neighbours = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Substitution:
    """`neighbours` is a file of objects of `word` and `neighbours` below the data folder (`{language}` in its name).

    `shuffled` is the placebo: every word gets the neighbours of another one.
    """

    neighbours: str
    shuffled: bool = False


SETTINGS = Substitution


def files(settings: Substitution) -> tuple[str, ...]:
    """What the plug-in reads."""
    return (settings.neighbours,)


def apply(
    rows: tuple[Pair, ...] | tuple[Translation, ...], settings: Substitution, context: Context
) -> tuple[Pair, ...]:
    """Each word between spaces becomes itself or one of its neighbours, all equally likely, independently everywhere.

    Case counts, ids and labels stay. Put `copies` before it for several perturbed copies. Raises UsageError on parallel
    sentences.
    """
    chance = np.random.default_rng([context.seed, 3])
    known = read_neighbours(context, settings)
    made: list[Pair] = []
    for row in rows:
        if not isinstance(row, Pair):
            raise UsageError("data plug-in rs_da: only labelled pairs can be perturbed")
        premise, hypothesis = (_perturbed(text, known, chance) for text in row.texts)
        made.append(replace(row, premise=premise, hypothesis=hypothesis))
    return tuple(made)


def read_neighbours(context: Context, settings: Substitution) -> Neighbours:
    """The words that have neighbours, with them; shuffled if that is wanted."""
    rows = context.read(settings.neighbours.format(language=context.language))
    known = {row["word"]: tuple(row["neighbours"]) for row in rows if row["neighbours"]}
    if not settings.shuffled:
        return known
    order = np.random.default_rng([context.seed, 4]).permutation(len(known)).tolist()
    words = list(known)
    return {words[order[place]]: known[words[order[place - 1]]] for place in range(len(order))}


def _perturbed(text: str, known: Neighbours, chance: np.random.Generator) -> str:
    words = text.split()
    for place, word in enumerate(words):
        if word in known:
            drawn = int(chance.integers(len(known[word]) + 1))
            words[place] = (word, *known[word])[drawn]
    return " ".join(words)
