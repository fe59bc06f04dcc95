"""What a sceptical reader tries: numbers of another system, claims that tell of two figures, papers that quote themselves."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from document_maker import make_document, row_passage, sentence_passage

from litsynth.config import VerifySettings
from litsynth.pipeline import check_items, parse_item
from litsynth.quantities import find_quantities
from litsynth.records import Anchor, Claim, Document, Evidence, Judgement, Paper, Span
from litsynth.verify import contrary, counted, grids_of, trace, weigh

SETTINGS = VerifySettings()
ENTAILED = Judgement(0.9, 0.05, 0.05)
NEUTRAL = Judgement(0.05, 0.9, 0.05)
OURS = Paper("arXiv:1", "Ours", ("Ada Ash", "Ben Birch"), 2020)
THEIRS = Paper("arXiv:2", "Theirs", ("Cy Cedar",), 2021)
THIRD = Paper("arXiv:3", "A third", ("Di Dogwood",), 2022)
PAPERS = {paper.paper_id: paper for paper in (OURS, THEIRS, THIRD)}


def claim_of(text: str, paper: Paper = OURS, primary: str = "", source: str = "") -> Claim:
    anchor = Anchor(paper.paper_id, "latex", Span(0, 0), text, source=source)
    origin = primary or paper.paper_id
    attributed = origin != paper.paper_id
    return Claim("c", paper.paper_id, text, text, anchor, "result", find_quantities(text), 0, 0, attributed, origin)


def by_row(claim: Claim, document: Document, row: int, judgement: Judgement = NEUTRAL) -> Evidence:
    return weigh(claim, row_passage(document, row), document, judgement, PAPERS, SETTINGS)


class Entails:
    """A verifier that finds every claim entailed, whatever the numbers and names."""

    identity = "entails@1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        return [ENTAILED for _ in pairs]


TABLE = (
    '"table": {"caption": "XNLI test accuracy (%)", "columns": ["Model", "sw", "avg"], '
    '"rows": [["XLM-R large", "73.9", "80.9"], ["mBERT", "50.4", "66.3"]]}'
)
MARKDOWN = (
    "XNLI test accuracy (%)\\n| Model | sw | avg |\\n|---|--:|--:|\\n"
    "| XLM-R large | 73.9 | 80.9 |\\n| mBERT | 50.4 | 66.3 |"
)
TSV = "XNLI test accuracy (%)\\nModel\\tsw\\tavg\\nXLM-R large\\t73.9\\t80.9\\nmBERT\\t50.4\\t66.3"


def checked(claim: str, evidence: str) -> tuple[str, list[bool]]:
    given = evidence if evidence.startswith('"table"') else f'"evidence": "{evidence}"'
    item = parse_item(f'{{"id": "1", "claim": "{claim}", {given}}}'.encode(), "line 1")
    (row,) = check_items([item], Entails(), SETTINGS)
    return row["label"], [number["agree"] for number in row["numbers"]]


class TestCheck:
    @pytest.mark.parametrize("evidence", [TABLE, f"{MARKDOWN}", f"{TSV}"])
    def test_a_table_supports_its_cells_and_no_other_row_or_column(self, evidence: str) -> None:
        assert checked("XLM-R large reaches 80.9% average accuracy on XNLI.", evidence) == ("supported", [True])
        assert checked("mBERT reaches 80.9% average accuracy on XNLI.", evidence) == ("refuted", [False])
        assert checked("XLM-R large reaches 80.9% on XNLI in Swahili.", evidence) == ("refuted", [False])

    @pytest.mark.parametrize(
        ("claim", "evidence"),
        [
            ("XLM-R reaches 80.9% on XNLI.", "mBERT reaches 80.9% on XNLI."),
            ("XLM-R large reaches 80.9% on XNLI.", "XLM-R base reaches 80.9% on XNLI."),
            ("FooNet reaches 80.9% on XNLI.", "BarNet reaches 80.9% on XNLI."),
            ("XLM-R reaches 80.9% on XNLI.", "FooNet, built on XLM-R, reaches 80.9% on XNLI."),
            ("XLM-R reaches 80.9% on the XNLI dev set.", "XLM-R reaches 80.9% on the XNLI test set."),
            ("XLM-R reaches 80.9% on XNLI.", "XLM-R reaches 80.9% on PAWS-X."),
            ("XLM-R reaches 80.9% on XNLI in Thai.", "In Swahili, XLM-R reaches 80.9% on XNLI."),
            ("XLM-R reaches 80.9% on XNLI in Thai.", "XLM-R reaches 80.9% on XNLI on average."),
            ("XLM-R reaches 80.9% zero-shot on XNLI.", "With translate-train, XLM-R reaches 80.9% on XNLI."),
            ("XLM-R reaches 80.9 F1 on XNLI.", "XLM-R reaches an accuracy of 80.9 on XNLI."),
            ("Unicoder gains 1.8 points on XNLI.", "InfoXLM gains 1.8 points on XNLI."),
            ("Unicoder beats XLM on XNLI.", "InfoXLM beats XLM on XNLI."),
        ],
    )
    def test_a_number_of_something_else_is_no_support(self, claim: str, evidence: str) -> None:
        label, agree = checked(claim, evidence)
        assert label == "not_enough_info"
        assert not any(agree)

    def test_another_number_of_the_same_thing_refutes(self) -> None:
        claim = "XLM-R large reaches 85.0% on the XNLI test set."
        assert checked(claim, "XLM-R large reaches 58.0% on the XNLI test set.") == ("refuted", [False])

    def test_what_one_side_leaves_open_does_not_stand_in_the_way(self) -> None:
        assert checked("XLM-R reaches 80.9% on XNLI.", "XLM-R large gets 80.9% on XNLI, zero-shot.")[0] == "supported"
        assert (
            checked("The drug cuts risk by 12%.", "In the trial, IL-6 fell and risk was cut by 12%.")[0] == "supported"
        )


XNLI = [["System", "sw", "avg"], ["XLM-R base", "66.5", "76.2"], ["XLM-R large", "73.9", "80.9"]]
ZERO_SHOT = "XNLI test accuracy, zero-shot"


class TestRefutation:
    told = "For XLM-R base zero-shot on XNLI, the average was 74.6% when first published, and {} as the later figure."

    def test_a_cell_that_the_claim_tells_of_does_not_refute_it(self) -> None:
        document = make_document("arXiv:1", ["Text."], XNLI, ZERO_SHOT)
        assert by_row(claim_of(self.told.format("76.2%")), document, 1).stance != "refutes"
        claim = claim_of("XLM-R base reaches 74.6% average accuracy on XNLI zero-shot.")
        assert by_row(claim, document, 1).stance == "refutes"

    def test_what_another_source_is_said_to_print_is_not_refuted_by_the_papers_own_table(self) -> None:
        document = make_document("arXiv:1", ["Text."], XNLI, ZERO_SHOT)
        text = "{}XLM-R base reaches 74.5% average accuracy on XNLI zero-shot."
        assert by_row(claim_of(text.format("According to the project page, ")), document, 1).stance == "neutral"
        listed = replace(
            document, tables=tuple(replace(table, source="arXiv:1v2, Table 1") for table in document.tables)
        )
        assert by_row(claim_of(text.format(""), source="microsoft/unilm, README"), listed, 1).stance == "neutral"
        assert by_row(claim_of(text.format(""), source="arXiv:1v2, Table 1"), listed, 1).stance == "refutes"

    def test_a_mean_told_beside_the_printed_average_is_computed_from_the_row(self) -> None:
        rows = [["System", "en", "de", "sw", "avg"], ["BERT large", "80.0", "75.0", "70.0", "76.8"]]
        document = make_document("arXiv:1", ["Text."], rows, "XNLI accuracy")
        text = "The XNLI average of BERT large is 76.8%, while the mean of its {} printed values is {}."
        for count, mean, there in (("3", "75.0%", True), ("3", "76.8%", False), ("4", "75.0%", False)):
            claim = claim_of(text.format(count, mean))
            assert bool(trace(claim, document, grids_of(document))) is there


def by_sentence(claim: Claim, text: str, paper: Paper, primary: str = "") -> Evidence:
    document = make_document(paper.paper_id, [text])
    return weigh(claim, sentence_passage(document, 0, primary), document, ENTAILED, PAPERS, SETTINGS)


class TestRestatement:
    false = "We report that XLM-R large reaches 91.3% zero-shot on XNLI."

    @pytest.mark.parametrize(
        "again",
        [
            "In conclusion, XLM-R large attains an accuracy of 91.3% on XNLI in the zero-shot setting.",
            "Zero-shot XNLI: 91.3% with XLM-R large, as said in the introduction, far more than other models have.",
        ],
    )
    def test_a_paper_that_says_it_twice_does_not_support_itself(self, again: str) -> None:
        piece = by_sentence(claim_of(self.false), again, OURS)
        assert (piece.stance, piece.why) == ("neutral", "its own paper says it again, with the same numbers")

    def test_text_of_the_paper_that_is_not_the_claim_again_may_support_it(self) -> None:
        claim = claim_of("Zero-shot transfer of XLM-R large on XNLI is strong.")
        assert by_sentence(claim, "XLM-R large does well on XNLI zero-shot.", OURS).stance == "supports"

    def test_digits_of_anothers_system_in_running_text_are_restated_unless_measured(self) -> None:
        claim = claim_of("XLM-R base reaches 76.2% average zero-shot accuracy on XNLI.")
        copied = "XLM-R base has an average zero-shot accuracy of 76.2% on XNLI."
        assert by_sentence(claim, copied, THEIRS).support_kind == "restated"
        assert by_sentence(claim, f"In our re-run, {copied}", THEIRS).support_kind == "independent"
        assert by_sentence(claim, copied.replace("76.2", "76.4"), THEIRS).support_kind == "independent"


def sourced(document: Document, source: str) -> Document:
    return replace(document, tables=tuple(replace(table, source=source) for table in document.tables))


class TestSources:
    text = "XLM-R base reaches 76.2% average accuracy on XNLI zero-shot."

    def kind(self, claim: Claim, paper: Paper, source: str) -> str:
        document = make_document(paper.paper_id, ["Text."], XNLI, ZERO_SHOT)
        return by_row(claim, sourced(document, source), 1).support_kind

    def test_a_digests_table_that_was_read_in_another_paper_is_not_the_papers_own(self) -> None:
        claim = claim_of(self.text, source="arXiv:1v2, Table 1")
        assert self.kind(claim, OURS, "arXiv:1v2, Table 4") == "own paper"
        assert self.kind(claim, OURS, "computed from arXiv:2v4, Table 1") == "restated"
        assert self.kind(claim, OURS, "acl:2020.an-alias.1, Table 4") == "own paper"

    def test_the_source_that_a_claim_names_is_its_own_and_copies_of_it_are_one_work(self) -> None:
        claim = claim_of(self.text, source="arXiv:2v4, Table 1")
        document = make_document("arXiv:2", ["Text."], XNLI, ZERO_SHOT)
        there = by_row(claim, sourced(document, "arXiv:2v4, Table 1"), 1)
        copy = make_document("arXiv:1", ["Text."], XNLI, ZERO_SHOT)
        here = by_row(claim, sourced(copy, "computed from arXiv:2v4, Table 1"), 1)
        assert (there.support_kind, here.support_kind) == ("own paper", "own paper")
        third = by_row(claim, make_document("arXiv:3", ["Text."], XNLI, ZERO_SHOT), 1)
        assert counted([there, here, third, third]) == {"own paper": 1, "restated": 1, "independent": 0}

    def test_another_statement_read_in_the_same_source_is_the_claim_again(self) -> None:
        claim = claim_of(self.text, source="arXiv:2v4, Table 1")
        document = make_document("arXiv:3", [self.text])
        sentences = tuple(replace(one, source="arXiv:2v4, Table 1") for one in document.sentences)
        document = replace(document, sentences=sentences)
        piece = weigh(claim, sentence_passage(document, 0), document, ENTAILED, PAPERS, SETTINGS)
        assert piece.stance == "neutral"


def disagreeing(summary: str, detail: str, split: str = "development") -> Document:
    """A paper whose summary of changes says one thing and whose scores of each system another."""
    changes = [
        ["Task", "Variant", "XNLI"],
        ["CCG", "without MLM", summary],
        ["QQP", "without MLM", "-0.3"],
        ["CCG", "with MLM", "-1.0"],
    ]
    scores = [
        ["System", "Setting", "en", "sw", "avg"],
        ["XLM-R large", "no intermediate task", "90.0", "72.2", "81.1"],
        ["XLM-R large + CCG", "intermediate task, without MLM", "88.0", "70.0", detail],
    ]
    first = make_document("arXiv:1", ["Text."], changes, "Change over XLM-R large after an intermediate task, dev set")
    second = make_document("arXiv:1", ["Text."], scores, f"XNLI {split} accuracy")
    shift = len(first.text)

    def moved(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    other = second.tables[0]
    cells = tuple(replace(cell, span=moved(cell.span)) for cell in other.cells)
    moved_table = replace(other, label="Table 2", caption=moved(other.caption), cells=cells, stub_columns=2)
    tables = (replace(first.tables[0], stub_columns=2), moved_table)
    return replace(first, text=first.text + second.text, tables=tables)


class TestTwoTablesOfOnePaper:
    text = "CCG as intermediate task costs XLM-R large 2.6 points on XNLI."

    def against(self, document: Document, text: str) -> list[tuple[str, str]]:
        grids = grids_of(document)
        claim = claim_of(text)
        found = contrary(claim, trace(claim, document, grids), grids)
        return [(one.check().evidence, one.split) for one in found]

    def test_the_other_number_is_against_the_claim_whichever_table_it_stands_in(self) -> None:
        document = disagreeing("-2.6", "79.8")
        assert self.against(document, self.text) == [
            (
                "Table 2: 79.8 (XLM-R large + CCG, intermediate task, without MLM, avg)"
                " minus 81.1 (XLM-R large, no intermediate task, avg) = -1.3",
                "",
            )
        ]
        assert self.against(document, self.text.replace("2.6", "1.3")) == [
            ("Table 1: -2.6 (CCG, without MLM, XNLI)", "")
        ]

    def test_a_row_with_another_number_refutes_what_the_other_table_supports(self) -> None:
        document = disagreeing("-2.6", "79.8")
        claim = claim_of(self.text)
        found = contrary(claim, trace(claim, document, grids_of(document)), grids_of(document))
        row = replace(row_passage(document, 2), table=1)
        assert weigh(claim, row, document, NEUTRAL, PAPERS, SETTINGS, found).stance == "refutes"

    def test_numbers_within_the_noise_and_those_that_the_claim_tells_of_are_not(self) -> None:
        assert self.against(disagreeing("-2.6", "78.3"), self.text) == []
        both = self.text[:-1] + ", and 1.3 by the scores."
        assert self.against(disagreeing("-2.6", "79.8"), both) == []

    def test_another_split_is_another_protocol(self) -> None:
        ((_, split),) = self.against(disagreeing("-2.6", "79.8", "test"), self.text)
        assert split == "split: dev / test"

    def test_a_variant_that_the_claim_does_not_name_is_shown_beside(self) -> None:
        document = disagreeing("-2.6", "78.5")
        (found,) = trace(claim_of(self.text), document, grids_of(document))
        assert found.caveat == "the claim does not name MLM: -1.0 (CCG, with MLM, XNLI)"
        (named,) = trace(
            claim_of(self.text.replace("XLM-R large", "XLM-R large without MLM")), document, grids_of(document)
        )
        assert named.caveat == ""

    def test_what_the_claim_names_for_its_other_figures_does_not_hide_it(self) -> None:
        two = "As intermediate task CCG costs XLM-R large 2.6 points and QQP 0.3 points on XNLI."
        assert len(self.against(disagreeing("-2.6", "79.8"), two)) == 1


NAMES = [
    ["System", "Setting", "en", "sw", "avg"],
    ["XLM-R base", "pivot-language fine-tuning", "84.6", "64.7", "74.2"],
    ["XLM-R base", "multi-language fine-tuning", "85.7", "73.0", "79.1"],
    ["XLM-R large", "pivot-language fine-tuning", "88.0", "70.0", "79.0"],
    ["XLM-R large", "multi-language fine-tuning", "89.0", "74.1", "82.0"],
    ["XLM MLM+TLM", "multi-language fine-tuning", "85.0", "72.0", "78.4"],
    ["Unicoder", "multi-language fine-tuning", "85.6", "72.5", "79.0"],
    ["Unicoder", "pivot-language fine-tuning", "85.1", "69.7", "75.4"],
]


def is_traced(text: str, rows: list[list[str]] = NAMES, caption: str = "XNLI test accuracy (%)", stub: int = 2) -> bool:
    document = make_document("arXiv:1", ["Text."], rows, caption)
    document = replace(document, tables=(replace(document.tables[0], stub_columns=stub),))
    return bool(trace(claim_of(text), document, grids_of(document)))


class TestPairs:
    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("In Swahili, multi-language fine-tuning takes XLM-R base on XNLI from 64.7% to 73.0%.", True),
            ("In Swahili, translate-train-all takes XLM-R base on XNLI from 64.7% to 73.0%.", True),
            ("In Swahili, multi-language fine-tuning lowers XLM-R base on XNLI from 64.7% to 73.0%.", False),
            ("In Swahili, multi-language fine-tuning raises XLM-R base on XNLI from 73.0% to 64.7%.", False),
            ("In English, multi-language fine-tuning takes XLM-R base on XNLI from 64.7% to 73.0%.", False),
            ("In Swahili, multi-language fine-tuning takes XLM-R large on XNLI from 64.7% to 73.0%.", False),
            ("In Swahili, multi-language fine-tuning takes mBERT on XNLI from 64.7% to 73.0%.", False),
            ("In Swahili, multi-language fine-tuning takes XLM-R base on MLQA from 64.7% to 73.0%.", False),
            ("In Swahili, translate-test takes XLM-R base on XNLI from 64.7% to 73.0%.", False),
            ("In Swahili, multi-language fine-tuning takes XLM-R base on XNLI from 64.7% to 74.1%.", False),
            ("In Swahili, the scores of XLM-R base on XNLI range from 64.7% to 73.0%.", False),
        ],
    )
    def test_from_a_to_b_is_the_row_without_and_the_row_with_what_the_claim_is_about(
        self, text: str, there: bool
    ) -> None:
        assert is_traced(text) is there

    @pytest.mark.parametrize(
        ("told", "there"),
        [
            ("0.6 points over XLM on XNLI when both use multi-language fine-tuning (79.0% against 78.4%)", True),
            ("0.6 points over XLM on XNLI when both use multi-language fine-tuning (78.4% against 79.0%)", False),
            ("0.1 points over XLM on XNLI when both use multi-language fine-tuning (79.0% against 78.4%)", False),
            ("0.6 points over XLM on XNLI when both are fine-tuned on English only (79.0% against 78.4%)", False),
            (
                "0.6 points over XLM-R base on XNLI when both use multi-language fine-tuning (79.0% against 78.4%)",
                False,
            ),
        ],
    )
    def test_a_gain_told_with_two_scores_is_between_these(self, told: str, there: bool) -> None:
        assert is_traced(f"Unicoder gains {told}.") is there


class TestNearTheFigure:
    def test_each_score_has_the_system_named_before_it_and_the_setting_behind_it(self) -> None:
        assert is_traced(
            "With multi-language fine-tuning, XLM-R base reaches 79.1% and Unicoder 79.0% on XNLI on average."
        )
        swapped = "With multi-language fine-tuning, Unicoder reaches 79.1% and XLM-R base 79.0% on XNLI on average."
        assert not is_traced(swapped)
        both = "XLM-R base averages {}% zero-shot and {}% with translate-train-all on XNLI."
        assert is_traced(both.format("74.2", "79.1"))
        assert not is_traced(both.format("79.1", "74.2"))

    def test_the_header_of_a_column_right_behind_a_score_is_its_column(self) -> None:
        rows = [["System", "from English", "into English"], ["InfoXLM", "68.6", "67.3"]]
        text = "On Tatoeba, InfoXLM reaches {}% from English and {}% into English."
        assert is_traced(text.format("68.6", "67.3"), rows, "Tatoeba accuracy", 1)
        assert not is_traced(text.format("67.3", "68.6"), rows, "Tatoeba accuracy", 1)

    def test_a_language_that_names_both_source_and_target_is_still_a_place(self) -> None:
        rows = [
            ["Task", "Data", "Target", "XNLI"],
            ["MNLI", "German", "German", "-0.4"],
            ["MNLI", "Thai", "Thai", "-0.6"],
        ]
        caption = "Change of XLM-R large in points"
        text = "MNLI costs XLM-R large {} points of XNLI in German and {} in Thai."
        assert is_traced(text.format("0.4", "0.6"), rows, caption, 3)
        assert not is_traced(text.format("0.6", "0.4"), rows, caption, 3)


BY_SIZE = [
    ["System", "Setting", "XNLI"],
    ["ByT5 small", "zero-shot", "69.1"],
    ["ByT5 base", "zero-shot", "75.4"],
    ["ByT5 small", "translate-train-all", "76.6"],
    ["ByT5 base", "translate-train-all", "79.9"],
]
ENCODER = [
    ["System", "Setting", "fr", "sw"],
    ["X-BiLSTM-max", "zero-shot, encoder aligned on parallel data", "67.7", "55.7"],
]


class TestRemarks:
    @pytest.mark.parametrize(
        ("first", "second", "remark", "there"),
        [
            ("7.5 points for ByT5 small", "4.5 for ByT5 base", "so the gain shrinks with model size", True),
            ("7.5 points for ByT5 small", "4.5 for ByT5 base", "so the gain grows with model size", False),
            ("4.5 points for ByT5 base", "7.5 for ByT5 small", "so the gain shrinks with model size", False),
            ("4.5 points for ByT5 small", "7.5 for ByT5 base", "so the gain grows with model size", False),
            ("7.5 points for ByT5 small", "4.5 for ByT5 base", "so the gain shrinks with data size", False),
        ],
    )
    def test_a_trend_over_sizes_is_implied_by_the_figures(
        self, first: str, second: str, remark: str, there: bool
    ) -> None:
        text = f"Training on all languages instead of English only is worth {first} and {second} on XNLI, {remark}."
        assert is_traced(text, BY_SIZE, "Accuracy (%)") is there

    @pytest.mark.parametrize(
        ("after", "change", "there"),
        [("75.8%", "hardly changes", True), ("76.8%", "hardly changes", False), ("75.8%", "lowers", False)],
    )
    def test_hardly_means_within_the_noise_of_a_rerun(self, after: str, change: str, there: bool) -> None:
        rows = [["Further pre-training", "XNLI"], ["none, no MLM", "75.7"], ["MLM", after.rstrip("%")]]
        text = f"For XLM-R base, further pre-training with MLM {change} XNLI accuracy (75.7% to {after})."
        assert is_traced(text, rows, "Accuracy (%) of XLM-R base", 1) is there

    @pytest.mark.parametrize(
        ("apposition", "there"),
        [
            ("an encoder to which target encoders were aligned on parallel data", True),
            ("a decoder whose weights were pruned after training", False),
            ("an encoder which was aligned with TLM", False),
        ],
    )
    def test_a_description_of_the_system_must_stand_in_its_row(self, apposition: str, there: bool) -> None:
        text = f"X-BiLSTM-max, {apposition}, reaches 67.7% on French XNLI and 55.7% on Swahili."
        assert is_traced(text, ENCODER, "XNLI accuracy") is there


def test_a_row_of_several_figures_supports_none_by_entailment_alone() -> None:
    """The model reads a row as a whole: that 58.1 stands under another data set does not keep it from entailing."""
    claim = claim_of("The parser reaches 58.1 on Willow.")
    rows = [["System", "Willow", "Aspen"], ["parser", "66.3", "58.1"]]
    document = make_document("arXiv:2", ["Text."], rows, "Results")
    piece = by_row(claim, document, 1, ENTAILED)
    assert piece.stance == "neutral"
    assert "cells that are meant" in piece.why
