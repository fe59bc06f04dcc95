"""What a table does not print and its cells give: means, totals, ranges, bounds, multiples; and what must never be given."""

from dataclasses import replace

import pytest

from litsynth.config import VerifySettings
from litsynth.pipeline.tables import Tables
from litsynth.records import Claim, Judgement, Paper
from litsynth.split import split
from litsynth.store import PassageRows
from litsynth.verify import grids_of, trace, weigh
from tests.document_maker import make_document
from tests.test_trace import claim_of

HEADER = ["Model", "MNLI", "QQP", "PAWS-X", "XNLI"]
SCORES = [
    HEADER,
    ["FooNet", "81.2", "90.1", "92.3", "84.4"],
    ["FooNet w/o lattice", "80.0", "90.0", "91.0", "83.0"],
    ["BarNet", "78.2", "84.0", "91.3", "82.4"],
    ["BazNet", "70.0", "71.0", "72.0", "75.0"],
]
PRINTED = [[*row, last] for row, last in zip(SCORES, ["Avg.", "87.5", "86.0", "84.0", "72.0"], strict=True)]
SIZES = [
    ["Corpus", "Train", "Dev", "Test"],
    ["FooBank", "12,000", "1,000", "2,000"],
    ["BarBank", "8,000", "500", "600"],
]
COSTS = [["Model", "Params (M)", "Latency (ms)"], ["FooNet", "110", "1200"], ["BarNet", "330", "4500"]]
ACCURACY = [["Model", "XNLI accuracy", "XNLI F1"], ["FooNet", "91.5", "90.1"], ["BarNet", "78.2", "84.0"]]


def asked(text: str) -> Claim:
    return replace(claim_of(text), paper_id="asked:", primary="p")


def traced(text: str, rows: list[list[str]], caption: str = "Test results (%).") -> list[str]:
    document = make_document("p", ["Text."], rows, caption)
    return [found.check().evidence for found in trace(asked(text), document, grids_of(document))]


@pytest.mark.parametrize(
    ("claim", "rows", "told"),
    [
        ("FooNet averages 87.0 over the four tasks.", SCORES, "(81.2 + 90.1 + 92.3 + 84.4) / 4 = 87"),
        ("FooNet reaches 87.0% on average on MNLI, QQP, PAWS-X and XNLI.", SCORES, "(81.2 + 90.1 + 92.3 + 84.4) / 4 = 87"),
        ("BazNet averages 72.0 over four data sets.", SCORES, "(70.0 + 71.0 + 72.0 + 75.0) / 4 = 72"),
        ("FooBank has 15,000 sentences in total.", SIZES, "12,000 + 1,000 + 2,000 = 15,000"),
        ("FooNet reaches at least 81.2% on all four tasks.", SCORES, "81.2 (MNLI), the lowest of 4"),
        ("FooNet scores above 80% on all four tasks.", SCORES, "81.2 (MNLI), the lowest of 4"),
        ("BazNet scores below 80% on all four tasks.", SCORES, "75.0 (XNLI), the highest of 4"),
        ("FooNet outperforms BarNet by up to 6.1 points.", SCORES, "90.1 − 84.0 = 6.1 (QQP; FooNet less BarNet), the highest"),
        ("FooNet outperforms BarNet by at least 1.0 points.", SCORES, "92.3 − 91.3 = 1 (PAWS-X; FooNet less BarNet), the lowest"),
        ("BarNet has three times as many parameters as FooNet.", COSTS, "330 M / 110 M = 3 (Params (M); BarNet and FooNet)"),
        ("FooNet has a third of the parameters of BarNet.", COSTS, "110 M / 330 M = 33.3333% (Params (M); FooNet and BarNet)"),
        ("FooNet is 3.75x faster than BarNet.", COSTS, "4500 ms / 1200 ms = 3.75 (Latency (ms); FooNet and BarNet)"),
        ("FooNet has 110M parameters.", COSTS, "110 (FooNet, Params (M))"),
        ("FooNet has a latency of 1.2 seconds.", COSTS, "1200 (FooNet, Latency (ms))"),
        ("FooNet has an error rate of 8.5% on XNLI.", ACCURACY, "100 − 91.5 = 8.5"),
    ],
)  # fmt: skip
def test_what_the_cells_of_a_line_give_is_found_with_the_operation(
    claim: str, rows: list[list[str]], told: str
) -> None:
    (found,) = traced(claim, rows)
    assert found.startswith(f"Table 1: {told}")


