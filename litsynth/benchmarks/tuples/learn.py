"""Two classifiers learnt from annotated papers: which triples a paper has entries of, then which cells these are."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from litsynth.benchmarks.tuples.annotations import Annotated, Entry, Triple
from litsynth.benchmarks.tuples.cells import Cells
from litsynth.benchmarks.tuples.pages import Page
from litsynth.benchmarks.tuples.triples import Known, beside
from litsynth.benchmarks.tuples.words import Spellings
from litsynth.codec import digest
from litsynth.errors import BadRecord

Floats = NDArray[np.float64]
Chances = dict[str, list[tuple[Triple, float]]]
"""For each paper its likely triples with their chances, best first."""
_INNER = 2
"""Folds within the training papers, so that each is described by chances that were not learnt from it."""
_LEAST, _MOST = 0.03, 25
"""Chance from which the cells of a triple are looked at, and so many triples of a paper at most."""
_NEGATIVES, _FEWER = 60, 25
"""Wrong cells that are learnt from for one triple that has a right one, and for one that has none."""


@dataclass(frozen=True, slots=True)
class Shop:
    """All papers prepared, by id; what each says of each triple; and vectors of title and abstract."""

    papers: Mapping[str, Annotated]
    pages: Mapping[str, Page]
    spoken: Mapping[str, Mapping[Triple, tuple[float, ...]]]
    vectors: Mapping[str, Floats]
    spellings: Spellings

    @property
    def gold(self) -> dict[str, frozenset[Triple]]:
        """The triples that each paper has entries of."""
        return {key: paper.triples for key, paper in self.papers.items()}


def fold_of_paper(paper_id: str, folds: int, level: str = "folds") -> int:
    """The fold of a paper, by a digest of its id; folds of different levels cut across each other.

    >>> fold_of_paper("2005.00001v1", 1)
    0
    """
    return int(digest("tuples", level, paper_id), 16) % folds


def predicted(shop: Shop, train: Sequence[str], test: Sequence[str]) -> list[tuple[Entry, float]]:
    """Entries of the `test` papers with their chances, learnt from `train`, best first in each paper.

    Triples, counts and usual scores are those of `train` alone.
    """
    first = _first(shop, train)
    inner = {
        key: chance
        for part in range(_INNER)
        for key, chance in _triples(
            shop,
            [key for key in train if fold_of_paper(key, _INNER, "inner") != part],
            [key for key in train if fold_of_paper(key, _INNER, "inner") == part],
        ).items()
    }
    model = _cell_model(shop, train, inner, first)
    found = []
    for key, likely in _triples(shop, train, test).items():
        best: dict[tuple[Triple, float], float] = defaultdict(float)
        for triple, values, features in _described(shop, key, likely, first):
            for value, chance in zip(values, _chance(model, features), strict=True):
                best[triple, float(value)] = max(best[triple, float(value)], float(chance))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        found += [((key, triple, value), chance) for (triple, value), chance in ranked]
    return found


def _model() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.08,
        max_leaf_nodes=15,
        l2_regularization=2.0,
        min_samples_leaf=20,
        early_stopping=False,
        random_state=0,
    )


def _chance(model: HistGradientBoostingClassifier, features: Floats) -> Floats:
    """The chance that each row is right."""
    if not len(features):
        return np.zeros(0)
    found: Floats = model.predict_proba(features)[:, list(model.classes_).index(True)]
    return found


def _fit(
    model: HistGradientBoostingClassifier,
    rows: Sequence[Floats],
    right: Sequence[NDArray[np.bool_]],
    weights: Sequence[Floats],
) -> HistGradientBoostingClassifier:
    """Raises BadRecord where there is nothing to tell right from wrong by."""
    labels = np.concatenate([np.zeros(0, dtype=np.bool_), *right])
    if len(np.unique(labels)) < 2:
        raise BadRecord("too few annotated papers to learn from", "give more papers, or fewer folds")
    return model.fit(np.concatenate(rows), labels, sample_weight=np.concatenate(weights))


def _triples(shop: Shop, train: Sequence[str], test: Sequence[str]) -> Chances:
    """A first guess of each triple, and a second that knows the guesses for the paper's other triples."""
    guessed: dict[str, tuple[list[Triple], Floats, Floats]] = {}
    halves = [[key for key in train if fold_of_paper(key, 2, "halves") == half] for half in (0, 1)]
    for mine, others in (halves, halves[::-1]):
        guessed |= _guesses(shop, others, mine)
    spoken = {key: found for key, found in guessed.items() if found[0]}
    model = _fitted(
        [(triples, np.hstack([features, beside(triples, chances)])) for triples, features, chances in spoken.values()],
        [shop.papers[key].triples for key in spoken],
    )
    found = {}
    for key, (triples, features, chances) in _guesses(shop, train, test).items():
        rows = np.hstack([features, beside(triples, chances)]) if triples else features
        ranked = sorted(
            zip(triples, map(float, _chance(model, rows)), strict=True), key=lambda item: (-item[1], item[0])
        )
        found[key] = [(triple, chance) for triple, chance in ranked if chance >= _LEAST][:_MOST]
    return found


