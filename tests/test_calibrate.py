"""Calibration measures against independent computations: scikit-learn, or loops written from the definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from litsynth.calibrate import (
    adaptive_calibration_error,
    bootstrap,
    brier_score,
    calibration_error,
    expected_calibration_error,
    fit_regression,
    fit_temperature,
    ideal_calibration_error,
    negative_log_likelihood,
    one_hot,
    reliability_table,
    risk_coverage,
    selected,
    softmax,
    threshold_at_precision,
)

# Few levels, so that ties are frequent; eighths, so that sums are exact.
ANSWERS = st.lists(st.tuples(st.integers(0, 8).map(lambda eighth: eighth / 8), st.booleans()), min_size=1, max_size=40)


def arrays(answers):
    confidence, correct = zip(*answers, strict=True)
    return np.array(confidence), np.array(correct, dtype=float)


def drawn(n: int, seed: int):
    """Logits whose softmax is exactly the distribution that the labels are drawn from."""
    chance = np.random.default_rng(seed)
    logits = chance.normal(0, 2, size=(n, 3))
    labels = np.array([chance.choice(3, p=row) for row in softmax(logits)])
    return logits, labels


# Temperature


@pytest.mark.parametrize("factor", [0.5, 1.0, 3.0])
def test_the_fitted_temperature_undoes_a_scaling_of_the_logits(factor):
    logits, labels = drawn(4000, seed=1)
    assert fit_temperature(logits * factor, labels) == pytest.approx(factor, rel=0.08)


# Errors


def test_an_overconfident_model_is_found_out_and_an_honest_one_is_not():
    logits, labels = drawn(4000, seed=2)
    honest, boasting = calibration_error(softmax(logits), labels), calibration_error(softmax(logits * 4), labels)
    assert honest.ece < honest.ideal_ece * 2
    assert honest.adaptive_ece < honest.ideal_ece * 2
    assert boasting.ece > 0.1 > boasting.ideal_ece
    assert boasting.adaptive_ece > 0.1
    assert boasting.nll > honest.nll
    assert boasting.brier > honest.brier


def test_ece_by_hand():
    confidence, correct = np.array([0.95, 0.95, 0.55, 0.55]), np.array([1.0, 0.0, 1.0, 0.0])
    # Two bins: |0.95 - 0.5| and |0.55 - 0.5|, each with half of the cases.
    assert expected_calibration_error(confidence, correct) == pytest.approx(0.25)


def test_the_ideal_error_shrinks_with_the_square_root_of_the_number():
    chance = np.random.default_rng(3)
    few, many = chance.uniform(0.4, 1, 200), chance.uniform(0.4, 1, 20_000)
    assert ideal_calibration_error(few) / ideal_calibration_error(many) == pytest.approx(10, rel=0.25)


@given(ANSWERS, st.integers(1, 15))
def test_equal_width_bins_by_definition(answers, bins):
    confidence, correct = arrays(answers)
    expected = 0.0
    for at in range(bins):
        inside = [
            row
            for row, value in enumerate(confidence)
            if at <= value * bins < at + 1 or (at == bins - 1 and value == 1)
        ]
        if inside:
            expected += len(inside) / len(answers) * abs(confidence[inside].mean() - correct[inside].mean())
    assert expected_calibration_error(confidence, correct, bins) == pytest.approx(expected, abs=1e-12)
    table = reliability_table(confidence, correct, bins)
    assert sum(row.count for row in table) == len(answers)
    gaps = sum(row.count * abs(row.confidence - row.accuracy) for row in table)
    assert gaps / len(answers) == pytest.approx(expected, abs=1e-12)
    assert all(row.low <= row.confidence <= row.high for row in table if row.count)


def test_equal_mass_bins_by_definition():
    chance = np.random.default_rng(4)
    confidence = chance.permutation(np.linspace(0.3, 0.99, 101))  # no ties
    correct = (chance.random(101) < 0.6).astype(float)
    rows = sorted(zip(confidence, correct, strict=True))
    sizes = [7] * 11 + [6] * 4  # 101 in 15 bins
    expected, start = 0.0, 0
    for size in sizes:
        part = rows[start : start + size]
        expected += size / 101 * abs(sum(row[0] for row in part) / size - sum(row[1] for row in part) / size)
        start += size
    assert adaptive_calibration_error(confidence, correct) == pytest.approx(expected)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(answers, chance):
    shuffled = chance.sample(answers, len(answers))
    one, other = arrays(answers), arrays(shuffled)
    assert adaptive_calibration_error(*one, bins=3) == pytest.approx(adaptive_calibration_error(*other, bins=3))
    for left, right in zip(risk_coverage(*one), risk_coverage(*other), strict=True):
        assert left.precision == pytest.approx(right.precision)
        assert left.threshold == right.threshold


def test_brier_and_likelihood_against_scikit_learn_and_votes_by_hand():
    logits, labels = drawn(300, seed=5)
    probabilities = softmax(logits)
    assert negative_log_likelihood(probabilities, one_hot(labels, 3)) == pytest.approx(log_loss(labels, probabilities))
    assert brier_score(np.array([[0.7, 0.2, 0.1]]), np.array([[0.5, 0.5, 0.0]])) == pytest.approx(0.04 + 0.09 + 0.01)
    assert negative_log_likelihood(np.array([[0.7, 0.2, 0.1]]), np.array([[0.5, 0.5, 0.0]])) == pytest.approx(
        -(math.log(0.7) + math.log(0.2)) / 2
    )
    assert negative_log_likelihood(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])) < 50  # not infinite


# Abstaining


@given(ANSWERS)
def test_precision_at_coverage_is_the_expected_share_over_ties(answers):
    confidence, correct = arrays(answers)
    for point in risk_coverage(confidence, correct, (0.25, 0.5, 1.0)):
        number = max(1, round(point.coverage * len(answers)))
        level = sorted(confidence, reverse=True)[number - 1]
        above, at = correct[confidence > level], correct[confidence == level]
        expected = (above.sum() + (number - len(above)) * at.mean()) / number
        assert point.precision == pytest.approx(expected)
        assert point.threshold == level


@given(ANSWERS, st.sampled_from([0.5, 0.75, 0.9, 1.0]))
def test_the_threshold_is_the_least_that_keeps_the_precision(answers, wanted):
    confidence, correct = arrays(answers)
    good = [level for level in set(confidence) if correct[confidence >= level].mean() >= wanted]
    found = threshold_at_precision(confidence, correct, wanted)
    assert found == min(good, default=math.inf)
    precision, coverage = selected(confidence, correct, found, total=2 * len(answers))
    assert precision >= wanted or not good
    assert coverage == (confidence >= found).sum() / (2 * len(answers))


def test_nothing_is_answered_where_nothing_is_said():
    empty = np.array([])
    assert risk_coverage(empty, empty) == ()
    assert threshold_at_precision(empty, empty, 0.9) == math.inf
    assert selected(empty, empty, 0.5, 0) == (0.0, 0.0)


# Intervals


def mean(sums):
    return sums[:, 0] / sums[:, 1]


def test_an_interval_of_a_mean_is_the_textbooks():
    values = np.random.default_rng(6).normal(1, 2, 400)
    items = np.stack([values, np.ones(400)], axis=1)
    found = bootstrap(items, [str(row) for row in range(400)], mean, draws=10_000)
    error = values.std() / 20
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - 1.96 * error, abs=0.1 * error)
    assert found.high == pytest.approx(values.mean() + 1.96 * error, abs=0.1 * error)
    assert found.not_above_zero == 0


def test_copies_in_one_group_bring_no_certainty():
    values = np.random.default_rng(7).normal(0, 1, 60)
    once = np.stack([values, np.ones(60)], axis=1)
    groups = [f"{row:02}" for row in range(60)]
    alone = bootstrap(once, groups, mean)
    copied = bootstrap(np.repeat(once, 5, axis=0), np.repeat(groups, 5).tolist(), mean)
    naive = bootstrap(np.repeat(once, 5, axis=0), [str(row) for row in range(300)], mean)
    assert (copied.low, copied.high) == pytest.approx((alone.low, alone.high))
    assert naive.high - naive.low < 0.6 * (alone.high - alone.low)


def test_pairing_tells_apart_what_two_intervals_do_not():
    chance = np.random.default_rng(8)
    first = chance.normal(0, 1, 200)
    second = first - chance.normal(0.1, 0.1, 200)
    groups = [str(row) for row in range(200)]
    ones = np.ones(200)
    alone = [bootstrap(np.stack([values, ones], axis=1), groups, mean) for values in (first, second)]
    assert alone[1].high > alone[0].low
    paired = bootstrap(np.stack([first - second, ones], axis=1), groups, mean)
    assert paired.low > 0
    assert bootstrap(np.stack([second - first, ones], axis=1), groups, mean).not_above_zero == 1


# Regression


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("penalty", [0.1, 1.0, 10.0])
def test_the_regression_is_that_of_scikit_learn(sparse, penalty):
    chance = np.random.default_rng(9)
    features = chance.normal(0, 1, (150, 5)) * (chance.random((150, 5)) < 0.5)
    labels = np.argmax(features[:, :3] + chance.gumbel(0, 1, (150, 3)), axis=1)
    given_features = csr_matrix(features) if sparse else features
    ours = fit_regression(given_features, one_hot(labels, 3), penalty).probabilities(given_features)
    theirs = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=5000).fit(features, labels).predict_proba(features)
    assert ours == pytest.approx(theirs, abs=1e-4)


def test_votes_weigh_like_rows_of_their_own():
    chance = np.random.default_rng(10)
    features = chance.normal(0, 1, (40, 2))
    votes = chance.integers(0, 4, (40, 3)) + np.array([1, 0, 0])
    rows = [(features[row], label) for row in range(40) for label in range(3) for _ in range(votes[row, label])]
    as_rows = fit_regression(np.array([row[0] for row in rows]), one_hot(np.array([row[1] for row in rows]), 3))
    as_votes = fit_regression(features, votes.astype(float))
    assert as_votes.probabilities(features) == pytest.approx(as_rows.probabilities(features), abs=1e-4)
