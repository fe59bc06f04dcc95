"""What the levels of a table's headers hold: read from all entries of a level together, and left empty where that is open."""

import pytest
from document_maker import make_document

from litsynth.records import Document, Result
from litsynth.resolve import own_dataset
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, results_of_document, results_of_table

LEXICON = Lexicon(inventory([shipped_names()]))


def table(rows: list[list[str]], caption: str, header: int = 1, stub: int = 1, title: str = "") -> Document:
    made = make_document("p", ["We train."], rows, caption)
    (one,) = made.tables
    tables = (type(one)(one.label, one.caption, one.cells, header_rows=header, stub_columns=stub),)
    return Document(
        "p", title, made.text, made.substrate, sections=made.sections, sentences=made.sentences, tables=tables
    )


def first(document: Document) -> Result:
    return next(iter(results_of_table(document, 0, LEXICON)))


def last(document: Document) -> Result:
    return list(results_of_table(document, 0, LEXICON))[-1]


def test_one_known_entry_tells_what_a_level_holds() -> None:
    metric = last(table([["", "Smatch", "Zork."], ["FooNet", "80.1", "70.2"]], "Results on AMR 2.0."))
    assert (metric.metric, metric.dataset, metric.setting) == ("Zork.", "AMR 2.0", "")
    rows = [["Task", "Metric", "FooNet", "BERT"], ["XNLI", "accuracy", "70.1", "60.2"], ["zork", "F1", "50.1", "40.2"]]
    dataset = last(table(rows, "Main results.", stub=2))
    assert (dataset.dataset, dataset.metric, dataset.system) == ("zork", "F1", "BERT")


def test_levels_are_not_joined() -> None:
    rows = [["Model", "ZEB-1", "ZEB-1"], ["Model", "small", "F1"], ["FooNet", "70.1", "60.2"]]
    found = last(table(rows, "Main results.", header=2))
    assert (found.dataset, found.metric, found.setting) == ("ZEB-1", "F1", "")


def test_a_split_or_an_average_that_is_not_known_is_not_taken_from_elsewhere() -> None:
    found = last(table([["", "Test", "CV"], ["FooNet", "70.1", "60.2"]], "Accuracy on the SNLI test set."))
    assert (found.split, found.setting) == ("", "CV")
    mean = last(table([["", "Happy", "Mean"], ["FooNet", "70.1", "60.2"]], "F1 on MELD."))
    assert (mean.languages, mean.setting) == ((), "average")


def test_the_corner_says_which_labels_are_systems() -> None:
    rows = [["Model", "Oracle", "F1"], ["BazNet", "BERT", "70.1"]]
    found = first(table(rows, "Results on HotpotQA.", stub=2))
    assert (found.system, found.setting) == ("BazNet", "BERT")
    augmented = first(table([["Data Augmentation", "F1"], ["Shuffling", "70.1"]], "Results on SNLI."))
    assert (augmented.system, augmented.setting) == ("", "Shuffling")


def test_classes_down_the_side_leave_the_systems_to_the_columns() -> None:
    rows = [["", "LSTM", "V-LSTM"], ["Entailment", "70.1", "60.2"], ["Neutral", "50.1", "40.2"]]
    found = last(table(rows, "Accuracy (%) on SNLI."))
    assert (found.system, found.setting, found.quantity.unit) == ("V-LSTM", "Neutral", "percent")


def test_variants_go_on_from_the_system_above_and_citations_are_systems() -> None:
    rows = [["#", "Model", "EM"], ["1", "FooNet", "70.1"], ["2", "+ CRF", "71.2"], ["3", "[bar2019]", "60.2"]]
    found = [one.system for one in results_of_table(table(rows, "SQuAD.", stub=2), 0, LEXICON)]
    assert found == ["FooNet", "FooNet + CRF", "[bar2019]"]


def test_what_a_title_alone_says_is_inferred() -> None:
    document = table(
        [["", "F1"], ["FooNet", "70.1"]], "Main results.", title="Nets at SemEval-2021 Task 4: Sarcasm Detection"
    )
    found = first(document)
    assert (found.dataset, found.task, found.inferred) == (
        "SemEval-2021 Task 4",
        "sarcasm detection",
        ("dataset", "task"),
    )
    assert own_dataset("FooSet: A Corpus of Questions") == "FooSet"


@pytest.mark.parametrize(
    "sentence",
    [
        "We use exact matches (3.2), attention of FooNet (3.3) and pooling (3.4).",
        "FooNet is in the accuracy tables of SNLI [10.5555/645530].",
        "The cases account for 77% of the revisions in Multi30K.",
        "The accuracy can change by 5.1 points.",
    ],
)
def test_numbers_that_are_no_results(sentence: str) -> None:
    assert not list(results_of_document(make_document("p", [sentence]), LEXICON))


def test_what_is_removed_is_no_system_and_lists_go_in_turn() -> None:
    removed = list(
        results_of_document(make_document("p", ["When FOO is removed, F1 on SNLI drops by 0.6 points."]), LEXICON)
    )
    assert [one.system for one in removed] == [""]
    text = "FooNet gains 1.3 and 1.4 points of F1 and 0.9 and 1.1 points of accuracy on SNLI and MNLI, respectively."
    found = results_of_document(make_document("p", [text]), LEXICON)
    assert [(one.dataset, one.metric) for one in found] == [
        ("SNLI", "F1"),
        ("MNLI", "F1"),
        ("SNLI", "accuracy"),
        ("MNLI", "accuracy"),
    ]
