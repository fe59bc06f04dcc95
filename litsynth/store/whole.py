"""Whether a paper is as it was put there: its records against each other and the digests that were kept with them."""

from typing import Any, Final

from litsynth.codec import digest, dumps, encode
from litsynth.errors import BadRecord
from litsynth.records import Document, Paper, Passage
from litsynth.store.packing import unpack
from litsynth.store.rows import Outline

WHOLE: Final = (
    "SELECT paper_id, version, content, paper.record, document.record, passages.record, count, texts, substrate"
    " FROM paper LEFT JOIN document USING (paper_id) LEFT JOIN passages USING (paper_id)"
)
"""A row for each paper, as `why_strange` takes it."""

Records = tuple[Paper, Document, tuple[Passage, ...]]


def content_of(paper: Paper, document: Document) -> str:
    """The digest of all of a paper and its document that a result can depend on."""
    # Not the paper's `source`: where the same bytes were found changes no result. Nor does the parser's number.
    withdrawn = "withdrawn" if paper.withdrawn else ""
    machine_written = "machine-written" if paper.machine_written else ""
    return digest(
        withdrawn, machine_written, dumps({key: value for key, value in encode(document).items() if key != "parser"})
    )


def why_strange(row: tuple[Any, ...]) -> str:
    """What is wrong with a paper, given its row of `WHOLE`; empty where nothing is."""
    key, version, content, paper, document, passages, *outline = row
    try:
        found = whole(key, version, content, paper, document, passages)
    except BadRecord as error:
        return error.message
    return (
        "" if Outline.of(key, found[2]) == Outline(key, *outline) else "its passages are not those that were put there"
    )


def whole(key: str, version: Any, content: Any, *packed: Any) -> Records:
    """Paper, document and passages from their packed records. Raises BadRecord that says what is wrong with them."""
    try:
        paper, document = unpack(Paper, packed[0]), unpack(Document, packed[1])
        passages = unpack(tuple[Passage, ...], packed[2])
    except BadRecord as error:
        raise BadRecord(f"cannot be read: {error}") from error
    if {paper.paper_id, document.paper_id, *(passage.paper_id for passage in passages)} != {key}:
        raise BadRecord("its text is another paper's")
    if paper.version != version:
        raise BadRecord("its version is not the one that was put there")
    if content_of(paper, document) != content:
        raise BadRecord("its text is not the one that was put there")
    return paper, document, passages
