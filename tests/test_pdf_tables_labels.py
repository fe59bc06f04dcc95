"""Labels of a PDF's tables: which rows and columns a heading, a label or a caption holds for."""

from pdf_maker import Placed, make_pdf

from litsynth.parse.pdf import read_pdf
from litsynth.records import Document
from litsynth.text.tables import paths

PROSE = "We measure how much accuracy is lost when an encoder leaves the language it was tuned in."


def paper(*lines: str | Placed) -> Document:
    """A paper with these lines under some prose."""
    return read_pdf(make_pdf([["A Paper With Tables", "", "Abstract", "", PROSE, "", *lines, "", PROSE]]), "x")


def named(*lines: str | Placed) -> list[dict[str, tuple[str, ...]]]:
    """For each table the path of the row of each value, with that of its column behind it."""
    document = paper(*lines)
    found = []
    for table in document.tables:
        held = paths(table, document.text)
        headings = {row for row, _, _ in table.groups}
        found.append({
            cell.span.of(document.text): (*held.rows.get(cell.row, ()), "/", *held.columns.get(cell.column, ()))
            for cell in table.cells
            if cell.row >= table.header_rows and cell.column >= table.stub_columns and cell.row not in headings
        })  # fmt: skip
    return found


def test_a_long_heading_ends_where_a_short_one_begins() -> None:
    [found] = named(
        "=", "\ten\tfr", "=", "A heading that runs far over the column", "one\t1.5\t2.5", "=",
        "Short", "one\t3.5\t4.5", "=", "", "Table 1: Scores.",
    )  # fmt: skip
    assert found["1.5"] == ("A heading that runs far over the column", "one", "/", "en")
    assert found["4.5"] == ("Short", "one", "/", "fr")


def test_a_heading_in_the_middle_of_the_table_holds_for_the_rows_below_it() -> None:
    [found] = named(
        "=", "Model\ten\tfr\tde", "=", (180, 652, 10, "Pair"), "", "A\t1.5\t2.5\t3.5", "=",
        (180, 616, 10, "Other"), "", "A\t4.5\t5.5\t6.5", "=", "", "Table 1: Scores.",
    )  # fmt: skip
    assert found["2.5"] == ("Pair", "A", "/", "fr")
    assert found["5.5"] == ("Other", "A", "/", "fr")


def test_a_label_spans_the_rows_between_the_rules_that_cross_its_column() -> None:
    [found] = named(
        "=", "Model\tSize\tF1", "=", "\t\t1.5", "\t7B\t2.5", "\t\t3.5", "-", "\t\t4.5", "\t13B\t5.5", "\t\t6.5",
        "=", "Small\t1B\t7.5", "=", "", "Table 3: Scores.", (72, 616, 10, "Big"),
    )  # fmt: skip
    assert [found[value][:2] for value in ("1.5", "3.5", "4.5", "6.5", "7.5")] == [
        ("Big", "7B"), ("Big", "7B"), ("Big", "13B"), ("Big", "13B"), ("Small", "1B"),
    ]  # fmt: skip


def test_a_heading_inside_the_stub_stands_between_the_label_and_its_rows() -> None:
    [found] = named(
        "=", "Set\tModel\ten", "=", "\tencoder", "\tA\t1.5", "few\tdecoder", "\tA\t2.5", "\tB\t3.5", "=",
        "none\tA\t4.5", "=", "", "Table 2: Scores.",
    )  # fmt: skip
    assert found["1.5"] == ("few", "encoder", "A", "/", "en")
    assert found["3.5"] == ("few", "decoder", "B", "/", "en")
    assert found["4.5"] == ("none", "A", "/", "en")


def test_sizes_are_labels_where_the_names_do_not_tell_the_rows_apart() -> None:
    [found] = named("=", "Model\tSize\tF1", "=", "A\t7B\t1.5", "A\t13B\t2.5", "B\t7B\t3.5", "=", "", "Table 2: Scores.")
    assert found["2.5"] == ("A", "13B", "/", "F1")
    [apart] = named("=", "Data\tSize\tF1", "=", "A\t7k\t1.5", "B\t13k\t2.5", "=", "", "Table 2: Scores.")
    assert apart["13k"] == ("B", "/", "Size")


def test_group_headers_share_the_columns_that_one_rule_underlines() -> None:
    [found] = named(
        "=", (196, 664, 10, "X"), (356, 664, 10, "Y"), "", "=", "Model\tP\tR\tP\tR", "=", "A\t1.5\t2.5\t3.5\t4.5",
        "B\t5.5\t6.5\t7.5\t8.5", "=", "", "Table 2: Scores.",
    )  # fmt: skip
    assert [found[value][-2:] for value in ("1.5", "2.5", "3.5", "8.5")] == [
        ("X", "P"),
        ("X", "R"),
        ("Y", "P"),
        ("Y", "R"),
    ]


def test_names_beside_a_blank_begin_other_columns_and_the_caption_holds_for_both() -> None:
    lines = (
        "=", "Model\ten\tfr", "=", "First", "A\t1.5\t2.5", "B\t1.6\t2.6", "=", "\tde\tsw", "=", "First", "A\t3.5\t4.5",
        "B\t3.6\t4.6", "=", "", "Table 1: Scores of two systems.",
    )  # fmt: skip
    upper, lower = named(*lines)
    assert upper["2.6"] == ("First", "B", "/", "fr")
    assert lower["4.6"] == ("First", "B", "/", "sw")
    document = paper(*lines)
    assert all(t.caption.of(document.text).startswith("Table 1: Scores of two systems.") for t in document.tables)
    assert document.text.count("Scores of two systems") == 1


def test_a_row_of_values_that_begins_like_a_caption_stays_in_its_table() -> None:
    [found] = named("=", "Part\tP\tR", "=", "List\t61.9\t63.8", "Table\t97.3\t58.6", "=", "", "Table 1: Scores.")
    assert found["58.6"] == ("Table", "/", "R")


def test_a_heading_between_the_headers_and_the_first_rule_does_not_cut_the_headers_off() -> None:
    [found] = named(
        "Table 1: Scores.", "Model\ten\tfr", "First:", "=", "A\t1.5\t2.5", "=", "Second:", "=", "A\t3.5\t4.5", "="
    )
    assert found["1.5"][-2:] == ("/", "en")
    assert found["4.5"] == ("Second:", "A", "/", "fr")


def test_a_table_that_begins_on_the_page_before_is_read_with_its_headers() -> None:
    rows = [f"L{number}\t{number}.5\t{number}.7" for number in range(1, 9)]
    front = ["A Paper With Tables", "", "Abstract", "", PROSE, "", "=", "Model\ten\tfr", *rows[:5], "", "", "7"]
    back = [*rows[5:], "=", "", "Table 1: Scores.", "", "", PROSE]
    document = read_pdf(make_pdf([front, back]), "x")
    assert [(table.page, table.header_rows) for table in document.tables] == [(1, 1), (2, 1)]
    table = document.tables[1]
    assert paths(table, document.text).columns == {0: ("Model",), 1: ("en",), 2: ("fr",)}
    assert [cell.span.of(document.text) for cell in table.cells if cell.row == 1] == ["L6", "6.5", "6.7"]
    assert document.text.count("1.7") == 1
