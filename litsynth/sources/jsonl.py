"""Papers as lines of JSON: `{"id", "title", "abstract" | "text" | "tex", "authors", "year", "url", ...}`.

Only `id` (or `paper_id`) and one of the texts matter; keys that are not named here are other people's, and ignored.
"""

import gzip
import json
import re
import weakref
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from litsynth.codec import digest_bytes
from litsynth.errors import BadRecord
from litsynth.records import Paper
from litsynth.sources.feed import says_withdrawn
from litsynth.sources.identity import identify, link_of, year_of

# Malformed lines of one file that are told one by one.
_TOLD = 10
_TEXTS = ("title", "abstract", "text", "tex", "url", "venue", "doi", "version", "comment", "updated")


class LineFile:
    """A text file, gzipped or not, whose lines are read by their offset in bytes (uncompressed).

    Lines are never kept: a corpus of LaTeX papers unpacks to more than should be in memory. Reading forwards is
    cheap; a step back in a gzipped file unpacks it from its beginning.
    """

    def __init__(self, path: Path) -> None:
        is_gzip = path.name.endswith(".gz")
        # Open for as long as the object lives.
        self._handle = cast(IO[bytes], gzip.open(path) if is_gzip else path.open("rb"))  # noqa: SIM115
        weakref.finalize(self, self._handle.close)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Offset and bytes of each line."""
        offset = self._handle.seek(0)
        for line in self._handle:
            yield offset, line
            offset += len(line)

    def line_at(self, offset: int) -> bytes:
        """The line that begins at `offset`."""
        self._handle.seek(offset)
        return self._handle.readline()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: where it begins, the digest of its bytes, what it holds, and the paper that this describes."""

    offset: int
    fingerprint: str
    values: dict[str, Any]
    paper: Paper


def read_rows(lines: LineFile, name: str) -> Iterator[Row | BadRecord]:
    """Each line that is not blank, and in the place of a malformed one the error that names the file and the line.

    Of many malformed lines the first ten are told one by one and the rest by their number: a file that never was
    one of papers would tell millions.
    """
    number = malformed = 0
    try:
        for number, (offset, line) in enumerate(lines, start=1):
            if line.strip():
                where = f"{name}, line {number}"
                try:
                    row = row_of(line, where)
                    yield Row(offset, digest_bytes(line.strip()), row, paper_of(row, line, where))
                except BadRecord as error:
                    malformed += 1
                    if malformed <= _TOLD:
                        yield error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield BadRecord(f"{name} is damaged after line {number}: {error}", "fetch or make the file again")
    if malformed > _TOLD:
        yield BadRecord(f"{name}: {malformed - _TOLD} more lines are malformed", "one paper to a line")


def row_of(line: bytes, where: str) -> dict[str, Any]:
    """A line as a row whose texts are texts. Raises BadRecord."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # not JSON, or not UTF-8
        raise BadRecord(f"{where}: not JSON: {error}", "one JSON object to a line") from error
    if not isinstance(row, dict):
        raise BadRecord(f"{where}: not a JSON object", "one JSON object to a line")
    for key in _TEXTS:
        if not isinstance(row.get(key) or "", str):
            raise BadRecord(f"{where}: {key!r} is not a text", f'write it as "{key}": "..."')
    if not any((row.get(key) or "").strip() for key in ("title", "abstract", "text", "tex")):
        raise BadRecord(f"{where}: no title, abstract, text or tex", "give at least one of them")
    return row


def paper_of(row: dict[str, Any], line: bytes, where: str) -> Paper:
    """The paper that a row describes; one without an id is named by the digest of its line. Raises BadRecord."""
    paper_id, version = identify(_identifier(row, line, where))
    abstract = " ".join((row.get("abstract") or "").split())
    return Paper(
        paper_id=paper_id,
        title=" ".join((row.get("title") or "").split()),
        authors=_names(row, "authors", where),
        year=_year(row, where) or year_of(paper_id),
        abstract=abstract,
        version=row.get("version") or version,
        url=row.get("url") or link_of(paper_id, version),
        venue=row.get("venue") or "",
        doi=row.get("doi") or "",
        categories=_names(row, "categories", where),
        updated=row.get("updated") or "",
        withdrawn=row.get("withdrawn") is True or says_withdrawn(row.get("comment") or "", abstract),
        machine_written=row.get("machine_written") is True,
    )


def _identifier(row: dict[str, Any], line: bytes, where: str) -> str:
    given = row.get("id", row.get("paper_id"))
    if given is None:
        return f"file:{digest_bytes(line.strip())[:16]}"
    if isinstance(given, bool) or not isinstance(given, (str, int)) or not str(given).strip():
        raise BadRecord(f"{where}: the id {given!r} is neither a text nor a number", 'write it as "id": "1911.02116"')
    return str(given)


def _names(row: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    given = row.get(key) or []
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise BadRecord(f"{where}: {key!r} is not a list of texts", f'write it as "{key}": ["...", "..."]')
    return tuple(" ".join(name.split()) for name in given)


def _year(row: dict[str, Any], where: str) -> int | None:
    given = row.get("year")
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not re.fullmatch(r"[0-9]{1,4}", str(given)):
        raise BadRecord(f"{where}: the year {given!r} is not a number", 'write it as "year": 2019')
    return int(given)
