"""A claim's figure that follows from figures of running text; and beside each what must never make it follow.

The two lists are a set of small true and false claims by slot: order, system, data set, language, metric, split, unit,
third figures, qualifiers, precision.
"""

import pytest

from litsynth.config import VerifySettings
from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Judgement, Paper, Passage, Span
from litsynth.text import split_sentences
from litsynth.verify import weigh
from litsynth.verify.derived import derive
from tests.document_maker import make_document

TRUE = [
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet (78.5) outperforms BarNet (76.2) on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "On XNLI, accuracy is 78.5 for FooNet against 76.2 for BarNet.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet outperforms BarNet on XNLI (78.5 vs. 76.2).",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet reaches 78.5 on XNLI. BarNet scores 76.2 on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet and BarNet reach 78.5 and 76.2 on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by more than 2 points on XNLI.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet outperforms BarNet by about 2.3 points on XNLI.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "BarNet trails FooNet by 2.3 points on XNLI.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
        "76.2 − 78.5 = −2.3 (76.2: BarNet; 78.5: FooNet)",
    ),
    (
        "FooNet is 2.3 points better than BarNet on XNLI.",
        "FooNet reaches 78.5% and BarNet 76.2% on XNLI.",
        "78.5% − 76.2% = 2.3 (78.5%: FooNet; 76.2%: BarNet)",
    ),
    (
        "The gap between FooNet and BarNet is 2.3 points on XNLI.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet improves over BarNet by 2.3 points on XNLI.",
        "We evaluate on XNLI. FooNet reaches 78.5 and BarNet 76.2.",
        "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "XLM-R large beats XLM-R base by 4.2 points on XNLI.",
        "XLM-R large reaches 80.3 and XLM-R base 76.1 on XNLI.",
        "80.3 − 76.1 = 4.2 (80.3: XLM-R large; 76.1: XLM-R base)",
    ),
    (
        "TLM improves XLM by 3.3 points on XNLI.",
        "TLM improves XLM from 70.1 to 73.4 on XNLI.",
        "73.4 − 70.1 = 3.3 (from 70.1 to 73.4)",
    ),
    (
        "The lattice improves FooNet by 3.3 points on XNLI.",
        "With the lattice, FooNet rises from 70.1 to 73.4 on XNLI.",
        "73.4 − 70.1 = 3.3 (from 70.1 to 73.4)",
    ),
    (
        "Pruning lowers FooNet by 1.5 points on XNLI.",
        "Pruning takes FooNet from 73.4 to 71.9 on XNLI.",
        "71.9 − 73.4 = −1.5 (from 73.4 to 71.9)",
    ),
    (
        "FooNet outperforms BarNet by a relative 3% on XNLI.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
        "(78.5 − 76.2) / 76.2 = 3.0184% (78.5: FooNet; 76.2: BarNet)",
    ),
    (
        "FooNet reduces the error of BarNet by 12.5% on XNLI.",
        "FooNet has an error of 7.0% on XNLI and BarNet 8.0%.",
        "(7.0% − 8.0%) / 8.0% = −12.5% (7.0%: FooNet; 8.0%: BarNet)",
    ),
    (
        "FooNet reduces the error of BarNet by 12.5% on XNLI.",
        "FooNet has an accuracy of 93.0% on XNLI and BarNet of 92.0%.",
        "(93.0% − 92.0%) / (100 − 92.0%) = 12.5% (93.0%: FooNet; 92.0%: BarNet)",
    ),
    (
        "FooNet is 3x faster than BarNet.",
        "FooNet needs 2 hours and BarNet 6 hours.",
        "6 hours / 2 hours = 3 (2 hours: FooNet; 6 hours: BarNet)",
    ),
    (
        "FooNet is three times slower than BarNet.",
        "FooNet takes 90 minutes and BarNet 30 minutes.",
        "90 minutes / 30 minutes = 3 (90 minutes: FooNet; 30 minutes: BarNet)",
    ),
    (
        "FooNet has a third of the parameters of BarNet.",
        "FooNet has 110M parameters and BarNet 330M.",
        "110M / 330M = 33.3333% (110M parameters: FooNet; 330M: BarNet)",
    ),
    (
        "FooNet has twice as many parameters as BarNet.",
        "FooNet has 660M parameters and BarNet 330M parameters.",
        "660M / 330M = 2 (660M parameters: FooNet; 330M parameters: BarNet)",
    ),
    (
        "FooBank has 15,000 examples in all.",
        "FooBank has 12,000 training and 3,000 test examples.",
        "12,000 + 3,000 = 15,000",
    ),
    (
        "FooBank has 13,500 sentences in total.",
        "FooBank has 12,000 training, 500 development and 1,000 test sentences.",
        "12,000 + 500 + 1,000 = 13,500",
    ),
    (
        "FooNet averages 72.0 over the three tasks.",
        "FooNet scores 71.2 on MNLI, 69.8 on QQP and 75.0 on XNLI.",
        "(71.2 + 69.8 + 75.0) / 3 = 72",
    ),
    (
        "FooNet averages 72.0 on MNLI, QQP and XNLI.",
        "FooNet scores 71.2 on MNLI, 69.8 on QQP and 75.0 on XNLI.",
        "(71.2 + 69.8 + 75.0) / 3 = 72",
    ),
    (
        "FooNet averages 72.0 over the three languages on XNLI.",
        "On XNLI, FooNet scores 75.0 in German, 71.2 in Urdu and 69.8 in Swahili.",
        "(75.0 + 71.2 + 69.8) / 3 = 72",
    ),
    ("FooNet has an error rate of 8.5% on XNLI.", "FooNet has an accuracy of 91.5% on XNLI.", "100% − 91.5% = 8.5%"),
    ("FooNet has an accuracy of 91.5% on XNLI.", "On XNLI, FooNet has an error rate of 8.5%.", "100% − 8.5% = 91.5%"),
    (
        "FooNet has 40% fewer parameters than BarNet.",
        "FooNet has 60M parameters and BarNet 100M parameters.",
        "(60M − 100M) / 100M = −40% (60M parameters: FooNet; 100M parameters: BarNet)",
    ),
]
FALSE = [
    ("BarNet outperforms FooNet by 2.3 points on XNLI.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet trails BarNet by 2.3 points on XNLI.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.4 points on XNLI.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.30 points on XNLI.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on PAWS-X.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BazNet by 2.3 points on XNLI.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet-2 reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet reaches 78.5 on XNLI and BarNet 76.2 on PAWS-X."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet reaches 78.5 in German and BarNet 76.2 in Urdu on XNLI.",
    ),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet reaches 78.5 F1 and BarNet 76.2 accuracy on XNLI."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet reaches 78.5 on the development set of XNLI and BarNet 76.2 on its test set.",
    ),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet reaches 78.5 and 80.1, BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet reaches 79.0, BarNet 76.2 and BazNet 78.5 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "An ensemble of FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet would reach 78.5 and BarNet 76.2 on XNLI."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "Unlike BarNet, the baseline reaches 76.2 on XNLI, and FooNet 78.5.",
    ),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "BarNet is built on FooNet (78.5) and reaches 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet is outperformed by BarNet on XNLI (78.5 vs. 76.2)."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI and is the best.",
        "FooNet reaches 78.5 and BarNet 76.2 on XNLI.",
    ),
    ("XLM-R large beats mBERT by 4.2 points on XNLI.", "XLM-R base reaches 80.3 and mBERT 76.1 on XNLI."),
    ("TLM lowers XLM by 3.3 points on XNLI.", "TLM improves XLM from 70.1 to 73.4 on XNLI."),
    ("TLM improves XLM by 3.3 points on XNLI.", "MLM improves XLM from 70.1 to 73.4 on XNLI."),
    ("TLM improves XLM by 3.3 points on XNLI.", "Scores of XLM with TLM range from 70.1 to 73.4 on XNLI."),
    ("The lattice improves FooNet by 3.3 points on XNLI.", "With attention, FooNet rises from 70.1 to 73.4 on XNLI."),
    ("TLM improves XLM by 3.3 points on XNLI.", "Without TLM, XLM rises from 70.1 to 73.4 on XNLI."),
    ("FooNet outperforms BarNet by a relative 2.3% on XNLI.", "FooNet reaches 78.5 and BarNet 76.2 on XNLI."),
    ("FooNet reduces the error of BarNet by 12.5% on XNLI.", "FooNet has an error of 8.0% on XNLI and BarNet 7.0%."),
    ("FooNet reduces the error of BarNet by 12.5% on XNLI.", "FooNet has an F1 of 93.0% on XNLI and BarNet of 92.0%."),
    ("FooNet is 3x faster than BarNet.", "FooNet needs 6 hours and BarNet 2 hours."),
    ("FooNet is 3x faster than BarNet.", "FooNet needs 2 GB and BarNet 6 GB."),
    ("FooNet is 3x slower than BarNet.", "FooNet needs 2 hours and BarNet 6 hours."),
    ("FooNet has twice as many layers as BarNet.", "FooNet has 660M parameters and BarNet 330M parameters."),
    ("BarNet has a third of the parameters of FooNet.", "FooNet has 110M parameters and BarNet 330M."),
    ("FooBank has 15,000 examples in all.", "FooBank has 15,000 training examples, of which 3,000 are test examples."),
    ("FooBank has 15,000 examples in all.", "FooBank has 12,000 training examples, including 3,000 test examples."),
    ("FooBank has 15,000 examples in all.", "BarBank has 12,000 training and 3,000 test examples."),
    ("FooBank has 15,000 examples in all.", "FooBank has 12,000 training examples and 3,000 words."),
    ("FooBank has 15,000 training examples in all.", "FooBank has 12,000 training and 3,000 test examples."),
    ("FooNet averages 72.0 over the four tasks.", "FooNet scores 71.2 on MNLI, 69.8 on QQP and 75.0 on XNLI."),
    ("FooNet averages 72.0 over the three languages.", "FooNet scores 71.2 on MNLI, 69.8 on QQP and 75.0 on XNLI."),
    ("FooNet averages 72.0 on MNLI, QQP and PAWS-X.", "FooNet scores 71.2 on MNLI, 69.8 on QQP and 75.0 on XNLI."),
    ("BarNet averages 72.0 over the three tasks.", "FooNet scores 71.2 on MNLI, 69.8 on QQP and 75.0 on XNLI."),
    (
        "FooNet averages 72.0 over the three tasks.",
        "FooNet scores 71.2 on MNLI, BarNet 69.8 on QQP and FooNet 75.0 on XNLI.",
    ),
    (
        "FooNet averages 72.0 over the three tasks.",
        "FooNet scores 71.2 F1 on MNLI, 69.8 accuracy on QQP and 75.0 BLEU on XNLI.",
    ),
    ("FooNet has a word error rate of 8.5% on XNLI.", "FooNet has an accuracy of 91.5% on XNLI."),
    ("FooNet has an error rate of 8.5% on XNLI.", "FooNet has an F1 of 91.5% on XNLI."),
    ("FooNet has an error rate of 8.5% on XNLI.", "BarNet has an accuracy of 91.5% on XNLI."),
    ("FooNet has an error rate of 8.5% on XNLI.", "FooNet has an accuracy of 92.5% on XNLI."),
    ("FooNet outperforms BarNet by 0.2 points on XNLI.", "FooNet reaches 76.4 and BarNet 76.2 on XNLI."),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet reaches up to 78.5 and BarNet 76.2 on XNLI."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet trained on 78.5 hours and BarNet on 76.2 hours, on XNLI.",
    ),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet has a perplexity of 78.5 on XNLI and BarNet of 76.2."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "On XNLI pairs with long premises, FooNet reaches 78.5 and BarNet 76.2.",
    ),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "FooNet → BarNet reaches 78.5 and BarNet 76.2 on XNLI."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "On XNLI we set the rates of FooNet and BarNet to 78.5 and 76.2.",
    ),
    ("FooNet outperforms BarNet by 2.3 points on XNLI.", "On XNLI the gains are 78.5 for FooNet and 76.2 for BarNet."),
    (
        "FooNet outperforms BarNet by 2.3 points on XNLI.",
        "FooNet was used in 78.5% of cases of XNLI and BarNet in 76.2%.",
    ),
    ("FooNet outperforms BarNet by 152 points on XNLI.", "On XNLI, FooNet has 1557 and BarNet 1405."),
    ("PAWS-X exceeds FooNet by 2.3 points.", "FooNet scores 76.2 on XNLI and 78.5 on PAWS-X."),
    ("PAWS-X exceeds FooNet by 2.3 points on XNLI.", "FooNet scores 76.2 on XNLI and 78.5 on PAWS-X."),
]


