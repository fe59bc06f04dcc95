"""Results out of tables and sentences: what each value is a value of, names, and bad input."""

import time

import pytest
from document_maker import make_document

from litsynth.errors import BadRecord
from litsynth.parse.latex import read_latex
from litsynth.records import OWN, Document, Result
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, result_value, results_of_document, results_of_table, signed
from litsynth.results.choose import Wanted, choose

LEXICON = Lexicon(inventory([shipped_names()]))
NAMES = LEXICON.names
TEXT = "We compare the systems under one protocol and report what they reach on the test set. " * 3


def of_table(rows: list[list[str]], caption: str = "", sentences: tuple[str, ...] = ("We train.",)) -> list[Result]:
    return list(results_of_table(make_document("p", list(sentences), rows, caption), 0, LEXICON))


def of_text(sentence: str) -> list[Result]:
    return [
        result for result in results_of_document(make_document("p", [sentence]), LEXICON) if result.source == "text"
    ]


def slots(result: Result, *names: str) -> tuple[object, ...]:
    value = result_value(result)
    return tuple(value[name] for name in names)


def test_row_column_and_caption_say_what_a_cell_is() -> None:
    found = of_table(
        [["Model", "en", "sw", "Avg."], ["M-BERT", "82.1", "49.7", "65.9"]], "Table 1: Zero-shot accuracy on XNLI."
    )
    assert [slots(one, "system", "dataset", "metric", "setting", "languages", "value") for one in found] == [
        ("mBERT", "XNLI", "accuracy", "zero-shot", ["en"], 82.1),
        ("mBERT", "XNLI", "accuracy", "zero-shot", ["sw"], 49.7),
        ("mBERT", "XNLI", "accuracy", "zero-shot", ["average"], 65.9),
    ]
    assert slots(found[1], "task", "inferred", "table", "row", "column") == (
        "natural language inference",
        ["task"],
        "Table 1",
        "M-BERT",
        "sw",
    )


def test_an_average_is_over_the_languages_of_its_table() -> None:
    found = of_table([["", "de", "sw", "ur", "avg"], ["XLM-R", "1.0", "2.0", "3.0", "2.0"]], "XNLI accuracy")
    assert found[-1].languages == ("de", "sw", "ur")


def test_the_nearest_place_settles_a_slot_and_several_names_settle_nothing() -> None:
    found = of_table([["", "SQuAD (EM)", "F1"], ["FooNet", "80.1", "88.2"]], "Results on SQuAD and NewsQA.")
    assert [slots(one, "dataset", "metric") for one in found] == [("SQuAD", "exact match"), ("", "F1")]


def test_a_sentence_that_refers_to_the_table_says_what_its_caption_leaves_out() -> None:
    sentences = ("Table 1 gives accuracy on the test set of SNLI.", "Nothing else is measured.")
    found = of_table([["", "Result"], ["FooNet", "88.1"]], "Main results.", sentences)
    assert [slots(one, "dataset", "metric", "split") for one in found] == [("SNLI", "accuracy", "test")]


def test_systems_may_stand_in_columns() -> None:
    found = of_table([["", "mBERT", "XLM-R large"], ["XNLI", "65.4", "79.2"], ["PAWS-X", "81.9", "86.4"]], "Accuracy.")
    assert {slots(one, "system", "dataset", "value") for one in found} == {
        ("mBERT", "XNLI", 65.4),
        ("XLM-R large", "XNLI", 79.2),
        ("mBERT", "PAWS-X", 81.9),
        ("XLM-R large", "PAWS-X", 86.4),
    }


def test_two_metrics_in_one_cell_are_two_results() -> None:
    found = of_table([["", "SQuAD F1 / EM"], ["FooNet", "88.5 / 81.2"]])
    assert [slots(one, "metric", "value") for one in found] == [("F1", 88.5), ("exact match", 81.2)]


def test_a_task_in_a_table_of_a_benchmark_is_its_data_set() -> None:
    found = of_table([["", "NER", "POS"], ["mBERT", "62.2", "71.5"]], "Results on XTREME.")
    assert [one.dataset for one in found] == ["WikiANN", "UD-POS"]


def test_ours_is_the_name_that_the_paper_gives_its_system() -> None:
    rows = [["", "SNLI acc"], ["Ours", "88.1"]]
    named = of_table(rows, "", ("We propose FooNet.",))
    assert (named[0].system, of_table(rows)[0].system) == ("FooNet", OWN)


def test_what_is_no_score_is_no_result() -> None:
    rows = [["", "#params", "Epochs", "SNLI acc"], ["FooNet", "12.5", "3.0", "88.1"], ["std. dev.", "", "", "0.3"]]
    assert [one.quantity.value for one in of_table(rows)] == [88.1]
    assert of_table([["", "Train"], ["SNLI", "55.0"]], "Statistics of the data sets.") == []


