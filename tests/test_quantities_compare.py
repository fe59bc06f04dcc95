"""Which numbers agree: the same figure, compatible measurements, evidence that settles a claim."""

import pytest

from litsynth.quantities import (
    BAND_AVERAGE,
    BAND_LANGUAGE,
    consistent,
    entails_number,
    find_in_cell,
    find_quantities,
    same_figure,
)
from litsynth.records import Quantity

YES, NO, NEITHER = "yes", "no", "not comparable"


def only(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        # Traps: digits, units, direction, count.
        ("85.0 on XNLI", "58.0 on XNLI", NO),
        ("1.8 points", "1.8 percent", NEITHER),
        ("a gain of 1.8 points", "a gain of 1.8%", NEITHER),
        ("a gain of 1.8 points", "a relative gain of 1.8%", NEITHER),
        ("a gain of 1.8 points", "an accuracy of 1.8%", NEITHER),
        ("it rises by 1.8 points", "it drops by 1.8 points", NO),
        ("14 languages", "15 languages", NO),
        ("15 languages", "15 tasks", NEITHER),
        # One number, printed differently.
        ("79.2%", "an accuracy of 79.2", YES),
        ("79.2%", "0.792 accuracy", YES),
        ("an accuracy of 79.2", "0.792 accuracy", YES),
        ("0.79 accuracy", "79.2%", YES),
        ("0.8 accuracy", "0.8%", NO),
        ("80.9 on XNLI", "80.89 on XNLI", YES),
        ("81% accuracy", "80.9% accuracy", YES),
        ("80.9 on XNLI", "80.8 on XNLI", NO),
        ("392,702 pairs", "393k pairs", YES),
        ("392,702 pairs", "394k pairs", NO),
        ("1.8% absolute improvement", "improves by 1.8 points", YES),
        ("half of them", "50%", YES),
        ("two thirds of them", "66.7%", YES),
        ("three times faster", "3.2x faster", YES),
        ("three times faster", "2x faster", NO),
        ("2 hours", "120 minutes", YES),
        ("2 GB", "2,000 MB", YES),
        ("twenty languages", "20 languages", YES),
        # What is counted or measured.
        ("nine intermediate tasks", "nine tasks", YES),
        ("nine intermediate tasks", "eight tasks", NO),
        ("3 source languages", "3 target languages", NEITHER),
        ("5 large datasets", "6 public datasets", NEITHER),
        ("5 large datasets", "5 public datasets", YES),
        ("500 examples", "500 instances", YES),
        ("a BLEU of 27.3", "a chrF of 27.3", NEITHER),
        ("an accuracy of 80.9", "80.9 on XNLI", YES),
        ("a gain of 2.0 BLEU", "a gain of 2.0 points", YES),
        ("$5 each", "€5 each", NEITHER),
        ("a learning rate of 2e-5", "a learning rate of 1e-5", NO),
        ("a batch size of 32", "k = 32", NEITHER),
        ("a 20% relative gain", "a 20% gain", YES),
        ("a 20% relative gain", "a 25% gain", NEITHER),
        ("a gain of 80%", "an accuracy of 75%", NEITHER),
        # Hedges and bounds.
        ("about 80%", "78.3%", YES),
        ("about 83%", "80.1%", NO),
        ("nearly 80%", "81.5%", NO),
        ("over 80%", "80.9%", YES),
        ("over 80%", "97.3%", NEITHER),
        ("over 80%", "79.1%", NO),
        ("it covers over 15 languages", "15 languages", NO),
        ("at least 15 languages", "15 languages", YES),
        ("more than half of them", "73%", YES),
        ("up to 6%", "6.1%", YES),
        ("up to 6%", "3.0%", NEITHER),
        ("up to 6%", "7.2%", NO),
        ("less than 5%", "4.1%", YES),
        ("over 100 languages", "157 languages", YES),
        ("dozens of languages", "40 languages", YES),
        ("dozens of languages", "12 languages", NO),
        # A stated spread does not widen the figure.
        ("79.2 ± 0.4", "79.4 on XNLI", NO),
        ("79.2 ± 0.4", "79.2 on XNLI", YES),
    ],
)
def test_same_figure(a: str, b: str, answer: str) -> None:
    first, second = only(a), only(b)
    found = same_figure(first, second)
    assert (found.answer, bool(found.why)) == (answer, answer != YES), found
    assert same_figure(second, first).answer == answer