def derived(claim: str, evidence: str) -> str:
    found = derive(claim, find_quantities(claim), [span.of(evidence) for span in split_sentences(evidence)])
    return found.told if found else ""


@pytest.mark.parametrize(("claim", "evidence", "told"), TRUE)
def test_a_figure_follows_with_its_operation(claim: str, evidence: str, told: str) -> None:
    assert derived(claim, evidence) == told


@pytest.mark.parametrize(("claim", "evidence"), FALSE)
def test_no_figure_follows_where_anything_differs_or_is_open(claim: str, evidence: str) -> None:
    assert derived(claim, evidence) == ""


def test_a_figure_that_is_stated_is_not_derived() -> None:
    claim = "FooNet outperforms BarNet by 2.3 points on XNLI."
    assert not derived(claim, "FooNet reaches 78.5 and BarNet 76.2 on XNLI, a gain of 2.3 points.")


def test_two_sentences_that_stand_together_may_hold_one_figure_each_but_not_two_that_do_not() -> None:
    claim = "FooNet outperforms BarNet by 2.3 points on XNLI."
    one, other, third = "FooNet reaches 78.5 on XNLI.", "BarNet reaches 76.2 on XNLI.", "Both were trained at length."
    assert derive(claim, find_quantities(claim), [third, one, other]).sentences == (1, 2)
    assert derive(claim, find_quantities(claim), [one, third, other]) is None


