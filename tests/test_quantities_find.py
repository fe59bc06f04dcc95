"""What is a quantity, and what is not: sentences written for this project, with what a reader takes from them."""

import pytest

from litsynth.quantities import find_quantities

# (value, unit) and, where they are not "=", "", "": relation, direction, noun.
Expected = tuple[float, str, str, str, str]


def q(value: float, unit: str, noun: str = "", direction: str = "", relation: str = "=") -> Expected:
    return value, unit, relation, direction, noun


def count(value: float, noun: str = "", relation: str = "=") -> Expected:
    return q(value, "count", noun, "", relation)


def up(value: float, unit: str = "points", noun: str = "", relation: str = "=") -> Expected:
    return q(value, unit, noun, "up", relation)


def down(value: float, unit: str = "points", noun: str = "", relation: str = "=") -> Expected:
    return q(value, unit, noun, "down", relation)


LEVELS = [
    ("The large model reaches 80.9 on XNLI.", [q(80.9, "score")]),
    ("We obtain an accuracy of 79.2%.", [q(79.2, "percent")]),
    ("Zero-shot accuracy is 79.2 percent.", [q(79.2, "percent")]),
    ("Its accuracy of 81 is the best.", [q(81, "score", "accuracy")]),
    ("It has 80.9 accuracy on the test set.", [q(80.9, "score", "accuracy")]),
    ("The classifier has 0.792 accuracy.", [q(0.792, "score", "accuracy")]),
    ("On QA we find F1 = 71.2.", [q(71.2, "score", "f1")]),
    ("F1 of 71 and EM of 60 are reported.", [q(71, "score", "f1"), q(60, "score", "em")]),
    ("It scores 27.3 BLEU on newstest.", [q(27.3, "score", "bleu")]),
    ("It reaches 45.2 BLEU points.", [q(45.2, "score", "bleu")]),
    ("ROUGE-2 of 21.3 and BLEU-4 of 12.1.", [q(21.3, "score", "rouge-2"), q(12.1, "score", "bleu")]),
    ("The language model has a perplexity of 2017.", [q(2017, "score", "ppl")]),
    ("A Pearson correlation of 0.72 with people.", [q(0.72, "score", "pearson")]),
    ("Agreement is high (kappa = 0.81).", [q(0.81, "score", "kappa")]),
    ("We measure r = -0.31 here.", [q(-0.31, "score", "correlation")]),
    ("en 85.8 fr 81 de 77.8", [q(85.8, "score"), q(81, "score"), q(77.8, "score")]),
    ("English (80.9), French (77.1) and German (76.2)", [q(80.9, "score"), q(77.1, "score"), q(76.2, "score")]),
    ("Accuracy is 79.2 ± 0.4 over seeds.", [q(79.2, "score", "accuracy")]),
    ("Accuracy is 79.2$_{\\pm0.4}$.", [q(79.2, "score", "accuracy")]),
    ("Accuracy is 79.2 +/- 0.4%.", [q(79.2, "percent")]),
    ("Only 12.5\\% of the pairs are neutral.", [q(12.5, "percent")]),
    ("It falls from 85.0 to 58.0 on Swahili.", [q(85.0, "score"), q(58.0, "score")]),
    ("The error rate falls from 12% to 9.5%.", [q(12, "percent"), q(9.5, "percent")]),
    ("It scores 80.9 vs. 79.2 for the rival.", [q(80.9, "score"), q(79.2, "score")]),
    ("Dev and test reach 80.9/85.2.", [q(80.9, "score"), q(85.2, "score")]),
    ("Half of the pairs and two thirds of the words.", [q(50, "percent"), q(66.6667, "percent")]),
]

