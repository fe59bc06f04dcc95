"""Measures of the benchmarks against scikit-learn, or against loops written from their definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, ndcg_score, precision_recall_fscore_support

from litsynth.benchmarks.classification import accuracy, by_class, confusion_items, macro_f1, macro_f1_difference
from litsynth.benchmarks.examples import LABELS, REFUTED, SUPPORTED
from litsynth.benchmarks.official import Stance, official
from litsynth.benchmarks.ranking import ndcg, recall
from litsynth.benchmarks.selective import selective
from litsynth.benchmarks.systems import Gold, cross_predict
from litsynth.calibrate import one_hot

LABEL = st.integers(0, 2)
PAIRS = st.lists(st.tuples(LABEL, LABEL), min_size=1, max_size=60)


# Classes


@given(PAIRS)
def test_classification_is_that_of_scikit_learn(pairs):
    gold, predicted = (np.array(side) for side in zip(*pairs, strict=True))
    items = confusion_items(gold, predicted)
    sums = items.sum(axis=0, keepdims=True)
    everything = [0, 1, 2]
    assert sums.reshape(3, 3).tolist() == confusion_matrix(gold, predicted, labels=everything).tolist()
    assert accuracy(sums)[0] == pytest.approx(accuracy_score(gold, predicted))
    for in_use in (everything, [0, 2]):
        expected = f1_score(gold, predicted, labels=in_use, average="macro", zero_division=0)
        assert macro_f1(in_use)(sums)[0] == pytest.approx(expected)
    scores = precision_recall_fscore_support(gold, predicted, labels=everything, zero_division=0)
    for label, found in by_class(sums[0], everything).items():
        at = LABELS.index(label)
        assert (found.precision, found.recall, found.f1, found.support) == pytest.approx([row[at] for row in scores])


def test_a_paired_difference_of_macro_f1():
    chance = np.random.default_rng(1)
    gold = chance.integers(0, 3, 300)
    good = np.where(chance.random(300) < 0.8, gold, chance.integers(0, 3, 300))
    bad = np.where(chance.random(300) < 0.5, gold, chance.integers(0, 3, 300))
    found = macro_f1_difference(gold, good, bad, [str(row // 2) for row in range(300)], [0, 1, 2])
    expected = f1_score(gold, good, average="macro") - f1_score(gold, bad, average="macro")
    assert found.value == pytest.approx(expected)
    assert 0 < found.low < expected < found.high
    assert macro_f1_difference(gold, good, good, ["g"] * 300, [0, 1, 2]).value == 0


# Rankings


@given(st.permutations(list("abcdefgh")), st.lists(st.integers(0, 3), min_size=8, max_size=8), st.integers(1, 8))
def test_ndcg_is_that_of_scikit_learn(ranking, grades, depth):
    gains = {document: float(grade) for document, grade in zip("abcdefgh", grades, strict=True) if grade}
    scores = [[float(-ranking.index(document)) for document in "abcdefgh"]]
    expected = ndcg_score([grades], scores, k=depth) if gains else 0.0
    assert ndcg(ranking, gains, depth) == pytest.approx(expected)
    found = sum(document in gains for document in ranking[:depth])
    assert recall(ranking, gains, depth) == (found / len(gains) if gains else 0.0)


def test_ndcg_by_hand():
    # Relevant at rank 2 and missing once: (1 / log2 3) / (1 + 1 / log2 3).
    assert ndcg(["x", "a"], {"a": 1, "b": 1}, 10) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))


# SciFact's own


def test_the_official_measures_by_hand():
    gold = {
        "right": [Stance("d1", SUPPORTED, ((1,), (3, 4)))],
        "wrong label": [Stance("d1", SUPPORTED, ((2,),))],
        "half a rationale": [Stance("d2", REFUTED, ((5, 6),))],
        "missed": [Stance("d3", REFUTED, ((0,),))],
        "no evidence": [],
        "fourth sentence": [Stance("d4", SUPPORTED, ((9,),))],
    }
    said = {
        "right": [Stance("d1", SUPPORTED, ((3, 4, 8),)), Stance("d9", REFUTED, ((0,),))],
        "wrong label": [Stance("d1", REFUTED, ((2,),))],
        "half a rationale": [Stance("d2", REFUTED, ((5,),))],
        "no evidence": [Stance("d5", SUPPORTED, ((1, 2),))],
        "fourth sentence": [Stance("d4", SUPPORTED, ((0, 1, 2, 9),))],
    }
    found = official(gold, said, {claim: claim for claim in gold})
    # 6 abstracts predicted, 5 annotated; right label: d1, d2, d4; with a whole rationale among three sentences: d1.
    assert (found.abstract_label_only.precision, found.abstract_label_only.recall) == (3 / 6, 3 / 5)
    assert found.abstract_label_and_rationale.f1.value == pytest.approx(2 * 1 / (6 + 5))
    # 12 sentences predicted, 8 annotated; selected whole: 3, 4 (right), 2 (wrong label), 9.
    assert (found.sentence_selection.precision, found.sentence_selection.recall) == (4 / 12, 4 / 8)
    assert found.sentence_selection_and_label.f1.value == pytest.approx(2 * 3 / (12 + 8))


SETS = st.lists(
    st.lists(st.integers(0, 5), min_size=1, max_size=2, unique=True).map(tuple), min_size=1, max_size=2
).filter(lambda sets: len({sentence for rows in sets for sentence in rows}) == sum(map(len, sets)))
GOLD = st.dictionaries(st.sampled_from("abc"), st.tuples(st.sampled_from([0, 2]), SETS), max_size=3)
SAID = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.sampled_from([0, 2]), st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True)),
    max_size=4,
)


@given(st.lists(st.tuples(GOLD, SAID), min_size=1, max_size=4))
def test_the_official_measures_by_counting(claims):
    counts = dict.fromkeys(("abstracts", "said", "label", "rationale", "sentences", "told", "chosen", "both"), 0)
    for gold, said in claims:
        counts["abstracts"] += len(gold)
        counts["sentences"] += sum(len(rows) for _, sets in gold.values() for rows in sets)
        for document, (label, sentences) in said.items():
            counts["said"] += 1
            counts["told"] += len(sentences)
            if document not in gold:
                continue
            truth, sets = gold[document]
            counts["label"] += label == truth
            counts["rationale"] += label == truth and any(set(rows) <= set(sentences[:3]) for rows in sets)
            good = [s for s in sentences if any(s in rows and set(rows) <= set(sentences) for rows in sets)]
            counts["chosen"] += len(good)
            counts["both"] += len(good) * (label == truth)
    found = official(
        {
            str(at): [Stance(d, *rest[:1], tuple(rest[1])) for d, rest in gold.items()]
            for at, (gold, _) in enumerate(claims)
        },
        {
            str(at): [Stance(d, label, (tuple(s),)) for d, (label, s) in said.items()]
            for at, (_, said) in enumerate(claims)
        },
        {str(at): str(at) for at in range(len(claims))},
    )
    for measure, right, there, told in (
        (found.abstract_label_only, "label", "abstracts", "said"),
        (found.abstract_label_and_rationale, "rationale", "abstracts", "said"),
        (found.sentence_selection, "chosen", "sentences", "told"),
        (found.sentence_selection_and_label, "both", "sentences", "told"),
    ):
        precision = counts[right] / counts[told] if counts[told] else 0.0
        share = counts[right] / counts[there] if counts[there] else 0.0
        f1 = 2 * precision * share / (precision + share) if precision + share else 0.0
        assert (measure.precision, measure.recall) == pytest.approx((precision, share))
        assert measure.f1.value == pytest.approx(f1)


# Abstaining


def test_thresholds_come_from_the_other_folds():
    # In fold 0 a confidence of 0.8 is always wrong, elsewhere always right: only the others' threshold reveals it.
    fold = np.repeat([0, 1, 2], 40)
    confident = np.tile([0.9] * 20 + [0.8] * 20, 3)
    probabilities = np.stack([confident, (1 - confident) / 2, (1 - confident) / 2], axis=1)
    labels = np.where((fold == 0) & (confident == 0.8), 2, 0)
    gold = Gold(labels, one_hot(labels, 3), (0, 1, 2))
    strict = selective(lambda _, ask: probabilities[ask], probabilities, gold, fold, [str(row) for row in range(120)])[
        0
    ]
    # Fold 0 trusts the others and answers all; folds 1 and 2 see fold 0 fail (60 right in 80) and answer the surer half.
    assert strict.answered == 40 + 20 + 20
    assert strict.precision.value == pytest.approx(60 / 80)
    assert strict.coverage.value == pytest.approx(80 / 120)
    assert strict.best_coverage == pytest.approx(60 / 120)


def test_no_row_is_predicted_from_its_own_fold():
    fold = np.array([0, 1, 2, 0, 1, 2, 2])
    seen = []

    def predict(learn, ask):
        seen.append((set(learn.tolist()), set(ask.tolist())))
        return np.tile([1.0, 0.0, 0.0], (len(ask), 1))

    cross_predict(predict, fold, np.array([0, 1, 2, 3, 6]))
    assert seen == [({1, 2, 6}, {0, 3}), ({0, 2, 3, 6}, {1}), ({0, 1, 3}, {2, 6})]
