"""The order of a page's lines, and what is raised, lowered or accented on them."""

from pdf_maker import Placed, make_pdf

from litsynth.parse.pdf import read_pdf
from litsynth.parse.pdf_order import page_lines
from litsynth.parse.pdf_runs import sheets

LEFT = [f"left line number {n} of a column of text" for n in "one two three four five six seven eight".split()]
RIGHT = [f"right line number {n} of a column of text" for n in "one two three four five six seven eight".split()]


def lines(*placed: Placed) -> list[str]:
    """The lines of a page in reading order."""
    return [line.text for sheet in sheets(make_pdf([list(placed)]), "x") for line in page_lines(sheet)]


def test_columns_set_row_by_row_are_read_column_by_column() -> None:
    rows: list[Placed] = [
        (72, 740, 10, "A heading that runs over both of the columns of this page, from edge to edge of it")
    ]
    for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        rows += [(72, 700 - 12 * number, 10, left), (320, 700 - 12 * number, 10, right)]
    assert lines(*rows)[1:] == [*LEFT, *RIGHT]


def test_the_order_of_the_file_is_kept_where_it_is_an_order() -> None:
    placed: list[Placed] = [(72, 400 - 12 * n, 10, text) for n, text in enumerate(LEFT)]
    assert lines(*placed, (72, 700, 10, "A float that was set last stands above")) == [
        *LEFT,
        "A float that was set last stands above",
    ]


def test_note_numbers_go_and_exponents_and_indices_stay() -> None:
    assert lines(
        (72, 700, 10, "Encoders"), (113.5, 704, 6, "12"), (122, 700, 10, "cost n"), (150, 704, 6, "2"), (154, 698, 6, "k"),
        (162, 700, 10, "steps."),
    ) == ["Encoders cost n^2_k steps."]  # fmt: skip


def test_a_loose_accent_is_put_on_the_letter_below_it() -> None:
    assert lines((72, 700, 10, "Schutze wrote it."), (91.2, 700, 10, "\u00a8")) == ["Schütze wrote it."]


def test_turned_pages_are_read_and_margin_stamps_are_not() -> None:
    page = make_pdf([["A Paper", "", "Abstract", "", "We read what runs with the page and nothing else on it."]])
    stamped = page.replace(b"BT /F1 10 Tf 1 0 0 1 72 760 Tm (A Paper)", b"BT /F1 10 Tf 0 1 -1 0 72 760 Tm (A Paper)")
    assert "A Paper" in read_pdf(page, "x").text
    assert "A Paper" not in read_pdf(stamped, "x").text


def test_places_far_off_the_page_do_not_stall() -> None:
    far: list[Placed] = [(10**9 * n, 700 - 12 * n, 10, text) for n, text in enumerate([*LEFT, *RIGHT])]
    assert LEFT[0] in lines(*far)


def test_small_capitals_do_not_make_a_line_small() -> None:
    placed: list[Placed] = [
        (72, 700, 10, "We say"),
        (108, 700, 7, "ENTAILMENT, CONTRADICTION"),
        (72, 688, 10, "or neither."),
    ]
    read = [line for sheet in sheets(make_pdf([list(placed)]), "x") for line in page_lines(sheet)]
    assert [(line.size, line.text) for line in read] == [
        (10.0, "We say ENTAILMENT, CONTRADICTION"),
        (10.0, "or neither."),
    ]


def test_labels_of_a_figure_do_not_turn_the_page() -> None:
    words = "the law will never be perfect but its application should be just".split()
    turned: list[Placed] = [(80 + 20 * n, 400, 10, word, 1) for n, word in enumerate(words * 2)]
    caption: Placed = (72, 300, 10, "Figure 4: Two heads, and what they attend to.")
    assert lines(*turned, caption) == ["Figure 4: Two heads, and what they attend to."]


def test_a_spread_set_low_is_no_index() -> None:
    assert lines((72, 700, 10, "84"), (84, 698, 6, "(1.2)"), (110, 700, 10, "of 90")) == ["84(1.2) of 90"]