CHANGES = [
    ("It improves average accuracy by 1.8 points.", [up(1.8, "points", "accuracy")]),
    ("It gains +1.8 points on XNLI and +5.5% on XQA.", [up(1.8), up(5.5, "percent")]),
    ("A gain of 5.4 on the average.", [up(5.4)]),
    ("A 3.2-point improvement and a five-point gain.", [up(3.2), up(5)]),
    ("Swahili improves by 2.3 BLEU.", [up(2.3, "points", "bleu")]),
    ("We see +2.3 BLEU and -1.5 F1.", [up(2.3, "points", "bleu"), q(-1.5, "score", "f1")]),
    ("It is 5 points lower than XLM-R.", [down(5)]),
    ("It is 2 points above mBERT and 3 points below XLM-R.", [up(2), down(3)]),
    ("Accuracy drops by 4%.", [down(4, "percent", "accuracy")]),
    ("The error rate is reduced by 20% relative.", [down(20, "percent", "error")]),
    ("We improve WER by 3%.", [down(3, "percent", "wer")]),
    ("Perplexity improves by 3.4.", [down(3.4, "points", "ppl")]),
    ("A 5% absolute improvement.", [up(5)]),
    ("An absolute improvement of 5%.", [up(5)]),
    ("A relative improvement of 10%.", [up(10, "percent")]),
    ("It is 1.8 percentage points better.", [up(1.8)]),
    ("It differs by 1.8 pp.", [q(1.8, "points")]),
    ("Ours outperforms mBERT by a margin of 3.2 points.", [up(3.2)]),
    ("A gap of 10 points remains.", [q(10, "points")]),
    ("Gains of 8.2, 7.5 and 7.0 points on A, B and C, respectively.", [up(8.2), up(7.5), up(7.0)]),
    ("It improves A by 2.1 on dev and 3.4 on test.", [up(2.1), up(3.4)]),
    ("The gap shrinks by 8.9 points (mBERT) and 18.2 points (XLM-R).", [down(8.9), down(18.2)]),
    ("Gains of between 2 and 3 BLEU points.", [up(2, "points", "bleu"), up(3, "points", "bleu")]),
    ("It adds 2-3 points.", [q(2, "points"), q(3, "points")]),
    ("An improvement ranging from 1.2% to 3.4%.", [up(1.2, "percent"), up(3.4, "percent")]),
    ("Accuracy rises by 3.2, from 71.2 to 74.4.", [up(3.2, "points", "accuracy"), q(71.2, "score"), q(74.4, "score")]),
    ("Mean Absolute Error falls by 63%.", [down(63, "percent", "error")]),
    ("With 90% fewer parameters.", [down(90, "percent")]),
    ("It halves the error.", [down(50, "percent")]),
    ("We lose 3 points on Urdu.", [down(3)]),
    ("On average it is 5.2 points on average higher.", [up(5.2)]),
]

RELATIONS = [
    ("It improves by up to 6%.", [up(6, "percent", relation="<=")]),
    ("Accuracy is over 80.", [q(80, "score", "accuracy", relation=">")]),
    ("More than 95% of the pairs.", [q(95, "percent", relation=">")]),
    ("At least 15 languages.", [count(15, "language", ">=")]),
    ("With no more than 3 epochs.", [count(3, "epoch", "<=")]),
    ("Less than 5% are wrong.", [q(5, "percent", relation="<")]),
    ("In as few as 10 examples.", [count(10, "example", ">=")]),
    ("It supports 100+ languages.", [count(100, "language", ">=")]),
    ("Five or more tasks help.", [count(5, "task", ">=")]),
    ("About 80% are right.", [q(80, "percent", relation="~")]),
    ("Nearly a million pairs.", [count(1_000_000, "pair", "~")]),
    ("Some 30 languages.", [count(30, "language", "~")]),
    ("We need ~40 minutes.", [q(2400, "seconds", relation="~")]),
    ("Accuracy $\\geq 80$ is rare.", [q(80, "score", "accuracy", relation=">=")]),
    ("Averaged over 15 languages.", [count(15, "language")]),
    ("The mean over five runs.", [count(5, "run")]),
    ("It covers over 50 languages.", [count(50, "language", ">")]),
    ("A minimum of 10 and a maximum of 20 epochs.", [count(10, "epoch", ">="), count(20, "epoch", "<=")]),
    ("Dozens of languages and thousands of words.", [count(24, "language", "~"), count(2000, "word", "~")]),
    ("An order of magnitude faster.", [up(10, "times", relation="~")]),
]

