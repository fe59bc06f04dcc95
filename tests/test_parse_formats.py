"""A paper printed for reading: nothing is lost, pages and tables are where they stand."""

import json
from dataclasses import replace
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_html import PAGE

from litsynth.cli.main import call
from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.html import read_html
from litsynth.parse.plain import read_text
from litsynth.parse.tables import Grid, GridCell
from litsynth.parse.writer import Writer
from litsynth.records import Document, Paper
from litsynth.render import document_markdown, document_text

WHO = Paper("arXiv:2101.00001", "Bridges", ("Ann Lee", "Bo Roe"), 2021, version="v2", venue="ACL", machine_written=True)


def test_markdown_shows_what_a_reader_looks_for() -> None:
    text = document_markdown(read_html(PAGE.encode(), "arXiv:2101.00001"), WHO)
    assert text.startswith(
        "# Bridges to Other Languages\n\n*Ann Lee, Bo Roe; 2021; ACL; machine-written; arXiv:2101.00001v2, read"
    )
    assert "\n## Abstract\n\nWe gain 1.8 ± 0.3 points on XNLI.\n" in text
    assert (
        "\n**Table 1: Accuracy on XNLI.**\n\n| Model | Test / en | Test / avg |\n|---|---|---|\n| Plain | 85.0 |"
        in text
    )
    assert "\n## References *(references)*\n\n- \\[Marsh et al. (2018)\\] J. Marsh. 2018. Bread.\n" in text
    assert "\n## A Details *(appendix)*\n" in text
    assert text.count("Accuracy on XNLI.") == 1


def test_pages_are_marked_where_they_begin() -> None:
    document = read_text("A title\n\nOne two three.\n\nFour five.\n\nSix.", "file:1")
    starts = tuple(document.text.index(word) for word in ("A title", "two", "Four"))
    text = document_markdown(replace(document, page_starts=(*starts, len(document.text) - 2)), WHO)
    for mark in ("`[page 1]` A title", "One `[page 2]` two three.", "`[page 3]` Four five.", "Six. `[page 4]`"):
        assert mark in text
    assert text.count("[page ") == 4


def test_the_plain_text_is_the_one_that_offsets_count_in() -> None:
    document = read_html(PAGE.encode(), "arXiv:1")
    assert document_text(document).rstrip("\n") == document.text.rstrip("\n")


WORDS = st.text(alphabet=st.sampled_from("ab1 .|*_#<>`$-"), min_size=1, max_size=12)


@st.composite
def papers(draw: st.DrawFn) -> Document:
    writer = Writer()
    for kind in draw(st.lists(st.sampled_from(["section", "paragraph", "table", "reference"]), max_size=8)):
        if kind == "section":
            writer.section(draw(WORDS).strip(), draw(st.sampled_from(["body", "appendix"])))
        elif kind == "table":
            rows = draw(st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=2, max_size=3))
            cells = tuple(tuple(GridCell(" ".join(cell.split())) for cell in row) for row in rows)
            writer.table("Table 1", " ".join(draw(WORDS).split()), Grid(cells))
        elif kind == "reference":
            writer.reference("k", draw(WORDS))
        else:
            writer.paragraph(draw(WORDS))
    starts = sorted(draw(st.lists(st.integers(0, writer.length), max_size=3)))
    return writer.document("p", "T", "pdf", page_starts=tuple(starts))


@given(papers())
def test_no_paragraph_table_or_page_is_lost(document: Document) -> None:
    text = document_markdown(document, WHO)
    assert text.count("[page ") == len(document.page_starts)
    html = cmarkgfm.github_flavored_markdown_to_html(text)
    assert html.count("<table>") == len(document.tables)
    kept = sorted(character for character in document.text if character.isalnum())
    shown = [character for character in text.replace("[page ", "") if character.isalnum()]
    assert all(shown.count(one) >= kept.count(one) for one in set(kept))


def test_the_command_prints_each_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    path = str(tmp_path / "a.html")
    assert call(["parse", path]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["substrate"] == "html"
    assert call(["parse", path, "--format", "text"]) == 0
    assert capsys.readouterr().out.rstrip("\n") == value["text"].rstrip("\n")
    assert call(["parse", path, "--format", "md"]) == 0
    assert capsys.readouterr().out.startswith("# Bridges to Other Languages\n")
    assert call(["parse", path, "--format", "xml"]) == 2
    assert call(["parse", str(tmp_path / "gone.html"), "--format", "md"]) == 3
    assert capsys.readouterr().err.count("\n") == 2


def test_json_says_what_names_each_cell_and_which_sentences_speak_of_the_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call(["parse", str(Path(__file__).parent / "fixtures" / "two_columns.tex"), "--quiet"]) == 0
    value = json.loads(capsys.readouterr().out)
    table = value["tables"][0]
    rows = {row["row"]: row["path"] for row in table["row_paths"]}
    columns = {column["column"]: column["path"] for column in table["column_paths"]}
    numbers = [cell for cell in table["cells"] if cell["row"] in rows and cell["text"].replace(".", "").isdigit()]
    assert numbers
    assert all(rows[cell["row"]] and columns[cell["column"]] for cell in numbers)
    spoken = [value["sentences"][number]["text"] for number in table["referred_to_in"]]
    assert spoken
    assert all(table["label"] in sentence for sentence in spoken)


@pytest.mark.parametrize("name", ["paper.tex", "paper.txt", "paper.md"])
def test_bytes_that_are_no_text_are_refused_whatever_the_name_says(name: str) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    with pytest.raises(UnreadablePaper, match="not text, whatever its name says"):
        read_document(picture, name, "file:1")
    assert read_document(b"One sentence\x07 stands here, with a bell in it.", "a.txt", "file:1").sentences


def test_latex_is_read_as_such_under_the_name_of_a_text() -> None:
    tex = rb"\documentclass{article}\title{Gains}\begin{document}\maketitle "
    tex += b"We gain 1.8 points on XNLI, and this sentence goes on for a while. " * 4 + rb"\end{document}"
    read = read_document(tex, "paper.txt", "file:1")
    assert (read.substrate, read.title) == ("latex", "Gains")
