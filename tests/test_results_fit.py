"""Data set, metric, task and system of a table that belong together, and whose word a row is."""

from dataclasses import replace

import pytest
from document_maker import make_document

from litsynth.cli.board import board, board_text, board_value
from litsynth.errors import BadRecord
from litsynth.parse import read_document
from litsynth.pipeline.results import side_by_side
from litsynth.records import Document, Paper, Result
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, results_of_document, results_of_table

LEXICON = Lexicon(inventory([shipped_names()]))
TITLE = "XNLI: Evaluating Cross-lingual Sentence Representations"


def table(rows: list[list[str]], caption: str, section: str = "Results", title: str = "") -> list[Result]:
    document = make_document("p", ["See Table 1."], rows, caption, section=section)
    return list(results_of_table(replace(document, title=title or document.title), 0, LEXICON))


def datasets(found: list[Result]) -> set[tuple[str, str, str]]:
    return {(one.dataset, one.metric, one.task) for one in found}


def test_another_kind_of_metric_is_not_measured_on_the_data_set_of_the_title() -> None:
    rows = [["", "fr", "de"], ["XX-En BLEU", "41.2", "39.3"], ["Word translation P@1", "73.7", "65.9"]]
    found = table(rows, "Our translation models and word embeddings.", title=TITLE)
    assert {(one.dataset, one.metric) for one in found} == {("", "BLEU"), ("", "P@1")}
    scores = table([["Model", "fr", "de"], ["mBERT", "73.7", "65.9"]], "Test accuracy.", title=TITLE)
    assert {(one.dataset, one.metric) for one in scores} == {("XNLI", "accuracy")}


def test_another_task_and_metric_are_not_measured_on_the_data_set_of_a_heading() -> None:
    rows = [["Model", "nl", "de"], ["mBERT", "90.9", "82.8"]]
    assert {one[0] for one in datasets(table(rows, "NER tagging, F1.", "XNLI and beyond"))} == {""}
    assert {one[0] for one in datasets(table(rows, "NER tagging, accuracy.", "XNLI and beyond"))} == {"XNLI"}
    assert {one[0] for one in datasets(table(rows, "Macro-F1.", "XNLI and beyond"))} == {"XNLI"}


def test_a_data_set_in_the_header_is_nearer_than_metric_and_task_of_the_caption() -> None:
    rows = [["Model", "MLQA", "XNLI"], ["mBERT", "27.5", "65.4"]]
    found = table(rows, "Results on XTREME; for question answering, exact match.")
    assert datasets(found) == {
        ("MLQA", "exact match", "question answering"),
        ("XNLI", "accuracy", "natural language inference"),
    }


def test_a_caption_that_names_both_has_its_word() -> None:
    found = table([["Model", "BLEU"], ["FooNet", "12.3"]], "Generating explanations for SNLI.")
    assert {(one.dataset, one.metric) for one in found} == {("SNLI", "BLEU")}


def test_what_a_caption_calls_gap_scores_are_differences() -> None:
    rows = [["Model", "XNLI", "PAWS-X"], ["mBERT", "16.5", "14.1"]]
    assert [one.delta for one in table(rows, "The cross-lingual transfer gap scores.")] == [True, True]
    assert [one.delta for one in table(rows, "The cross-lingual transfer scores.")] == [False, False]
    with_gap = [["Model", "XNLI", "gap"], ["mBERT", "65.4", "14.1"]]
    assert not any(one.delta for one in table(with_gap, "Accuracy on XNLI and the gap between languages."))


def test_a_language_that_was_trained_on_is_none_of_the_values() -> None:
    rows = [["", "mT5", "ByT5"], ["XNLI (models fine-tuned on English data only)", "75.4", "76.6"]]
    assert {one.languages for one in table(rows, "Accuracy.")} == {()}
    assert {one.languages for one in table([["", "mT5"], ["XNLI (English)", "75.4"]], "Accuracy.")} == {("en",)}


PROSE = (
    "We measure how well encoders transfer to languages that they were not fine-tuned on. All of them are fine-tuned on"
    " English pairs and read pairs in other languages afterwards. Every run is repeated with several seeds, and the mean"
    " over the seeds is given. We describe the data, the models and the way in which they were chosen."
)