AMOUNTS = [
    ("Fifteen languages and nine intermediate tasks.", [count(15, "language"), count(9, "intermediate task")]),
    ("Three new tasks were added.", [count(3, "new task")]),
    ("392,702 training pairs", [count(392702, "training pair")]),
    ("MNLI has 393k pairs.", [count(393000, "pair")]),
    ("A 1.2M-sentence corpus.", [count(1.2e6, "sentence")]),
    ("2.5 billion words of text.", [count(2.5e9, "word")]),
    ("Models of 7-17B parameters.", [count(7e9, "parameter"), count(17e9, "parameter")]),
    ("A 7B model beats it.", [count(7e9, "parameter")]),
    ("A 12-layer Transformer.", [count(12, "layer")]),
    ("15 of the 22 languages improve.", [count(15, "language"), count(22, "language")]),
    ("Twenty-five tasks and two hundred and five words.", [count(25, "task"), count(205, "word")]),
    ("Two seen and three unseen languages.", [count(2, "language"), count(3, "unseen language")]),
    ("5k real and 3k synthetic posts.", [count(5000, "post"), count(3000, "synthetic post")]),
    ("Half a million sentences.", [count(500_000, "sentence")]),
    ("The number of languages is 15.", [count(15, "language")]),
    ("We use 8 V100 GPUs for 3 hours.", [count(8, "v100 gpu"), q(10800, "seconds")]),
    ("It needs 2.5 GB and 15 ms.", [q(2.5e9, "bytes"), q(0.015, "seconds")]),
    ("It costs $2.5 million or €300.", [q(2.5e6, "money", "usd"), q(300, "money", "eur")]),
    ("It has $79.2$ accuracy.", [q(79.2, "score", "accuracy")]),
    ("Twice as fast, and a 3x speedup.", [q(2, "times"), up(3, "times")]),
    ("Three times smaller.", [down(3, "times")]),
    ("Training takes five years.", [q(5, "year")]),
    ("One language is left out.", [count(1, "language")]),
    ("A test with 1 languages instead of 15.", [count(1, "language")]),
    ("Two sentence (+3.2%) and two tagging (+10 F1-score) tasks.", [
        count(2, "task"), up(3.2, "percent"), count(2, "tagging task"), up(10, "points", "f1"),
    ]),
    ("A learning rate of 2e-5.", [q(2e-5, "setting", "learning rate")]),
    ("A batch size of 32 was used.", [q(32, "setting", "batch size")]),
    ("With k = 5 and 10^6 steps.", [q(5, "setting", "k"), count(1e6, "step")]),
    ("In Table 3, 15 languages are compared.", [count(15, "language")]),
    ("There are 2,000 sentences, and 1,670 premises.", [count(2000, "sentence"), count(1670, "premise")]),
]  # fmt: skip

# What is printed once holds for every item of a list with the same preposition, and for nothing else.
LISTS = [
    ("It is worth 7.5 points of XNLI accuracy for A small, 4.5 for A base and 2.0 for A large.", [
        q(7.5, "points"), q(4.5, "points"), q(2.0, "points"),
    ]),
    ("It gains 0.8 points with A and 7.1 with B.", [up(0.8), up(7.1)]),
    ("It reaches 91.2% on A, 88.0 on B and 67.4 on C.", [q(91.2, "percent"), q(88.0, "percent"), q(67.4, "percent")]),
    ("It reaches 28.4 BLEU on A, 27.1 on B.", [q(28.4, "score", "bleu"), q(27.1, "score", "bleu")]),
    ("An F1 of 0.71 for nouns and 0.69 for verbs.", [q(0.71, "score", "f1"), q(0.69, "score", "f1")]),
    ("It drops by 3.1 points on A (from 80.2), 2.2 on B.", [down(3.1), q(80.2, "score"), down(2.2)]),
    ("It gains 2.5 points with 4 languages, 3.5 with 8 and 4.0 with 15.", [up(2.5), count(4, "language"), up(3.5), up(4.0)]),
    ("It gains 2.5 points with 110M, 3.1 with 340M parameters.", [
        up(2.5), count(110e6), up(3.1), count(340e6, "parameter"),
    ]),
    ("It takes 3.5 hours on A, 1.5 on B.", [q(12600, "seconds"), q(5400, "seconds")]),
    ("It is worth 7.5 points for A, 12 layers for B.", [q(7.5, "points"), count(12, "layer")]),
    ("It is worth 7.5 points for A, 3 in total.", [q(7.5, "points")]),
    ("It is worth 7.5 points in 2019, 2020 in doubt.", [q(7.5, "points")]),
    ("It is worth 7.5 points for A, 5 for B.", [q(7.5, "points")]),
    ("It gains 1.5 points over BERT 110M and 3 seeds over nothing.", [up(1.5), count(3, "seed")]),
    ("Accuracy is 91.2% on A, 0.88 on B.", [q(91.2, "percent"), q(0.88, "score")]),
    ("It gains 1.2 points on A and reaches 80.9 on B.", [up(1.2), q(80.9, "score")]),
]  # fmt: skip

