"""What the rules leave open of a paper's own sentence: the cells that it tells, by a ranking; and what it must not find."""

from dataclasses import replace

import numpy as np
import pytest

from litsynth.benchmarks.own_ranking import Sentence, Told, best, fitted, judged, share_right, threshold
from litsynth.config import VerifySettings
from litsynth.records import Document, Evidence, Judgement, Paper
from litsynth.verify import decide, grids_of, is_own, lexis_of, may_be_placed, placed, trace, weigh, without_names
from litsynth.verify.found import Found
from litsynth.verify.ranking.own import asserted_in, own_readings
from litsynth.verify.ranking.own_weights import LEAST, OWN, RIGHT
from litsynth.verify.ranking.rank import places_of
from litsynth.verify.telling import telling_of
from tests.document_maker import make_document, row_passage
from tests.test_trace_in_paper import paper, told


def found(text: str, *before: str) -> tuple[Found, ...]:
    document = paper(*before, text)
    grids = grids_of(document)
    claim = without_names(told(document, text), document, grids)
    return placed(claim, document, lexis_of(document, grids))


def cells(text: str, *before: str) -> list[str]:
    return [place.check().evidence for place in found(text, *before)]


def by_rules(text: str) -> int:
    document = paper(text)
    return len(trace(told(document, text), document, grids_of(document)))


class TestFinds:
    def test_two_gains_over_the_row_without_a_part(self) -> None:
        text = "Dropping the lattice amounts to 2.8 F1 on ToolBank and 1.7 on ShapeBank."
        assert not by_rules(text)
        assert cells(text) == [
            "Table 1: 69.5 (GridTag, ToolBank F1) minus 66.7 (GridTag w/o lattice, ToolBank F1) = +2.8",
            "Table 1: 76.9 (GridTag, ShapeBank F1) minus 75.2 (GridTag w/o lattice, ShapeBank F1) = +1.7",
        ]

    def test_gains_in_two_columns_over_the_system_that_is_named(self) -> None:
        text = "On ShapeBank the gain over TreeTag is 2.3 F1 points, and on ToolBank it is 3.4."
        assert not by_rules(text)
        assert [place.change for place in found(text)] == [2.3, 3.4]

    @pytest.mark.parametrize(
        "text",
        [
            "GridTag raises the state of the art, with 69.5 F1 on ToolBank and 76.9 F1 on ShapeBank.",
            "Compared with TreeTag, GridTag exceeds it by 2.3 F1 on ShapeBank and by 3.4 on ToolBank.",
        ],
    )
    def test_a_list_and_a_pronoun_say_nothing_against_the_cells(self, text: str) -> None:
        document = paper(text)
        claim = without_names(told(document, text), document, grids_of(document))
        lexis = lexis_of(document, grids_of(document))
        asserted, telling = asserted_in(claim, lexis), telling_of(claim, document, lexis.setting)
        right = {"76.9", "69.5"} if "raises" in text else {"2.3", "3.4"}
        read = [places_of(asserted, one.reading) for one in own_readings(asserted, telling)]
        assert any({place.figure.text.split()[0] for place in places} == right for places in read), read

    def test_the_words_and_the_measured_chance_come_with_the_cells(self) -> None:
        (place, _) = found("Dropping the lattice costs 2.8 F1 on ToolBank and 1.7 on ShapeBank.")
        assert "ToolBank" in place.words
        assert place.chance == RIGHT

    def test_a_round_share_of_a_sentence_and_the_number_of_a_row_are_no_scores(self) -> None:
        rows = [
            ["No.", "Tagger", "ToolBank F1", "ShapeBank F1"],
            ["1", "GridTag", "50.0", "76.9"],
            ["2", "GridTag w/o lattice", "48.7", "75.2"],
            ["3", "TreeTag", "66.1", "74.6"],
        ]
        text = ["For GridTag we sample 50% of ToolBank.", "GridTag has 50.0 F1 on ToolBank.", "TreeTag reaches 3.0 F1."]
        document = make_document("p", text, rows, "F1 of taggers.")
        grids = grids_of(document)
        assert [bool(trace(told(document, one), document, grids)) for one in text] == [False, True, False]
        assert not any(entry.column == "No." for grid in grids for entry in grid.entries)

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("GridTag reaches 76.9 F1 on ShapeBank, up from the 74.6 of TreeTag.", True),
            ("GridTag reaches 76.9 F1 on ShapeBank, down from the 74.6 of TreeTag.", False),
            ("On ShapeBank GridTag gains 2.3 F1 points over TreeTag, up from 74.6.", True),
        ],
    )
    def test_up_and_down_from_must_fit_their_figures(self, text: str, there: bool) -> None:
        assert bool(by_rules(text) or cells(text)) is there