def test_a_range_is_the_lowest_and_the_highest_of_a_row() -> None:
    found = traced("The scores of FooNet range from 81.2% to 92.3%.", SCORES)
    assert [one.partition(",")[0] for one in found] == ["Table 1: 81.2 (MNLI)", "Table 1: 92.3 (PAWS-X)"]
    assert not traced("The scores of FooNet range from 81.2% to 90.1%.", SCORES)


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("FooNet averages 87.1 over the four tasks.", SCORES),
        ("FooNet averages 87.0 over the five tasks.", SCORES),
        ("FooNet averages 87.0.", SCORES),
        ("FooNet averages 87.0 on MNLI, QQP and XNLI.", SCORES),
        ("BarNet averages 87.0 over the four tasks.", SCORES),
        ("BazNet averages 87.0 over the four tasks.", SCORES),
        ("FooNet averages 86.0 over the four tasks.", SCORES),
        ("FooNet averages 87.0 over the four tasks.", PRINTED),
        ("FooNet averages 87.0 over the four tasks and is the best.", SCORES),
        ("An ensemble of FooNet averages 87.0 over the four tasks.", SCORES),
        ("FooBank has 15,100 sentences in total.", SIZES),
        ("BarBank has 15,000 sentences in total.", SIZES),
        ("FooBank has 15,000 test sentences in total.", SIZES),
        ("FooNet reaches at least 84.4% on all four tasks.", SCORES),
        ("BarNet scores above 80% on all four tasks.", SCORES),
        ("FooNet scores above 60% on all four tasks.", SCORES),
        ("BazNet scores below 72% on all four tasks.", SCORES),
        ("FooNet outperforms BarNet by up to 3.0 points.", SCORES),
        ("BarNet outperforms FooNet by up to 6.1 points.", SCORES),
        ("FooNet outperforms BazNet by up to 6.1 points.", SCORES),
        ("FooNet outperforms BarNet by at least 2.0 points.", SCORES),
        ("FooNet reaches at most 90.1%.", SCORES),
        ("FooNet has three times as many parameters as BarNet.", COSTS),
        ("BarNet has twice as many parameters as FooNet.", COSTS),
        ("BarNet has three times as many layers as FooNet.", COSTS),
        ("BarNet is 3.75x faster than FooNet.", COSTS),
        ("FooNet has 110B parameters.", COSTS),
        ("FooNet has a latency of 12 seconds.", COSTS),
        ("FooNet has an error rate of 9.9% on XNLI.", ACCURACY),
        ("BarNet has an error rate of 8.5% on XNLI.", ACCURACY),
        ("FooNet has a word error rate of 8.5% on XNLI.", ACCURACY),
    ],
)
def test_nothing_is_given_where_anything_differs_or_is_open(claim: str, rows: list[list[str]]) -> None:
    assert traced(claim, rows) == []


def test_a_row_is_evidence_for_what_its_cells_give() -> None:
    paper = make_document("p", ["We compare models."], SCORES, "Test results (%).")
    passages = {passage.passage_id: passage for passage in split(paper)}
    claim = asked("FooNet averages 87.0 over the four tasks.")
    ((passage, places),) = Tables(PassageRows.of(passages.values()), lambda _: paper).trace(claim, []).values()
    papers = {"p": Paper("p", title="Models")}
    piece = weigh(claim, passage, paper, Judgement(0.1, 0.8, 0.1), papers, VerifySettings(), places)
    assert (piece.stance, piece.why) == ("supports", "computed from the cells of a line of the table")
    assert piece.numbers[0].evidence == "Table 1: (81.2 + 90.1 + 92.3 + 84.4) / 4 = 87 (FooNet)"
    assert "FooNet" in passage.text
    assert piece.places == ()
