"""PDF files to documents."""

from pdf_maker import make_pdf

from litsynth.parse.pdf import read_pdf
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
        "Model\ten\tfr\tavg",
        "mBERT base\t82.1\t73.8\t77.9",
        "XLM base\t85.0\t78.7\t81.9",
        "XLM-R large\t89.1\t84.1\t86.6",
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


def test_hyphens_follow_the_rest_of_the_paper() -> None:
    hyphens = Hyphens(["a cross-lingual model", "pretraining helps", "the English data", "to French"])
    assert hyphens.join("a cross-", "lingual test") == "a cross-lingual test"
    assert hyphens.join("more pre-", "training") == "more pretraining"
    assert hyphens.join("limi-", "tations") == "limitations"
    assert hyphens.join("English-", "to-French") == "English-to-French"
    assert hyphens.join("range 3-", "5") == "range 3-5"


def sentences(*lines: str) -> list[str]:
    """The sentences of an abstract with these lines."""
    paper = read_pdf(make_pdf([["A Paper on Barges and Mills", "", "Abstract", "", *lines]]), "x")
    return [one.span.of(paper.text) for one in paper.sentences]


def test_short_items_of_a_list_are_no_stray_labels() -> None:
    read = sentences(
        "We measured the speed of the following kinds of barges on the river below the mill:",
        "",
        "- Barge-7B-Tidal (v0.2). It is an 8-ton",
        "(Lee, 2019).",
        "",
        "They differ in length and in the number of people that they carry down the river.",
    )
    assert "Barge-7B-Tidal (v0.2)." in " ".join(read)


def test_the_numbered_lines_of_an_algorithm_are_no_prose() -> None:
    read = sentences(
        "The keeper of the lock follows the steps below on every day of the year but one.",
        "",
        "1: for every barge on the river do",
        "2: count the barge and write it down",
        "3: end for and close the lock again",
        "",
        "In the evening he reads the list aloud to the miller, who owns the barges.",
    )
    assert len(read) == 2
    assert not any("end for" in text for text in read)


def test_captions_without_a_colon_and_labels_of_axes() -> None:
    paper = read_pdf(
        make_pdf(
            [
                [
                    "A Paper",
                    "",
                    "Abstract",
                    "",
                    "We say what the figure shows us.",
                    "",
                    "A B C D",
                    "",
                    "Fig 1 | Flow of barges",
                ]
            ]
        ),
        "x",
    )
    assert "Fig 1 | Flow of barges" in paper.text
    assert not any(part.title.startswith("A B") for part in paper.sections)


def test_a_decimal_at_the_end_of_a_line_ends_no_paragraph() -> None:
    read = sentences(
        "1. The scale does not tell relatedness from similarity.",
        "     The words of the pair have an assigned similarity score of 8.34 and 8.00",
        "     (on a scale of ten), and clearly they are related, but they are not similar.",
    )
    assert any("8.00 (on a scale of ten)" in text for text in read)


def test_captions_that_differ_in_their_number_only_are_no_running_heads() -> None:
    rows = ["Table #: Scores.", "", "=", "Model\ten\tfr", "=", "A\t1.5\t2.5", "B\t3.5\t4.5", "="]
    body = ["", "We say once more what the table above this line holds, since it is an odd one.", "", ""]
    pages = [[rows[0].replace("#", str(number)), *rows[1:], *body] for number in range(1, 5)]
    document = read_pdf(make_pdf([["A Paper", "", "Abstract", "", "We hold four tables in this paper."], *pages]), "x")
    assert [table.label for table in document.tables] == ["Table 1", "Table 2", "Table 3", "Table 4"]