@pytest.mark.parametrize(
    ("evidence", "claim", "answer"),
    [
        ("80.89%", "80.9%", YES),
        ("80.9%", "81%", YES),
        ("80.9%", "80.89%", NEITHER),
        ("81%", "80.54%", NEITHER),
        ("80.9%", "over 80%", YES),
        ("over 80%", "80.9%", NEITHER),
        ("over 80%", "over 80%", YES),
        ("over 85%", "over 80%", YES),
        ("over 80%", "over 85%", NEITHER),
        ("at least 80%", "over 80%", YES),
        ("79.9%", "over 80%", NO),
        ("95.0%", "over 80%", NEITHER),
        ("80.9%", "about 80%", YES),
        ("about 80%", "80%", NEITHER),
        ("about 80%", "about 80%", YES),
        ("6.1%", "up to 6%", YES),
        ("up to 6%", "6%", NEITHER),
        ("up to 6%", "up to 6%", YES),
        ("up to 6%", "up to 9%", NEITHER),
        ("9%", "up to 6%", NO),
        ("392,702 pairs", "393k pairs", YES),
        ("393k pairs", "392,702 pairs", NEITHER),
        ("nearly 393k pairs", "393k pairs", NEITHER),
        ("53 languages", "dozens of languages", YES),
        ("dozens of languages", "53 languages", NEITHER),
        ("15 languages", "14 languages", NO),
        ("gains of 1.8 points", "drops of 1.8 points", NO),
        ("79.2 ± 0.4", "79.2 on XNLI", YES),
        ("79.4 on XNLI", "79.2 ± 0.4", NO),
        ("79.2 ± 0.9", "79.2 ± 0.4", NEITHER),
    ],
)
def test_evidence_settles_a_claim(evidence: str, claim: str, answer: str) -> None:
    assert entails_number(only(evidence), only(claim)).answer == answer


@pytest.mark.parametrize(
    ("a", "b", "band", "answer"),
    [
        ("80.9 on XNLI", "80.4 on XNLI", BAND_AVERAGE, YES),
        ("80.9 on XNLI", "79.2 on XNLI", BAND_AVERAGE, NO),
        ("73.9 on XNLI", "73.0 on XNLI", BAND_LANGUAGE, YES),
        ("73.9 on XNLI", "72.8 on XNLI", BAND_LANGUAGE, NO),
        ("0.809 accuracy", "80.4% accuracy", BAND_AVERAGE, YES),
        ("0.809 accuracy", "0.804 accuracy", BAND_AVERAGE, YES),
        ("0.809 accuracy", "0.792 accuracy", BAND_AVERAGE, NO),
        ("79.8 ± 0.2", "80.1 ± 0.1", BAND_AVERAGE, YES),
        ("79.8 ± 0.1", "80.2 ± 0.1", BAND_AVERAGE, NO),
        ("79.8 ± 1.2", "81.0 on XNLI", BAND_AVERAGE, YES),
        ("79.8 ± 0.1", "80.2 on XNLI", BAND_AVERAGE, YES),
        ("gains of 1.8 points", "gains of 1.4 points", BAND_AVERAGE, YES),
        ("gains of 0.2 points", "drops of 0.2 points", BAND_AVERAGE, NO),
        ("15 languages", "15 tasks", BAND_AVERAGE, NEITHER),
        ("15 languages", "14 languages", BAND_LANGUAGE, NO),
        ("1.8 points", "1.8%", BAND_AVERAGE, NEITHER),
    ],
)
def test_measurements_are_compatible_within_their_noise(a: str, b: str, band: float, answer: str) -> None:
    assert consistent(only(a), only(b), band).answer == answer
    assert consistent(only(b), only(a), band).answer == answer


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("79.2", [(79.2, "score", "")]),
        ("**79.2**", [(79.2, "score", "")]),
        (r"\textbf{79.2}", [(79.2, "score", "")]),
        (r"\underline{\textbf{79.2}}$^\dagger$", [(79.2, "score", "")]),
        ("79.2*", [(79.2, "score", "")]),
        ("79.2†", [(79.2, "score", "")]),
        ("79.2$^{2}$", [(79.2, "score", "")]),
        ("79.2 (2)", [(79.2, "score", "")]),
        ("79.2a", [(79.2, "score", "")]),
        (".792", [(0.792, "score", "")]),
        ("12.3/45.6", [(12.3, "score", ""), (45.6, "score", "")]),
        ("80.4 (+1.2)", [(80.4, "score", ""), (1.2, "points", "up")]),
        ("−0.7", [(0.7, "points", "down")]),
        ("+1.8", [(1.8, "points", "up")]),
        ("85%", [(85, "percent", "")]),
        ("1.8x", [(1.8, "times", "")]),
        ("1,234", [(1234, "count", "")]),
        ("392702", [(392702, "count", "")]),
        ("110M", [(110e6, "count", "")]),
        ("2.5 GB", [(2.5e9, "bytes", "")]),
        ("15", [(15, "score", "")]),
        ("15 languages", [(15, "count", "")]),
        ("2019", []),
        ("-", []),
        ("n/a", []),
        ("--", []),
        ("BERT-12", []),
        ("", []),
    ],
)
def test_a_cell_holds_these_quantities(cell: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(a.value, a.unit, a.direction) for a in find_in_cell(cell)] == expected


@pytest.mark.parametrize(
    "cell", ["79.2 ± 0.4", "79.2±0.4", r"79.2$_{\pm0.4}$", "79.2$_{0.4}$", "79.2 (±0.4)", "79.2 +/- 0.4"]
)
def test_a_cell_may_state_a_spread(cell: str) -> None:
    (found,) = find_in_cell(cell)
    assert (found.value, found.low, found.high) == (79.2, 78.8, 79.6)


def test_a_number_is_traced_to_its_cell() -> None:
    (cell,) = find_in_cell("80.89")
    assert entails_number(cell, only("It reaches 80.9 on XNLI.")).answer == YES
    (loss,) = find_in_cell("-0.31")
    assert same_figure(loss, only("r = -0.31")).answer == YES
    assert same_figure(loss, only("It drops by 0.31.")).answer == YES
