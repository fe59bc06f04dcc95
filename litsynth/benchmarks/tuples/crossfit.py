"""Boosted trees whose guesses for the papers that they learn from are those of trees that did not see them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from litsynth.codec import digest
from litsynth.errors import BadRecord

Floats = NDArray[np.float64]
Right = NDArray[np.bool_]
Sides = list[tuple[Sequence[str], Sequence[str]]]
"""Papers whose annotations are known, and the papers that are described by them."""
_PARTS = 5
"""Parts of the training papers; each is guessed by trees that learnt from the others, a new paper by all of them."""


def fold_of_paper(paper_id: str, folds: int, level: str = "folds") -> int:
    """The fold of a paper, by a digest of its id; folds of different levels cut across each other.

    >>> fold_of_paper("2005.00001v1", 1)
    0
    """
    return int(digest("tuples", level, paper_id), 16) % folds


def told_apart(train: Sequence[str], test: Sequence[str]) -> Sides:
    """The papers that each paper is described by: a training paper by those of the other parts, others by all of `train`.

    Were each training paper described by all but itself, the counts would betray its own annotations: where
    these hold a name, the count is one less than for all other papers, and trees learn that.
    """
    parts = {key: fold_of_paper(key, _PARTS, "parts") for key in train}
    inside = [
        ([key for key in train if parts[key] != part], [key for key in train if parts[key] == part])
        for part in range(_PARTS)
    ]
    return [*inside, (train, test)]


def cross_fitted(
    rows: Mapping[str, Floats], right: Mapping[str, Right], test: Sequence[str], most_wrong: int
) -> dict[str, Floats]:
    """The chance of each row of each paper, learnt from the papers in `right` and none of itself.

    Of a paper's wrong rows at most `most_wrong` are learnt from, drawn evenly, each for those that it stands for.
    Raises BadRecord where there is nothing to tell right from wrong by.
    """
    found: dict[str, Floats] = {}
    unseen = []
    for part in range(_PARTS):
        inside = [key for key in right if fold_of_paper(key, _PARTS, "parts") != part]
        model = _fitted([rows[key] for key in inside], [right[key] for key in inside], most_wrong)
        found |= _chances(model, rows, [key for key in right if fold_of_paper(key, _PARTS, "parts") == part])
        unseen.append(_chances(model, rows, test))
    return found | {key: np.mean([guesses[key] for guesses in unseen], axis=0) for key in test}


def _fitted(rows: Sequence[Floats], right: Sequence[Right], most_wrong: int) -> HistGradientBoostingClassifier:
    drawn = [_drawn(one, most_wrong) for one in right]
    labels = np.concatenate(
        [np.zeros(0, dtype=np.bool_), *(one[at] for one, (at, _) in zip(right, drawn, strict=True))]
    )
    if len(np.unique(labels)) < 2:
        raise BadRecord("too few annotated papers to learn from", "give more papers, or fewer folds")
    features = np.concatenate([one[at] for one, (at, _) in zip(rows, drawn, strict=True) if len(at)])
    model = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.05,
        max_leaf_nodes=8,
        max_features=0.2,
        l2_regularization=2.0,
        min_samples_leaf=60,
        early_stopping=False,
        random_state=0,
    )
    return model.fit(features, labels, sample_weight=np.concatenate([weight for _, weight in drawn]))


def _drawn(right: Right, most_wrong: int) -> tuple[NDArray[np.int64], Floats]:
    """Which rows of a paper are learnt from, and the weight of each."""
    wrong = np.flatnonzero(~right)
    chosen = wrong[np.unique(np.linspace(0, len(wrong) - 1, min(most_wrong, len(wrong))).astype(int))]
    good = np.flatnonzero(right)
    weight = np.concatenate([np.ones(len(good)), np.full(len(chosen), len(wrong) / max(1, len(chosen)))])
    return np.concatenate([good, chosen]), weight


def _chances(
    model: HistGradientBoostingClassifier, rows: Mapping[str, Floats], papers: Sequence[str]
) -> dict[str, Floats]:
    """The chance of each row of some papers, asked at once: a call costs more than the rows of a paper."""
    told = [rows[key] for key in papers if len(rows[key])]
    column = list(model.classes_).index(True)
    flat = model.predict_proba(np.concatenate(told))[:, column] if told else np.zeros(0)
    ends = np.cumsum([len(rows[key]) for key in papers])
    return dict(zip(papers, np.split(flat, ends[:-1]), strict=True)) if papers else {}