def test_differences_keep_their_sign_and_what_they_are_over() -> None:
    found = of_table([["", "XNLI acc", "Δ over mBERT"], ["FooNet", "66.0", "+0.6"], ["BarNet", "65.1", "−0.3"]])
    assert [(one.delta, one.baseline, signed(one)) for one in found] == [
        (False, "", 66.0),
        (True, "mBERT", 0.6),
        (False, "", 65.1),
        (True, "mBERT", -0.3),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FooNet reaches 79.2% accuracy on XNLI.", [("FooNet", "XNLI", "accuracy", [], 79.2)]),
        (
            "XLM-R large obtains 80.9% on XNLI and 73.9% in Swahili.",
            [("XLM-R large", "XNLI", "accuracy", [], 80.9), ("XLM-R large", "XNLI", "accuracy", ["sw"], 73.9)],
        ),
        (
            "XLM-R large scores 83.6 and mBERT 79.1 on XNLI.",
            [("XLM-R large", "XNLI", "accuracy", [], 83.6), ("mBERT", "XNLI", "accuracy", [], 79.1)],
        ),
        (
            "We achieve 92.1 F1 on CoNLL-2003 and 88.4 F1 on OntoNotes 5.0.",
            [(OWN, "CoNLL-2003", "F1", [], 92.1), (OWN, "OntoNotes 5.0", "F1", [], 88.4)],
        ),
        (
            "FooNet obtains BLEU scores of 28.4 and 41.8 on WMT14 En-De and WMT14 En-Fr, respectively.",
            [("FooNet", "WMT14 En-De", "BLEU", ["en-de"], 28.4), ("FooNet", "WMT14 En-Fr", "BLEU", ["en-fr"], 41.8)],
        ),
        ("FooNet reaches 0.81 accuracy on BarBench.", [("FooNet", "BarBench", "accuracy", [], 0.81)]),
        ("It has 3 layers and was trained for 12 hours.", []),
    ],
)
def test_results_of_sentences(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert [slots(one, "system", "dataset", "metric", "languages", "value") for one in of_text(sentence)] == expected


def test_a_gain_is_a_difference_over_its_baseline_and_from_to_are_two_systems() -> None:
    gain = of_text("FooNet outperforms BarNet by 1.8 points of accuracy on XNLI.")
    assert [(one.system, one.baseline, one.delta, signed(one)) for one in gain] == [("FooNet", "BarNet", True, 1.8)]
    risen = of_text("FooNet improves accuracy from 75.1 to 77.3 on MNLI over mBERT.")
    assert [(one.system, one.quantity.value) for one in risen] == [("mBERT", 75.1), ("FooNet", 77.3)]


# Bad input


def test_a_table_without_headers_tells_only_what_its_caption_tells() -> None:
    found = read_latex(
        f"\\documentclass{{article}}\\begin{{document}}\\section{{R}} {TEXT}\n\\begin{{table}}\\begin{{tabular}}{{cc}}"
        "81.2 & 82.3\\\\ 71.0 & 70.1\\end{tabular}\\caption{Accuracy on SNLI.}\\end{table}\\end{document}",
        "p",
    )
    results = list(results_of_table(found, 0, LEXICON))
    assert {slots(one, "system", "dataset", "metric") for one in results} == {("", "SNLI", "accuracy")}


def test_merged_cells_name_every_cell_below_and_beside_them() -> None:
    document = read_latex(
        f"\\documentclass{{article}}\\begin{{document}}\\section{{R}} {TEXT}\n\\begin{{table}}\\begin{{tabular}}{{llcc}}\\hline"
        "& & \\multicolumn{2}{c}{SQuAD}\\\\ & Model & EM & F1\\\\\\hline"
        "\\multirow{2}{*}{zero-shot} & mBERT & 60.1 & 70.2\\\\ & XLM-R & 61.3 & 71.4\\\\\\hline"
        "\\end{tabular}\\caption{Results.}\\end{table}\\end{document}",
        "p",
    )
    found = list(results_of_table(document, 0, LEXICON))
    assert [slots(one, "system", "dataset", "metric", "setting", "value") for one in found] == [
        ("mBERT", "SQuAD", "exact match", "zero-shot", 60.1),
        ("mBERT", "SQuAD", "F1", "zero-shot", 70.2),
        ("XLM-R", "SQuAD", "exact match", "zero-shot", 61.3),
        ("XLM-R", "SQuAD", "F1", "zero-shot", 71.4),
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("79.2†", 79.2),
        ("79.2^{a}", 79.2),
        ("79.2 (3)", 79.2),
        ("**79.2**", 79.2),
        ("79.2\u2009%", 79.2),
        ("\u22120.31", -0.31),
        ("79.2 ± 0.4", 79.2),
        ("79,2", 79.2),
    ],
)
def test_marks_thin_spaces_and_signs_around_a_value(cell: str, value: float) -> None:
    assert [signed(one) for one in of_table([["", "STS-B Pearson"], ["FooNet", cell]])] == [value]


