"""What a file says of its paper, and which of several files of one paper is read."""

from pathlib import Path

import pytest
from arxiv_shelf import PROTOCOL, make_pdf
from hypothesis import given
from hypothesis import strategies as st
from pdf_maker import make_pdf as placed_pdf
from test_html import PAGE, TEX

from litsynth.anchors import anchor_of
from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.machine_written import says_machine_written
from litsynth.parse.metadata import text_metadata
from litsynth.parse.plain import read_text
from litsynth.pipeline import Silent, complete
from litsynth.pipeline.gather import read_into
from litsynth.records import Document, Paper
from litsynth.sources import FolderSource
from litsynth.store import open_corpus
from litsynth.text import relocate

LINES = ["Bridges to Other Languages", "Abstract", "We gain 1.8 points on XNLI.", "1 Introduction", PROTOCOL]
TEXT = "Bridges to Other Languages\n\nAda Brook and Cem Demir\nUniversity of Somewhere\n\nAbstract\n\nWe gain 1.8 points.\n"


def only(path: Path) -> tuple[FolderSource, Paper, Document]:
    source = FolderSource(path)
    (paper,) = source.find("", 0)[0]
    return source, paper, source.fetch(paper)


def fill(folder: Path, *names: str) -> None:
    made = {
        "tex": TEX.encode(),
        "html": PAGE.encode(),
        "pdf": make_pdf([LINES]),
        "txt": TEXT.encode(),
    }
    for name in names:
        (folder / name).write_bytes(made[name.rpartition(".")[2]])


def test_a_plain_text_names_its_authors_before_the_abstract() -> None:
    document = read_text(TEXT, "file:1")
    assert (document.title, document.authors) == ("Bridges to Other Languages", ("Ada Brook", "Cem Demir"))
    assert [one.span.of(document.text) for one in document.sentences] == ["We gain 1.8 points."]
    without = read_text("A Title\n\nAda Brook won twice in 2019.\n\nIt rained.", "file:1")
    assert (without.authors, len(without.sentences)) == ((), 2)


def test_front_matter_of_markdown_tells_the_title_and_is_no_running_text() -> None:
    document = read_text(
        '---\ntitle: "On Bread"\ntags:\n  - baking\n---\n\n# Results\n\nIt rises by 1.8 points.', "file:1"
    )
    assert document.title == "On Bread"
    assert [one.span.of(document.text) for one in document.sentences] == ["It rises by 1.8 points."]


def test_only_a_line_by_itself_says_which_paper_a_text_is() -> None:
    stamped = "A Title\n\narXiv:2004.12345v2  [cs.CL]  26 Apr 2020\nhttps://doi.org/10.1000/ab.182\n\nText."
    assert (text_metadata(stamped).arxiv, text_metadata(stamped).doi) == ("2004.12345v2", "10.1000/ab.182")
    cited = "We follow arXiv:2004.12345v2 (doi:10.1000/182) here."
    assert (text_metadata(cited).arxiv, text_metadata(cited).doi) == ("", "")


def test_a_page_is_known_by_its_head_where_its_name_says_nothing(tmp_path: Path) -> None:
    fill(tmp_path, "saved.html")
    _, paper, document = only(tmp_path)
    assert (paper.paper_id, paper.version, paper.year) == ("arXiv:2101.00001", "v2", 2021)
    assert (document.paper_id, document.substrate) == ("arXiv:2101.00001", "html")
    fill(tmp_path, "2101.00001v2.pdf")
    source, paper, document = only(tmp_path)
    assert document.substrate == "html"
    assert [skip.what for skip in source.superseded] == ["2101.00001v2.pdf"]


@pytest.mark.parametrize("stem", ["2101.00001v2", "bridges"])
def test_the_best_of_several_files_is_read_and_recorded(tmp_path: Path, stem: str) -> None:
    for suffix, substrate in (("txt", "text"), ("pdf", "pdf"), ("html", "html"), ("tex", "latex")):
        fill(tmp_path, f"{stem}.{suffix}")
        if stem == "bridges" and suffix == "html":
            (tmp_path / "bridges.html").write_text(PAGE.replace("/html/2101.00001v2/", "/"))
        source, paper, document = only(tmp_path)
        assert (document.substrate, paper.source) == (substrate, f"{stem}.{suffix}")
        assert document.paper_id == paper.paper_id
    assert len(source.superseded) == 3


def test_where_the_best_cannot_be_read_the_next_one_is_with_a_note(tmp_path: Path) -> None:
    fill(tmp_path, "2101.00001v2.pdf", "2101.00001v2.txt")
    (tmp_path / "2101.00001v2.tar.gz").write_bytes(b"no archive")
    _, _, document = only(tmp_path)
    assert document.substrate == "pdf"
    assert document.warnings[0].startswith("2101.00001v2.pdf was read, since 2101.00001v2.tar.gz cannot be: ")
    (tmp_path / "2101.00001v2.pdf").write_bytes(b"no PDF")
    (tmp_path / "2101.00001v2.txt").write_bytes(b" ")
    with pytest.raises(UnreadablePaper, match=r"2101\.00001v2\.tar\.gz"):
        only(tmp_path)


