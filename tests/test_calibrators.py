"""Confidence of verdicts: fitted, measured, kept in a file, and used when a verdict is decided."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litsynth.calibrate import (
    CLASSES,
    FEATURES,
    IN_DOMAIN,
    METHOD,
    Calibrator,
    DataUsed,
    Measured,
    Sample,
    ScoresRate,
    adaptive_calibration_error,
    calibrator_json,
    expected_calibration_error,
    fit_verdicts,
    halves,
    inputs_of,
    make_calibrator,
    read_calibrator,
    said_of,
    threshold_for,
    uncalibrated,
    verdict_error,
    withheld,
)
from litsynth.config import VerifySettings
from litsynth.errors import BadRecord, UsageError
from litsynth.records import Anchor, Claim, Evidence, Grounds, Judgement, NumberCheck, Passage, Span
from litsynth.verify import decide
from litsynth.verify.decide import numbers_gate, stance_of_given

VERIFIER = "litsynth-embedded@ab12 int8 onnx T=1.3000"


def drawn(n: int, seed: int = 1, most: int = 40) -> list[Sample]:
    """Verdicts of a verifier that is right about each passage, but takes the strongest of many: true odds fall with their

    number as 1 / passages.
    """
    chance = np.random.default_rng(seed)
    samples = []
    for row in range(n):
        passages = int(chance.integers(1, most + 1))
        support, refute = (float(value) for value in chance.random(2))
        odds = np.array([support / (1 - support) / passages, 1.0, refute / (1 - refute) / passages])
        truth = CLASSES[int(chance.choice(3, p=odds / odds.sum()))]
        said = "supported" if support > max(0.6, refute) else "refuted" if refute > 0.8 else "not enough evidence"
        grounds = Grounds(said, support, refute)
        samples.append(Sample("made up", "biomedical", f"group {row // 3}", grounds, passages, (truth,)))
    return samples


# Fitting


def test_what_was_fitted_is_calibrated_and_what_the_verifier_says_is_not():
    fit, rest = drawn(3000), drawn(3000, seed=2)
    found = verdict_error(rest, fit_verdicts(fit).probabilities(inputs_of(rest)), said_of(rest), None)
    raw = verdict_error(rest, uncalibrated(rest), said_of(rest), None)
    assert found.ece.value < 2 * found.ideal < 0.05
    assert raw.ece.value > 0.1
    assert found.brier.value < raw.brier.value
    assert found.nll.value < raw.nll.value


def test_the_strongest_of_many_passages_means_less_than_the_strongest_of_few():
    calibrator, _ = make_calibrator(drawn(3000), VERIFIER, {"made up": "00"}, 0.9)
    grounds = Grounds("supported", 0.95, 0.05)
    few, many = (calibrator.probability("supported", grounds, passages) for passages in (1, 40))
    assert few > 0.9
    assert many < 0.5


def test_a_wrong_verdict_teaches_although_its_truth_is_not_known():
    fit, rest = drawn(4000), drawn(3000, seed=2)
    judged = [
        one if one.grounds.said in one.truth else replace(one, truth=tuple({*CLASSES} - {one.grounds.said}))
        for one in fit
    ]
    inputs = inputs_of(rest)
    full, partial = (fit_verdicts(known).probabilities(inputs) for known in (fit, judged))
    rows, said = np.arange(len(rest)), said_of(rest)
    assert np.abs(full - partial)[rows, said].mean() < 0.03


def test_a_threshold_holds_its_precision_where_it_was_chosen_and_needs_thirty_verdicts():
    samples = drawn(2000, most=3)
    probabilities = fit_verdicts(samples).probabilities(inputs_of(samples))
    least = threshold_for(samples, probabilities, 0.8)
    found = verdict_error(samples, probabilities, said_of(samples), least)
    assert found.precision.value >= 0.8
    assert 0 < found.coverage.value < 1
    wrong = [replace(one, truth=("not enough evidence",)) for one in samples]
    assert threshold_for(wrong, probabilities, 0.5) is None
    assert threshold_for(samples[:25], probabilities[:25], 0.1) is None


def test_too_few_verdicts_are_refused():
    with pytest.raises(UsageError, match="at least 40"):
        make_calibrator(drawn(60), VERIFIER, {"made up": "00"}, 0.9)


# Halves

GROUPS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["a", "b"])), max_size=40)


@given(GROUPS, st.randoms())
def test_halves_share_no_group_and_no_order_decides(groups, chance):
    samples = [
        Sample(source, "biomedical", f"{group}", Grounds(support=row / 100), 1, ("supported",))
        for row, (group, source) in enumerate(groups)
    ]
    one, other = halves(samples)
    assert sorted([*one, *other], key=repr) == sorted(samples, key=repr)
    assert not {sample.group for sample in one} & {sample.group for sample in other}
    shuffled = list(samples)
    chance.shuffle(shuffled)
    assert [set(half) for half in halves(shuffled)] == [set(one), set(other)]


def test_halves_are_alike_in_size_and_sources():
    samples = drawn(300) + [replace(one, source="other", group=f"o{one.group}") for one in drawn(90)]
    one, other = halves(samples)
    for source in ("made up", "other"):
        counts = [sum(sample.source == source for sample in half) for half in (one, other)]
        assert abs(counts[0] - counts[1]) <= 3


# Measures


def test_errors_are_those_of_their_definitions():
    samples = drawn(500)
    probabilities, said = uncalibrated(samples), said_of(samples)
    confidence = np.array([row[label] for row, label in zip(probabilities, said, strict=True)])
    right = np.array([float(CLASSES[label] in one.truth) for one, label in zip(samples, said, strict=True)])
    found = verdict_error(samples, probabilities, said, 0.7)
    assert found.ece.value == pytest.approx(expected_calibration_error(confidence, right))
    assert found.adaptive.value == pytest.approx(adaptive_calibration_error(confidence, right))
    assert found.brier.value == pytest.approx(np.mean((confidence - right) ** 2))
    likely = np.where(right == 1, confidence, 1 - confidence)
    assert found.nll.value == pytest.approx(-np.log(likely).mean())
    answered = [row for row in range(500) if said[row] != 1 and confidence[row] >= 0.7]
    assert found.answered == len(answered)
    assert found.precision.value == pytest.approx(right[answered].mean())
    assert found.coverage.value == pytest.approx(len(answered) / 500)
    after = withheld(said, probabilities, 0.7)
    assert [row for row in range(500) if after[row] != 1] == answered


# The file


def made(**changes) -> Calibrator:
    """A calibrator for which the odds of support are those of the strongest passage, and refutation is rare."""
    weights = [(0.0, 0.0, 0.0)] * len(FEATURES)
    weights[0] = (1.0, 0.0, 0.0)
    used = DataUsed("claims.jsonl", "c0ffee", "biomedical", 900, 300, 901, 299, 0.03, 0.02)
    measured = Measured(901, 299, 0.03, 0.02, 0.05, 0.02, 0.031, 0.2, 0.6, 0.91, 0.3)
    fields = {
        "verifier": "litsynth-embedded@ab12 T=1.3000",
        "method": METHOD,
        "features": FEATURES,
        "weights": tuple(weights),
        "bias": (0.0, 0.0, -20.0),
        "precision": 0.9,
        "threshold": 0.7,
        "scores": None,
        "data": (used,),
        "measured": measured,
    }
    return Calibrator(**(fields | changes))


def test_a_file_holds_a_calibrator_and_its_identity_its_content():
    calibrator, _ = make_calibrator(drawn(400), VERIFIER, {"made up": "00"}, 0.9)
    text = calibrator_json(calibrator)
    assert read_calibrator(text, "here", VERIFIER) == calibrator
    assert text == calibrator_json(make_calibrator(drawn(400), VERIFIER, {"made up": "00"}, 0.9)[0])
    assert json.loads(text)["identity"] == calibrator.identity
    assert made().identity != made(threshold=0.71).identity


def test_another_verifier_a_changed_file_and_no_file_of_ours_are_refused():
    text = calibrator_json(made())
    assert read_calibrator(text, "here", "litsynth-embedded@ab12 fp32 torch T=1.3000") == made()  # another engine
    for other in ("litsynth-embedded@cd34 int8 onnx T=1.3000", "litsynth-embedded@ab12 int8 onnx T=1.4000"):
        with pytest.raises(UsageError, match=r"here was fitted for litsynth-embedded@ab12 T=1\.3000, not for"):
            read_calibrator(text, "here", other)
    for wrong in ("", "[]", "{}", text.replace("0.7", "0.6"), text.replace('"refute"', '"rebut"')):
        with pytest.raises(BadRecord, match="here"):
            read_calibrator(wrong, "here", VERIFIER)
    with pytest.raises(BadRecord, match="coefficients"):
        made(bias=(0.0, float("nan"), 0.0))


def test_verdicts_by_scores_have_the_rate_of_the_judged_ones():
    by_scores = replace(drawn(1)[0], grounds=Grounds("supported", basis="scores"), truth=("supported",))
    wrong = replace(by_scores, truth=("refuted",))
    some = [*drawn(400), *[by_scores] * 18]
    assert make_calibrator(some, VERIFIER, {"made up": "00"}, 0.9)[0].by_scores is None
    scores = make_calibrator([*some, by_scores, wrong], VERIFIER, {"made up": "00"}, 0.9)[0].scores
    assert scores == ScoresRate(20, 19)
    assert made(scores=scores).by_scores == pytest.approx(20 / 22)


def test_verdicts_of_the_field_itself_move_what_is_expected_there():
    elsewhere = drawn(2000)
    here = [replace(one, source="judged", field=IN_DOMAIN, group=f"j{one.group}") for one in drawn(400, seed=3)]
    # In the field itself, what looks supported is not.
    here = [replace(one, truth=("not enough evidence",)) for one in here]
    sha256 = {"made up": "00", "judged": "11"}
    without, both = (make_calibrator(some, VERIFIER, sha256, 0.9)[0] for some in (elsewhere, elsewhere + here))
    assert (without.in_domain, both.in_domain) == (False, True)
    grounds = Grounds("supported", 0.9, 0.1)
    assert both.probability("supported", grounds, 3) < 0.3 < without.probability("supported", grounds, 3)


# Deciding

CLAIM = Claim("c", "p", "It works.", "It works.", Anchor("p", "text", Span(0, 9), "It works."), "finding")


def piece(stance, entailment, contradiction=0.05, basis="entailment", confidence=None, numbers=()) -> Evidence:
    text = f"{stance} {entailment}"
    passage = Passage(text, "q", text, Span(0, len(text)), "text")
    judgement = Judgement(entailment, 1 - entailment - contradiction, contradiction)
    told = confidence or max(entailment, contradiction)
    return Evidence(
        "c", passage, CLAIM.anchor, stance, "independent", judgement, tuple(numbers), "", basis, told
    )  # fmt: skip


def test_the_confidence_of_a_verdict_is_the_calibrators():
    verdict = decide(CLAIM, [piece("supports", 0.8), piece("neutral", 0.3)], VerifySettings(), made())
    assert (verdict.label, verdict.looked_at) == ("supported", 2)
    assert verdict.confidence == pytest.approx(0.8, abs=1e-6)
    assert verdict.grounds == Grounds("supported", 0.8, 0.05)
    nothing = decide(CLAIM, [piece("neutral", 0.3)], VerifySettings(), made())
    assert (nothing.label, nothing.confidence) == ("not enough evidence", pytest.approx(0.7, abs=1e-6))


def test_what_is_not_sure_enough_for_the_calibrator_is_withheld():
    found = decide(CLAIM, [piece("supports", 0.65)], VerifySettings(), made())
    assert (found.label, found.grounds.said) == ("not enough evidence", "supported")
    assert found.confidence == pytest.approx(0.35, abs=1e-6)
    assert "supported at 0.65, below the abstention threshold" in found.why
    assert decide(CLAIM, [piece("supports", 0.65)], VerifySettings()).label == "supported"
    assert decide(CLAIM, [piece("supports", 0.75)], VerifySettings(abstain=0.8), made()).label == "not enough evidence"
    assert decide(CLAIM, [piece("supports", 0.99)], VerifySettings(), made(threshold=None)).label != "supported"


def test_what_no_calibrator_knows_keeps_its_confidence():
    settings = VerifySettings()
    by_scores = piece("supports", 0.1, basis="scores", confidence=0.9)
    assert decide(CLAIM, [by_scores], settings, made()).confidence == 0.9
    assert decide(CLAIM, [by_scores], settings, made(scores=ScoresRate(48, 48))).confidence == pytest.approx(49 / 50)
    both = [piece("supports", 0.8), piece("refutes", 0.05, 0.85)]
    other = [piece("different protocol", 0.8)]
    for evidence in (both, other, []):
        with_, without = (decide(CLAIM, evidence, settings, one) for one in (made(), None))
        assert with_ == without


@pytest.mark.parametrize(
    ("numbers", "gate"),
    [
        ([], "none"),
        ([NumberCheck("1", "1", True)], "agree"),
        ([NumberCheck("1", "1", True), NumberCheck("2", "", False, "no such number in the evidence")], "absent"),
        ([NumberCheck("1", "3", False, "differs"), NumberCheck("2", "", False, "no such number")], "differ"),
    ],
)
def test_how_the_numbers_fared_is_among_the_grounds(numbers, gate):
    assert numbers_gate(numbers) == gate
    # Of the passage that decided, not of one that entails the claim more but for a number.
    nearer = piece("neutral", 0.9, numbers=[NumberCheck("1", "3", False, "differs")])
    assert decide(CLAIM, [nearer, piece("supports", 0.7, numbers=numbers)], VerifySettings()).grounds.numbers == gate
    assert decide(CLAIM, [nearer], VerifySettings(), checks=numbers).grounds.numbers == gate
    assert decide(CLAIM, [nearer], VerifySettings()).grounds.numbers == "differ"


def test_evidence_that_is_given_refutes_what_it_says_of_another_number():
    entailed, contradicted = Judgement(0.9, 0.05, 0.05), Judgement(0.05, 0.05, 0.9)
    differs, absent = NumberCheck("1", "3", False, "differs"), NumberCheck("1", "", False, "no such number")
    said = [stance_of_given(entailed, checks, VerifySettings()) for checks in ([], [differs], [absent])]
    assert said == ["supports", "refutes", "neutral"]
    assert stance_of_given(contradicted, [], VerifySettings()) == "refutes"
