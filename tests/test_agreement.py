"""Agreement beyond chance, against published worked examples and other computations."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from litsynth.calibrate import agreements, cohen_kappa, krippendorff_alpha

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units.
FOUR = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
# The same, section A: two observers, ten units, two values.
TWO = {"Meg": "0 1 0 0 0 0 0 0 1 0", "Owen": "1 1 1 0 0 1 0 0 0 0"}
# The same, section B: two observers, twelve units, five values.
NOMINAL = {"Ben": "a a b b d c c c e d d a", "Gerry": "b a b b b c c c e d d d"}


def ratings(columns: dict[str, str]) -> list[dict[str, str]]:
    split = {name: values.split() for name, values in columns.items()}
    rows = zip(*split.values(), strict=True)
    return [{name: value for name, value in zip(split, row, strict=True) if value != "."} for row in rows]


@pytest.mark.parametrize(("columns", "printed", "units"), [(FOUR, 0.743, 11), (TWO, 0.095, 10), (NOMINAL, 0.692, 12)])
def test_alpha_is_that_of_the_published_examples(columns, printed: float, units: int) -> None:
    found = krippendorff_alpha(ratings(columns))
    assert found.value == pytest.approx(printed, abs=5e-4)
    assert found.items == units
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high


labels = st.sampled_from("abc")
judged = st.lists(st.dictionaries(st.sampled_from("ABCD"), labels, max_size=4), max_size=12)


def alpha_by_pairs(items: list[dict[str, str]]) -> float | None:
    """Krippendorff's definition pair by pair: 1 - observed / expected disagreement."""
    units = [list(item.values()) for item in items if len(item) > 1]
    values = [value for unit in units for value in unit]
    n = len(values)
    expected = sum(a != b for a, b in itertools.permutations(values, 2))
    if not expected:
        return None
    observed = sum(sum(a != b for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in units)
    return 1 - (observed / n) / (expected / (n * (n - 1)))


@given(judged)
def test_alpha_is_one_minus_observed_over_expected_disagreement(items) -> None:
    found, expected = krippendorff_alpha(items).value, alpha_by_pairs(items)
    assert found == (None if expected is None else pytest.approx(expected))


@given(st.lists(st.tuples(labels, labels), min_size=1, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs) -> None:
    found = cohen_kappa([{"x": a, "y": b} for a, b in pairs], "x", "y")
    if len({label for pair in pairs for label in pair}) < 2:
        assert (found.value, found.low, found.high, found.observed) == (None, None, None, 1.0)
        return
    assert found.value == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))
    assert found.observed == pytest.approx(np.mean([a == b for a, b in pairs]))


def test_what_has_no_answer_is_undefined() -> None:
    assert agreements([]) == ()
    assert agreements([{"A": "x"}, {"A": "y"}]) == (), "one reviewer agrees with nobody"
    apart = agreements([{"A": "x"}, {"B": "y"}])
    assert [(one.items, one.observed, one.value) for one in apart] == [(0, None, None)] * 2
    same = agreements([{"A": "x", "B": "x"}] * 5)
    assert [(one.items, one.observed, one.value, one.low) for one in same] == [(5, 1.0, None, None)] * 2
    (alpha, kappa) = agreements([{"A": "x", "B": "y"}])
    assert (alpha.value, alpha.low, kappa.value, kappa.low) == (0.0, None, 0.0, None)


def test_every_pair_of_reviewers_has_its_kappa_and_the_interval_narrows_with_more_items() -> None:
    three = [{"A": "x", "B": "x", "C": "y"}, {"A": "y", "B": "y", "C": "y"}, {"A": "x", "B": "y"}]
    found = agreements(three)
    assert [one.reviewers for one in found] == [("A", "B", "C"), ("A", "B"), ("A", "C"), ("B", "C")]
    assert [one.items for one in found] == [3, 3, 2, 2]
    few, many = (krippendorff_alpha(ratings(FOUR) * times) for times in (1, 20))
    assert few.high - few.low > 2 * (many.high - many.low)
    assert agreements(three) == found
    assert all(one.low is None for one in found), "a bootstrap of three items would look far too sure"
