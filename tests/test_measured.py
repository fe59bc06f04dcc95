"""What a result that was measured here says of a claim, and when it may decide: each test is a trap."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from measured_maker import ALL_OVER_ENGLISH, SPOKEN_OF, claim_of, run_of
from report_maker import make_report

from litsynth.errors import BadRecord, MissingInput
from litsynth.records import Label, MeasuredContrast, MeasuredRun, Verdict
from litsynth.render.measured import measured_words
from litsynth.review import verdict_digest
from litsynth.store import read_measured, remove_measured, write_measured
from litsynth.synthesize import with_runs
from litsynth.verify import with_measured
from litsynth.verify.measured import bearings

BEHIND = {"value": -3.0, "low": -4.0, "high": -2.0, "by_seed": (-3.1, -3.0, -2.9), "ahead": "worse"}


def verdict_on(text: str, *runs: MeasuredRun, label: Label = "not enough evidence", **changes: object) -> Verdict:
    return with_measured(claim_of(text, **changes), Verdict("c1", label, 0.9, (), 5), runs, 0.55)


@pytest.mark.parametrize(
    "text",
    [
        SPOKEN_OF,
        "Training mBERT on all languages instead of English only is worth 2.7 points of average XNLI accuracy.",
        "Multi-language fine-tuning on all languages gains 3.1 points of XNLI accuracy over English-only fine-tuning.",
    ],
)
def test_a_close_result_that_agrees_supports_what_the_literature_leaves_open(text: str) -> None:
    made = verdict_on(text, run_of())
    assert (made.label, made.grounds.basis) == ("supported", "measured")
    assert (made.measured[0].stance, made.measured[0].decides) == ("supports", True)
    assert made.confidence == pytest.approx(10**1.3 / (1 + 10**1.3))
    assert (made.traced, made.restated, made.corroborated) == (0, 0, 0)  # no paper says so


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("other data set", "On PAWS-X, training mBERT on all languages beats English-only fine-tuning."),
        ("no data set", "Training mBERT on all languages beats English-only fine-tuning."),
        ("other metric", "Training mBERT on all languages beats English-only fine-tuning in XNLI F1."),
        ("wrong language", "In Urdu, training mBERT on all languages beats English-only fine-tuning on XNLI."),
        ("some of its languages", "In German, training mBERT on all languages beats English-only fine-tuning on XNLI."),
        ("English", "In English, training mBERT on all languages beats English-only fine-tuning on XNLI."),
        ("one side only", "On XNLI, training mBERT on all languages beats fine-tuning with translated tests."),
        ("no direction", "On XNLI, training mBERT on all languages was compared with English-only fine-tuning."),
        ("denied", "On XNLI, training mBERT on all languages does not beat English-only fine-tuning."),
        ("both ways", "Training on all languages gains on XNLI in Thai and loses in Urdu against English-only fine-tuning."),
    ],
)  # fmt: skip
def test_what_speaks_of_something_else_or_says_nothing_gets_no_evidence(why: str, text: str) -> None:
    before = Verdict("c1", "not enough evidence", 0.9, (), 5)
    assert with_measured(claim_of(text), before, [run_of("exact")], 0.55) == before, why


def test_a_claim_that_says_the_other_direction_is_contested() -> None:
    said = "On XNLI, English-only fine-tuning of mBERT is better than training it on all languages."
    assert verdict_on(said, run_of("exact")).label == "refuted"
    assert verdict_on(said, run_of("close")).label == "not enough evidence"  # its deviations may be why
    assert verdict_on(said, run_of("close"), label="supported").label == "conflicting"
    assert verdict_on(said, run_of("exact", **BEHIND)).label == "supported"
    assert verdict_on(SPOKEN_OF, run_of("exact", **BEHIND)).label == "refuted"


def test_a_result_against_a_verdict_of_the_literature_makes_a_conflict_and_is_no_trump() -> None:
    made = verdict_on(SPOKEN_OF, run_of("exact", **BEHIND), label="supported")
    assert (made.label, made.confidence) == ("conflicting", 0.9)
    assert verdict_on(SPOKEN_OF, run_of("exact"), label="refuted").label == "conflicting"
    same = verdict_on(SPOKEN_OF, run_of("exact"), label="supported")
    assert (same.label, same.confidence, same.grounds.basis) == ("supported", 0.9, "entailment")


@pytest.mark.parametrize("label", ["supported", "refuted", "not enough evidence", "different protocol", "conflicting"])
@pytest.mark.parametrize("changes", [{}, BEHIND])
def test_a_conceptual_result_is_shown_beside_and_changes_nothing_but_that(label: Label, changes: dict) -> None:
    before = Verdict("c1", label, 0.9, (), 5)
    made = with_measured(claim_of(SPOKEN_OF), before, [run_of("conceptual", **changes)], 0.55)
    assert replace(made, measured=()) == before
    assert made.measured[0].stance == ("contests" if changes else "supports")
    assert not made.measured[0].decides


@pytest.mark.parametrize(
    "why",
    [
        "inconclusive: zero is possible",
        "explained by selection: above zero under this choice of epochs",
        "below chance",
    ],
)
def test_a_result_that_settles_nothing_says_neither(why: str) -> None:
    made = verdict_on(SPOKEN_OF, run_of("exact", ahead="", why=why))
    assert (made.label, made.measured[0].stance, made.measured[0].decides) == (
        "not enough evidence",
        "says neither",
        False,
    )
    assert made.measured[0].why == why


def test_two_runs_that_disagree_decide_nothing_and_are_both_shown() -> None:
    made = verdict_on(SPOKEN_OF, run_of("exact"), run_of("exact", "two", **BEHIND))
    assert made.label == "not enough evidence"
    assert [piece.stance for piece in made.measured] == ["supports", "contests"]
    assert {piece.why for piece in made.measured} == {"results measured here disagree"}
    # What can not decide does not keep another result from it.
    assert verdict_on(SPOKEN_OF, run_of("exact"), run_of("conceptual", "two", **BEHIND)).label == "supported"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("On XNLI, training on all languages beats English-only fine-tuning of XLM-R.", "XLM-R"),
        ("On XNLI and PAWS-X, training mBERT on all languages beats English-only fine-tuning.", "PAWS-X as well"),
        ("On XNLI dev, training mBERT on all languages beats English-only fine-tuning.", "test data"),
        ("Over 15 languages of XNLI, training mBERT on all languages beats English-only fine-tuning.", "over 2 languages"),
        ("Training mBERT on all languages is worth 9.7 points of XNLI accuracy over English-only fine-tuning.", "size"),
        ("Training mBERT on all languages gains 3.0 points on XNLI over English-only fine-tuning (75.1%).", "figures"),
        ("On XNLI, training mBERT on all languages always beats English-only fine-tuning.", "says more"),
    ],
)  # fmt: skip
def test_a_claim_of_more_or_of_other_things_is_not_decided(text: str, why: str) -> None:
    made = verdict_on(text, run_of("exact"))
    assert (made.label, made.measured[0].decides) == ("not enough evidence", False)
    assert why in made.measured[0].why


def test_what_a_paper_reports_of_another_is_not_decided_by_the_world() -> None:
    assert verdict_on(SPOKEN_OF, run_of("exact"), attributed=True).label == "not enough evidence"


def test_a_result_that_is_hardly_likelier_than_none_is_too_weak() -> None:
    made = verdict_on(SPOKEN_OF, run_of("exact", weight=0.05))
    assert (made.label, made.measured[0].why) == ("not enough evidence", "the result is too weak")


def test_a_decision_was_made_on_other_evidence_once_a_result_is_there() -> None:
    before = Verdict("c1", "supported", 0.9, (), 5)
    with_one = with_measured(claim_of(SPOKEN_OF), before, [run_of("conceptual")], 0.55)
    assert verdict_digest(with_one) != verdict_digest(before)
    assert verdict_digest(replace(with_one, confidence=0.8)) == verdict_digest(with_one)


def test_the_order_of_runs_changes_nothing() -> None:
    runs = [run_of("close", name, ahead=ahead) for name, ahead in (("a", "better"), ("b", ""), ("c", "better"))]
    claim = claim_of(SPOKEN_OF)
    assert bearings(claim, runs) == bearings(claim, runs[::-1])


def test_kept_results_come_back_equal_and_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    assert read_measured(tmp_path / "none") == ()
    one, two = run_of(), run_of("exact", "two", value=-1.5)
    paths = [write_measured(tmp_path, run) for run in (two, one)]
    assert read_measured(tmp_path) == (one, two)
    write_measured(tmp_path, replace(one, title="Again"))
    assert [run.title for run in read_measured(tmp_path)] == ["Again", "A rerun"]
    paths[0].write_text(paths[0].read_text().replace('"exact"', '"close"'))
    with pytest.raises(BadRecord, match="was changed after it was written"):
        read_measured(tmp_path)
    paths[0].unlink()
    remove_measured(tmp_path, one.run_id)
    assert read_measured(tmp_path) == ()
    with pytest.raises(MissingInput, match="no measured run"):
        remove_measured(tmp_path, one.run_id)


def test_a_reader_is_told_what_was_compared_and_not_by_the_names_of_arms(tmp_path: Path) -> None:
    names = ("NLI training in all languages", "NLI training in English only")
    named, bare = run_of("conceptual", called=names), run_of("conceptual")
    for run, sides in ((named, names), (bare, ("all", "english"))):
        told = with_runs(make_report(), [run], frozenset({(run.run_id, "all-over-english")})).answer
        (sentence,) = (one.text for one in told if " minus " in one.text)
        assert sentence.startswith(f"{sides[0][0].upper()}{sides[0][1:]} minus {sides[1]}, to test")
        assert f"of what is asked: {sides[0]} is ahead" in sentence
        (piece,) = bearings(claim_of(SPOKEN_OF), [run])
        assert f": {sides[0]} minus {sides[1]}: +3.0" in measured_words(piece)
        write_measured(tmp_path, run)
        assert read_measured(tmp_path) == (run,)


def test_a_file_that_was_sealed_before_sides_had_names_for_readers_is_read(tmp_path: Path) -> None:
    file = write_measured(tmp_path, run_of())
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["run"]["contrasts"][0].pop("called") == []
    file.write_text(json.dumps(kept), encoding="utf-8")
    assert read_measured(tmp_path) == (run_of(),)


def test_a_contrast_is_known_by_the_settings_of_the_field() -> None:
    contrast: MeasuredContrast = replace(ALL_OVER_ENGLISH, about=())
    said = "Translate-train-all is worth 3.0 points of mBERT's XNLI accuracy over zero-shot transfer."
    (piece,) = bearings(claim_of(said), [replace(run_of(), contrasts=(contrast,))])
    assert (piece.stance, piece.decides) == ("supports", True)
