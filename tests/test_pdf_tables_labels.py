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


def test_rules_between_all_rows_end_no_heading() -> None:
    rows = [("Model", "en", "fr"), ("One",), ("a", "1.5", "2.5"), ("b", "3.5", "4.5"), ("Two",), ("c", "5.5", "6.5")]
    lines = [line for row in rows for line in ("=", "\t".join(row))]
    [found] = named(*lines, "=", "", "Table 1: Scores.")
    assert found["4.5"] == ("One", "b", "/", "fr")
    assert found["6.5"] == ("Two", "c", "/", "fr")


def test_a_heading_holds_below_a_rule_for_rows_that_only_headings_tell_apart() -> None:
    [found] = named(
        "=", "\ten\tfr", "=", "One", "a\t1.5\t2.5", "=", "ours\t3.5\t4.5", "=", "Two", "a\t5.5\t6.5", "=", "ours\t7.5\t8.5",
        "=", "", "Table 1: Scores.",
    )  # fmt: skip
    assert found["4.5"] == ("One", "ours", "/", "fr")
    assert found["8.5"] == ("Two", "ours", "/", "fr")
    [apart] = named(
        "=", "\ten\tfr", "=", "One", "a\t1.5\t2.5", "=", "ours\t3.5\t4.5", "=", "", "Table 1: Scores.",
    )  # fmt: skip
    assert apart["4.5"] == ("ours", "/", "fr")


def test_a_row_of_counts_with_shares_is_no_header() -> None:
    [found] = named(
        "=", "Outcome\tone\tother", "=", "first\t391 (12)\t393 (25)", "=", "second\t162 (90)\t206 (40)", "=",
        "third\t188 (15)\t187 (14)", "=", "", "Table 1: Counts.",
    )  # fmt: skip
    assert found["393 (25)"] == ("first", "/", "other")


def test_a_header_above_a_single_rule_belongs_to_the_rows_below_it() -> None:
    [found] = named("Model\ten\tfr", "=", "A\t1.5\t2.5", "B\t3.5\t4.5", "", "Table 1: Scores.")
    assert found["4.5"] == ("B", "/", "fr")


def test_a_caption_between_the_first_rule_and_the_header_keeps_the_header() -> None:
    [found] = named(
        "=", "Table 1 | Compliance", "Time\tone\tother", "A heading that runs a long way over the columns below it", "=",
        "Start\t1.5\t2.5", "=", "End\t3.5\t4.5", "=",
    )  # fmt: skip
    assert found["4.5"][-2:] == ("/", "other")


def test_lines_of_a_header_closer_than_rows_are_one_row() -> None:
    rows: list[Placed] = [(152, 700, 10, "Activity"), (232, 700, 10, "Control")]
    rows += [(72, 690, 10, "Trait"), (152, 690, 10, "(n=39)"), (232, 690, 10, "(n=41)")]
    for number, (label, one, other) in enumerate(
        [("age", "27.2", "27.8"), ("height", "1.6", "1.7"), ("pulse", "69.2", "70.9")]
    ):
        rows += [
            (72, 674 - 15 * number, 10, label),
            (152, 674 - 15 * number, 10, one),
            (232, 674 - 15 * number, 10, other),
        ]
    [found] = named(*rows, (72, 620, 10, "Table 1: Traits."))
    assert found["1.7"] == ("height", "/", "Control (n=41)")


def test_further_lines_of_text_and_bracketed_changes_belong_to_the_row_above() -> None:
    rows: list[Placed] = []
    for number, (label, text, value) in enumerate(
        [
            ("Name", "Example", "F1"),
            ("one", "a barge that carries", "10.5"),
            ("kind", "coal", ""),
            ("two", "a mill that grinds the", "20.5"),
            ("", "corn", ""),
            ("three", "a lock", "30.5"),
            ("", "", "(+2.5)"),
        ]
    ):
        level = 700 - 12 * number
        rows += [(x, level, 10, said) for x, said in ((72, label), (130, text), (260, value)) if said]
    [found] = named(*rows, (72, 604, 10, "Table 1: Examples of what the barges carried in each of the years."))
    assert found["10.5"][:2] == ("one kind", "a barge that carries coal")
    assert found["20.5"][:2] == ("two", "a mill that grinds the corn")
    assert "30.5 (+2.5)" in found


def test_columns_of_running_text_are_what_all_lines_leave_free() -> None:
    left = [
        "Did you find the hints of",
        "any use while you were at",
        "work?   Four of five said",
        "so, and one said never.",
    ]
    right = [
        "They   were  useful  on  the  whole, I",
        "would say, but only for short texts as",
        "the long ones   hide what one needs.",
        "Nothing more.",
    ]
    rows: list[Placed] = [(72, 700 - 12 * n, 10, text) for n, text in enumerate(["Question", *left])]
    rows += [(230, 700 - 12 * n, 10, text) for n, text in enumerate(["Answers in full", *right])]
    rules = [f"{x} {y} m {x + 330} {y} l S" for x, y in ((72, 711), (72, 697), (72, 648))]
    data = make_pdf([["A Paper", "", "Abstract", "", PROSE, "", *rows, (72, 630, 10, "Table 1: Replies.")]])
    ruled = data.replace(b"stream\nBT", b"stream\n" + " ".join(rules).encode() + b"\nBT", 1)
    [table] = read_pdf(ruled, "x").tables
    assert {cell.column for cell in table.cells} == {0, 1}


def test_counts_that_come_again_are_no_header() -> None:
    [found] = named(
        "=", "Weight\tone\tother", "", "before:\tn=74\tn=66", "=", "early\t68.3\t70.3", "=", "late\t80.7\t81.4", "=",
        "after:\tn=63\tn=65", "=", "early\t66.1\t66.2", "=", "", "Table 5: Weights.",
    )  # fmt: skip
    assert found["66.1"] == ("early", "/", "one")
