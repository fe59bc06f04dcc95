"""What annotated papers teach: which triples a paper has entries of, which values are noted at all, which cells these are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litsynth.benchmarks.tuples.annotations import Annotated, Entry, Triple
from litsynth.benchmarks.tuples.boards import Boards, printed_with
from litsynth.benchmarks.tuples.cells import Cells, Standing
from litsynth.benchmarks.tuples.crossfit import Floats, Right, Sides, cross_fitted, told_apart
from litsynth.benchmarks.tuples.headline import Habits, features
from litsynth.benchmarks.tuples.pages import Page
from litsynth.benchmarks.tuples.triples import Known
from litsynth.benchmarks.tuples.usual import Usual
from litsynth.benchmarks.tuples.words import Spellings

_LEAST, _MOST = 0.03, 25
"""Chance from which the cells of a triple are looked at, and so many triples of a paper at most."""
_WRONG_TRIPLES, _WRONG_VALUES, _WRONG_CELLS = 60, 80, 90
"""Wrong rows of a paper that are learnt from."""


@dataclass(frozen=True, slots=True)
class Shop:
    """All papers prepared, by id; what each says of each triple; and vectors of title and abstract."""

    papers: Mapping[str, Annotated]
    pages: Mapping[str, Page]
    spoken: Mapping[str, Mapping[Triple, tuple[float, ...]]]
    vectors: Mapping[str, Floats]
    spellings: Spellings
    standings: Mapping[str, Sequence[Standing]]


@dataclass(frozen=True, slots=True)
class Guesses:
    """Of one paper: the likely triples with their chances, best first, and by guess the place of its triple among them,

    the place of its value among the paper's, and its features.
    """

    likely: Sequence[tuple[Triple, float]]
    triple: NDArray[np.int64]
    cell: NDArray[np.int64]
    features: Floats


def predicted(shop: Shop, train: Sequence[str], test: Sequence[str]) -> list[tuple[Entry, float]]:
    """Entries of all papers with their chances, learnt from `train`, best first in each paper.

    Triples, counts and usual scores are those of `train` alone. Training papers are cross-validated in parts: a part's
    guesses know nothing of its annotations.
    """
    sides = told_apart(train, test)
    likely = _likely(shop, sides, train, test)
    noted = _noted(shop, sides, train)
    found = {}
    for known, described in sides:
        entries = [entry for key in known for entry in shop.papers[key].entries]
        boards, usual = Boards(entries), Usual(entries)
        for key in described:
            cells = Cells(shop.pages[key], shop.spellings, usual, shop.standings[key], noted[key], boards)
            found[key] = _guesses(cells, likely[key])
    right = {key: _right(shop, key, found[key]) for key in train if shop.papers[key].entries}
    rows = {key: guesses.features for key, guesses in found.items()}
    chances = cross_fitted(rows, right, [key for key in found if key not in right], _WRONG_CELLS)
    return [one for key in found for one in _ranked(shop, key, found[key], chances[key])]


def _likely(
    shop: Shop, sides: Sides, train: Sequence[str], test: Sequence[str]
) -> dict[str, list[tuple[Triple, float]]]:
    """The triples of the inventory that each paper may have entries of, best first."""
    gold = {key: shop.papers[key].triples for key in train}
    told: dict[str, tuple[list[Triple], Floats]] = {}
    for papers, described in sides:
        known = Known(papers, gold, shop.vectors)
        entries = (entry for key in papers for entry in shop.papers[key].entries)
        boards = Boards(printed_with(entries, shop.pages))
        told |= {key: known.describe(key, shop.spoken[key], boards.of_page(shop.pages[key])) for key in described}
    right = {key: np.array([triple in gold[key] for triple in told[key][0]], dtype=np.bool_) for key in train}
    chances = cross_fitted({key: rows for key, (_, rows) in told.items()}, right, test, _WRONG_TRIPLES)
    found = {}
    for key, (triples, _) in told.items():
        ranked = sorted(zip(triples, map(float, chances[key]), strict=True), key=lambda item: (-item[1], item[0]))
        found[key] = [(triple, chance) for triple, chance in ranked if chance >= _LEAST][:_MOST]
    return found


def _noted(shop: Shop, sides: Sides, train: Sequence[str]) -> dict[str, Floats]:
    """The chance of each value of each paper to be noted, on whatever leaderboard."""
    rows: dict[str, Floats] = {}
    for papers, described in sides:
        habits = Habits((shop.papers[key], shop.pages[key]) for key in papers if shop.papers[key].entries)
        rows |= {key: features(shop.pages[key], shop.standings[key], habits, shop.spellings) for key in described}
    right = {}
    for key in train:
        if scores := {score for _, _, score in shop.papers[key].entries}:
            right[key] = np.array([one.value in scores for one in shop.pages[key].values], dtype=np.bool_)
    return cross_fitted(rows, right, [key for key in rows if key not in right], _WRONG_VALUES)


def _guesses(cells: Cells, likely: Sequence[tuple[Triple, float]]) -> Guesses:
    told = [cells.describe(likely, at) for at in range(len(likely))]
    count = [len(cell) for cell, _ in told]
    rows = [rows for cell, rows in told if len(cell)]
    return Guesses(
        likely,
        np.repeat(np.arange(len(likely)), count),
        np.concatenate([np.zeros(0, dtype=np.int64), *(cell for cell, _ in told)]),
        np.concatenate(rows).astype(np.float32) if rows else np.zeros((0, 0)),
    )


def _entries(shop: Shop, key: str, guesses: Guesses) -> list[Entry]:
    values = shop.pages[key].values
    return [
        (key, guesses.likely[triple][0], values[cell].value)
        for triple, cell in zip(guesses.triple, guesses.cell, strict=True)
    ]


def _right(shop: Shop, key: str, guesses: Guesses) -> Right:
    noted = shop.papers[key].entries
    return np.array([entry in noted for entry in _entries(shop, key, guesses)], dtype=np.bool_)


def _ranked(shop: Shop, key: str, guesses: Guesses, chances: Floats) -> list[tuple[Entry, float]]:
    best: dict[Entry, float] = defaultdict(float)
    for entry, chance in zip(_entries(shop, key, guesses), map(float, chances), strict=True):
        best[entry] = max(best[entry], chance)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))
