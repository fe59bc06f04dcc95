"""Claims that somebody else tells of a paper, found in its tables; and false ones, which must not be."""

import pytest

from litsynth.pipeline.asked import Asked, asked_claim
from litsynth.records import Document
from litsynth.verify import grids_of, trace
from tests.document_maker import make_document

ROWS = [
    ["Model", "ShapeBank F1", "ShapeBank Acc.", "ToolBank F1", "ToolBank Acc."],
    ["LinTag", "71.3", "80.12", "64.8", "77.05"],
    ["GridTag", "74.6", "82.45", "66.1", "78.91"],
    ["GridTag (joint)", "76.9", "84.03", "69.5", "79.66"],
    ["GridTag (joint) + Lattice", "78.2", "85.17", "70.4", "80.38"],
    ["GridTag w/o Pool", "73.1", "81.64", "65.2", "78.02"],
]
CAPTION = "Results of tagging."
LETTERS = [
    ["Model", "B-1", "M", "R-L"],
    ["LinTag", "61.9", "34.4", "31.2"],
    ["GridTag (R)", "63.6", "35.4", "30.3"],
]
EXPLAINED = "Generation in BLEU (B), METEOR (M) and ROUGE-L (R-L)."
PRF = [["Model", "P", "R", "F"], ["LinTag", "73.97", "53.98", "62.41"], ["GridTag", "78.21", "59.94", "67.86"]]
LANGUAGES = [["Judge", "Tag-en", "Tag-zh"], ["LinTag", "63.79", "65.80"], ["GridTag", "77.30", "78.48"]]
CUT = [["Model", "Gram.", "Logic."], ["LinTag", "1.57", "0.84"], ["GridTag", "1.74", "0.70"]]
UNITS = [["Agent", "Error (m)", "Success (%)"], ["Random", "9.77", "13.2"], ["Human", "1.61", "86.4"]]
AVERAGE = [["Model", "4 kHz", "8 kHz", "AVG"], ["Raw", "5.50", "5.15", "4.65"], ["GridTag", "1.54", "1.46", "1.21"]]
CHANGED = [
    ["Model", "ShapeBank F1", "ToolBank F1"],
    ["LinTag", "71.3", "64.8"],
    ["GridTag", "74.6", "66.1"],
    ["+ Lattice", "76.9", "69.5"],
    ["w/o Pool", "73.1", "65.2"],
]
COUNTS = [["", "HillSet", "LakeSet"], ["Scenes", "18", "12"], ["Actions", "46", "31"], ["Speakers", "177", "69"]]


def document_of(rows: list[list[str]], caption: str = CAPTION, *sentences: str) -> Document:
    return make_document("p", ["We study taggers.", *sentences], rows, caption)


def traced(
    text: str, rows: list[list[str]] = ROWS, caption: str = CAPTION, sentences: tuple[str, ...] = ()
) -> list[str]:
    document = document_of(rows, caption, *sentences)
    return [found.check().evidence for found in trace(asked_claim(Asked(text, "p")), document, grids_of(document))]


class TestMentions:
    @pytest.mark.parametrize(
        "text",
        [
            "GridTag reaches 74.6 F1 on ShapeBank.",
            "GridTag (joint) reaches 76.9 F1 on ShapeBank.",
            "Accuracy on ToolBank amounts to 79.66 with GridTag (joint).",
            "In F1, GridTag comes to 74.6 and 66.1 on ShapeBank and ToolBank, respectively.",
            "If GridTag (joint) is exchanged for GridTag, F1 on ShapeBank changes from 76.9 to 74.6.",
            "GridTag and GridTag (joint) differ in F1 on ToolBank: 66.1 versus 69.5.",
        ],
    )
    def test_true(self, text: str) -> None:
        assert traced(text)

    @pytest.mark.parametrize(
        "text",
        [
            "GridTag reaches 76.9 F1 on ShapeBank.",
            "GridTag reaches 73.1 F1 on ShapeBank.",
            "GridTag (joint) reaches 69.5 F1 on ShapeBank.",
            "GridTag has an F1 of 82.45 on ShapeBank.",
            "TreeTag reaches 74.6 F1 on ShapeBank.",
            "GridTag reaches 74.6 F1 on HillBank.",
            "In F1, GridTag comes to 74.6 and 66.1 on ToolBank and ShapeBank, respectively.",
            "If GridTag (joint) is exchanged for GridTag, F1 on ShapeBank changes from 74.6 to 76.9.",
            "GridTag and GridTag (joint) differ in F1 on ToolBank: 69.5 versus 66.1.",
        ],
    )
    def test_false(self, text: str) -> None:
        assert not traced(text)


