from itertools import product
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from litsynth.reproduce.statistics.equivalence import t_interval, tost, within
from litsynth.reproduce.statistics.paired import (
    benjamini_hochberg,
    cluster_permutation,
    holm,
    mcnemar,
    paired_test,
    sign_flip,
)
from litsynth.reproduce.statistics.power import detectable, power_of, seeds_needed, seeds_needed_normal
from litsynth.reproduce.statistics.resampling import Interval, cluster_bootstrap, two_way_bootstrap
from litsynth.reproduce.statistics.selection import best_of_many, expected_maximum, nested_gain
from litsynth.reproduce.statistics.verdicts import claim_verdict, log_ratio, published_interval, published_verdict


def simulated(chance, seeds=1, clusters=60, size=3, cluster_spread=0.6, seed_spread=0.0):
    """Values of mean 0 whose clusters and seeds have effects of their own."""
    names = np.repeat(np.arange(clusters), size)
    effects = chance.normal(0, cluster_spread, clusters)[names]
    return effects + chance.normal(0, seed_spread, (seeds, 1)) + chance.normal(0, 1, (seeds, len(names))), names


def test_the_cluster_interval_covers_the_truth_as_often_as_it_says_and_one_that_ignores_clusters_does_not():
    chance = np.random.default_rng(7)
    hits = ignoring = 0
    for _ in range(250):
        (values,), names = simulated(chance, cluster_spread=1.5)
        interval = cluster_bootstrap(values, names, draws=400)
        alone = cluster_bootstrap(values, np.arange(len(values)), draws=400)
        hits += interval.low <= 0 <= interval.high
        ignoring += alone.low <= 0 <= alone.high
    assert 0.92 <= hits / 250 <= 0.975
    assert ignoring / 250 < 0.85


def test_the_two_way_interval_covers_the_truth_when_seeds_differ_and_one_over_items_alone_does_not():
    chance = np.random.default_rng(8)
    hits = ignoring = 0
    for _ in range(200):
        values, names = simulated(chance, seeds=6, seed_spread=0.3)
        interval = two_way_bootstrap(values, names, draws=400)
        alone = cluster_bootstrap(values.mean(axis=0), names, draws=400)
        hits += interval.low <= 0 <= interval.high
        ignoring += alone.low <= 0 <= alone.high
    assert hits / 200 >= 0.90
    assert ignoring / 200 < 0.85


def test_three_seeds_that_differ_more_than_items_do_are_covered_too():
    """Percentile limits cover 86 of a hundred here, and lie above zero in 7."""
    chance = np.random.default_rng(9)
    hits = above = 0
    for _ in range(400):
        values, names = simulated(chance, seeds=3, seed_spread=0.3)
        interval = two_way_bootstrap(values, names, draws=400)
        hits += interval.low <= 0 <= interval.high
        above += interval.low > 0
    assert hits / 400 >= 0.90
    assert above / 400 <= 0.05


def test_limits_are_those_of_the_normal_where_the_items_decide():
    chance = np.random.default_rng(3)
    row = chance.normal(0, 1, 300)
    values = np.stack([row, row, row])
    interval = two_way_bootstrap(values, np.arange(300))
    alone = cluster_bootstrap(row, np.arange(300))
    assert interval.high - interval.low == pytest.approx(alone.high - alone.low, rel=0.03)


def test_the_bootstrap_error_is_the_closed_form_of_a_mean():
    values = np.random.default_rng(1).normal(0, 2, 900)
    interval = cluster_bootstrap(values, np.arange(900))
    error = values.std() / sqrt(900)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * error, rel=0.05)
    assert interval.value == pytest.approx(values.mean())
    assert interval == cluster_bootstrap(values, np.arange(900))


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="clusters of shape"):
        two_way_bootstrap(np.zeros((2, 3)), ["a", "b"])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 30), st.integers(0, 30))
def test_mcnemar_is_the_exact_binomial_test(one, other):
    expected = stats.binomtest(one, one + other, 0.5).pvalue if one + other else 1.0
    assert mcnemar(one, other) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_by_hand():
    assert mcnemar(2, 8) == pytest.approx(2 * sum(comb(10, k) for k in range(3)) / 2**10)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-3, 3), min_size=1, max_size=8))
def test_sign_flips_are_all_counted(values):
    patterns = product((1, -1), repeat=len(values))
    table = [abs(sum(sign * value for sign, value in zip(each, values, strict=True))) for each in patterns]
    slack = 1e-9 * sum(map(abs, values))
    assert sign_flip(values) == pytest.approx(np.mean([each >= abs(sum(values)) - slack for each in table]))


