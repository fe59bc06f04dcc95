"""The stamp that arXiv sets up the left edge of a PDF's first page."""

from litsynth.errors import UnreadablePaper
from litsynth.parse.metadata import Metadata, stamped
from litsynth.parse.pdf_lines import line_of, pieces
from litsynth.parse.pdf_runs import sheets


def pdf_metadata(data: bytes) -> Metadata:
    """What the stamp of a PDF says of its paper; nothing for one without a stamp, and for one that cannot be read."""
    try:
        first = next(sheets(data, ""), None)
    except UnreadablePaper:
        return Metadata()
    runs = (*first.others, *first.runs) if first else ()
    found = (stamped(line.text) for piece in pieces(runs) if (line := line_of(piece, 1)) is not None)
    return next(filter(None, found), Metadata())