class TestContrasts:
    @pytest.mark.parametrize(
        "text",
        [
            "GridTag leads LinTag by 3.3 points of F1 on ShapeBank.",
            "LinTag lags GridTag by 3.3 points of F1 on ShapeBank.",
            "LinTag is overtaken by GridTag on ShapeBank, by 3.3 points of F1.",
            "GridTag is not reached by LinTag on ShapeBank, by 3.3 points of F1.",
            "Set against LinTag, GridTag is ahead by 3.3 in F1 on ShapeBank.",
            "The margin by which GridTag surpasses LinTag on ShapeBank is 3.3 points of F1.",
            "The margin by which LinTag misses GridTag on ShapeBank is 3.3 points of F1.",
            "On ShapeBank, GridTag is 3.3 F1 points better than LinTag.",
            "GridTag (joint) leads GridTag by a relative 3.1% in F1 on ShapeBank.",
            "On ToolBank, GridTag (joint) adds 3.4 F1 points to GridTag.",
        ],
    )
    def test_true(self, text: str) -> None:
        (found,) = traced(text)
        assert "minus" in found

    @pytest.mark.parametrize(
        "text",
        [
            "GridTag lags LinTag by 3.3 points of F1 on ShapeBank.",
            "GridTag is overtaken by LinTag on ShapeBank, by 3.3 points of F1.",
            "LinTag is not reached by GridTag on ShapeBank, by 3.3 points of F1.",
            "Set against LinTag, GridTag is behind by 3.3 in F1 on ShapeBank.",
            "The margin by which LinTag surpasses GridTag on ShapeBank is 3.3 points of F1.",
            "GridTag leads LinTag by a relative 3.3% in F1 on ShapeBank.",
            "GridTag (joint) leads LinTag by 3.3 points of F1 on ShapeBank.",
            "On ShapeBank, LinTag is 3.3 F1 points better than GridTag.",
            "GridTag (joint) leads GridTag by 1.3 points of F1 on ShapeBank.",
        ],
    )
    def test_false(self, text: str) -> None:
        assert not traced(text)


class TestHeaders:
    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("GridTag (R) has a METEOR of 35.4.", True),
            ("GridTag (R) has a ROUGE-L of 30.3.", True),
            ("GridTag (R) has a BLEU-1 of 63.6.", True),
            ("GridTag (R) has a METEOR of 30.3.", False),
            ("GridTag (R) has a BLEU-1 of 35.4.", False),
        ],
    )
    def test_letters_mean_what_the_caption_says(self, text: str, there: bool) -> None:
        assert bool(traced(text, LETTERS, EXPLAINED)) is there

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("GridTag has a precision of 78.21 and a recall of 59.94.", True),
            ("GridTag has an F score of 67.86.", True),
            ("GridTag has a recall of 78.21.", False),
            ("GridTag has an F1 of 59.94.", False),
        ],
    )
    def test_precision_recall_and_f_by_their_letters(self, text: str, there: bool) -> None:
        assert bool(traced(text, PRF)) is there

    @pytest.mark.parametrize(("language", "there"), [("English", True), ("Chinese", False)])
    def test_codes_at_the_end_of_several_headers_are_languages(self, language: str, there: bool) -> None:
        assert bool(traced(f"For {language}, GridTag reaches 77.30.", LANGUAGES)) is there

    @pytest.mark.parametrize(("value", "there"), [("1.74", True), ("0.70", False)])
    def test_a_word_that_a_header_cuts_off(self, value: str, there: bool) -> None:
        judged = ("Judges rate grammar and logicality.",)
        assert bool(traced(f"The grammar of GridTag was rated {value}.", CUT, CAPTION, judged)) is there

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("Human error is 1.61 m.", True),
            ("Human error is 1.61%.", False),
            ("Human success is 86.4%.", True),
        ],
    )
    def test_a_header_gives_the_unit(self, text: str, there: bool) -> None:
        assert bool(traced(text, UNITS)) is there

    @pytest.mark.parametrize(("value", "there"), [("1.21", True), ("1.46", False)])
    def test_an_average_is_in_the_column_of_averages(self, value: str, there: bool) -> None:
        assert bool(traced(f"GridTag has {value} on average.", AVERAGE)) is there


class TestRows:
    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("With Lattice, GridTag reaches 76.9 F1 on ShapeBank.", True),
            ("Lattice takes GridTag on ShapeBank from 74.6 to 76.9 F1.", True),
            ("GridTag reaches 76.9 F1 on ShapeBank.", False),
            ("Lattice takes GridTag on ShapeBank from 74.6 to 73.1 F1.", False),
            ("Lattice takes LinTag on ShapeBank from 71.3 to 76.9 F1.", False),
        ],
    )
    def test_a_row_that_says_what_it_adds_belongs_to_the_row_above(self, text: str, there: bool) -> None:
        assert bool(traced(text, CHANGED)) is there

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("HillSet distinguishes 18 scenes and 46 actions.", True),
            ("LakeSet distinguishes 18 scenes.", False),
            ("HillSet has 46 scenes.", False),
            ("HillSet has 177 speakers.", True),
        ],
    )
    def test_counts_stand_in_cells_too(self, text: str, there: bool) -> None:
        assert bool(traced(text, COUNTS)) is there

    def test_a_number_in_a_name_is_no_figure(self) -> None:
        rows = [["Model", "F1"], ["LinTag", "64.8"], ["GridTag", "66.1"]]
        caption = "Results on HillSet 2."
        assert traced("GridTag reaches 66.1 F1 on HillSet 2.", rows, caption, ("HillSet 2 is new.",))


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("GridTag (joint) reaches 76.9 F1 on ShapeBank.", True),
        ("Our tagger reaches 76.9 F1 on ShapeBank.", False),
        ("A tagger reaches 76.9 F1 on ShapeBank.", False),
        ("GridTag reaches 76.9 F1 on ShapeBank.", False),
    ],
)
def test_a_claim_of_no_paper_in_particular_must_name_row_and_column(text: str, there: bool) -> None:
    document = document_of(ROWS)
    assert bool(trace(asked_claim(Asked(text)), document, grids_of(document))) is there