def test_few_seeds_can_not_be_significant():
    assert sign_flip([1.0, 1.1, 0.9]) == 0.25
    assert sign_flip([1.0, 1.1, 0.9, 1.0, 1.2, 1.3]) == 2 / 64


def test_drawn_permutations_agree_with_counted_ones_and_whole_clusters_are_swapped():
    chance = np.random.default_rng(3)
    first, second = chance.integers(2, size=(2, 48)).astype(float)
    first[:20] = 1
    clusters = np.repeat(np.arange(16), 3)
    counted = cluster_permutation(first, second, clusters)
    sums = (first - second).reshape(16, 3).sum(axis=1)
    assert counted == sign_flip(sums)
    drawn = sign_flip(np.concatenate([sums, [0.0]]), draws=20_000)  # a seventeenth that changes nothing is drawn
    assert drawn == pytest.approx(counted, abs=0.01)


def test_mcnemar_is_taken_only_where_items_are_alone():
    chance = np.random.default_rng(4)
    first, second = chance.integers(2, size=(2, 40)).astype(float)
    only_first, only_second = int((first > second).sum()), int((first < second).sum())
    assert paired_test(first, second, np.arange(40)) == mcnemar(only_first, only_second)
    clusters = np.repeat(np.arange(8), 5)
    assert paired_test(first, second, clusters) == cluster_permutation(first, second, clusters)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrections_keep_order_and_false_discovery_is_scipys(p_values):
    adjusted = benjamini_hochberg(p_values)
    assert adjusted == pytest.approx(stats.false_discovery_control(p_values, method="bh"))
    assert (holm(p_values) >= adjusted - 1e-12).all()
    assert holm(p_values).max() <= 1


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-300, 300), min_size=3, max_size=9, unique=True), st.floats(0.2, 3))
def test_equivalence_is_two_one_sided_t_tests(hundredths, margin):
    values = np.asarray(hundredths) / 100
    found = tost(values, margin)
    lower = stats.ttest_1samp(values, -margin, alternative="greater").pvalue
    upper = stats.ttest_1samp(values, margin, alternative="less").pvalue
    assert found.p == pytest.approx(max(lower, upper), abs=1e-9)
    assert found.equivalent == (found.p < 0.05)


def test_no_difference_found_is_not_equivalence():
    wide = [-4.0, 3.0, 1.5]
    assert not t_interval(wide).excludes_zero
    assert not tost(wide, 0.5).equivalent
    assert tost([0.1, -0.05, 0.0, 0.02], 0.5).equivalent


@settings(deadline=None, max_examples=20)
@given(st.floats(0.2, 1.5), st.integers(3, 20))
def test_power_without_an_effect_is_the_level_and_rises_with_effect_and_seeds(effect, seeds):
    # With no effect the power is the level, and it rises with the effect and the seeds.
    assert power_of(0.0, 1.0, seeds) == pytest.approx(0.05, abs=1e-6)
    assert power_of(effect, 1.0, seeds) < power_of(effect, 1.0, seeds + 1)
    assert power_of(effect, 1.0, seeds) < power_of(effect + 0.1, 1.0, seeds)


def test_power_against_simulation_and_the_planned_numbers_of_seeds():
    chance = np.random.default_rng(5)
    samples = chance.normal(0.5, 0.4, (4_000, 7))
    found = (stats.ttest_1samp(samples, 0, axis=1).pvalue < 0.05).mean()
    assert power_of(0.5, 0.4, 7) == pytest.approx(found, abs=0.02)
    assert [round(seeds_needed_normal(effect, 0.4), 1) for effect in (0.5, 0.3, 1.0)] == [5.0, 14.0, 1.3]
    assert [seeds_needed(effect, 0.4) for effect in (0.5, 0.3, 1.0)] == [8, 16, 4]
    assert detectable(5010, 0.15) == pytest.approx(1.53, abs=0.01)


def test_the_expected_maximum_is_the_closed_form_for_two_and_three_and_the_simulated_one_for_eleven():
    assert expected_maximum(2, 2.0) == pytest.approx(2 / sqrt(np.pi))
    assert expected_maximum(3, 1.0) == pytest.approx(3 / (2 * sqrt(np.pi)))
    simulation = np.random.default_rng(6).normal(0, 0.3, (100_000, 11)).max(axis=1).mean()
    assert expected_maximum(11, 0.3) == pytest.approx(simulation, abs=0.005)