def test_a_lesser_reading_does_not_take_the_place_of_a_better_one_in_a_corpus(tmp_path: Path) -> None:
    folders = {suffix: tmp_path / suffix for suffix in ("tex", "pdf")}
    for suffix, folder in folders.items():
        folder.mkdir()
        fill(folder, f"2101.00001v2.{suffix}")
    with open_corpus(tmp_path / "corpus") as corpus:
        for suffix in ("pdf", "tex", "pdf"):
            source = FolderSource(folders[suffix])
            read_into(corpus, [(paper, source) for paper in source.find("", 0)[0]], Silent())
            expected = "pdf" if suffix == "pdf" and corpus.document("arXiv:2101.00001").substrate == "pdf" else "latex"
            assert corpus.document("arXiv:2101.00001").substrate == expected
        assert corpus.document("arXiv:2101.00001").substrate == "latex"


def test_a_quote_of_one_file_is_found_in_the_others() -> None:
    said = "The first point is good."
    made = {
        "a.tex": TEX.replace(said, r"The first gains 1.8 points on 15 languages~\citep{marsh} here.").encode(),
        "a.html": PAGE.replace(said, "The first gains 1.8 points on 15 languages (Marsh et al., 2018) here.").encode(),
        "a.pdf": make_pdf([[*LINES, "The first gains 1.8 points on 15 lan-", "guages [1] here. It is good."]]),
    }
    read = [read_document(data, name, "file:1") for name, data in made.items()]
    places = [
        next(one for one in document.sentences if one.span.of(document.text).startswith("The first gains"))
        for document in read
    ]
    for one, place in zip(read, places, strict=True):
        anchor = anchor_of(one, place.span, place.section)
        assert anchor.substrate == one.substrate
        assert [relocate(anchor, other) for other in read] == [other.span for other in places]


STAMP = "arXiv:2101.00001v2 [cs.CL] 8 Apr 2021"


def stamped(stamp: str) -> bytes:
    """A PDF with arXiv's stamp up its left edge."""
    return placed_pdf([[(20, 200, 20, stamp, 1), *LINES]])


def test_the_stamp_says_which_paper_a_pdf_is_and_is_not_read_as_prose(tmp_path: Path) -> None:
    (tmp_path / "saved.pdf").write_bytes(stamped(STAMP))
    _, paper, document = only(tmp_path)
    assert (paper.paper_id, paper.version, paper.year) == ("arXiv:2101.00001", "v2", 2021)
    assert (paper.updated, paper.categories) == ("2021-04-08", ("cs.CL",))
    assert "arXiv" not in document.text
    assert document.warnings == ()


@pytest.mark.parametrize("name", ["1911.02116v1.pdf", "2101.00001v1.pdf"])
def test_a_stamp_is_believed_over_a_file_name_with_a_note(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(stamped(STAMP))
    _, paper, document = only(tmp_path)
    assert (paper.paper_id, paper.version) == ("arXiv:2101.00001", "v2")
    note = f"{name}: the stamp in it says arXiv:2101.00001v2, not arXiv:{name.removesuffix('.pdf')} as its name does"
    assert document.warnings == (note,)


@pytest.mark.parametrize(
    ("name", "stamp", "expected"),
    [
        ("2101.00001.pdf", STAMP, ("arXiv:2101.00001", "v2", "2021-04-08")),
        ("P19-1227.pdf", STAMP, ("acl:P19-1227", "", "2021-04-08")),
        ("hep.pdf", "arXiv:hep-th/9901001v3  12 Jan 2000", ("arXiv:hep-th/9901001", "v3", "2000-01-12")),
        ("2101.00001v1.pdf", "arXiv:submit/3700162 [cs.CL] 15 Apr 2021", ("arXiv:2101.00001", "v1", "2021-04-15")),
        ("2101.00001v1.pdf", "as in arXiv:1911.02116v2 [cs.CL] 8 Apr 2021", ("arXiv:2101.00001", "v1", "")),
    ],
)
def test_what_a_name_does_not_say_the_stamp_does(
    tmp_path: Path, name: str, stamp: str, expected: tuple[str, ...]
) -> None:
    (tmp_path / name).write_bytes(stamped(stamp))
    _, paper, document = only(tmp_path)
    assert (paper.paper_id, paper.version, paper.updated) == expected
    assert document.warnings == ()


REPORTS = [
    "Transfer on XNLI\n\nThis report was automatically generated by a pipeline.\n\nWe found 3 papers.",
    "Transfer\n\n34 papers retrieved, 120 claims extracted, 87 verified.\n",
    "# Answer\n\n**Quality score: 7.9/10**\n\nText.",
    "Text.\n\n" + "More text. " * 900 + "\n\nGenerated by GPT-Researcher on Monday.",
    '---\ntitle: "Q"\nlitsynth: "0.1.0"\n---\n\nThis report read 2 documents.',
    "AI-generated literature review\n\nText follows.",
]
PAPERS = [
    "We study whether this report was read. Reviews generated by ChatGPT were rated by 3 people.",
    "The summaries were generated by a language model. This review covers 34 papers.",
    "AI-generated reviews are growing. We detect machine-generated synthesis reports with 91.2% accuracy.",
    "This document is written for authors. Papers retrieved by BM25 were read.",
    "This paper was written with the assistance of ChatGPT. We improve the quality score by 1.8 points.",
]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_that_a_machine_wrote_is_recognised_in_any_form(text: str) -> None:
    assert says_machine_written(text)
    document = read_document(text.encode(), "a.md", "file:1")
    assert complete(Paper("file:1", ""), document).machine_written


@pytest.mark.parametrize("text", PAPERS)
def test_a_paper_about_such_reports_is_none(text: str) -> None:
    assert not says_machine_written(text)


@given(st.text(max_size=200))
def test_any_text_has_some_metadata(text: str) -> None:
    assert text_metadata(text).title == ""
    assert says_machine_written(text) in (True, False)