def _guesses(shop: Shop, train: Sequence[str], test: Sequence[str]) -> dict[str, tuple[list[Triple], Floats, Floats]]:
    known = Known(train, shop.gold, shop.vectors)
    model = _fitted(
        [known.describe(key, shop.spoken[key]) for key in train], [shop.papers[key].triples for key in train]
    )
    found = {}
    for key in test:
        triples, features = known.describe(key, shop.spoken[key])
        found[key] = (triples, features, _chance(model, features))
    return found


def _fitted(
    described: Sequence[tuple[list[Triple], Floats]], gold: Sequence[frozenset[Triple]]
) -> HistGradientBoostingClassifier:
    told = [(triples, rows, mine) for (triples, rows), mine in zip(described, gold, strict=True) if triples]
    right = [np.array([triple in mine for triple in triples]) for triples, _, mine in told]
    return _fit(_model(), [rows for _, rows, _ in told], right, [np.ones(len(one)) for one in right])


def _first(shop: Shop, train: Sequence[str]) -> dict[object, tuple[float, float, float]]:
    """Median, and 5th and 95th percentile of the annotated scores of each triple and each metric."""
    scores: dict[object, list[float]] = defaultdict(list)
    for key in train:
        for _, triple, value in sorted(shop.papers[key].entries):
            scores[triple].append(value)
            scores[triple.metric].append(value)
    return {
        name: (float(np.median(found)), float(np.percentile(found, 5)), float(np.percentile(found, 95)))
        for name, found in scores.items()
    }


def _described(
    shop: Shop, key: str, likely: Sequence[tuple[Triple, float]], usual: Mapping[object, tuple[float, float, float]]
) -> list[tuple[Triple, Floats, Floats]]:
    page = shop.pages[key]
    cells = Cells(page, shop.spellings, usual, Counter(re.findall(r"\d*\.?\d+", page.run)))
    rows = [(triple, *cells.describe(likely, at)) for at, (triple, _) in enumerate(likely)]
    return [(triple, values, features) for triple, values, features in rows if len(values)]


def _cell_model(
    shop: Shop, train: Sequence[str], chances: Chances, usual: Mapping[object, tuple[float, float, float]]
) -> HistGradientBoostingClassifier:
    """Wrong cells are drawn evenly from all of a triple's, and weigh as much as those that they stand for."""
    rows, labels, weights = [], [], []
    for key in train:
        gold = shop.papers[key].entries
        for triple, values, features in _described(shop, key, chances[key], usual):
            right = np.array([(key, triple, float(value)) in gold for value in values])
            wrong = np.flatnonzero(~right)
            most = _NEGATIVES if right.any() else _FEWER
            drawn = (
                wrong[np.unique(np.linspace(0, len(wrong) - 1, min(most, len(wrong))).astype(int))]
                if len(wrong)
                else wrong
            )
            chosen = np.concatenate([np.flatnonzero(right), drawn])
            rows.append(features[chosen].astype(np.float32))
            labels.append(right[chosen])
            weights.append(np.where(right[chosen], 1.0, len(wrong) / max(1, len(drawn))))
    return _fit(_model(), rows, labels, weights)