class TestQuickLook:
    """Before the words of a paper are read: whether its tables can have the figures at all."""

    @pytest.mark.parametrize(
        ("text", "may"),
        [
            ("GridTag reaches 76.9 F1 on ShapeBank.", True),
            ("Dropping the lattice costs 2.8 F1 on ToolBank.", True),
            ("GridTag reaches 31.4 F1 on ShapeBank.", False),
            ("GridTag gains more than 2.3 F1 points over TreeTag.", False),
            ("GridTag has five layers.", False),
        ],
    )
    def test_it_asks_for_exact_scores_that_cells_or_differences_can_be(self, text: str, may: bool) -> None:
        document = paper(text)
        assert may_be_placed(told(document, text), grids_of(document)) is may


class TestFindsNot:
    @pytest.mark.parametrize(
        "text",
        [
            "TreeTag reaches 76.9 F1 on ShapeBank.",
            "LinTag has an accuracy of 84.03 on ShapeBank.",
            "TreeTag tags ToolBank with an F1 of 69.5.",
        ],
    )
    def test_the_number_of_another_row_than_the_one_that_is_named(self, text: str) -> None:
        assert cells(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Dropping the lattice improves F1 by 2.8 on ToolBank and by 1.7 on ShapeBank.",
            "TreeTag outperforms GridTag by 2.3 F1 points on ShapeBank.",
            "GridTag is robust: 69.5 F1 on ShapeBank and 76.9 on ToolBank.",
        ],
    )
    def test_what_is_told_the_other_way_round(self, text: str) -> None:
        assert cells(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "GridTag gains more than 2.3 F1 points over TreeTag on ShapeBank.",
            "GridTag reaches about 76.9 F1 on ShapeBank.",
        ],
    )
    def test_bounds_and_approximate_figures(self, text: str) -> None:
        assert cells(text) == []

    def test_one_figure_of_two_is_nowhere(self) -> None:
        assert cells("Dropping the lattice costs 2.8 F1 on ToolBank and 1.9 on ShapeBank.") == []

    def test_another_table_than_the_one_that_is_named(self) -> None:
        text = "Dropping the lattice costs 2.8 F1 on ToolBank and 1.7 on ShapeBank (Table 2)."
        document = make_document("p", [text], [["", "A"], ["x", "1.5"]], "First.")
        assert not placed(told(document, text), document, lexis_of(document, grids_of(document)))

    def test_a_number_that_belongs_to_a_name(self) -> None:
        text = "With Lattice 2 alone the drop on ShapeBank is 1.7 F1, and Lattice 2 helps ToolBank by 2.8."
        document = paper("Lattice 2 has two layers.", "Lattice 2 is smaller than Lattice 3.", text)
        claim = without_names(told(document, text), document, grids_of(document))
        assert [figure.text for figure in claim.quantities] == ["1.7 F1", "2.8"]


def test_a_digest_and_a_claim_told_of_another_paper_are_not_its_own_sentences() -> None:
    text = "GridTag reaches 76.9 F1 on ShapeBank."
    document = paper(text)
    claim = told(document, text)
    assert not is_own(claim, document)  # nobody said whose result it tells
    mine = replace(claim, primary="p")
    assert is_own(mine, document)
    assert not is_own(mine, replace(document, substrate="digest"))
    assert not is_own(replace(mine, primary="q"), document)