def test_the_best_of_many_alike_gains_nothing_after_correction_and_a_real_gain_stays():
    chance = np.random.default_rng(9)
    corrected, found = [], 0
    for _ in range(60):
        scores = chance.normal(70, 0.3, (9, 3))
        best = best_of_many(scores[1:], scores[0], draws=300)
        corrected.append(best.corrected)
        found += best.p < 0.05
    assert abs(np.mean(corrected)) < 0.1
    assert found <= 8
    scores[4] += 3
    real = best_of_many(scores[1:], scores[0], draws=300)
    assert (real.arm, real.p < 0.05) == (3, True)


def test_two_arms_and_one_seed_are_counted_by_hand():
    best = best_of_many([[2.0]], [1.0])
    assert (best.gain, best.expected, best.p) == (1.0, 0.0, 0.5)


def test_a_choice_on_dev_is_scored_on_test_of_a_seed_that_took_no_part():
    dev = [[1.0, 9.0, 1.0], [2.0, 2.0, 2.0]]
    test = [[5.0, 5.0, 5.0], [7.0, 7.0, 7.0]]
    # Without the second seed arm 1 is best on dev; with it arm 0.
    assert nested_gain(dev, test, [4.0, 4.0, 4.0]).tolist() == [1.0, 3.0, 1.0]


def test_levels_get_a_verdict_only_where_kind_and_source_allow():
    close = [80.1, 80.0, 80.2]
    assert published_verdict(close, 80.1, "exact", "V", average=True, selected=False).outcome == "reproduced"
    assert published_verdict(close, 80.1, "conceptual", "V", average=True, selected=False).outcome == "no verdict"
    assert published_verdict(close, 80.1, "exact", "M", average=True, selected=False).outcome == "no verdict"
    assert (
        published_verdict([78.7, 78.8, 78.6], 80.1, "close", "V", True, selected=True).outcome
        == "explained by selection"
    )
    assert published_verdict([78.7, 78.8, 78.6], 80.1, "close", "V", True, selected=False).outcome == "not reproduced"
    assert published_verdict([70.0, 70.1, 70.2], 80.1, "close", "V", True, selected=True).outcome == "not reproduced"
    assert (
        published_verdict([79.0, 81.4, 80.6], 80.1, "close", "V", average=True, selected=True).outcome == "inconclusive"
    )


def test_the_interval_of_a_level_holds_both_spreads():
    interval = published_interval([80.0, 80.0, 80.0], 79.0, 0.2)
    assert (interval.value, interval.high - interval.low) == (1.0, pytest.approx(2 * 1.96 * 0.2, rel=1e-3))
    assert published_interval([79.0, 80.0, 81.0], 79.0, 0.2).high > interval.high


def test_verdicts_on_claims():
    far, near = Interval(5, 4, 6, 0.95), Interval(0.1, -0.4, 0.6, 0.95)
    assert claim_verdict(far, far, 1.0, "conceptual", 3, [far]).outcome == "reproduced"
    assert claim_verdict(far, far, 1.0, "conceptual", 3, [near]).outcome == "explained by selection"
    assert claim_verdict(Interval(-5, -6, -4, 0.95), far, 1.0, "close", 3, []).outcome == "not reproduced"
    below = Interval(-5, -6, -4, 0.95)
    assert claim_verdict(below, below, 1.0, "close", 3, [below]).outcome == "not reproduced"
    assert claim_verdict(below, below, 1.0, "close", 3, [near]).outcome == "explained by selection"
    assert claim_verdict(near, near, 1.0, "close", 3, []).outcome == "not reproduced"
    assert (
        claim_verdict(Interval(1, -2, 4, 0.95), Interval(1, -1.5, 3.5, 0.9), 1.0, "close", 3, []).outcome
        == "inconclusive"
    )
    assert claim_verdict(far, far, 1.0, "smoke", 3, [far]).outcome == "no verdict"
    assert claim_verdict(far, far, 1.0, "exact", 2, [far]).outcome == "inconclusive"
    assert within(near, 1.0)


def test_a_smoke_run_never_moves_a_claim_and_no_run_moves_it_beyond_its_kind():
    sure = Interval(2.0, 1.9, 2.1, 0.95)
    assert log_ratio(2.0, sure, "smoke") == 0
    assert log_ratio(2.0, sure, "conceptual") == 0.5
    assert log_ratio(2.0, sure, "exact") == 2.0
    assert log_ratio(2.0, Interval(0.0, -0.1, 0.1, 0.95), "exact") == -2.0
    halfway = Interval(1.0, 0.9, 1.1, 0.95)
    assert log_ratio(2.0, halfway, "exact") == pytest.approx(0, abs=1e-9)