def test_twelve_digits_are_a_count_and_no_score() -> None:
    assert of_table([["", "SNLI acc"], ["FooNet", "123456789012"], ["BarNet", "392,702"]]) == []


def test_a_comma_among_decimal_points_is_not_guessed_at() -> None:
    found = of_table([["", "SNLI acc"], ["FooNet", "1,5"], ["BarNet", "1.5"]])
    assert [(one.system, one.quantity.value) for one in found] == [("BarNet", 1.5)]


def test_a_data_set_that_no_inventory_has_is_called_as_printed() -> None:
    found = of_table([["", "XNLI", "ZebraBench"], ["FooNet", "70.1", "60.2"]], "Accuracy.")
    assert [slots(one, "dataset", "task") for one in found] == [
        ("XNLI", "natural language inference"),
        ("ZebraBench", ""),
    ]


def test_a_sentence_with_thirty_numbers() -> None:
    numbers = ", ".join(f"{50 + at}.{at % 10}" for at in range(30))
    found = of_text(f"On XNLI FooNet reaches accuracies of {numbers}.")
    assert [one.quantity.value for one in found] == [float(f"{50 + at}.{at % 10}") for at in range(30)]
    assert {one.dataset for one in found} == {"XNLI"}


def test_a_sentence_of_two_thousand_words_takes_no_longer_than_its_length() -> None:
    sentence = (
        "FooNet reaches 79.2% accuracy on XNLI " + "and the model of the authors goes on with words " * 200 + "here."
    )
    began = time.process_time()
    found = of_text(sentence)
    assert time.process_time() - began < 5
    assert [(one.system, one.dataset, one.quantity.value) for one in found] == [("FooNet", "XNLI", 79.2)]


# Names


def test_benchmarks_are_complete() -> None:
    counts = {"XTREME": 9, "XGLUE": 11, "GLUE": 10, "SuperGLUE": 10}
    assert {name: len(NAMES.entries["benchmark", name].datasets) for name in counts} == counts
    assert len(NAMES.entries["dataset", "XNLI"].languages) == 15


def test_names_of_ones_own_are_laid_over_the_shipped_ones() -> None:
    own = '[datasets]\n"ZebraBench" = { aliases = ["ZB-1"], task = "natural language inference", metrics = ["accuracy"] }\n'
    lexicon = Lexicon(inventory([shipped_names(), ("mine.toml", own)]))
    document = make_document("p", ["We test."], [["", "ZB-1"], ["FooNet", "61.2"]], "Results.")
    (found,) = results_of_table(document, 0, lexicon)
    assert slots(found, "dataset", "task", "metric", "inferred") == (
        "ZebraBench",
        "natural language inference",
        "accuracy",
        ["task", "metric"],
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[datasets", "not valid TOML"),
        ("[colours]\nred = []", "unknown section 'colours'"),
        ('[datasets]\nFoo = { colour = "red" }', "unknown field 'colour'"),
        ('[datasets]\nFoo = { task = "no such task" }', "which is not there"),
        ('[metrics]\nFoo = { better = "more" }', "better is 'more'"),
        ("[tasks]\nfoo = [1]", "wrong kind of value"),
    ],
)
def test_a_file_of_names_that_is_wrong_says_where(text: str, complaint: str) -> None:
    with pytest.raises(BadRecord, match=r"^mine\.toml: ") as error:
        inventory([shipped_names(), ("mine.toml", text)])
    assert complaint in str(error.value)


def test_results_are_chosen_by_any_spelling_of_a_name() -> None:
    rows = [["", "sw", "de"], ["M-BERT", "49.7", "70.1"], ["XLM-R large", "73.9", "82.5"]]
    found = of_table(rows, "Accuracy on XNLI, zero-shot.")

    def values(**wanted: str) -> list[float]:
        return [one.quantity.value for one in choose(found, Wanted(**wanted), LEXICON)]

    assert values(language="Swahili", metric="acc", task="NLI") == [49.7, 73.9]
    assert values(dataset="XTREME", system="xlm r") == [73.9, 82.5]
    assert values(setting="zero shot", paper="p", language="de") == [70.1, 82.5]
    assert values(dataset="SNLI") == values(language="average") == values(dataset="XNL") == []


def test_spans_are_those_of_the_cells() -> None:
    document: Document = make_document("p", ["We test."], [["", "SNLI acc"], ["FooNet", "88.1"]])
    (found,) = results_of_table(document, 0, LEXICON)
    assert found.anchor.span.of(document.text) == found.anchor.exact == "88.1"
    assert (found.row, found.column) == (1, 1)
