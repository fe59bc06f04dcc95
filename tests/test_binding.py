"""Figures, sides and halves of a claim that change places in a sentence on it."""

import pytest

from litsynth.pipeline.binding import moved_in

TWO = "XLM-R large reaches 83.6% and XLM-R base 79.1% average XNLI accuracy."
PLACES = "mBERT reaches 65.4% zero-shot accuracy on XNLI in German and 49.7% in Swahili."
SIDES = "Training on all languages is worth 2.7 points of XNLI accuracy for XLM-R over English-only fine-tuning."
HALVES = "Longer training hardly changes XNLI accuracy, while adding parallel data brings mBERT to 76.3%."
LISTED = "Training XLM-R on STS data raises STS correlation from 17.8 to 55.6, distillation on parallel data to 77.9."
APART = "With one language each, mBERT reaches 74.6% average XNLI accuracy, and 75.1% trained on all languages."
ELSEWHERE = "In the XTREME evaluation, XLM-R large reaches 79.2% average XNLI accuracy."


@pytest.mark.parametrize(
    ("sentence", "claims", "what"),
    [
        ("XLM-R base reaches 83.6% average XNLI accuracy.", [TWO], "figure of something else"),
        ("XLM-R large reaches 79.1% and XLM-R base 83.6% average XNLI accuracy.", [TWO], "figure of something else"),
        ("mBERT reaches 65.4% zero-shot accuracy on XNLI in Swahili.", [PLACES], "figure of something else"),
        ("mBERT reaches 65.4% zero-shot accuracy on XNLI.", [PLACES], "figure of something else"),
        ("mBERT reaches 65.4% zero-shot accuracy on XNLI in German and Swahili.", [PLACES], "figure of something else"),
        ("English-only fine-tuning of XLM-R beats training on all languages on XNLI.", [SIDES], "direction turned"),
        ("Trained on all languages, mBERT reaches 74.6% average XNLI accuracy.", [APART], "figure of something else"),
        ("Adding parallel data hardly changes XNLI accuracy.", [HALVES], "parts put together anew"),
        ("Training XLM-R on STS data raises STS correlation to 77.9.", [LISTED], "figure of something else"),
        (
            "In the XTREME evaluation, XLM-R large reaches 83.6% average XNLI accuracy.",
            [TWO, ELSEWHERE],
            "figure of something else",
        ),
    ],
)
def test_what_changes_places_is_told(sentence: str, claims: list[str], what: str) -> None:
    found = moved_in(sentence, claims)
    assert (found[0] if found else "") == what


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("XLM-R base reaches 79.1% average XNLI accuracy.", [TWO]),
        ("mBERT reaches 49.7% zero-shot accuracy on XNLI in Swahili.", [PLACES]),
        ("Longer training hardly changes XNLI accuracy.", [HALVES]),
        (f"It is reported that {PLACES}", [PLACES]),
        *((claim, [claim]) for claim in (TWO, PLACES, SIDES, HALVES, LISTED, APART, ELSEWHERE)),
    ],
)
def test_what_stays_in_its_place_passes(sentence: str, claims: list[str]) -> None:
    assert moved_in(sentence, claims) is None
