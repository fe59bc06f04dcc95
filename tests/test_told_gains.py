"""Gains told in running text: who gains on whom, on what, under which protocol, and what one says of another."""

import json
from pathlib import Path

import pytest
from conftest import Litsynth

from litsynth.quantities import find_quantities
from litsynth.verify.told_gains import compare_gains, told_gain

CLAIM = "Unicoder improves over XLM by 1.8 points on XNLI."


def compared(claim: str, passage: str) -> tuple[str, str]:
    found = compare_gains(claim, find_quantities(claim), passage)
    return found.finding, found.why


@pytest.mark.parametrize(
    "passage",
    [
        "Unicoder gains 1.8 points over XLM on XNLI.",
        "On XNLI, XLM trails Unicoder by 1.8 points.",
        "The corpus is new. Unicoder is 1.8 points better than XLM on XNLI (76.9% against 75.1%).",
        "Unicoder reports a gain of 1.8 points in average XNLI accuracy over 15 languages against its XLM baseline.",
        "On XNLI, Unicoder raises XLM by 1.8 points.",
    ],
)
def test_the_same_gain_in_other_words(passage: str) -> None:
    assert compared(CLAIM, passage) == ("same", "the same gain")


@pytest.mark.parametrize(
    "passage",
    [
        "XLM gains 1.8 points over Unicoder on XNLI.",  # the other way round
        "Unicoder is 1.8 points worse than XLM on XNLI.",
        "Unicoder gains 1.8 points over XLM on PAWS-X.",
        "Unicoder gains 1.8 points over mBERT on XNLI.",
        "InfoXLM gains 1.8 points over XLM on XNLI.",
        "Unicoder gains 1.8 points over XLM on XNLI and 2.0 points on PAWS-X.",  # two gains
        "Unicoder gains 1.8 points over XLM on XNLI and PAWS-X.",
        "With 10% of the training data, Unicoder gains 1.8 points over XLM on XNLI.",
        "Unicoder gains 1.8% over XLM on XNLI.",  # relative
        "Unicoder gains 2.1 points over XLM on XNLI.",  # nothing says that the protocol is another
        "Unicoder reaches 1.8 on XNLI, and XLM more.",
    ],
)
def test_a_gain_of_another_thing_says_nothing(passage: str) -> None:
    assert compared(CLAIM, passage)[0] == "silent"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Unicoder improves over XLM by 1.8 points on XNLI in Swahili.", "Unicoder gains 1.8 points over XLM on XNLI."),
        ("On the XNLI dev set, Unicoder gains 1.8 points over XLM.", "Unicoder gains 1.8 points over XLM on XNLI."),
        ("Zero-shot, Unicoder gains 1.8 points over XLM on XNLI.", "Unicoder gains 1.8 points over XLM on XNLI."),
        (f"Owing to its third task, {CLAIM}", "Unicoder gains 1.8 points over XLM on XNLI."),
        ("Unicoder gains 1.8 points over XLM on XNLI and 3 tasks.", "Unicoder gains 1.8 points over XLM on XNLI."),
    ],
)
def test_what_the_claim_says_beyond_the_passage_is_not_supported(claim: str, passage: str) -> None:
    assert compared(claim, passage)[0] == "silent"


def test_a_protocol_that_only_the_passage_tells_is_named() -> None:
    said = "On XNLI, Unicoder gains {} points over XLM when both use {}."
    assert compared(CLAIM, said.format("1.8", "translate-train")) == (
        "same",
        "the same gain, told of setting translate-train",
    )
    finding, why = compared(CLAIM, said.format("0.7", "multi-language fine-tuning"))
    assert (finding, why) == (
        "other protocol",
        "1.8 points against 0.7 points; setting: not said / translate-train-all",
    )


def test_two_settings_that_both_name_are_not_held_against_each_other() -> None:
    claim = "Zero-shot, Unicoder gains 0.3 points over XLM on XNLI."
    assert compared(claim, "With translate-train, Unicoder gains 0.7 points over XLM on XNLI.")[0] == "silent"


def test_two_versions_of_one_sentence() -> None:
    final = "Training on an intermediate task raises XLM-R large by 5.4 points on XTREME, says the final version."
    first = "The first version states a gain of 6.1 points over XLM-R large on XTREME from training on an intermediate task."
    assert compared(first, final) == ("other protocol", "6.1 points against 5.4 points; version: v1 / final")
    assert compared(first, final.replace("5.4", "6.1"))[0] == "silent"
    unlike = "More data raises XLM-R large by 5.4 points on XTREME, says the final version."
    assert compared(first, unlike)[0] == "silent"


def test_a_fall_is_told_of_who_loses() -> None:
    gain = told_gain("On XNLI, an intermediate task lowers XLM-R large by 1.2 points.")
    assert gain is not None
    assert (gain.gaining, gain.baseline, gain.quantity.direction) == ("", "XLM-R large", "down")
    assert (
        compared(
            "An intermediate task raises XLM-R large by 1.2 points on XNLI.",
            "On XNLI, an intermediate task lowers XLM-R large by 1.2 points.",
        )[0]
        == "silent"
    )


def test_given_text_is_read_by_the_same_rules(litsynth_: Litsynth, folder: Path) -> None:
    rows = [
        {"claim": CLAIM, "evidence": ["Much is new.", "On XNLI, XLM trails Unicoder by 1.8 points."]},
        {"claim": CLAIM, "evidence": "Zero-shot, Unicoder gains 0.3 points over XLM on XNLI."},
    ]
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status, out, _ = litsynth_("check", "in.jsonl", "--offline", "-q")
    same, other = map(json.loads, out.splitlines())
    assert status == 0
    assert (same["label"], same["rationale"]) == ("supported", [1])
    assert other["label"] == "not_enough_info"


def test_how_runs_are_summed_up_is_part_of_the_protocol() -> None:
    mean = "Averaged over 5 seeds, Unicoder gains 1.8 points over XLM on XNLI."
    assert compared(mean, "Unicoder gains 1.8 points over XLM on XNLI.")[0] == "silent"
    assert compared(mean, "Unicoder gains 1.8 points over XLM on XNLI (best of 5 seeds).")[0] == "silent"
