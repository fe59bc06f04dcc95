"""Whose value it is: the systems of headers apart from their conditions, and those of numbers in sentences."""

import pytest
from document_maker import make_document

from litsynth.parse.latex import read_latex
from litsynth.records import OWN, Result
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, results_of_document, results_of_table, signed
from litsynth.results.systems import system_of

LEXICON = Lexicon(inventory([shipped_names()]))


def of_table(rows: list[list[str]], caption: str = "") -> list[Result]:
    return list(results_of_table(make_document("p", ["We train."], rows, caption), 0, LEXICON))


def of_text(sentence: str) -> list[Result]:
    return [one for one in results_of_document(make_document("p", [sentence]), LEXICON) if one.source == "text"]


@pytest.mark.parametrize(
    ("path", "name", "conditions"),
    [
        (("mBERT, STS-B only, English validation",), "mBERT", "STS-B only, English validation"),
        (("XLM-R large", "trained on pairs of sentences"), "XLM-R large", "trained on pairs of sentences"),
        (("XLM-R base", "zero-shot", "decoder tied to the encoder"), "XLM-R base", "decoder tied to the encoder"),
        (("mBERT", "zero-shot (English fine-tuning)"), "mBERT", ""),
        (("XLM (MLM+TLM)",), "XLM (MLM+TLM)", ""),
        (("FooNet (12 layers, frozen)",), "FooNet", "12 layers, frozen"),
        (("FooNet (frozen) + CRF - dropout",), "FooNet + CRF - dropout", "frozen"),
        (("FooNet of the first paper",), "FooNet of the first paper", ""),
        (("BERT", "+ CRF"), "BERT + CRF", ""),
        (("Transformers", "FooNet"), "FooNet", "Transformers"),
        (("BERT-based", "OurNet"), "OurNet", "BERT-based"),
        (("OurNet (ours)", "no dropout"), "OurNet", "no dropout"),
        (("Ours (full)",), "OurNet", "full"),
        (("SNLI", "without MLM"), "SNLI without MLM", ""),
        (("random guessing",), "random guessing", ""),
        (("BLEU of the translations",), "", "BLEU of the translations"),
    ],
)
def test_a_system_is_named_without_its_conditions(path: tuple[str, ...], name: str, conditions: str) -> None:
    found = system_of(path, LEXICON, frozenset({"OurNet"}))
    assert (found.name, found.conditions) == (name, conditions)


def test_conditions_go_to_the_setting_and_keep_results_apart() -> None:
    found = of_table([["", "XNLI acc"], ["mBERT, zero-shot, frozen", "60.1"], ["mBERT, zero-shot", "65.4"]])
    assert [(one.system, one.setting) for one in found] == [("mBERT", "zero-shot, frozen"), ("mBERT", "zero-shot")]


def test_a_heading_that_is_a_data_set_says_what_the_rows_below_it_are_measured_on() -> None:
    text = "We compare the systems under one protocol and report what they reach on the test set. " * 3
    document = read_latex(
        f"\\documentclass{{article}}\\begin{{document}}\\section{{R}} {text}\n\\begin{{table}}\\begin{{tabular}}{{llc}}\\hline"
        "Data & Model & Accuracy\\\\\\hline \\multirow{2}{*}{SNLI} & FooNet & 80.1\\\\ & BarNet & 79.2\\\\\\hline"
        "\\multirow{2}{*}{MNLI} & FooNet & 70.1\\\\ & BarNet & 69.2\\\\\\hline"
        "\\end{tabular}\\caption{Results.}\\end{table}\\end{document}",
        "p",
    )
    found = [(one.system, one.dataset, one.quantity.value) for one in results_of_table(document, 0, LEXICON)]
    assert found == [
        ("FooNet", "SNLI", 80.1),
        ("BarNet", "SNLI", 79.2),
        ("FooNet", "MNLI", 70.1),
        ("BarNet", "MNLI", 69.2),
    ]


def test_spreads_are_no_results_and_rows_of_metrics_no_systems() -> None:
    spread = of_table([["", "SNLI acc", "std", "±"], ["FooNet", "88.1", "0.4", "0.2"]])
    assert [one.quantity.value for one in spread] == [88.1]
    rows = of_table([["", "de", "sw"], ["BLEU into English", "39.3", "20.1"]], "Translations of XNLI.")
    assert [(one.system, one.metric, one.languages) for one in rows] == [("", "BLEU", ("de",)), ("", "BLEU", ("sw",))]


@pytest.mark.parametrize(
    ("sentence", "systems"),
    [
        ("BERT has 90.1 F1 on SQuAD, lower than the 91.3 of RoBERTa.", ["BERT", "RoBERTa"]),
        ("RoBERTa reaches 91.3 F1 on SQuAD, against 90.1 for BERT.", ["RoBERTa", "BERT"]),
        ("FooNet reaches 88.2 F1 on SQuAD compared to 85.0 for BarNet.", ["FooNet", "BarNet"]),
        ("FooNet reaches 88.2 F1 on SQuAD, more than 85.0.", ["FooNet", ""]),
        ("FooNet has 71.2 BLEU, above BarNet (70.1) and BazNet (69.0).", ["FooNet", "BarNet", "BazNet"]),
        ("BERT reaches 84.6% on MNLI, below RoBERTa with 90.2%.", ["BERT", "RoBERTa"]),
        ("FooNet raises XNLI accuracy from 65.4% (mBERT) to 69.6%.", ["mBERT", "FooNet"]),
        ("FooNet gains 4.2 points over mBERT on XNLI, from 65.4% to 69.6%.", ["FooNet", "mBERT", "FooNet"]),
        ("FooNet rises from 76.2% to 78.1% on XNLI with more data.", ["", "FooNet"]),
        ("We reach 81.2 F1 for ZebraBench and 80.1 F1 on SQuAD.", [OWN, OWN]),
    ],
)
def test_each_number_of_a_sentence_is_its_own_systems(sentence: str, systems: list[str]) -> None:
    assert [one.system for one in of_text(sentence)] == systems


def test_numbers_that_go_on_from_a_gain_are_gains_and_what_it_leads_to_is_a_score() -> None:
    chain = of_text("For FooNet the gain on XNLI falls from 7.8 points (small) over 5.1 (base) to 2.1 (large).")
    assert [(one.delta, one.quantity.unit, signed(one)) for one in chain] == [
        (True, "points", 7.8),
        (True, "points", 5.1),
        (True, "points", 2.1),
    ]
    raised = of_text("FooNet improves accuracy on XNLI by 1.8 points to 79.2.")
    assert [(one.delta, signed(one)) for one in raised] == [(True, 1.8), (False, 79.2)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "FooNet has 69.6% accuracy on XNLI and 81.2 F1 on TyDiQA-GoldP in Swahili.",
            [("accuracy", ()), ("F1", ("sw",))],
        ),
        ("In German FooNet has 80.1% on XNLI and 60.3 F1 on MLQA.", [("accuracy", ("de",)), ("F1", ("de",))]),
        ("FooNet has 80.1% on XNLI in German and 60.3 F1 on MLQA in Hindi.", [("accuracy", ("de",)), ("F1", ("hi",))]),
        ("On MLQA FooNet and BarNet have 60.3 and 61.0 F1 in Hindi.", [("F1", ("hi",)), ("F1", ("hi",))]),
    ],
)
def test_a_language_or_metric_beside_one_number_is_not_anothers(
    sentence: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(one.metric, one.languages) for one in of_text(sentence)] == expected
