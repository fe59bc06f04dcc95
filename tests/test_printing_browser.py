"""`litsynth pdf` with a real browser (its path in CHROMIUM): `pytest -m browser`."""

import re
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from conftest import Litsynth
from lxml import html
from pypdf import PdfReader
from report_maker import make_report
from test_decisions import ACCEPT
from test_page import with_text
from test_page_browser import CHROMIUM

from litsynth.render import render_page
from litsynth.resources import templates

pytestmark = pytest.mark.browser

REPORT = replace(make_report(), decisions=(ACCEPT,))
PAGE = render_page(REPORT, templates())
MARGIN = 17 / 25.4 * 72 - 1
"""Points, but for one of rounding."""

Printed = Callable[..., Path]


@pytest.fixture
def printed(litsynth_: Litsynth, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Printed:
    """The PDF of a page."""
    monkeypatch.setenv("LITSYNTH_PDF_BROWSER", CHROMIUM)
    monkeypatch.setenv("LITSYNTH_PDF_TIMEOUT_SECONDS", "60")

    def print_it(page: str = PAGE, name: str = "report") -> Path:
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
        status, out, err = litsynth_("pdf", f"{name}.html", "-q")
        assert (status, err) == (0, "")
        return folder / out.strip()

    return print_it


def text_of(path: Path) -> str:
    """All text without blanks: where lines break is the browser's business."""
    document = pypdfium2.PdfDocument(path)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_all_claims_and_evidence_are_printed_and_nothing_that_only_a_screen_needs(printed: Printed) -> None:
    text = text_of(printed())
    page = html.document_fromstring(PAGE)
    for unseen in page.xpath(
        "//script | //style | //*[@id='controls' or @id='none' or @id='look'] | //*[@class='skip']"
    ):
        unseen.drop_tree()
    for summary in page.xpath("//article[starts-with(@class, 'claim')]//summary"):
        summary.drop_tree()
    wanted = ["".join(one.split()) for one in page.xpath("//body//text()[not(ancestor::*[local-name()='svg'])]")]
    assert [one for one in wanted if one not in text] == []
    assert all(
        "".join(piece.anchor.exact.split("|")[0].split()) in text for v in REPORT.verdicts for piece in v.evidence
    )
    for button in ("Lightordark", "Totheclaims", "claimsshown", "Esc", "Sourceandevidence"):
        assert button not in text


def test_links_arrive_and_the_document_says_what_it_is(printed: Printed) -> None:
    read = PdfReader(printed(), strict=True)
    links = [note.get_object() for page in read.pages for note in page.get("/Annots", ())]
    inside = {str(link["/Dest"]).removeprefix("/") for link in links if "/Dest" in link}
    outside = {link["/A"]["/URI"] for link in links if "/A" in link}
    page = html.document_fromstring(PAGE)
    page.xpath("//*[@class='skip']")[0].drop_tree()
    targets = set(page.xpath("//a/@href"))
    assert inside == {target.removeprefix("#") for target in targets if target.startswith("#")}
    assert inside <= {name.removeprefix("/") for name in read.named_destinations}
    assert len(outside) == len({target for target in targets if not target.startswith("#")})
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == (REPORT.question, "litsynth")
    assert read.metadata["/CreationDate"] == f"D:{REPORT.date.replace('-', '')}000000+00'00'"
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    (title, parts) = read.outline[:2]
    assert " ".join(title.title.split())[:20] == REPORT.question[:20]
    assert {"Answer", "Claims", "References"} <= {part.title for part in parts if not isinstance(part, list)}


def test_the_same_page_gives_the_same_bytes(printed: Printed) -> None:
    assert printed().read_bytes() == printed(name="again").read_bytes()


@pytest.mark.parametrize("text", ["x" * 300, "word " * 100, "W" * 60 + " | " + " | ".join(["99.9"] * 40)])
def test_nothing_is_cut_off_at_the_edge(printed: Printed, text: str) -> None:
    for page in pypdfium2.PdfDocument(printed(render_page(with_text(REPORT, text), templates()))):
        if page.get_width() > page.get_height():
            continue  # what stands in a figure is drawn, and set by nobody
        part, right = page.get_textpage(), page.get_width() - MARGIN
        boxes = [part.get_charbox(at) for at in range(part.count_chars())]
        assert all(box[0] >= MARGIN and box[2] <= right for box in boxes if box[0] < box[2])


def test_a_dark_page_is_printed_on_white(printed: Printed) -> None:
    pdf = printed(PAGE.replace("<html ", '<html data-look="dark" ', 1))
    for page in pypdfium2.PdfDocument(pdf):
        grey = page.render(scale=0.5, grayscale=True).to_numpy()
        assert grey[0, 0] == 255
        assert (grey > 200).mean() > 0.7
    assert text_of(pdf) == text_of(printed(name="light"))


def test_the_browser_reaches_nothing(printed: Printed) -> None:
    """Not even this machine, from a page whose policy allows everything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        port = server.getsockname()[1]
        open_page = re.sub(r"<meta http-equiv=[^>]*>", "", PAGE)
        pictures = "".join(f'<img src="http://{host}:{port}/x.png">' for host in ("127.0.0.1", "localhost"))
        printed(open_page.replace("<main>", f"<main>{pictures}<script>fetch('http://127.0.0.1:{port}/')</script>"))
        with pytest.raises(TimeoutError):
            server.accept()
        with socket.create_connection(("127.0.0.1", port)):  # which the server would have heard of
            server.accept()[0].close()
