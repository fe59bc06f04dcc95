"""What holds of every number: spans, intervals, symmetry, rounding, and digits that differ."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from litsynth.quantities import (
    check_numbers,
    consistent,
    disagrees,
    entails_number,
    find_in_cell,
    find_quantities,
    numbers_agree,
    same_figure,
)
from litsynth.records import Quantity

NUMBERS = "80.9|0.792|1.8|15|392,702|393k|2.5 billion|two|twenty-five|half|dozens|100".split("|")
FRAMES = [
    "an accuracy of {}",
    "{}%",
    "{} points",
    "{} languages",
    "gains of {} points",
    "drops by {}%",
    "{} times faster",
    "over {}%",
    "up to {} points",
    "about {} languages",
    "at least {} tasks",
    "{} ± 0.4",
    "a {}% relative gain",
    "${}",
    "{} hours",
    "{} of the tasks",
]
unhurried = settings(deadline=None)  # a busy machine is no counterexample
SIGNS = r"% points × ± ~ ( ) [ ] , . ; - – / $ \pm \times and or to from by of over up than XNLI F1 BLEU".split()


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    frame, number = draw(st.sampled_from(FRAMES)), draw(st.sampled_from(NUMBERS))
    found = find_quantities(frame.format(number))
    assume(found)
    return found[0]


def texts() -> st.SearchStrategy[str]:
    """Anything, and text made of pieces that the reader knows."""
    pieces = st.lists(st.sampled_from([*SIGNS, *NUMBERS, *(f.format(n) for f in FRAMES for n in NUMBERS)]), max_size=12)
    return st.text(max_size=80) | pieces.map(" ".join) | pieces.map("".join)


@unhurried
@given(texts())
def test_spans_slice_back_in_order_and_do_not_overlap(text: str) -> None:
    for found in (find_quantities(text), find_in_cell(text)):
        end = 0
        for quantity in found:
            assert quantity.span.of(text) == quantity.text
            assert quantity.span.start >= end
            end = quantity.span.end


@unhurried
@given(texts())
def test_an_interval_holds_its_value(text: str) -> None:
    for quantity in find_quantities(text) + find_in_cell(text):
        assert quantity.low <= quantity.value <= quantity.high


@unhurried
@given(texts(), texts())
def test_what_stands_in_one_sentence_does_not_depend_on_the_next(first: str, second: str) -> None:
    assume(not first.rstrip().endswith((":", "(", "[", ",", "-", "+")))
    alone = find_quantities(first)
    together = find_quantities(f"{first}\n\n. . . . . Nothing more is said about any of that here. . . . .\n\n{second}")
    assert [q.value for q in together][: len(alone)] == [q.value for q in alone]


@unhurried
@given(quantities(), quantities(), st.sampled_from([0.5, 1.0]))
def test_comparisons_are_symmetric(a: Quantity, b: Quantity, band: float) -> None:
    assert same_figure(a, b) == same_figure(b, a)
    assert consistent(a, b, band) == consistent(b, a, band)


@unhurried
@given(quantities())
def test_a_quantity_is_itself(a: Quantity) -> None:
    assert same_figure(a, a).answer == "yes"
    assert consistent(a, a, 0.5).answer == "yes"
    assert entails_number(a, a).answer == "yes"
    assert numbers_agree(check_numbers([a], [a]))


@unhurried
@given(quantities(), quantities())
def test_what_settles_a_claim_could_be_the_same_figure_or_a_stronger_bound(a: Quantity, b: Quantity) -> None:
    if entails_number(a, b).answer == "yes" and a.relation in ("=", "~"):
        assert same_figure(a, b).answer == "yes"
    if same_figure(a, b).answer == "no":
        assert entails_number(a, b).answer == "no"


scores = st.decimals(min_value="0.01", max_value="99.99", places=4)


@unhurried
@given(scores, st.integers(0, 3), st.integers(0, 3))
def test_a_number_agrees_with_itself_rounded(value: Decimal, fine: int, coarse: int) -> None:
    assume(coarse <= fine)
    exact, rounded = (value.quantize(Decimal(1).scaleb(-k), ROUND_HALF_UP) for k in (fine, coarse))
    # An exact number is rounded once: 80.45 to 80.5 and then to 81 is not what a reader means by 81.
    assume(rounded == exact.quantize(Decimal(1).scaleb(-coarse), ROUND_HALF_UP))
    (stated,) = find_quantities(f"an accuracy of {exact}%")
    (claimed,) = find_quantities(f"an accuracy of {rounded}%")
    assert same_figure(stated, claimed).answer == "yes"
    assert entails_number(stated, claimed).answer == "yes"


@unhurried
@given(scores, st.integers(0, 3), st.data())
def test_a_changed_digit_never_agrees(value: Decimal, places: int, data: st.DataObject) -> None:
    printed = str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    at = data.draw(st.sampled_from([i for i, character in enumerate(printed) if character.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != printed[at]]))
    changed = printed[:at] + digit + printed[at + 1 :]
    assume(not changed.startswith("0") or changed.startswith("0."))
    for frame in ("an accuracy of {}%", "a gain of {} points", "{} ± 0.4 F1", "a learning rate of {}"):
        (a,), (b,) = find_quantities(frame.format(printed)), find_quantities(frame.format(changed))
        if a.unit == "score" and (a.value <= 1) != (b.value <= 1):
            continue  # 0.09 on [0, 1] and 9.09 on [0, 100] may be one score
        assert same_figure(a, b).answer == "no"
        (check,) = check_numbers([a], [b])
        assert disagrees(check)


@unhurried
@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_exact_counts_agree_only_when_equal(a: int, b: int) -> None:
    (first,), (second,) = find_quantities(f"{a:,} pairs"), find_quantities(f"{b:,} pairs")
    assert (same_figure(first, second).answer == "yes") is (a == b)


@unhurried
@given(st.lists(quantities(), max_size=6), st.lists(quantities(), max_size=6))
def test_no_number_of_the_evidence_serves_twice(claim: list[Quantity], evidence: list[Quantity]) -> None:
    checks = check_numbers(claim, evidence)
    assert len(checks) == len(claim)
    measured = [c.evidence for q, c in zip(claim, checks, strict=True) if c.agree and q.unit != "count"]
    for text in set(measured):
        assert measured.count(text) <= [q.text for q in evidence].count(text)
