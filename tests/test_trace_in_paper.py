"""A sentence's figures found in the tables of its own paper, with what the paper says around it; and what must never be."""

from dataclasses import replace

import pytest

from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Document, Section, Span
from litsynth.verify import grids_of, trace
from tests.document_maker import make_document

ROWS = [
    ["Model", "ShapeBank F1", "ToolBank F1", "ShapeBank Acc."],
    ["LinTag [lee2017]", "71.3", "64.8", "80.12"],
    ["TreeTag [kim2018]", "74.6", "66.1", "82.45"],
    ["GridTag", "76.9", "69.5", "84.03"],
    ["GridTag w/o lattice", "75.2", "66.7", "83.38"],
]
CAPTION = "Tagging results on the test sets."
INTRODUCED = "We propose GridTag, a tagger over lattices."


def paper(*sentences: str, rows: list[list[str]] = ROWS, caption: str = CAPTION) -> Document:
    return make_document("p", [INTRODUCED, *sentences], rows, caption)


def told(document: Document, text: str) -> Claim:
    """The claim that a sentence of the document makes; of none, where it stands nowhere in it."""
    start = document.text.find(text)
    span = Span(start, start + len(text)) if start >= 0 else Span(0, 0)
    anchor = Anchor("p", "latex", span, text)
    return Claim("c", "p", text, text, anchor, "result", find_quantities(text))


def traced(text: str, *before: str, rows: list[list[str]] = ROWS) -> list[str]:
    document = paper(*before, text, rows=rows)
    return [found.check().evidence for found in trace(told(document, text), document, grids_of(document))]


class TestNames:
    def test_our_model_is_the_row_of_the_name_that_the_paper_introduces(self) -> None:
        assert traced("Our model reaches 76.9 F1 on ShapeBank.") == ["Table 1: 76.9 (GridTag, ShapeBank F1)"]

    def test_a_citation_is_the_row_that_cites_it(self) -> None:
        text = "On ToolBank, our tagger outperforms [kim2018] by 3.4 F1 points."
        assert traced(text) == [
            "Table 1: 69.5 (GridTag, ToolBank F1) minus 66.1 (TreeTag [kim2018], ToolBank F1) = +3.4"
        ]

    def test_a_short_form_is_its_long_form(self) -> None:
        rows = [["Model", "SB", "TB"], ["GridTag", "76.9", "69.5"], ["LinTag", "71.3", "64.8"]]
        before = "We use the Shape Bank (SB) and the Tool Bank (TB)."
        assert traced("GridTag reaches 69.5 F1 on the Tool Bank.", before, rows=rows) == ["Table 1: 69.5 (GridTag, TB)"]

    def test_the_sentence_before_names_what_the_sentence_does_not(self) -> None:
        assert traced("It reaches 66.1 F1 on ToolBank.", "TreeTag is a strong baseline.") == [
            "Table 1: 66.1 (TreeTag [kim2018], ToolBank F1)"
        ]

    def test_the_previous_state_of_the_art_is_the_best_of_the_others(self) -> None:
        text = "On ShapeBank, our model improves over the previous best system by {} F1 points."
        assert traced(text.format("2.3"))
        assert not traced(text.format("5.6"))

    def test_what_is_left_out_is_the_row_without_it(self) -> None:
        assert traced("Without the lattice, ShapeBank F1 drops to 75.2.") == [
            "Table 1: 75.2 (GridTag w/o lattice, ShapeBank F1)"
        ]


class TestChanges:
    def test_from_a_to_b_is_two_cells_of_one_column_in_the_direction_told(self) -> None:
        text = "Compared with TreeTag, GridTag {} ToolBank F1 from {}."
        assert traced(text.format("improves", "66.1 to 69.5"))
        assert not traced(text.format("lowers", "66.1 to 69.5"))
        assert not traced(text.format("improves", "69.5 to 66.1"))

    def test_percent_is_relative_by_the_letter_and_points_only_in_the_papers_own_sentence(self) -> None:
        document = paper("On ToolBank, GridTag outperforms TreeTag by 3.4%.")
        own, elsewhere = (
            trace(told(document, f"{lead} GridTag outperforms TreeTag by {gain}%."), document, grids_of(document))
            for lead, gain in (("On ToolBank,", "3.4"), ("For ToolBank,", "3.4"))
        )
        assert [found.caveat for found in own] == ["3.4% is in points; relative to 66.1 it is +5.1%"]
        assert elsewhere == ()
        assert traced("On ToolBank, GridTag outperforms TreeTag by 5.1% relative.") == [
            "Table 1: 69.5 (GridTag, ToolBank F1) minus 66.1 (TreeTag [kim2018], ToolBank F1) = +3.4, +5.14%"
        ]

    def test_a_bound_is_what_an_author_would_round(self) -> None:
        text = "On ToolBank, GridTag outperforms TreeTag by more than {} F1 points."
        assert traced(text.format("3"))
        assert not traced(text.format("2.5"))


@pytest.mark.parametrize(
    "false",
    [
        "Our model reaches 76.8 F1 on ShapeBank.",
        "Our model reaches 76.9 F1 on ToolBank.",
        "Our model reaches 76.9 F1 on CupBank.",
        "Our model reaches 76.9 accuracy on ShapeBank.",
        "TreeTag reaches 76.9 F1 on ShapeBank.",
        "WireTag reaches 76.9 F1 on ShapeBank.",
        "Without the lattice, GridTag reaches 76.9 F1 on ShapeBank.",
        "Our model reaches 69.5 F1 on ShapeBank and 76.9 F1 on ToolBank.",
        "LinTag (74.6) is below TreeTag (71.3) on ShapeBank in F1.",
        "GridTag (76.9) underperforms TreeTag (74.6) on ShapeBank in F1.",
        "On ToolBank, TreeTag outperforms GridTag by 3.4 F1 points.",
        "On ToolBank, our tagger outperforms [lee2017] by 3.4 F1 points.",
        "On ShapeBank, our model reaches 76.9 F1 because it sees lattices.",
        "On ShapeBank, TreeTag reaches the best F1 of 74.6.",
        "F1 on ShapeBank ranges from 71.3 to 76.9.",
    ],
)
def test_false_or_unsettled_sentences_find_nothing(false: str) -> None:
    assert traced(false) == []


def test_the_best_is_settled_by_the_column() -> None:
    assert traced("On ShapeBank, our model reaches the best F1 of 76.9.")


def test_a_table_that_is_named_is_the_only_one_looked_at() -> None:
    assert traced("As Table 1 shows, our model reaches 76.9 F1 on ShapeBank.")
    assert not traced("As Table 7 shows, TreeTag reaches 74.6 F1 on CupBank.")


def test_context_is_for_a_papers_own_sentences_only() -> None:
    text = "Our model reaches 76.9 F1 on ShapeBank."
    document = paper(text)
    grids = grids_of(document)
    claim = told(document, text)
    assert trace(claim, document, grids)
    assert not trace(replace(claim, paper_id="q"), document, grids)
    assert not trace(claim, replace(document, substrate="digest"), grids)


def test_a_paper_without_abstract_or_names_is_read_too() -> None:
    document = replace(make_document("p", ["It reaches 76.9."], ROWS, CAPTION), title="")
    document = replace(document, sections=(Section("", Span(0, 20)),))
    assert trace(told(document, "It reaches 76.9."), document, grids_of(document)) == ()
