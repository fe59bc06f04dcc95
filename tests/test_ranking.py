"""The ranking of places for claims in free wordings: what it finds, what it must not, and what it says of it."""

import pytest

from litsynth.pipeline.asked import Asked, asked_claim
from litsynth.pipeline.tables import Tables
from litsynth.quantities import find_quantities
from litsynth.records import Claim, Document
from litsynth.split import split
from litsynth.store import PassageRows
from litsynth.verify import Ranked, Statement, grids_of, lexis_of, may_be_ranked, ranked
from litsynth.verify.ranking.asserted import Signs
from litsynth.verify.ranking.signs import signs_of_readings
from litsynth.verify.ranking.weights import CELLS, SENTENCES
from tests.document_maker import make_document

ROWS = [
    ["Tagger", "ShapeBank dev", "ShapeBank test", "ToolBank dev", "ToolBank test"],
    ["Word-based", "80.33", "79.86", "64.81", "63.17"],
    ["Lattice concat", "83.42", "82.75", "66.14", "65.02"],
    ["Lattice attention", "84.93", "84.09", "69.52", "68.33"],
]
CAPTION = "F1 of taggers."
PROSE = (
    "We study taggers on ShapeBank and ToolBank.",
    "All taggers were trained for 4.15 hours on one GPU, and the lattices were built in 15.56 hours.",
    "ToolBank holds 5,019 sentences for training and 703 for testing.",
    "Annotators agreed on 94% of the labels of ShapeBank.",
)


def document() -> Document:
    return make_document("p", list(PROSE), ROWS, CAPTION)


def claim(text: str, about: str = "p") -> Claim:
    return asked_claim(Asked(text, about))


def best(text: str) -> Ranked:
    paper = document()
    found = ranked(claim(text), paper, lexis_of(paper, grids_of(paper)))
    assert found is not None
    return found


class TestCells:
    @pytest.mark.parametrize(
        "text",
        [
            "Reading the lattice with attention lifts ShapeBank test F1 from 79.86 for the purely word-based tagger to 84.09.",
            "On the test part of ToolBank, concatenating lattices gives 65.02.",
            "Tagging on the ShapeBank test data profits by 1.34 points when lattice concatenation is replaced by attention.",
            "With attention the lattice brings ShapeBank test F1 to 84.09, up from 79.86 for the word-based tagger.",
            "With 69.52, the attention variant is the best on the development half of ToolBank.",
        ],
    )
    def test_free_wordings(self, text: str) -> None:
        found = best(text)
        assert found.sure
        assert found.places

    @pytest.mark.parametrize(
        "text",
        [
            "On the development part of ToolBank, concatenating lattices gives 65.02.",
            "On the test part of ShapeBank, concatenating lattices gives 65.02.",
            "The purely word-based tagger has an F1 of 84.09 on the test part of ShapeBank.",
            "Tagging on the ShapeBank test data loses 1.34 points when lattice concatenation is replaced by attention.",
            "With attention the lattice brings ShapeBank test F1 to 84.09, down from 79.86 for the word-based tagger.",
            "Tagging on the ShapeBank test data profits by a relative 1.34% when lattice concatenation is replaced by attention.",
        ],
    )
    def test_a_slot_changed(self, text: str) -> None:
        found = ranked(claim(text), document(), lexis_of(document(), grids_of(document())))
        assert found is None or not found.sure

    def test_says_what_matched(self) -> None:
        (place,) = best("On the test part of ToolBank, concatenating lattices gives 65.02.").places
        assert place.cell.row == "Lattice concat"
        assert place.cell.column == "ToolBank test"
        assert {"test", "ToolBank"} <= set(place.words)

    def test_a_figure_that_is_nowhere(self) -> None:
        paper = document()
        assert (
            ranked(claim("The word-based tagger has 79.68 on ShapeBank test."), paper, lexis_of(paper, grids_of(paper)))
            is None
        )

    def test_what_no_figure_settles(self) -> None:
        paper = document()
        told = claim("Because of its attention, Lattice attention reaches 84.09 on ShapeBank test.")
        assert ranked(told, paper, lexis_of(paper, grids_of(paper))) is None


class TestSentences:
    def test_stated_in_other_words(self) -> None:
        found = best("Training each of the taggers took 4.15 hours, and building the lattices another 15.56 hours.")
        assert found.sure
        assert found.statement is not None
        assert found.statement.sentences == (1,)
        assert [check.evidence for check in found.statement.checks] == ["4.15", "15.56"]

    def test_another_data_set(self) -> None:
        found = best("ShapeBank sets aside 703 sentences for testing.")
        assert found.score < best("ToolBank sets aside 703 sentences for testing.").score


class TestUse:
    def test_only_claims_told_of_the_paper(self) -> None:
        paper = document()
        assert may_be_ranked(claim("GridTag has 84.09."), paper)
        assert not may_be_ranked(claim("GridTag has 84.09.", "other"), paper)
        assert not may_be_ranked(claim("GridTag has 84.09.", ""), paper)

    def test_the_passage_that_states_it_need_not_be_retrieved(self) -> None:
        paper = document()
        tables = Tables(PassageRows.of(split(paper)), lambda _: paper)
        told = claim("Training each of the taggers took 4.15 hours, and building the lattices another 15.56 hours.")
        ((passage, what),) = tables.trace(told, []).values()
        assert isinstance(what, Statement)
        assert "4.15 hours" in passage.text

    def test_weights_are_of_the_signs_there_are(self) -> None:
        cells, sentences = signs(
            "ToolBank sets aside 703 sentences; on its test part, concatenating lattices gives 65.02."
        )
        assert not sentences
        assert {frozenset({"constant", *one}) for one in cells} == {frozenset(CELLS)}
        cells, sentences = signs("ToolBank sets aside 703 sentences.")
        assert not cells
        assert {frozenset({"constant", *one}) for one in sentences} == {frozenset(SENTENCES)}


def signs(text: str) -> tuple[tuple[Signs, ...], tuple[Signs, ...]]:
    paper = document()
    return signs_of_readings(text, find_quantities(text), lexis_of(paper, grids_of(paper)))
