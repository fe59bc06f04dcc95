"""What can still be read of a corpus whose database file is damaged, as a file that `corpus import` takes in."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from litsynth.errors import BadRecord, MissingInput
from litsynth.reading import Unread
from litsynth.records import Document, Paper, Query, Skipped
from litsynth.store.bundle import Manifest, write_bundle
from litsynth.store.corpus import DATABASE_FILE, Corpus, open_corpus
from litsynth.store.database import looked_at
from litsynth.store.packing import unpack
from litsynth.store.whole import whole

_STAGE = "export"
# Numbers of rows are tried up to so many for each page of the file: a damaged page may tell of a row 2^63.
_ROWS_A_PAGE = 100
_PARTS = ("paper", "document", "passages", "source")


def damage_in(folder: Path, most: int) -> tuple[str, ...]:
    """What SQLite finds wrong with the database file of a corpus, `most` places of it; nothing where it is sound."""
    path = folder / DATABASE_FILE
    try:
        with looked_at(path) as database:
            said = [line for (row,) in database.execute(f"PRAGMA integrity_check({most})") for line in row.splitlines()]
    except MissingInput as error:  # so damaged that it cannot even be looked through
        return (error.message,)
    return () if said == ["ok"] else tuple(said)


def salvage_corpus(folder: Path, file: Path) -> tuple[Manifest, tuple[Skipped, ...]]:
    """Write all papers that are whole to a new file, as `export_corpus`, and say what is lost; nothing is changed.

    Papers, versions kept beside them and the search log are taken when their checksums say that they are what was put
    there. What models said has none, and is left out. Raises as `export_corpus`, and MissingInput where no paper is whole.
    """
    lost: list[Skipped] = []
    path = folder / DATABASE_FILE

    def copy(target: Path) -> None:
        with looked_at(path) as database, open_corpus(target.parent) as into:
            lost.extend(_papers(database, into))
            lost.extend(_other_versions(database, into))
            lost.extend(_queries(database, into))
            if not into.ids():
                raise MissingInput("no paper is whole")

    try:
        return write_bundle(folder, file, copy), tuple(lost)
    except MissingInput as error:  # of that, too, where the list of tables is damaged
        raise MissingInput(
            f"nothing can be read of {path}: {error.message}",
            "put back a copy, or move it away and add its papers again",
        ) from error


def _papers(database: sqlite3.Connection, into: Corpus) -> Iterator[Skipped]:
    places = {table: _places(database, table) for table in _PARTS}
    removed = "removed" if "removed" in _columns(database, "paper") else "0"  # a file that an older litsynth wrote
    for key in sorted({*_named(database), *(key for place in places.values() for key in place)}):
        about = _row(database, "paper", f"version, content, {removed}, record", places["paper"].get(key)) or (None,) * 4
        held = [_row(database, table, "record", places[table].get(key)) for table in ("document", "passages")]
        try:
            found = whole(key, *about[:2], about[3], *(row[0] if row else None for row in held))
        except BadRecord as error:
            yield Skipped(key, _STAGE, error.message)
            continue
        file = _row(database, "source", "name, title, data", places["source"].get(key))
        into.put_paper(*found, _file(key, file))
        if key in places["source"] and into.file(key) is None:
            yield Skipped(key, _STAGE, "the file that it was read from cannot be read; its text can")
        if about[2]:
            into.remove(key)


def _file(key: str, row: tuple[Any, ...] | None) -> Unread | None:
    try:
        return Unread(zlib.decompress(row[2]), row[0], key, row[1]) if row else None
    except (zlib.error, TypeError):
        return None


def _other_versions(database: sqlite3.Connection, into: Corpus) -> Iterator[Skipped]:
    held = {*into.ids(), *into.removed()}
    for key, version, *packed in _rows(database, "other_version", "paper_id, version, record, document"):
        try:
            paper, document = unpack(Paper, packed[0]), unpack(Document, packed[1])
        except BadRecord as error:
            yield Skipped(f"{key}{version}", _STAGE, f"cannot be read: {error}")
            continue
        if key in held and (paper.paper_id, paper.version, document.paper_id) == (key, version, key):
            into.put_other_version(paper, document)


def _queries(database: sqlite3.Connection, into: Corpus) -> Iterator[Skipped]:
    numbers = _numbers(database, "query")  # never taken out: each is a row
    found = []
    for (packed,) in _rows(database, "query", "record"):
        with suppress(BadRecord):
            found.append(unpack(Query, packed))
    into.put_queries(found)
    if lost := len(numbers) - len(found):
        yield Skipped("the search log", _STAGE, f"{lost} of its {len(numbers)} entries cannot be read")


def _named(database: sqlite3.Connection) -> set[str]:
    """The ids that the index of the papers still tells of, whether or not they can be read."""
    found: set[str] = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.DatabaseError):
            rows = database.execute(f"SELECT paper_id FROM paper ORDER BY paper_id {order}")
            found.update(key for (key,) in rows if isinstance(key, str))
    return found


def _places(database: sqlite3.Connection, table: str) -> dict[str, int]:
    """The number of the row of each paper."""
    return {key: number for key, number in _rows(database, table, "paper_id, rowid") if isinstance(key, str)}


def _rows(database: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Every row that can be read, whatever became of its neighbours."""
    for number in _numbers(database, table):
        if row := _row(database, table, columns, number):
            yield row


def _row(database: sqlite3.Connection, table: str, columns: str, number: int | None) -> tuple[Any, ...] | None:
    try:
        found = database.execute(f"SELECT {columns} FROM {table} NOT INDEXED WHERE rowid = ?", (number,)).fetchone()
    except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError):
        return None
    return tuple(found) if found else None


def _numbers(database: sqlite3.Connection, table: str) -> list[int]:
    """The numbers of the rows of a table: those that a walk from either end tells, and all between."""
    columns = _columns(database, table)
    found: set[int] = set()
    for by in ("rowid", *columns[:1]):  # the second by way of the index
        for order in ("ASC", "DESC"):
            with suppress(sqlite3.DatabaseError):
                found.update(
                    number for (number,) in database.execute(f"SELECT rowid FROM {table} ORDER BY {by} {order}")
                )
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    return sorted(found | set(range(1, min(max(found, default=0), _ROWS_A_PAGE * pages) + 1)))


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
