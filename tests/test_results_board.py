"""Results of many papers side by side, and the commands that print them."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Litsynth
from document_maker import make_document

from litsynth.pipeline.results import Row, side_by_side
from litsynth.records import Paper, Result
from litsynth.resources import shipped_names
from litsynth.results import Lexicon, inventory, results_of_document

LEXICON = Lexicon(inventory([shipped_names()]))
HEAD = ["Model", "XNLI acc"]


def results(paper_id: str, rows: list[list[str]], caption: str = "Zero-shot, test set.") -> list[Result]:
    return list(results_of_document(make_document(paper_id, ["We test."], [HEAD, *rows], caption), LEXICON))


def standings(*tables: list[Result], **authors: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    papers = {key: Paper(key, f"On {key}", names, 2020) for key, names in authors.items()}
    every = [result for table in tables for result in table]
    return {row.result.paper_id: said(row) for row in side_by_side(every, papers)}


def said(row: Row) -> dict[str, tuple[str, ...]]:
    return {name: found for name in ("restated", "agrees", "differs") if (found := getattr(row, name))}


def test_equal_digits_in_a_table_are_a_restatement() -> None:
    found = standings(results("a", [["mBERT", "65.4"]]), results("b", [["M-BERT", "65.4"]]))
    assert found == {"a": {"restated": ("b",)}, "b": {"restated": ("a",)}}


def test_a_compatible_value_agrees_and_another_one_differs() -> None:
    near = standings(results("a", [["mBERT", "65.4"]]), results("b", [["mBERT", "66.3"]]))
    far = standings(results("a", [["mBERT", "65.4"]]), results("b", [["mBERT", "68.3"]]))
    assert (near["a"], far["a"]) == ({"agrees": ("b",)}, {"differs": ("b",)})


def test_who_repeats_a_value_is_shown_beside_who_contradicts_it() -> None:
    found = standings(
        *(results(key, [["mBERT", value]]) for key, value in (("a", "65.4"), ("b", "65.4"), ("c", "69.0")))
    )
    assert found["a"] == {"differs": ("c",), "restated": ("b",)}
    assert found["c"] == {"differs": ("a", "b")}


def test_another_setting_split_or_system_is_not_compared() -> None:
    base = results("a", [["mBERT", "65.4"]])
    others = (
        results("b", [["mBERT", "70.0"]], "Translate-train, test set."),
        results("c", [["mBERT", "70.0"]], "Zero-shot, dev set."),
        results("d", [["XLM-R", "70.0"]]),
    )
    assert [standings(base, other)["a"] for other in others] == [{}] * 3


def test_rows_of_unnamed_systems_and_differences_are_listed_alone() -> None:
    unnamed = standings(results("a", [["Ours", "65.4"]]), results("b", [["Ours", "69.9"]]))
    gains = standings(results("a", [["mBERT", "+1.4"]]), results("b", [["mBERT", "+3.4"]]))
    assert unnamed == gains == {"a": {}, "b": {}}


def test_the_order_of_papers_changes_nothing() -> None:
    one, two = results("a", [["mBERT", "65.4"], ["XLM-R", "74.0"]]), results("b", [["mBERT", "66.0"]])
    assert side_by_side([*one, *two], {}) == side_by_side([*two, *reversed(one)], {})


def test_each_result_of_one_paper_stands_alone() -> None:
    twice = results("a", [["mBERT", "65.4"]])
    again = [replace(result, quantity=replace(result.quantity, value=70.0, low=69.9, high=70.1)) for result in twice]
    assert [said(row) for row in side_by_side([*twice, *again], {})] == [{}, {}]


def test_the_command_prints_every_value_with_its_place(litsynth_: Litsynth) -> None:
    status, out, _ = litsynth_(
        "results", "--corpus", "xnli", "--dataset", "XNLI", "--language", "sw", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert {row["languages"] for row in rows} == {"sw"}
    assert {row["dataset"] for row in rows} == {"XNLI"}
    cells = [row for row in rows if row["source"] == "table"]
    assert cells
    assert all(row["paper"] and row["table"] and row["row"] and row["column"] for row in cells)


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_all_formats_hold_the_same_rows(litsynth_: Litsynth, form: str) -> None:
    chosen = ("results", "--corpus", "xnli", "--dataset", "XNLI", "--language", "ur", "--system", "mbert")
    expected = len(litsynth_(*chosen, "--format", "csv")[1].splitlines()) - 1
    lines = litsynth_(*chosen, "--format", form)[1].splitlines()
    assert expected > 0
    assert len(lines) - {"table": 1, "md": 2, "json": 0}[form] == expected
    if form == "json":
        assert json.loads(lines[0])["languages"] == ["ur"]


def test_no_result_is_said_and_is_no_error(litsynth_: Litsynth) -> None:
    status, out, err = litsynth_("results", "--corpus", "xnli", "--dataset", "IMDb", "--system", "mbert")
    assert (status, len(out.splitlines())) == (0, 1)
    assert "no result" in err


@pytest.mark.parametrize(
    ("option", "name", "near"),
    [
        ("--dataset", "XNLY", "XNLI"),
        ("--metric", "acuracy", "accuracy"),
        ("--task", "natural languag inference", "natural language inference"),
        ("--language", "Swahilli", "Swahili"),
        ("--system", "XLM-R lagre", "XLM-R large"),
        ("--dataset", "qqqqqqqq", "--names"),
    ],
)
def test_a_name_that_nobody_knows_is_refused_with_the_nearest(
    litsynth_: Litsynth, option: str, name: str, near: str
) -> None:
    status, out, err = litsynth_("results", "--corpus", "xnli", option, name)
    assert (status, out) == (2, "")
    assert f"{option} {name}" in err
    assert near in err


def test_a_file_of_names_that_is_not_there_is_an_input_missing(litsynth_: Litsynth, folder: Path) -> None:
    status, _, err = litsynth_("results", "--names", str(folder / "no.toml"))
    assert status == 3
    assert "no.toml" in err
