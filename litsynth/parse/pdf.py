"""PDF to a `Document`, with pages: text by PDFium, structure from the place and size of the type."""

import io
import logging
import re
import statistics
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from litsynth.errors import UnreadablePaper
from litsynth.parse.authors import from_lines
from litsynth.parse.headings import section_kind
from litsynth.parse.pdf_blocks import Block, blocks_of, body_size, give_roles, with_references_marked, without_furniture
from litsynth.parse.pdf_flow import Flow
from litsynth.parse.pdf_lines import Line
from litsynth.parse.pdf_order import page_lines
from litsynth.parse.pdf_pages import Page, Paged, take_tables
from litsynth.parse.pdf_runs import sheets
from litsynth.parse.pdf_text import Hyphens, clean
from litsynth.parse.pdf_upward import upward_texts
from litsynth.parse.writer import Writer
from litsynth.records import Document
from litsynth.text import normalise

# What pypdf raises for a damaged file depends on where the damage is.
_DAMAGE = (
    ArithmeticError, LookupError, AttributeError, TypeError, ValueError, RecursionError, OSError,
    NotImplementedError, AssertionError,
)  # fmt: skip
_FEWEST_CHARACTERS = 40  # a page on average; scanned pages have none
_WORD = re.compile(r"\b[a-zA-Zà-ÿ]{3,}\b")
_NO_TITLE = re.compile(
    r"microsoft word|untitled|\.(?:dvi|tex|docx?|pdf|qxd|indd)$|^arxiv|^\d|^title$|^paper", re.IGNORECASE
)


def read_pdf(data: bytes, paper_id: str, title: str = "") -> Document:
    """The document of one PDF; `title` is used where neither its metadata nor its first page gives one.

    Raises UnreadablePaper for damaged, encrypted and scanned files.
    """
    pages, grids, silent = _pages(data, paper_id)
    metadata = _metadata_title(data)
    lines = [line for page in pages for line in page]
    blocks = _blocks(pages)
    front = _front(blocks)
    body = body_size(line for line in lines if not line.bold)
    found = _title(metadata, front or [block for block in blocks if block.page == 1], body) or title
    authors = from_lines([
        line.names for block in front for line in block.lines if line.text not in found and line.size >= 0.98 * body
    ])  # fmt: skip
    writer = Writer()
    for text in filter(None, (found, ", ".join(authors))):
        writer.paragraph(text)
    if not any(block.role == "heading" and section_kind(block.text) == "abstract" for block in blocks):
        writer.section("", "body")
    full = statistics.median_high(
        [len(line.text) for block in blocks if block.role == "body" for line in block.lines] or [1]
    )
    flow = Flow(writer, Hyphens([line.text for line in lines]), full, grids)
    captions = [block for block in front if block.role == "caption"]  # of figures above the abstract
    for block in [*blocks[len(front) :][:1], *captions, *blocks[len(front) + 1 :]]:
        flow.add(block)
    flow.finish()
    document = writer.document(
        paper_id,
        found,
        "pdf",
        data,
        authors=authors,
        page_starts=_page_starts(flow.page_offsets, len(pages), writer.length),
        warnings=(f"no text on page {', '.join(map(str, silent))} (pictures, or damaged)",) if silent else (),
    )
    if not document.sentences:
        raise UnreadablePaper(f"{paper_id}: no running text in the PDF")
    return document


def _pages(data: bytes, paper_id: str) -> tuple[list[list[Line]], dict[Line, list[Paged]], list[int]]:
    """The lines of each page without tables and furniture, the grids of each table by its caption's first line, and the

    pages on which no character stands.
    """
    silent: list[int] = []
    pages: list[Page] = []
    grids: dict[Line, list[Paged]] = {}
    characters = 0
    for sheet in sheets(data, paper_id):
        characters += sum(len(run.text) for run in sheet.runs)
        silent += [] if sheet.runs or sheet.others else [sheet.number]
        grids.update(take_tables(pages, page_lines(sheet), sheet.rules, upward_texts(sheet)))
    if characters < _FEWEST_CHARACTERS * max(len(pages), 1):
        raise UnreadablePaper(f"{paper_id}: the PDF has no text layer (scanned?)", "run it through OCR first")
    return without_furniture([page.outside for page in pages]), grids, silent


def _metadata_title(data: bytes) -> str:
    """The title in the file's own description, by pypdf (PDFium knows no XMP); empty if there is none."""
    from pypdf import PdfReader  # noqa: PLC0415 - a quarter of a second, and only PDFs need it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        with _quiet():
            reader = PdfReader(io.BytesIO(data))
            held = reader.metadata.title if reader.metadata is not None else None
            if not held and reader.xmp_metadata is not None:
                held = next(iter((reader.xmp_metadata.dc_title or {}).values()), None)
    except (PyPdfError, *_DAMAGE):
        return ""
    return clean(held) if isinstance(held, str) else ""


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf's remarks on a file's defects are of no use to a reader of the paper."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _blocks(pages: Sequence[Sequence[Line]]) -> list[Block]:
    whole = body_size(line for page in pages for line in page if not line.bold)
    blocks: list[Block] = []
    for page in pages:
        found = blocks_of(page)
        own = body_size(page)
        # An appendix may be set smaller as a whole; a page with a large table is not such a page.
        share = sum(len(line.text) for line in page if line.size == own) / max(sum(len(line.text) for line in page), 1)
        give_roles(found, own if share > 0.75 and 0.75 * whole < own < 1.2 * whole else whole)
        blocks.extend(found)
    return with_references_marked(blocks)


def _front(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the title page before the first heading; none where that comes late or not at all."""
    for place, block in enumerate(blocks):
        if block.page > 1:
            return []
        if block.role == "heading" and place > 0:
            kind = section_kind(block.text)
            if kind == "abstract" or re.match(r"(?:1\.?|I\.) ", block.text) or "introduction" in block.text.lower():
                return list(blocks[:place])
    return []


def _title(metadata: str, front: Sequence[Block], body: float) -> str:
    """The metadata's title where the first page prints it too; else the largest type on that page."""
    printed = normalise(" ".join(block.text for block in front))
    usable = len(metadata) >= 10 and " " in metadata and not _NO_TITLE.search(metadata)
    if usable and normalise(metadata)[:40] in printed:
        return metadata
    large = [block for block in front if block.size >= 1.15 * body and len(_WORD.findall(block.text)) >= 2]
    largest = max((block.size for block in large), default=0.0)
    first = next((place for place, block in enumerate(front) if block in large and block.size == largest), 0)
    return " ".join(block.text for block in front[first : first + 3] if abs(block.size - largest) < 0.1)[:300]


def _page_starts(offsets: dict[int, int], count: int, length: int) -> tuple[int, ...]:
    """Where each page begins in the text; a page from which nothing was written begins where the next one does."""
    starts: list[int] = []
    following = length
    for page in range(count, 0, -1):
        following = min(offsets.get(page, following), following)
        starts.append(following)
    starts.reverse()
    return (0, *starts[1:])
