"""CSL-JSON: a list of items (https://github.com/citation-style-language/schema), each read by itself."""

import json
import re
from collections.abc import Iterator
from typing import Any

from litsynth.errors import BadRecord
from litsynth.sources.library_item import Item, plain, year_in

_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_TEXTS = ("title", "abstract", "DOI", "URL", "container-title", "publisher", "note", "number", "keyword")


def is_csl(data: bytes) -> bool:
    """Whether a JSON file is a list; a digest is an object.

    >>> is_csl(b' [{"title": "On Transfer"}]'), is_csl(b'{"kind": "digest"}')
    (True, False)
    """
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"["


def read_csl(text: str) -> Iterator[Item | BadRecord]:
    """Every item of a CSL-JSON file, and in the place of a broken one the error that names its line."""
    for line, raw in _items(text):
        try:
            row = json.loads(raw)
        except (ValueError, RecursionError) as error:
            yield BadRecord(f"line {line}: not JSON: {error}", "mend the item")
            continue
        yield _item(row, line, raw)


def _items(text: str) -> Iterator[tuple[int, str]]:
    """The source of each item of the outermost list, with the line on which it begins."""
    depth, start, line, counted = 0, 0, 1, 0
    for mark in _MARKS.finditer(text):
        opened, closed = mark[0] in "[{", mark[0] in "]}"
        if (depth == 1 and mark[0] == ",") or (depth == 1 and closed):
            begin = start + len(text[start : mark.start()]) - len(text[start : mark.start()].lstrip())
            if raw := text[begin : mark.start()].strip():
                line, counted = line + text.count("\n", counted, begin), begin
                yield line, raw
            start = mark.end()
        elif depth == 0 and opened:
            start = mark.end()
        depth += opened - closed
    if depth > 0 and (raw := text[start:].strip()):
        yield 1 + text.count("\n", 0, text.index(raw, start)), raw


def _item(row: Any, line: int, raw: str) -> Item | BadRecord:
    if not isinstance(row, dict):
        return BadRecord(f"line {line}: not an item but {str(row)[:40]!r}", "an item is a JSON object")
    wrong = [key for key in _TEXTS if not isinstance(row.get(key, ""), (str, int, list))]
    if wrong or not plain(_text(row, "title")):
        why = f"{wrong[0]!r} is not a text" if wrong else "the item has no title"
        return BadRecord(f"line {line}: {why}", "mend the item")
    return Item(
        line,
        raw,
        plain(_text(row, "title")),
        tuple(filter(None, map(_name, row.get("author") or row.get("editor") or []))),
        _year(row.get("issued")),
        plain(_text(row, "abstract")),
        plain(_text(row, "container-title") or _text(row, "publisher")),
        _text(row, "DOI").strip(),
        _text(row, "URL").strip(),
        notes=(_text(row, "note"), _text(row, "number"), _text(row, "container-title")),
        keywords=tuple(filter(None, map(str.strip, re.split("[,;]", _text(row, "keyword"))))),
    )


def _text(row: dict[str, Any], key: str) -> str:
    """A value as text; Crossref writes titles as lists."""
    value = row.get(key, "")
    return str(value[0] if value else "") if isinstance(value, list) else str(value)


def _name(given: Any) -> str:
    if not isinstance(given, dict):
        return ""
    parts = (given.get(key) for key in ("given", "dropping-particle", "non-dropping-particle", "family", "suffix"))
    return " ".join(" ".join(str(part) for part in parts if part).split()) or plain(str(given.get("literal") or ""))


def _year(issued: Any) -> int | None:
    if not isinstance(issued, dict):
        return year_in(str(issued or ""))
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    stated = first[0] if isinstance(first, list) and first else first
    return year_in(str(stated or issued.get("literal") or issued.get("raw") or ""))
