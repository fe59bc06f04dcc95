"""A claim's scores and gains found in table cells: what is found, and what must never be."""

import pytest

from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Document, Span
from litsynth.verify import grids_of, trace
from tests.document_maker import make_document

HEADER = ["Model", "en", "de", "sw", "avg"]
ROWS = [
    HEADER,
    ["XLM-R large, zero-shot", "89.0", "82.5", "73.9", "81.8"],
    ["XLM-R large, translate-train-all", "89.4", "84.1", "78.0", "83.8"],
    ["XLM-R base, zero-shot", "85.0", "78.0", "66.0", "76.3"],
    ["XLM-R base, translate-train-all", "85.9", "80.1", "72.5", "79.5"],
]
CAPTION = "XNLI test accuracy (%)"


def claim_of(text: str) -> Claim:
    anchor = Anchor("p", "latex", Span(0, len(text)), text)
    return Claim("c", "p", text, text, anchor, "result", find_quantities(text))


def traced(text: str, document: Document) -> list[str]:
    return [found.check().evidence for found in trace(claim_of(text), document, grids_of(document))]


@pytest.fixture
def paper() -> Document:
    return make_document("p", ["The data covers three languages."], ROWS, CAPTION)


def test_a_gain_is_the_difference_of_the_two_cells_that_the_claim_names(paper: Document) -> None:
    claim = "On XNLI, training on all languages is worth 2.0 points on average over English-only fine-tuning for XLM-R large."
    assert traced(claim, paper) == [
        "Table 1: 83.8 (XLM-R large, translate-train-all, avg) minus 81.8 (XLM-R large, zero-shot, avg) = +2"
    ]


def test_each_figure_of_a_list_is_found_in_its_own_row(paper: Document) -> None:
    claim = "Zero-shot XNLI accuracy is 81.8% on average for XLM-R large and 76.3% for XLM-R base."
    assert traced(claim, paper) == [
        "Table 1: 81.8 (XLM-R large, zero-shot, avg)",
        "Table 1: 76.3 (XLM-R base, zero-shot, avg)",
    ]


def test_a_language_chooses_its_column(paper: Document) -> None:
    assert traced("XLM-R base reaches 72.5% in Swahili on XNLI with translate-train-all.", paper) == [
        "Table 1: 72.5 (XLM-R base, translate-train-all, sw)"
    ]


@pytest.mark.parametrize(
    "swapped",
    [
        "XLM-R base reaches 72.6% in Swahili on XNLI with translate-train-all.",
        "XLM-R base reaches 72.5% in German on XNLI with translate-train-all.",
        "XLM-R base reaches 72.5% on average on XNLI with translate-train-all.",
        "XLM-R large reaches 72.5% in Swahili on XNLI with translate-train-all.",
        "mBERT reaches 72.5% in Swahili on XNLI with translate-train-all.",
        "XLM-R base reaches 72.5% in Swahili on PAWS-X with translate-train-all.",
        "XLM-R base reaches 72.5% in Swahili on XNLI zero-shot.",
        "XLM-R base reaches 72.5 F1 in Swahili on XNLI with translate-train-all.",
        "XLM-R base reaches 72.5% development accuracy in Swahili on XNLI with translate-train-all.",
        "Zero-shot XNLI accuracy is 76.3% on average for XLM-R large and 81.8% for XLM-R base.",
        "On XNLI, English-only fine-tuning is worth 2.0 points on average over training on all languages for XLM-R large.",
        "On XNLI, training on all languages is worth 2.0 points on average over English-only fine-tuning for XLM-R base.",
        "On XNLI, training on all languages costs 2.0 points on average against English-only fine-tuning for XLM-R large.",
        "On XNLI, training on all languages is worth 2.0 points on average over translate-test for XLM-R large.",
    ],
)
def test_one_slot_changed_and_nothing_is_found(swapped: str, paper: Document) -> None:
    assert traced(swapped, paper) == []


@pytest.mark.parametrize("more", ["the best result", "because it saw more data", "which every model lacks"])
def test_figures_do_not_settle_what_the_claim_says_beyond_them(more: str, paper: Document) -> None:
    assert traced(f"XLM-R base reaches 72.5% in Swahili on XNLI with translate-train-all, {more}.", paper) == []


def test_a_count_must_be_stated_somewhere_too(paper: Document) -> None:
    told = "XLM-R large reaches 81.8% zero-shot on average over the {} XNLI languages."
    assert traced(told.format("three"), paper)
    assert not traced(told.format("forty"), paper)


def test_an_average_that_is_not_printed_is_computed() -> None:
    document = make_document("p", ["Text."], [row[:-1] for row in ROWS], CAPTION)
    assert traced("XLM-R large reaches 81.8% zero-shot accuracy on XNLI on average.", document) == [
        "Table 1: mean of 3 = 81.80 (XLM-R large, zero-shot, average)"
    ]


def test_a_table_of_changes_holds_gains_as_they_stand() -> None:
    rows = [["Task", "XNLI", "PAWS-X"], ["CCG", "-2.6", "-1.1"], ["QQP", "-4.4", "+0.7"]]
    document = make_document(
        "p", ["Text."], rows, "Change in accuracy points of XLM-R large after an intermediate task"
    )
    assert traced("CCG costs XLM-R large 2.6 points on XNLI.", document) == ["Table 1: -2.6 (CCG, XNLI)"]
    assert not traced("CCG gains XLM-R large 2.6 points on XNLI.", document)
    assert not traced("QQP costs XLM-R large 0.7 points on PAWS-X.", document)


def test_a_row_that_lacks_something_is_not_the_one_that_has_it() -> None:
    rows = [["Model", "XNLI"], ["XLM-R, with TLM", "76.3"], ["XLM-R, without TLM", "75.8"]]
    document = make_document("p", ["Text."], rows, "Accuracy (%)")
    assert traced("XLM-R with TLM reaches 76.3% on XNLI.", document)
    assert not traced("XLM-R with TLM reaches 75.8% on XNLI.", document)
    assert traced("On XNLI, TLM is worth 0.5 points for XLM-R.", document)
