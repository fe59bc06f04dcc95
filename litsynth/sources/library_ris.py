"""RIS: the tags are rispy's; records are told apart here, so that a broken one has a line and harms no other."""

import re
from collections.abc import Iterator
from typing import Any

import rispy

from litsynth.errors import BadRecord
from litsynth.sources.library_item import Item, plain, turned, year_in

# Two capitals or a capital and a digit, two spaces, a dash; some programs write one space, or none behind the dash.
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_TITLES = ("primary_title", "title", "short_title")
_AUTHORS = ("first_authors", "authors", "secondary_authors")
_VENUES = ("journal_name", "alternate_title3", "secondary_title", "alternate_title2", "publisher")
_YEARS = ("year", "publication_year", "date")
_FILES = ("file_attachments1", "file_attachments2", "figure")


def read_ris(text: str) -> Iterator[Item | BadRecord]:
    """Every record of a RIS file, and in the place of a broken one the error that names its line."""
    for line, lines, whole in _records(text):
        if not whole:
            yield BadRecord(f"line {line}: a record that does not run from TY to ER", "export the file again")
            continue
        found = rispy.loads("\n".join(lines))
        yield _item(found[0], line, "\n".join(lines)) if found else BadRecord(f"line {line}: no RIS record", "mend it")


def _records(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """The lines of each record with the number of its first, and whether it has its beginning and its end."""
    lines: list[str] = []
    begun = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        found = _TAG.fullmatch(raw.strip("\ufeff").rstrip())
        tag = found[1] if found else ""
        if tag == "TY" and lines:
            yield begun, lines, False
            lines = []
        if not lines and not raw.strip():
            continue
        begun = begun if lines else number
        lines.append(f"{tag}  - {found[2] or ''}" if found else raw)
        if tag == "ER":
            yield begun, lines, lines[0].startswith("TY")
            lines = []
    if lines:
        yield begun, lines, False


def _item(record: dict[str, Any], line: int, raw: str) -> Item | BadRecord:
    title = plain(_first(record, _TITLES))
    if not title:
        return BadRecord(f"line {line}: the record has no title", "mend the record")
    urls = tuple(str(url).strip() for url in record.get("urls", []))
    attached = [str(record[key]) for key in _FILES if record.get(key)]
    return Item(
        line,
        raw,
        title,
        tuple(turned(str(name)) for key in _AUTHORS for name in record.get(key, []))[: _count(record)],
        year_in(_first(record, _YEARS)),
        plain(str(record.get("abstract") or record.get("notes_abstract") or "")),
        plain(_first(record, _VENUES)),
        str(record.get("doi", "")).strip(),
        next((url for url in urls if url.startswith("http")), ""),
        urls=urls,
        notes=tuple(map(str, (*record.get("notes", []), record.get("number", ""), record.get("note", "")))),
        keywords=tuple(str(word).strip() for word in record.get("keywords", [])),
        files=tuple(path.removeprefix("file://") for one in attached for path in one.split(";")),
    )


def _count(record: dict[str, Any]) -> int:
    """How many names are authors: editors count only where there is no author."""
    authors = sum(len(record.get(key, [])) for key in _AUTHORS[:2])
    return authors or len(record.get(_AUTHORS[2], []))


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(record[key]) for key in keys if record.get(key)), "")
