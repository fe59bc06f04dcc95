"""The best of several runs is never matched with their mean, nor an ensemble with a single model: in tables and in text."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from document_maker import make_document, row_passage, sentence_passage
from measured_maker import SPOKEN_OF, claim_of, run_of

from litsynth.config import VerifySettings
from litsynth.pipeline import check_items, parse_item
from litsynth.pipeline.asked import Asked, asked_claim
from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Document, Evidence, Judgement, Paper, Span, Verdict
from litsynth.verify import contrary, grids_of, lexis_of, ranked, trace, weigh, with_measured

SETTINGS = VerifySettings()
ENTAILED, NEUTRAL = Judgement(0.9, 0.05, 0.05), Judgement(0.05, 0.9, 0.05)
PAPERS = {key: Paper(key, f"On {key}", (f"{name} Ash",), 2020) for key, name in (("arXiv:1", "Ada"), ("arXiv:2", "Bo"))}
ROWS = [["Model", "ShapeBank", "ToolBank"], ["FooNet", "80.1", "70.2"], ["BarNet", "78.3", "69.4"]]
KINDS = [
    ["Model", "ShapeBank", "ToolBank"],
    ["FooNet (single model)", "80.1", "70.2"],
    ["FooNet (ensemble)", "81.0", "71.4"],
]
RUNS = [["Model", "Mean", "Best"], ["FooNet", "80.1", "81.0"], ["BarNet", "78.3", "79.4"]]
SEEDS = "Accuracy of 5 random seeds on ShapeBank"


def told(text: str, paper_id: str = "arXiv:1") -> Claim:
    anchor = Anchor(paper_id, "latex", Span(0, 0), text)
    return Claim("c", paper_id, text, text, anchor, "result", find_quantities(text), 0, 0, False, paper_id)


def is_traced(text: str, rows: list[list[str]], caption: str) -> bool:
    document = make_document("arXiv:1", ["We use 5 seeds, 5 runs and 3 runs of 4 models."], rows, caption)
    return bool(trace(told(text), document, grids_of(document)))


class TestCells:
    @pytest.mark.parametrize(
        ("caption", "text", "there"),
        [
            ("Test accuracy, mean over 5 seeds", "FooNet reaches 80.1 on ShapeBank.", True),
            ("Test accuracy, mean over 5 seeds", "FooNet reaches 80.1 on ShapeBank, averaged over 5 runs.", True),
            ("Test accuracy, mean over 5 seeds", "FooNet reaches 80.1 on ShapeBank, averaged over 3 runs.", False),
            ("Test accuracy, mean over 5 seeds", "FooNet reaches 80.1 on ShapeBank, the best of 5 runs.", False),
            ("Test accuracy, mean over 5 seeds", "The ensemble model FooNet reaches 80.1 on ShapeBank.", False),
            ("Test accuracy, mean over 5 seeds", "As a single model, FooNet reaches 80.1 on ShapeBank.", True),
            ("Test accuracy, best of 5 seeds", "FooNet reaches 80.1 on ShapeBank, the best of 5 seeds.", True),
            ("Test accuracy, best of 5 seeds", "FooNet reaches 80.1 on ShapeBank, averaged over 5 seeds.", False),
            ("Test accuracy, best of 5 seeds", "The median of 5 seeds of FooNet is 80.1 on ShapeBank.", False),
            ("Test accuracy", "FooNet reaches 80.1 on ShapeBank, averaged over 5 seeds.", True),
            ("Test accuracy", "FooNet reaches 80.1 on ShapeBank, the best of 5 seeds.", True),
        ],
    )
    def test_of_a_table_whose_caption_says_it(self, caption: str, text: str, there: bool) -> None:
        assert is_traced(text, ROWS, caption) is there

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("The ensemble of FooNets reaches 81.0 on ShapeBank.", True),
            ("The ensemble of FooNets reaches 80.1 on ShapeBank.", False),
            ("As a single model, FooNet reaches 80.1 on ShapeBank.", True),
            ("As a single model, FooNet reaches 81.0 on ShapeBank.", False),
            ("FooNet reaches 81.0 on ShapeBank, averaged over 5 seeds.", False),
            ("FooNet (ensemble) reaches 81.0 on ShapeBank and FooNet (single model) 80.1.", True),
            ("FooNet (single model) reaches 81.0 on ShapeBank and FooNet (ensemble) 80.1.", False),
        ],
    )
    def test_of_a_row_that_says_it(self, text: str, there: bool) -> None:
        assert is_traced(text, KINDS, "Test accuracy") is there

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("FooNet reaches 80.1 on average over 5 seeds on ShapeBank.", True),
            ("FooNet reaches 81.0 on average over 5 seeds on ShapeBank.", False),
            ("FooNet reaches 81.0 on ShapeBank in the best of 5 seeds.", True),
            ("FooNet reaches 80.1 on ShapeBank in the best of 5 seeds.", False),
        ],
    )
    def test_of_a_column_that_says_it(self, text: str, there: bool) -> None:
        assert is_traced(text, RUNS, SEEDS) is there

    def test_a_gain_is_between_cells_that_may_be_of_its_runs(self) -> None:
        text = "FooNet gains 1.8 points over BarNet on ShapeBank, {} of 5 seeds."
        assert is_traced(text.format("as the mean"), ROWS, "Test accuracy, mean over 5 seeds")
        assert not is_traced(text.format("as the best"), ROWS, "Test accuracy, mean over 5 seeds")


def best(text: str, sentences: list[str], rows: list[list[str]] | None = None, caption: str = "") -> bool:
    document = make_document("p", sentences, rows, caption)
    found = ranked(asked_claim(Asked(text, "p")), document, lexis_of(document, grids_of(document)))
    return found is not None


class TestRanking:
    def test_cells_of_other_runs_are_no_reading(self) -> None:
        prose = ["We test taggers on two banks with 5 seeds."]
        for made, there in (("averaged over 5 seeds", True), ("in the best of 5 seeds", False)):
            text = f"On ShapeBank the FooNet tagger comes to 80.1 {made}."
            assert best(text, prose, ROWS, "Accuracy (mean over 5 seeds)") is there
            assert best(text, prose, ROWS, "Accuracy")

    def test_sentences_that_tell_the_figure_of_other_runs_state_nothing(self) -> None:
        prose = ["On ShapeBank the FooNet tagger reaches 80.1 on average over 5 seeds and 81.0 at best."]
        assert best("FooNet tags ShapeBank with 80.1 on average over 5 seeds.", prose)
        assert not best("FooNet tags ShapeBank with 81.0 on average over 5 seeds.", prose)
        assert not best("FooNet tags ShapeBank with 80.1 in the best of 5 seeds.", prose)


class Entails:
    """A verifier that finds every claim entailed, whatever the numbers and names."""

    identity = "entails@1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        return [ENTAILED for _ in pairs]


def checked(claim: str, evidence: str) -> str:
    given = evidence if evidence.startswith('"table"') else f'"evidence": "{evidence}"'
    (row,) = check_items(
        [parse_item(f'{{"id": "1", "claim": "{claim}", {given}}}'.encode(), "line 1")], Entails(), SETTINGS
    )
    return str(row["label"])


TOLD = "XLM-R reaches 80.1% on XNLI on average over 5 seeds and 81.0% at best."
TABLE = (
    '"table": {"caption": "XNLI test accuracy (mean over 5 seeds)", "columns": ["Model", "sw", "avg"], '
    '"rows": [["XLM-R large", "73.9", "80.9"], ["mBERT", "50.4", "66.3"]]}'
)


class TestCheck:
    @pytest.mark.parametrize(
        ("claim", "evidence", "label"),
        [
            ("XLM-R reaches 80.9% on XNLI, the best of 5 runs.", "XLM-R reaches 80.9% on XNLI, averaged over 5 runs.", "not"),
            ("XLM-R reaches 80.9% on XNLI, averaged over 5 runs.", "XLM-R reaches 80.9% on XNLI, the best of 5 runs.", "not"),
            ("An ensemble of XLM-R reaches 80.9% on XNLI.", "As a single model, XLM-R reaches 80.9% on XNLI.", "not"),
            ("As a single model, XLM-R reaches 80.9% on XNLI.", "An ensemble of XLM-R reaches 80.9% on XNLI.", "not"),
            ("XLM-R reaches 80.9% on XNLI.", "XLM-R reaches 80.9% on XNLI, averaged over 5 runs.", "supported"),
            ("XLM-R reaches 80.9% on XNLI, averaged over seeds.", "XLM-R reaches 80.9% on XNLI.", "supported"),
            ("XLM-R reaches 85.9% on XNLI, the best of 5 runs.", "XLM-R gets 80.9% on XNLI, averaged over 5 runs.", "not"),
            ("XLM-R reaches 80.1% on XNLI on average over 5 seeds.", TOLD, "supported"),
            ("XLM-R reaches 81.0% on XNLI on average over 5 seeds.", TOLD, "not"),
            ("XLM-R reaches 80.1% on XNLI in its best run.", TOLD, "not"),
            ("XLM-R reaches 81.0% on XNLI in its best run.", TOLD, "supported"),
            ("XLM-R large reaches 80.9% average accuracy on XNLI, averaged over 5 seeds.", TABLE, "supported"),
            ("XLM-R large reaches 80.9% average accuracy on XNLI, the best of 5 seeds.", TABLE, "not"),
            ("XLM-R large reaches 84.9% average accuracy on XNLI, the best of 5 seeds.", TABLE, "not"),
        ],
    )  # fmt: skip
    def test_best_against_mean_is_never_matched(self, claim: str, evidence: str, label: str) -> None:
        assert checked(claim, evidence) == {"not": "not_enough_info"}.get(label, label)


XNLI = [["System", "sw", "avg"], ["XLM-R base", "66.5", "76.2"], ["XLM-R large", "73.9", "80.9"]]


def by_row(text: str, caption: str, rows: list[list[str]] = XNLI) -> Evidence:
    document = make_document("arXiv:1", ["Text."], rows, caption)
    return weigh(told(text), row_passage(document, 1), document, NEUTRAL, PAPERS, SETTINGS)


class TestStance:
    text = "XLM-R base reaches {} average accuracy on XNLI zero-shot{}."

    @pytest.mark.parametrize(
        ("made", "over", "stance"),
        [
            (", the best of 5 runs", ", mean over 5 seeds", "different protocol"),
            (", averaged over seeds", ", best of 5 runs", "different protocol"),
            (", averaged over seeds", ", mean over 5 seeds", "refutes"),
            (", averaged over seeds", "", "neutral"),
            ("", ", mean over 5 seeds", "neutral"),
            ("", "", "refutes"),
        ],
    )
    def test_another_number_refutes_only_where_both_or_neither_say_of_which_runs(
        self, made: str, over: str, stance: str
    ) -> None:
        piece = by_row(self.text.format("79.6%", made), f"XNLI test accuracy, zero-shot{over}")
        assert piece.stance == stance
        assert ("aggregations: " in piece.why) is (stance == "different protocol")

    def test_the_same_number_of_other_runs_in_text_is_another_protocol(self) -> None:
        passage = "XLM-R base reaches 76.2% zero-shot on XNLI, averaged over 5 seeds."
        document = make_document("arXiv:2", [passage])
        text = "XLM-R base reaches 76.2% zero-shot on XNLI{}."
        for made, stance in (
            (" in its best run", "different protocol"),
            ("", "supports"),
            (" averaged over seeds", "supports"),
        ):
            claim = told(text.format(made))
            piece = weigh(claim, sentence_passage(document, 0), document, ENTAILED, PAPERS, SETTINGS)
            assert piece.stance == stance

    def test_a_column_of_means_over_seeds_is_no_average_over_languages(self) -> None:
        rows = [["System", "Mean", "Best"], ["XLM-R base", "76.2", "77.0"], ["XLM-R large", "80.9", "81.4"]]
        text = "XLM-R base reaches 70.1% average accuracy over 15 languages on XNLI zero-shot."
        assert by_row(text, "XNLI test accuracy, zero-shot, of 5 seeds", rows).stance == "neutral"
        assert by_row(text, "XNLI test accuracy, zero-shot", rows).stance == "refutes"


def two_tables(first: str, second: str) -> Document:
    """The same system on the same data set, 80.1 by one table and 82.4 by the other."""
    one = make_document("arXiv:1", ["Text."], [["System", "XNLI"], ["mBERT", "80.1"], ["XLM", "70.0"]], first)
    two = make_document("arXiv:1", [], [["System", "XNLI"], ["mBERT", "82.4"], ["XLM", "71.0"]], second)
    shift = len(one.text)

    def moved(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    (table,) = two.tables
    cells = tuple(replace(cell, span=moved(cell.span)) for cell in table.cells)
    other = replace(table, label="Table 2", caption=moved(table.caption), cells=cells)
    return replace(one, text=one.text + two.text, tables=(*one.tables, other))


class TestTwoTables:
    def against(self, first: str, second: str) -> list[str]:
        document = two_tables(first, second)
        claim, grids = told("mBERT reaches 80.1 on XNLI."), grids_of(document)
        return [one.split or "same protocol" for one in contrary(claim, trace(claim, document, grids), grids)]

    def test_the_mean_of_one_table_and_the_best_of_the_other_are_another_protocol(self) -> None:
        assert self.against("Accuracy", "Accuracy of all systems") == ["same protocol"]
        assert self.against("Mean accuracy over 5 seeds", "Accuracy, averaged over seeds") == ["same protocol"]
        (split,) = self.against("Mean accuracy over 5 seeds", "Accuracy, best of 5 seeds")
        assert split == "aggregations: mean over 5 runs / best of 5 runs"

    def test_a_table_that_says_nothing_of_runs_contradicts_another_of_its_paper(self) -> None:
        assert self.against("Mean accuracy over 5 seeds", "Accuracy") == ["same protocol"]
        assert self.against("Accuracy", "Accuracy, best of 5 seeds") == ["same protocol"]


def verdict_on(text: str) -> Verdict:
    open_ = Verdict("c1", "not enough evidence", 0.9, (), 5)
    return with_measured(claim_of(text), open_, [run_of("exact")], 0.55)


def test_what_was_measured_as_a_mean_over_seeds_decides_nothing_of_the_best_run() -> None:
    assert verdict_on(SPOKEN_OF).label == "supported"
    made = verdict_on(SPOKEN_OF.rstrip(".") + " in the best of 5 runs.")
    assert made.label == "not enough evidence"
    assert "measured was the mean over runs" in made.measured[0].why
