"""One two-column paper as LaTeX and as the PDF that TeX made of it: both give the same cells."""

import re
from pathlib import Path

import pytest

from litsynth.config import ExtractSettings
from litsynth.extract import candidates
from litsynth.parse import read_document
from litsynth.quantities import find_quantities
from litsynth.records import Document
from litsynth.text.tables import paths

FIXTURES = Path(__file__).parent / "fixtures"
INCREMENT = str.maketrans("∆−", "Δ-")  # TeX's fonts name the signs for increment and minus; LaTeX says \Delta and -

Cells = list[tuple[str, tuple[str, ...], tuple[str, ...], str]]


def read(name: str) -> Document:
    """One of the two files."""
    return read_document((FIXTURES / name).read_bytes(), name, "file:1")


def cells(paper: Document) -> Cells:
    """Every value of the paper's tables: the table's label, its row's path, its column's path, its text."""
    found: Cells = []
    for table in paper.tables:
        named = paths(table, paper.text)
        for cell in table.cells:
            if cell.row in named.rows and cell.column >= table.stub_columns:
                text = cell.span.of(paper.text).translate(INCREMENT)
                column = tuple(label.translate(INCREMENT) for label in named.columns[cell.column])
                found.append((table.label, named.rows[cell.row], column, text))
    return found


def test_the_source_gives_every_cell_with_its_paths() -> None:
    found = cells(read("two_columns.tex"))
    assert len(found) == 30 + 12 + 12
    assert found[6] == ("Table 1", ("Full", "Encoder-L"), ("Tagging", "da"), "72.9 ± 0.4")
    assert ("Table 1", ("Adapter", "Tidepool, shared"), ("Avg",), "71.4") in found
    assert ("Table 1", ("Adapter", "Plain"), ("Linking", "eu"), "–") in found
    assert ("Table 2", ("Adapters", "Tidepool"), ("F1 at 10 % ↑",), "60.3^a") in found
    assert ("Table 2", ("Full tuning", "Encoder-L"), ("Time [h]",), "14.0") in found
    assert ("Table 3", ("one layer",), ("Δ",), "-2.6") in found


@pytest.mark.parametrize("label", ["Table 1", "Table 2", "Table 3"])
def test_source_and_pdf_give_the_same_cells(label: str) -> None:
    source, pdf = ([cell for cell in cells(read(f"two_columns.{end}")) if cell[0] == label] for end in ("tex", "pdf"))
    assert source == pdf


def test_hard_tables_are_the_same_from_source_and_pdf() -> None:
    source, pdf = (sorted(cells(read(f"hard_tables.{end}"))) for end in ("tex", "pdf"))
    assert source == pdf
    assert len(pdf) == 10 + 18 + 9 + 4 + 8 + 8
    assert ("Table 1", ("Wheel",), ("Mean",), "65.9") in pdf
    assert ("Table 2", ("South", "towed"), ("Share of empty ones",), "0.61") in pdf
    assert ("Table 3", ("With ice", "Alder"), ("September",), "3.65") in pdf
    assert ("Table 4", ("Smith",), ("Wage", "(coins)"), "28.5") in pdf
    assert ("Table 5", ("Corn",), ("All journeys", "Down the whole river", "last"), "6.25") in pdf
    assert ("Table 6", ("East of the old bridge",), ("high",), "7.15") in pdf
    assert ("Table 7", ("West",), ("narrow",), "8.45") in pdf


def test_source_and_pdf_give_the_same_captions() -> None:
    source, pdf = (
        [table.caption.of(paper.text) for table in paper.tables]
        for paper in (read("two_columns.tex"), read("two_columns.pdf"))
    )
    assert source == pdf
    assert source[1] == "Table 2: Cost of training, and scores with a tenth of the labels."


_CITATION = re.compile(r"\[\w+\]")
"""The source says the key, the page the number that the style gives it."""


def test_source_and_pdf_give_the_same_likely_claims() -> None:
    """Of those that are likelier claims than not; what fills a dozen differs, since a source has notes below tables."""
    source, pdf = (
        [
            (_CITATION.sub("[]", one.text.replace(" %", "%")), [found.value for found in find_quantities(one.text)])
            for one in ranked
            if one.score > 0
        ]
        for ranked in (candidates(read(name), ExtractSettings()) for name in ("two_columns.tex", "two_columns.pdf"))
    )
    assert len(source) >= 5
    assert source == pdf