def test_another_number_of_the_claim_must_be_stated() -> None:
    claim = "FooNet outperforms BarNet by 2.3 points on the {} languages of XNLI."
    evidence = "On the 15 languages of XNLI, FooNet reaches 78.5 and BarNet 76.2."
    assert derived(claim.format("15"), evidence)
    assert not derived(claim.format("40"), evidence)


def weighed(
    claim: str, own: bool, evidence: str = "FooNet reaches 78.5 and BarNet 76.2 on XNLI."
) -> tuple[str, str, str]:
    paper = make_document("p", [evidence], [["Model", "MLQA"], ["FooNet", "60.1"]], "F1 scores.")
    passage = Passage("p:0", "p", evidence, paper.sentences[0].span, "body", sentences=(0,))
    told_in = "p" if own else "q"
    anchor = Anchor(told_in, "latex", Span(0, len(claim)), claim)
    made = Claim("c", told_in, claim, claim, anchor, "result", find_quantities(claim))
    papers = {one: Paper(one, title=one) for one in "pq"}
    piece = weigh(made, passage, paper, Judgement(0.1, 0.8, 0.1), papers, VerifySettings())
    return piece.stance, piece.basis, " ".join(check.evidence for check in piece.numbers if check.agree)


@pytest.mark.parametrize("own", [True, False])
def test_a_passage_supports_by_what_follows_from_it_and_shows_the_operation(own: bool) -> None:
    told = "78.5 − 76.2 = 2.3 (78.5: FooNet; 76.2: BarNet)"
    assert weighed("FooNet outperforms BarNet by 2.3 points on XNLI.", own) == ("supports", "scores", told)
    assert weighed("BarNet outperforms FooNet by 2.3 points on XNLI.", own)[0] == "neutral"


@pytest.mark.parametrize("own", [True, False])
def test_an_accuracy_supports_the_error_rate_that_it_leaves(own: bool) -> None:
    evidence = "FooNet has an accuracy of 91.5% on XNLI."
    assert weighed("FooNet has an error rate of 8.5% on XNLI.", own, evidence)[0] == "supports"
    assert weighed("FooNet has an error rate of 9.5% on XNLI.", own, evidence)[0] == "neutral"
