"""PDF files to documents."""

import io
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import make_pdf
from pypdf import PdfReader, PdfWriter

from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.pdf import read_pdf
from litsynth.parse.pdf_tables import grid_of
from litsynth.parse.pdf_text import Hyphens

TITLE = "Lifting Encoders Across Languages"
PAGES = [
    [
        TITLE,
        "",
        "Ann Lee, Bo Li",
        "",
        "Abstract",
        "",
        "We lift encoders from English to fourteen other languages and meas-",
        "ure what is lost. The average gain is 1.8 points over the baseline.",
        "",
        "1 Introduction",
        "",
        "Transfer across languages is cheap when the encoder has seen them all",
        "before, as Okafor et al. (2018) show. We ask how far this goes in a zero-",
        "shot setting, where no labels are at hand, and we measure the loss from",
        "",
        "",
        "1",
    ],
    [
        "Lifting Encoders",
        "",
        "English to Urdu in accuracy points. The loss is 9.3 points on average and",
        "it grows with distance. A zero-shot model needs no labels at all for this.",
        "",
        "Model en fr avg",
        "mBERT base 82.1 73.8 77.9",
        "XLM base 85.0 78.7 81.9",
        "XLM-R large 89.1 84.1 86.6",
        "",
        "Table 1: Accuracy on the test set in three columns.",
        "",
        "2 Results",
        "",
        "All systems lose accuracy away from English, the large one least of them.",
        "",
        "",
        "2",
    ],
    [
        "Lifting Encoders",
        "",
        "References",
        "",
        "[1] Chidi Okafor. Encoders for all languages. In Proceedings of the First",
        "Workshop, 2018.",
        "[2] Dora Novak. A second title that nobody reads. 2019.",
        "[3] Ed Fox. A third one. 2020.",
        "",
        "A Details",
        "",
        "We trained every system with three seeds and report the mean of the runs.",
        "",
        "",
        "3",
    ],
]
BYTES = make_pdf(PAGES, sizes={TITLE: 16, "Abstract": 12, "1 Introduction": 12, "2 Results": 12, "References": 12})


def texts() -> list[str]:
    """The sentences of the small paper."""
    paper = read_pdf(BYTES, "arXiv:1")
    return [sentence.span.of(paper.text) for sentence in paper.sentences]


def test_title_authors_and_sections_are_found() -> None:
    paper = read_pdf(BYTES, "arXiv:1")
    assert paper.title == TITLE
    assert paper.authors == ("Ann Lee", "Bo Li")
    assert [(part.title, part.kind) for part in paper.sections] == [
        ("", "boilerplate"),
        ("Abstract", "abstract"),
        ("1 Introduction", "body"),
        ("2 Results", "body"),
        ("References", "references"),
        ("A Details", "appendix"),
    ]


def test_words_cut_at_line_ends_are_mended_and_compounds_kept() -> None:
    found = texts()
    assert "We lift encoders from English to fourteen other languages and measure what is lost." in found
    assert any("in a zero-shot setting" in text for text in found)


def test_a_sentence_runs_over_the_page_and_keeps_the_page_it_starts_on() -> None:
    paper = read_pdf(BYTES, "arXiv:1")
    across = next(s for s in paper.sentences if "from English to Urdu" in s.span.of(paper.text))
    after = next(s for s in paper.sentences if s.span.of(paper.text).startswith("The loss is 9.3"))
    assert (across.page, after.page) == (1, 2)
    assert paper.page_of(after.span.start) == 2
    assert len(paper.page_starts) == 3
    assert list(paper.page_starts) == sorted(paper.page_starts)


def test_running_heads_page_numbers_and_references_are_no_sentences() -> None:
    assert not any("Lifting Encoders" in text or "Okafor. Encoders" in text or text in {"1", "2"} for text in texts())


def test_rows_of_values_become_a_table_and_not_prose() -> None:
    paper = read_pdf(BYTES, "arXiv:1")
    table = paper.tables[0]
    assert (table.label, table.page, table.header_rows) == ("Table 1", 2, 1)
    rows = [[cell.span.of(paper.text) for cell in table.cells if cell.row == row] for row in range(4)]
    assert rows[0] == ["Model", "en", "fr", "avg"]
    assert rows[3] == ["XLM-R large", "89.1", "84.1", "86.6"]
    assert not any("82.1" in text for text in texts())


