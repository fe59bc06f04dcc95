"""PDF files that cannot be read: one clear line each, and no other error whatever is wrong with the bytes."""

import gzip
import io
import itertools
import logging
import random
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fuzzing import DATA, SEED, fuzz
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
    "text": (b"Notes that call themselves a PDF.", "not a PDF"),
    "gzip": (gzip.compress(rb"\documentclass{article}", mtime=0), "not a PDF"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(99), "not a PDF"),
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


def test_pages_without_text_are_named_in_a_note() -> None:
    line = [f"This is sentence {number}, which is long enough for running text of a paper." for number in range(9)]
    assert read_pdf(make_pdf([line, [], line, []]), "x").warnings == ("no text on page 2, 4 (pictures, or damaged)",)
    assert read_pdf(make_pdf([line, line]), "x").warnings == ()


@pytest.mark.parametrize("name", ["paper.bin", "paper.tex", "paper.html", "paper.tar.gz", "paper"])
def test_a_pdf_is_known_by_its_content(name: str) -> None:
    for data in (GOOD, b"\xef\xbb\xbf\r\n" + GOOD, gzip.compress(GOOD, mtime=0)):
        assert read_document(data, name, "file:1").text == read_document(GOOD, "a.pdf", "file:1").text


def test_a_pdf_behind_the_head_of_its_transfer_is_read_if_it_is_called_one() -> None:
    assert read_document(b"HTTP/1.1 200 OK\r\n\r\n" + GOOD, "a.PDF", "file:1").substrate == "pdf"
    assert read_document(b"A note that begins a file with %PDF- is no PDF.", "a.txt", "file:1").substrate == "text"


def test_a_file_without_pages_is_told_by_its_own_reason_after_any_other() -> None:
    for before in (locked("secret"), GOOD[:200], GOOD):
        with suppress(UnreadablePaper):
            read_pdf(before, "file:1")
        with pytest.raises(UnreadablePaper, match="the PDF has no pages"):
            read_pdf(make_pdf([]), "file:1")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 400), st.binary(max_size=30))
def test_no_damage_raises_anything_else(place: int, length: int, junk: bytes) -> None:
    try:
        paper = read_pdf(GOOD[:place] + junk + GOOD[place + length :], "file:1")
    except UnreadablePaper:
        return
    assert all(sentence.span.of(paper.text).strip() for sentence in paper.sentences)


STREAM = re.compile(rb"(?<=stream)\r?\n(.*?)\r?\nendstream", re.DOTALL)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
NUMBERS = (b"0", b"-1", b"1e9", b"99999999999999", b"0.00001", b"-32768", b"4294967296", b"65535", b"NaN", b".")
OPERATORS = tuple(
    b"BT ET Tj TJ Tf Tm Td T* ' q Q cm re f S l m Do BI ID EI Tr Ts Tz TL gs W n /F1 /Fm0 [ ] ( ) << >> <".split()
)


def without(data: bytearray, chance: random.Random) -> None:
    """A piece left out, repeated, or filled with other bytes, or the rest cut off."""
    start = chance.randrange(len(data) + 1)
    end = start + chance.choice([1, 2, 16, 200, 4_000])
    piece = bytes(data[start:end])
    data[start:end] = chance.choice([b"", piece * 2, piece[::-1], chance.randbytes(len(piece))])
    if chance.random() < 0.05:
        del data[start:]


def other_numbers(data: bytearray, chance: random.Random) -> None:
    """Numbers outside the streams changed: sizes, references, boxes, widths."""
    text = STREAM.sub(lambda found: b" " * len(found[0]), bytes(data))
    places = list(NUMBER.finditer(text))
    for found in sorted(chance.sample(places, min(len(places), chance.randint(1, 8))), key=lambda it: -it.start()):
        data[found.start() : found.end()] = chance.choice(NUMBERS)


def other_content(data: bytearray, chance: random.Random) -> None:
    """A compressed stream changed inside, and made as long as it was, so that the file stays sound around it."""
    streams = list(STREAM.finditer(bytes(data)))
    for found in chance.sample(streams, min(len(streams), chance.randint(1, 6))):
        try:
            inside = bytearray(zlib.decompress(found[1]))
        except zlib.error:
            continue
        for _ in range(chance.randint(1, 20)):
            start = chance.randrange(len(inside) + 1)
            piece = inside[start : start + chance.choice([1, 3, 40])]
            new = [b"", bytes(piece) * 3, b" " + chance.choice(OPERATORS) + b" ", b" " + chance.choice(NUMBERS) + b" "]
            inside[start : start + len(piece)] = chance.choice(new)
        packed = zlib.compress(bytes(inside), 9)[: len(found[1])]
        data[found.start(1) : found.end(1)] = packed.ljust(len(found[1]), b"\0")


def pages_of(reader: PdfReader, chance: random.Random) -> bytes:
    """One or two pages as a file of their own."""
    writer = PdfWriter()
    first = chance.randrange(len(reader.pages))
    for page in reader.pages[first : first + chance.randint(1, 2)]:
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def damaged() -> Iterator[tuple[str, bytes]]:
    """Real files, every fourth whole and the others cut down to a page or two, with one to four kinds of damage."""
    chance = random.Random(SEED)
    files = [file.read_bytes() for file in sorted((DATA / "papers" / "pdf").glob("*.pdf"))]
    readers = [PdfReader(io.BytesIO(data)) for data in files]
    for number in itertools.count():
        place = chance.randrange(len(files))
        data = bytearray(files[place] if number % 4 == 0 else pages_of(readers[place], chance))
        for _ in range(chance.randint(1, 4)):
            chance.choice([without, other_numbers, other_content, other_content])(data, chance)
        yield "x.pdf", bytes(data)


COORDINATE = st.one_of(st.integers(-50, 900), st.floats(-1e6, 1e6))
SET = st.tuples(COORDINATE, COORDINATE, st.floats(0.01, 300), st.text(st.characters(max_codepoint=255), max_size=40))
DRAWN = st.lists(
    st.one_of(st.sampled_from(OPERATORS), st.binary(max_size=8), COORDINATE.map(lambda number: str(number).encode())),
    max_size=60,
).map(b" ".join)


def with_drawing(pages: list[list[tuple[float, float, float, str]]], drawing: bytes) -> tuple[str, bytes]:
    """A file of placed texts and prose, whose first page draws something more."""
    data = make_pdf([[*LINES, *page] for page in pages])
    return "x.pdf", data.replace(b"endstream", b"\n" + drawing + b"\nendstream", 1)


MADE_UP = st.builds(with_drawing, st.lists(st.lists(SET, max_size=40), min_size=1, max_size=3), DRAWN)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="LITSYNTH_DATA names no folder")
def test_damaged_and_made_up_files_are_read_or_refused_in_time(tmp_path: Path) -> None:
    real, made_up = fuzz(tmp_path, damaged(), MADE_UP)
    assert (real.failures, made_up.failures) == ([], [])
    assert min(real.files, made_up.files) > 0
