"""Whose a figure is in a sentence that tells several: told of another, it is no evidence; as it is told, it stays one."""

import pytest

from litsynth.verify.tied import tied_elsewhere

DROP = "The drop from English is 8.8 points for ERNIE-M, 10.4 for XLM-R, 10.9 for InfoXLM and 16.9 for mBERT."
LIFT = "Training on SocialIQa raises XCOPA accuracy of XLM-R base from 55.6% to 59.0% and of mBERT from 54.1% to 55.8%."
TURN = "Training on English NLI data raises F1 of XLM-R from 11.6 to 47.6 but lowers F1 of mBERT from 41.7 to 33.7."
PLACE = "In Swahili, fine-tuning takes XLM-R base on XNLI from 64.7% to 73.0%, and in Urdu from 65.1% to 71.3%."
DATA = "Swahili MNLI raises TyDiQA F1 of XLM-R large in Swahili by 13.8 points, whereas English MNLI lowers it by 0.3 points."
MIXED = "On XNLI, parallel data is worth 3.6 points of average accuracy, 3.8 points in Swahili and 3.9 points in Urdu."
SETS = "XLM-R exceeds mBERT by 14.6 points of average XNLI accuracy, by 13 points of average F1 on MLQA."
BEATS = "RoBERTa beats XLM-R in 8 of 9 languages, for example 74.2% against 59.2% in Swahili."
SIZES = "ByT5 reaches 69.1% (small), 75.4% (base) and 83.7% (XXL) on XNLI, Unicoder 75.3% (large corpus)."
NOTES = "Unicoder reaches 75.3% (large corpus) and 70.5% (small corpus) on XNLI."
HAVING = "In six-layer models, parallel data brings 11.6 points (67.3% with TLM against 55.7% without)."
AGAINST = "Unicoder reports a gain of 1.8 points in average XNLI accuracy over 15 languages against its XLM baseline."
COUNTS = "The code forms 225 pairs of languages on XNLI and 49 on PAWS-X."
UNKNOWN = "FooNet reaches 52.99% and BarNet (13 billion parameters) 48.24% accuracy on XNLI."


@pytest.mark.parametrize(
    ("evidence", "claim", "said"),
    [
        (DROP, "The drop is 16.9 points for XLM-R.", "system: XLM-R / mBERT"),
        (LIFT, "SocialIQa lifts mBERT on XCOPA from 55.6% to 59.0%.", "system: mBERT / XLM-R"),
        (TURN, "English NLI data raises F1 of mBERT from 11.6 to 47.6.", "system: mBERT / XLM-R"),
        (PLACE, "Fine-tuning takes XLM-R base in Urdu from 64.7% to 73.0%.", "language: ur / sw"),
        (
            DATA,
            "English MNLI raises XLM-R large on TyDiQA by 13.8 points.",
            "training data: English MNLI / Swahili MNLI",
        ),
        (UNKNOWN, "FooNet reaches 48.24% on XNLI.", "system: FooNet / BarNet"),
        (MIXED, "Parallel data is worth 3.9 points on XNLI in Swahili.", "language: sw / ur"),
        (SETS, "On MLQA, XLM-R is 14.6 points above mBERT.", "dataset: MLQA / XNLI"),
        (BEATS, "XLM-R reaches 74.2% in Swahili.", "system: XLM-R / RoBERTa"),
        (TURN, "English NLI data takes mBERT from 33.7 to 41.7.", "order: from 33.7 to 41.7 / from 41.7 to 33.7"),
        (SIZES, "ByT5 base reaches 83.7% on XNLI.", "size: base / xxl"),
        (NOTES, "On the small corpus Unicoder reaches 75.3%.", "in brackets: small corpus / large corpus"),
        (HAVING, "Without TLM the model reaches 67.3%.", "with or without: without / with"),
        (AGAINST, "The XLM baseline beats Unicoder by 1.8 points over 15 languages.", "ahead: XLM / Unicoder"),
        (f"Nothing of it. {DROP}", "XLM-R loses 16.9 points.", "system: XLM-R / mBERT"),
    ],
)
def test_a_figure_told_of_another_is_told(evidence: str, claim: str, said: str) -> None:
    assert tied_elsewhere(claim, evidence) == said


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        (DROP, "The drop is 16.9 points for mBERT and 8.8 for ERNIE-M."),
        (DROP, "mBERT loses 16.9 points, XLM-R 10.4."),
        (AGAINST, "Unicoder is 1.8 points ahead of XLM on average over 15 languages."),
        (LIFT, "SocialIQa lifts mBERT on XCOPA from 54.1% to 55.8%."),
        (LIFT, "On XCOPA, XLM-R base goes from 55.6% to 59.0% with SocialIQa."),
        (TURN, "English NLI data lowers F1 of mBERT from 41.7 to 33.7."),
        (PLACE, "Fine-tuning takes XLM-R base in Urdu from 65.1% to 71.3%."),
        (DATA, "English MNLI lowers XLM-R large on TyDiQA by 0.3 points."),
        (UNKNOWN, "BarNet reaches 48.24% on XNLI."),
        (MIXED, "Parallel data brings 3.8 points on XNLI in Swahili and 3.9 in Urdu."),
        (SETS, "XLM-R is 13 points of F1 above mBERT on MLQA."),
        (BEATS, "In Swahili RoBERTa reaches 74.2%, XLM-R 59.2%."),
        (SIZES, "ByT5 XXL reaches 83.7% on XNLI, ByT5 small 69.1%."),
        (SIZES, "ByT5 reaches 83.7% on XNLI."),
        (HAVING, "With TLM the model reaches 67.3%, and 55.7% without."),
        (COUNTS, "There are 49 pairs of languages for PAWS-X."),
        # The same number of both: it may be of either.
        ("XLM-R reaches 71.2% and mBERT 71.2% on XNLI.", "XLM-R reaches 71.2%."),
        # Of the first nothing of the kind is told.
        ("It reaches 80.9%, and mBERT 66.3%.", "XLM-R reaches 80.9%."),
        # What stands before a list of pairs is told of all of them.
        (
            "On XNLI, each task lowers the accuracy of XLM-R large, by 0.8 points with ANLI and by 7.1 points with HellaSwag.",
            "On XNLI, HellaSwag lowers XLM-R large by 7.1 points.",
        ),
        ("Nothing with a figure.", "XLM-R reaches 80.9%."),
    ],
)
def test_a_figure_as_it_is_told_is_not(evidence: str, claim: str) -> None:
    assert tied_elsewhere(claim, evidence) == ""


def test_a_list_of_a_thousand_figures_is_passed_over_at_once() -> None:
    listed = ", ".join(f"{number / 7:.2f}% on XNLI" for number in range(1000))
    assert tied_elsewhere(f"XLM-R reaches {listed}.", f"mBERT reaches {listed}.") == ""
