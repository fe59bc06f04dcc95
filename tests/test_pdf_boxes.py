"""Where on a PDF's pages its sentences, captions and cells stand."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
from pdf_maker import Placed, make_pdf

from litsynth.anchors import anchor_of, anchor_of_passage
from litsynth.codec import decode, encode
from litsynth.parse.pdf import read_pdf
from litsynth.parse.plain import read_text
from litsynth.records import Anchor, Box, Document, Span
from litsynth.split import split

FIXTURE = (Path(__file__).parent / "fixtures" / "two_columns.pdf").read_bytes()
LEFT = (
    "The river carries the barges past the mills and on to",
    "the sea. A lock keeper counts them one by one and he",
    "writes the number down. At dusk he reads the list a-",
)
RIGHT = ("loud to the miller, who owns the barges and the locks.", "Nobody else listens.")


@contextmanager
def printed(data: bytes, document: Document) -> Iterator["Printed"]:
    """What PDFium finds inside the boxes of a span."""
    with pdfium.PdfDocument(data) as pdf:
        yield Printed(pdf, document)


class Printed:
    def __init__(self, pdf: pdfium.PdfDocument, document: Document) -> None:
        self.pdf = pdf
        self.document = document

    def __call__(self, span: Span) -> str:
        return "".join(map(self.inside, self.document.boxes_of(span)))

    def inside(self, box: Box) -> str:
        text = self.pdf[box.page - 1].get_textpage()
        return str(text.get_text_bounded(box.left, box.bottom, box.right, box.top))


def bare(text: str) -> str:
    """Text without what typesetting adds: spaces, hyphens, ligatures, marks of raised and lowered type."""
    return re.sub(r"[\s\W_]", "", unicodedata.normalize("NFKC", text))


def test_the_boxes_of_each_sentence_hold_its_text_and_nothing_else() -> None:
    document = read_pdf(FIXTURE, "file:1")
    with printed(FIXTURE, document) as inside:
        for sentence in document.sentences:
            assert bare(inside(sentence.span)) == bare(sentence.span.of(document.text))
            assert {box.page for box in document.boxes_of(sentence.span)} >= {sentence.page}


def test_the_boxes_of_each_cell_hold_its_text() -> None:
    document = read_pdf(FIXTURE, "file:1")
    with printed(FIXTURE, document) as inside:
        cells = [cell for table in document.tables for cell in table.cells if cell.span.of(document.text)]
        assert len(cells) > 80
        assert [bare(inside(cell.span)) for cell in cells] == [bare(cell.span.of(document.text)) for cell in cells]


def columns() -> bytes:
    placed: list[Placed] = [(72, 700 - 12 * n, 10, text) for n, text in enumerate(LEFT)]
    placed += [(330, 700 - 12 * n, 10, text) for n, text in enumerate(RIGHT)]
    return make_pdf([["Barges on the River", "", "Abstract", "", *placed]])


def test_a_sentence_over_two_lines_or_columns_has_a_box_in_each() -> None:
    document = read_pdf(columns(), "x")
    by_start = {one.span.of(document.text).split()[0]: document.boxes_of(one.span) for one in document.sentences}
    first, second = by_start["The"]
    assert (first.left, first.bottom, first.top) == (72, 698, 707)
    assert (second.left, second.bottom) == (72, 686)
    assert second.right < by_start["A"][0].left
    assert [box.left > 300 for box in by_start["At"]] == [False, True]
    assert [box.bottom for box in by_start["Nobody"]] == [686]


def test_a_line_without_spaces_is_cut_where_a_sentence_ends() -> None:
    document = read_pdf(
        make_pdf([["A Paper", "", "Abstract", "", "We read it twice.Then we stopped and went home."]]), "x"
    )
    first, second = (document.boxes_of(one.span) for one in document.sentences)
    assert abs(first[-1].right - second[0].left) < 0.2


def test_boxes_of_a_turned_page_are_those_of_the_page_as_stored() -> None:
    page = make_pdf([["A Paper", "", "Abstract", "", "We read what runs with the page and nothing else on it."]])
    turned = re.sub(rb"1 0 0 1 72 (\d+) Tm", lambda found: b"0 1 -1 0 %d 72 Tm" % (800 - int(found[1])), page)
    document = read_pdf(turned, "x")
    with printed(turned, document) as inside:
        (sentence,) = document.sentences
        assert bare(inside(sentence.span)) == bare(sentence.span.of(document.text))
    box = document.boxes_of(sentence.span)[-1]
    assert box.top - box.bottom > 5 * (box.right - box.left)


def test_anchors_carry_the_boxes_and_rows_have_one_a_line() -> None:
    document = read_pdf(FIXTURE, "file:1")
    first = document.sentences[0]
    assert anchor_of(document, first.span, 0).boxes == document.boxes_of(first.span)
    rows = [anchor_of_passage(document, one) for one in split(document) if one.table >= 0]
    assert rows
    assert all(1 <= len(row.boxes) <= 2 for row in rows)
    assert decode(Anchor, encode(rows[0])) == rows[0]


def test_what_has_no_pages_does_not_say_so() -> None:
    anchor, paper = Anchor("p", "latex", Span(0, 1), "a"), read_text("A Title\n\nIt rains.", "x")
    assert not {"boxes", "printed"} & {*encode(anchor), *encode(paper)}
    assert (decode(Anchor, encode(anchor)), decode(Document, encode(paper))) == (anchor, paper)