def latex(table: str, text: str = "") -> Document:
    source = rf"""\documentclass{{article}}\title{{On transfer}}\begin{{document}}
\section{{Results}}{PROSE} {text} See Table~\ref{{t}}.
\begin{{table}}\caption{{Accuracy on XNLI.}}\label{{t}}\begin{{tabular}}{{lrr}}{table}\end{{tabular}}\end{{table}}
\end{{document}}"""
    return read_document(source.encode(), "a.tex", "arXiv:2105.00001")


def test_a_row_that_is_only_a_citation_has_the_name_of_what_is_cited() -> None:
    rows = r"Model & de & fr \\ \hline \cite{chi2020} & 84.1 & 84.5 \\ \cite{lee2019} $\spadesuit$ & 80.1 & 80.5 \\"
    found = results_of_document(latex(rows, r"We compare with InfoXLM \cite{chi2020}."), LEXICON)
    told = {(one.system, one.cites) for one in found}
    assert told == {("InfoXLM", ("[chi2020]",)), ("[lee2019]", ("[lee2019]",))}


def test_the_title_of_a_column_of_models_is_the_one_that_says_so() -> None:
    rows = r"Model & XNLI & MLQA \\ Metrics & Acc. & F1 \\ \hline mT5 & 75.4 & 64.6 \\ XLM-R & 75.0 & 65.1 \\"
    found = list(results_of_document(latex(rows), LEXICON))
    assert {one.system for one in found} == {"mT5", "XLM-R"}


def rows_of(*made: tuple[str, str, tuple[str, ...], str]) -> list[Result]:
    """Results by paper id, value, what the row cites, and who measured it."""
    found = []
    for paper_id, value, cites, primary in made:
        document = make_document(paper_id, ["We test."], [["Model", "XNLI"], ["mBERT", value]], "Zero-shot accuracy.")
        found += [replace(one, cites=cites, primary=primary) for one in results_of_table(document, 0, LEXICON)]
    return found


OLD, NEW = "arXiv:1911.02116", "arXiv:2012.15674"


@pytest.mark.parametrize(
    ("made", "origins"),
    [
        ([(OLD, "65.4", (), ""), (NEW, "65.4", (), "")], {OLD: ("own", ()), NEW: ("quoted", (OLD,))}),
        ([(OLD, "65.4", (), ""), (NEW, "66.4", (), "")], {OLD: ("own", ()), NEW: ("own", ())}),
        ([(OLD, "65.4", (), ""), (NEW, "66.4", ("[d19]",), "")], {OLD: ("own", ()), NEW: ("cited", ())}),
        ([(NEW, "65.4", (), OLD)], {NEW: ("quoted", (OLD,))}),
        ([(NEW, "65.4", (), NEW)], {NEW: ("own", ())}),
        ([("a", "65.4", (), ""), ("b", "65.4", (), "")], {"a": ("own", ()), "b": ("quoted", ("a",))}),
        ([("a", "65.4", (), ""), ("c", "65.4", (), "")], {"a": ("own", ()), "c": ("own", ())}),
    ],
)
def test_a_row_says_whose_value_it_is(made, origins) -> None:
    papers = {key: Paper(key, "T", (key,), year) for key, year in (("a", 2019), ("b", 2020), ("c", None))}
    rows = side_by_side(rows_of(*made), papers)
    assert {row.result.paper_id: (row.origin, row.quoted) for row in rows} == origins


def test_the_board_tells_it_in_every_form() -> None:
    rows = side_by_side(rows_of((OLD, "65.4", (), ""), (NEW, "65.4", ("[d19]",), "")), {})
    values = {row.result.paper_id: board_value(row, {}) for row in rows}
    assert (values[NEW]["origin"], values[NEW]["quoted"], values[NEW]["cites"]) == ("quoted", [OLD], ["[d19]"])
    frame = board(rows, {})
    assert dict(zip(frame["paper"], frame["origin"], strict=True)) == {OLD: "own", NEW: "quoted"}
    told = board_text(frame)
    assert "own result" in told
    assert f"quoted from {OLD}" in told


def test_a_metric_has_one_family() -> None:
    names = inventory([("mine", '[metrics]\n"stripes" = { family = "zebra" }')])
    assert names.entries["metric", "stripes"].family == "zebra"
    with pytest.raises(BadRecord, match="family has the wrong kind"):
        inventory([("mine", '[metrics]\n"stripes" = { family = ["zebra"] }')])