class TestFiguresOnly:
    """A sentence that says more than its figures is not supported by them, and is told where they stand."""

    TEXT = "Our model significantly outperforms TreeTag by 2.3 F1 points on ShapeBank."

    def evidence(self, text: str) -> Evidence:
        document = paper(text)
        claim = told(document, text)
        passage = row_passage(document, 3)
        judgement = Judgement(0.1, 0.8, 0.1)
        places = found(text)
        assert places
        return weigh(claim, passage, document, judgement, {"p": Paper("p", "T")}, VerifySettings(), places)

    def test_what_cells_do_not_settle_is_noted(self) -> None:
        assert {place.beyond for place in found(self.TEXT)} == {"significantly"}

    def test_it_stays_open_and_the_report_says_where_the_figures_stand(self) -> None:
        document, piece = paper(self.TEXT), self.evidence(self.TEXT)
        verdict = decide(told(document, self.TEXT), [piece], VerifySettings())
        assert verdict.label == "not enough evidence"
        assert "76.9" in verdict.why
        assert "'significantly'" in verdict.why


def test_a_change_from_nothing_is_no_relative_one() -> None:
    rows = [["Model", "Recall"], ["GridTag", "12.5"], ["LinTag", "0.0"], ["TreeTag", "11.0"]]
    text = "GridTag gains 100% relative recall over LinTag."
    document = make_document("p", [text], rows, "Recall on ToolBank.")
    assert placed(told(document, text), document, lexis_of(document, grids_of(document))) == ()


def test_a_relative_change_is_in_percent_of_the_cell_that_gives_the_figure() -> None:
    rows = [["Model", "Recall"], ["GridTag", "12.5"], ["LinTag", "10.0"], ["TreeTag", "11.0"]]
    for text, shown in (
        (
            "GridTag gains 25.0% relative recall over LinTag.",
            "12.5 (GridTag, Recall) minus 10.0 (LinTag, Recall) = +2.5, +25%",
        ),
        (
            "LinTag loses 20.0% relative recall against GridTag.",
            "10.0 (LinTag, Recall) minus 12.5 (GridTag, Recall) = -2.5, -20%",
        ),
    ):
        document = make_document("p", [text], rows, "Recall on ToolBank.")
        lexis = lexis_of(document, grids_of(document))
        asserted = asserted_in(told(document, text), lexis)
        (one, *_) = own_readings(asserted, telling_of(told(document, text), document, lexis.setting))
        (place,) = places_of(asserted, one.reading)
        assert place.check().evidence == f"Table 1: {shown}"


class TestWeights:
    def test_every_sign_has_its_weight(self) -> None:
        document: Document = paper("Dropping the lattice costs 2.8 F1 on ToolBank and 1.7 on ShapeBank.")
        claim = told(document, document.sentences[-1].span.of(document.text))
        lexis = lexis_of(document, grids_of(document))
        (one, *_) = own_readings(asserted_in(claim, lexis), telling_of(claim, document, lexis.setting))
        assert OWN.keys() == {"constant", *one.signs}

    def test_the_threshold_and_the_share_are_measured_ones(self) -> None:
        assert LEAST > 0
        assert round(share_right(judged()), 3) == RIGHT

    def test_judged_readings_name_cells_and_no_text(self) -> None:
        rows = judged()
        assert {row["set"] for row in rows} == {"fit", "test", "test, figures only"}
        assert all(set(row) == {"paper_id", "sentence", "set", "readings"} for row in rows)
        assert all(len(cell) in (3, 5) for row in rows for one in row["readings"] for cell in one["cells"])

    def test_a_fit_separates_right_readings_from_wrong_ones(self) -> None:
        chance = np.random.default_rng(3)
        signs = [
            {"near": float(chance.normal(1.5 * right, 0.3)), "far": float(chance.normal())} for right in (1, 0) * 40
        ]
        sentences = [
            Sentence(f"p{at}", (Told(signs[2 * at], True, True), Told(signs[2 * at + 1], False, True)), False)
            for at in range(40)
        ]
        weights = fitted(sentences)
        picked = [best(one, weights) for one in sentences]
        assert all(pair is not None and pair[1].right for pair in picked)
        assert weights["near"] > abs(weights["far"])

    def test_the_threshold_is_the_lowest_with_the_wanted_share(self) -> None:
        pairs = [(score, Told({}, right, True)) for score, right in ((3, True), (2, True), (1, False), (0, False))]
        assert threshold(pairs, 0.9) == 2
        assert threshold(pairs, 0.6) == 1