def test_the_reference_list_is_cut_into_entries() -> None:
    paper = read_pdf(BYTES, "arXiv:1")
    assert [entry.key for entry in paper.references] == ["1", "2", "3"]
    assert paper.references[0].span.of(paper.text).endswith("Proceedings of the First Workshop, 2018.")


def test_the_metadata_title_is_taken_only_if_the_page_prints_it() -> None:
    assert read_pdf(make_pdf(PAGES, title="Microsoft Word - draft7.doc", sizes={TITLE: 16}), "x").title == TITLE
    assert read_pdf(make_pdf(PAGES, title=TITLE), "x").title == TITLE


def encrypted() -> bytes:
    """The small paper behind a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(BYTES)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD = {
    "no text": (make_pdf([[], []]), "holds no text"),
    "cut": (BYTES[:300], "damaged PDF|holds no text"),
    "junk": (b"%PDF-1.7\n" + b"\x00\xff" * 500, "damaged PDF"),
    "html": (b"<html>not found</html>", "not a PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_unreadable_in_one_quiet_line(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, why = BAD[name]
    with pytest.raises(UnreadablePaper, match=why) as caught:
        read_document(data, "x.pdf", "file:1")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("pypdf").level == logging.NOTSET


def test_an_encrypted_file_is_named_as_such() -> None:
    with pytest.raises(UnreadablePaper, match="encrypted"):
        read_pdf(encrypted(), "file:1")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BYTES) - 1), st.integers(1, 400), st.binary(max_size=30))
def test_no_damage_raises_anything_else(place: int, length: int, junk: bytes) -> None:
    try:
        paper = read_pdf(BYTES[:place] + junk + BYTES[place + length :], "file:1")
    except UnreadablePaper:
        return
    assert all(sentence.span.of(paper.text).strip() for sentence in paper.sentences)


def test_hyphens_follow_the_rest_of_the_paper() -> None:
    hyphens = Hyphens(["a cross-lingual model", "pretraining helps", "the English data", "to French"])
    assert hyphens.join("a cross-", "lingual test") == "a cross-lingual test"
    assert hyphens.join("more pre-", "training") == "more pretraining"
    assert hyphens.join("limi-", "tations") == "limitations"
    assert hyphens.join("English-", "to-French") == "English-to-French"
    assert hyphens.join("range 3-", "5") == "range 3-5"


def test_rows_without_a_common_width_are_no_grid() -> None:
    assert grid_of(["We saw 3", "more of 5 and 6", "them"]) is None
    grid = grid_of(["System P R", "A 79.2 ± 0.4 70.1", "B 80.0 ± 0.1 -"])
    assert grid is not None
    assert [cell.text for cell in grid.rows[1]] == ["A", "79.2 ± 0.4", "70.1"]


@pytest.mark.parametrize("header", ["Few Shot in English", "MGSM AVG MGSM AVG", "3 4 5 6", "One Two Three"])
def test_headers_that_may_be_misread_are_left_out(header: str) -> None:
    grid = grid_of([header, "A 1.5 2.5 3.5 4.5", "B 1.6 2.6 3.6 4.6"])
    assert grid is not None
    assert grid.rows[0][0].text == "A"


def test_a_table_ends_where_headers_come_again() -> None:
    grid = grid_of(["M en fr", "A 1.5 2.5", "B 1.6 2.6", "M de sw", "A 3.5 4.5", "B 3.6 4.6"])
    assert grid is not None
    assert [cell.text for row in grid.rows for cell in row[1:]] == ["en", "fr", "1.5", "2.5", "1.6", "2.6"]


def test_values_that_are_not_understood_do_not_become_a_name() -> None:
    grid = grid_of(["A 67.0 / 49.0 57.2 1.5", "B 1.1 2.2", "C 3.3 4.4"])
    assert grid is not None
    assert [row[0].text for row in grid.rows] == ["B", "C"]
    assert grid.headers == 0