NOTHING = [
    "STS 2017 correlation, WMT 2014 BLEU, SemEval 2013 F1 and the 2016 accuracy.",
    "They report error rates on the STS 2012 and 2013 correlation tasks.",
    "In 2018 and 2019-2020, before May 12, and in the 1990s.",
    "XNLI (Conneau et al., 2018; Huang et al., 2019a) is used [12, 13] and [3-5].",
    "See Section 3.2, Table 4, Figures 2 and 3, Eq. 5 and Appendix 2.",
    "BERT-12, mBERT-768, GPT-3, mT5, MiniLM-L12-H384, XLM-R, Llama-2-7B and Multi30k.",
    "SQuAD 2.0, SQuAD 1.1, WMT 14, GPT 4, UD v2.5, SemEval-2017 Task 2, Apache 2.0.",
    "Recall@10, nDCG@10, Hits@1, ROUGE-2, BLEU-4, F1 and top-5.",
    "The difference is significant (p < 0.05; p-value of 0.01; 95% confidence interval).",
    "arXiv:2005.13013, 2005.13013v2, https://example.org/2020.acl-main.12 and doi:10.1000/182.",
    "(1) We train; (2) we test. 1) First 2) second.",
    "1. We present a corpus.",
    "It came 2nd, the third model was first in a two-column paper.",
    "Zero-shot, few-shot, 5-shot and one-shot transfer; 4-bit, 3-way, 10-fold cross-validation.",
    "One of the models is best, one can see it, and no one doubts it.",
    "Models.1 Footnotes follow words.2 ISO 639-3 codes; half-precision; the first half of the day.",
    "At 10:30 on 12 June with a 3:1 ratio and a 30 × 30 grid.",
    "No numbers here.",
    "",
]


@pytest.mark.parametrize(("sentence", "expected"), LEVELS + CHANGES + RELATIONS + AMOUNTS + LISTS)
def test_a_sentence_says_these_quantities(sentence: str, expected: list[Expected]) -> None:
    found = find_quantities(sentence)
    assert [(a.value, a.unit, a.relation, a.direction, a.noun) for a in found] == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_names_dates_and_marks_are_no_quantities(sentence: str) -> None:
    assert find_quantities(sentence) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("79.2%", 79.15, 79.25),
        ("an accuracy of 81", 80.5, 81.5),
        ("79.2 ± 0.4", 78.8, 79.6),
        ("15 languages", 15, 15),
        ("392,702 pairs", 392702, 392702),
        ("393k pairs", 392500, 393500),
        ("2.5 billion words", 2.45e9, 2.55e9),
        ("about 80%", 75, 85),
        ("about 83%", 82.5, 83.5),
        ("about 100 languages", 90, 110),
        ("nearly 80%", 75, 80),
        ("just over 80%", 80, 85),
        ("about 2 points", 1.5, 2.5),
        ("over 80%", 79.5, 80.5),
        ("dozens of languages", 24, 100),
        ("hundreds of thousands of words", 2e5, 1e6),
        ("half of them", 49.5, 50.5),
        ("twice as many", 1.5, 2.5),
        ("r = -0.31", -0.315, -0.305),
        ("3 hours", 9000, 12600),
        ("2e-5 points", 1.5e-5, 2.5e-5),
    ],
)
def test_precision_becomes_an_interval(text: str, low: float, high: float) -> None:
    (found,) = find_quantities(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "relative"),
    [("a 20% relative gain", True), ("20% relative", True), ("a relative gain of 20%", True), ("a 20% gain", False)],
)
def test_relative_changes_are_marked(text: str, relative: bool) -> None:
    (found,) = find_quantities(text)
    assert found.relative is relative


def test_the_text_of_a_quantity_reads_by_itself() -> None:
    found = find_quantities("It adds up to 6% on nine intermediate tasks, over 100 languages and 79.2 ± 0.4 F1.")
    assert [a.text for a in found] == ["up to 6%", "nine intermediate tasks", "over 100 languages", "79.2 ± 0.4 F1"]
