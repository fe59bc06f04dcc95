"""PDF files that cannot be read: one clear line each, and no other error whatever is wrong with the bytes."""

import io
import logging
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_maker import make_pdf
from pypdf import PdfReader, PdfWriter

from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.pdf import read_pdf

LINES = [
    "A Small Paper About Little", "", "Abstract", "", "We read small files and say what is wrong with them, if so.", "",
    "Model\ten\tfr", "mBERT\t82.1\t73.8", "XLM-R\t89.1\t84.1", "Table 1: Accuracy of two models in two languages.",
]  # fmt: skip
GOOD = make_pdf([LINES])


def locked(user: str, owner: str | None = None) -> bytes:
    """The small paper encrypted."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD = {
    "no text": (make_pdf([[], []]), "no text layer"),
    "cut": (GOOD[:200], "damaged PDF|no text layer"),
    "junk": (b"%PDF-1.7\n" + b"\x00\xff" * 500, "damaged PDF"),
    "html": (b"<html>not found</html>", "not a PDF"),
    "empty": (b"", "empty"),
    "locked": (locked("secret"), "encrypted"),
    "long": (make_pdf([["A page of a very long book."]] * 1000), "1000 pages, more than 400"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_unreadable_in_one_quiet_line(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    data, why = BAD[name]
    with pytest.raises(UnreadablePaper, match=why) as caught:
        read_document(data, "x.pdf", "file:1")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("pypdf").level == logging.NOTSET


def test_a_file_that_only_forbids_changes_is_read() -> None:
    assert LINES[4] in read_pdf(locked("", "owner"), "file:1").text


def test_a_pdf_is_known_by_its_content() -> None:
    assert read_document(GOOD, "paper.bin", "file:1").substrate == "pdf"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 400), st.binary(max_size=30))
def test_no_damage_raises_anything_else(place: int, length: int, junk: bytes) -> None:
    try:
        paper = read_pdf(GOOD[:place] + junk + GOOD[place + length :], "file:1")
    except UnreadablePaper:
        return
    assert all(sentence.span.of(paper.text).strip() for sentence in paper.sentences)


@pytest.mark.slow
def test_damaged_real_papers_raise_nothing_else() -> None:
    files = sorted((Path(os.environ["LITSYNTH_DATA"]) / "papers" / "pdf").glob("*.pdf"))
    chance = random.Random(7)
    for file in files:
        data = bytearray(file.read_bytes())
        for _ in range(chance.randint(1, 60)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_pdf(bytes(data), file.stem)
        except UnreadablePaper:
            continue
