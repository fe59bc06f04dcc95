"""Tables of a PDF, read by position."""

from pdf_maker import Placed, make_pdf

from litsynth.parse.pdf import read_pdf
from litsynth.records import Table

PROSE = "We measure how much accuracy is lost when an encoder leaves the language it was tuned in."


def tables(*lines: str | Placed) -> list[tuple[Table, list[list[str]]]]:
    """The tables of a page with these lines under some prose, and their rows of texts."""
    paper = read_pdf(make_pdf([["A Paper With Tables", "", "Abstract", "", PROSE, "", *lines, "", PROSE]]), "x")
    found = []
    for table in paper.tables:
        rows = sorted({cell.row for cell in table.cells})
        found.append((table, [[c.span.of(paper.text) for c in table.cells if c.row == row] for row in rows]))
    return found


def test_group_headers_stand_over_the_columns_that_their_rule_covers() -> None:
    [(table, rows)] = tables(
        "=", "Model\t          Zero-shot\t\tAll", "-", "\ten\tfr\tavg", "=",
        "mBERT base\t82.1\t73.8\t77.9", "XLM-R\t89.1\t84.1\t86.6", "=", "", "Table 2: Accuracy.",
    )  # fmt: skip
    assert (table.label, table.header_rows, table.stub_columns) == ("Table 2", 2, 1)
    assert rows[0][1:] == ["Zero-shot", "Zero-shot", "All"]
    assert rows[1][1:] == ["en", "fr", "avg"]
    assert rows[3] == ["XLM-R", "89.1", "84.1", "86.6"]


def test_blank_cells_stay_blank_and_values_with_spread_are_one_cell() -> None:
    [(_, rows)] = tables(
        "Table 1: Scores of three systems.", "", "=", "Model\tF1\tEM\tBLEU", "=",
        "First one\t79.2 ± 0.4\t70.1\t12.0", "Second\t\t71.3 / 69.9\t-", "Third\t80.0 ± 0.1\t72.2\t13.1", "=",
    )  # fmt: skip
    assert rows[1:] == [
        ["First one", "79.2 ± 0.4", "70.1", "12.0"],
        ["Second", "", "71.3 / 69.9", "-"],
        ["Third", "80.0 ± 0.1", "72.2", "13.1"],
    ]


def test_two_tables_of_one_width_keep_their_captions() -> None:
    found = tables(
        "=", "Model\ten\tfr", "=", "A\t1.5\t2.5", "B\t1.6\t2.6", "=", "", "Table 1: The first.", "",
        "=", "Model\tde\tsw", "=", "A\t3.5\t4.5", "B\t3.6\t4.6", "=", "", "Table 2: The second.",
    )  # fmt: skip
    assert [(table.label, rows[0], rows[2]) for table, rows in found] == [
        ("Table 1", ["Model", "en", "fr"], ["B", "1.6", "2.6"]),
        ("Table 2", ["Model", "de", "sw"], ["B", "3.6", "4.6"]),
    ]


def test_a_table_that_starts_again_with_other_columns_is_two_grids() -> None:
    found = tables(
        "M\ten\tfr", "A\t1.5\t2.5", "B\t1.6\t2.6", "M\tde\tsw", "A\t3.5\t4.5", "B\t3.6\t4.6", "Table 1: Scores."
    )
    assert [rows[0] for _, rows in found] == [["M", "en", "fr"], ["M", "de", "sw"]]


def test_a_label_in_the_middle_of_its_rows_holds_for_all_of_them() -> None:
    [(table, rows)] = tables(
        "=", "Set\tModel\ten\tfr", "=", "\tA\t1.5\t2.5", "dev\tB\t1.6\t2.6", "\tC\t1.7\t2.7", "=",
        "test\tA\t3.5\t4.5", "=", "", "Table 3: Scores.",
    )  # fmt: skip
    assert table.stub_columns == 2
    assert [row[0] for row in rows[1:]] == ["dev", "dev", "dev", "test"]


def test_captions_above_tables_that_follow_each_other_stay_with_their_own() -> None:
    table = ("=", "Model\ten\tfr", "=", "A\t1.5\t2.5", "B\t1.6\t2.6", "=")
    found = tables(
        "Table 1: The first.", "", *table, "", "Table 2: The second.", "", *table, "", "Table 3: The third.", "", *table
    )
    assert [table.label for table, _ in found] == ["Table 1", "Table 2", "Table 3"]


def test_a_table_below_another_one_of_its_width_is_none_of_its_parts() -> None:
    found = tables(
        "Table 1: The first.", "", "=", "Model\ten\tfr", "=", "A\t1.5\t2.5", "B\t1.6\t2.6", "=", "", "", "",
        "=", "Model\tde\tsw", "=", "A\t3.5\t4.5", "B\t3.6\t4.6", "=", "", "Table 2: The second.",
    )  # fmt: skip
    assert [(table.label, rows[0]) for table, rows in found] == [
        ("Table 1", ["Model", "en", "fr"]),
        ("Table 2", ["Model", "de", "sw"]),
    ]


def test_a_name_of_rows_that_runs_upwards_holds_for_all_of_them() -> None:
    lines: list[str | Placed] = ["=", "\t\ten\tfr", "=", "\tA\t1.5\t2.5", "\tB\t1.6\t2.6", "\tC\t1.7\t2.7"]
    [(table, rows)] = tables(*lines, "=", "", (82, 633, 8, "tuned", 1), "Table 1: Scores.")
    assert table.stub_columns == 2
    assert [row[:3] for row in rows[1:]] == [["tuned", "A", "1.5"], ["tuned", "B", "1.6"], ["tuned", "C", "1.7"]]


def test_prose_with_numbers_is_no_table() -> None:
    assert not tables("Table 1: A caption of a picture without any rows.", "", "It rose by 3 to 5 in 2019.")
