"""A corpus that cannot be written to: what is worked out on it is remembered until it is closed, and no longer."""

import os
import sqlite3
from pathlib import Path

from litsynth.errors import OutputFailed

# Tables of SQLite's own temporary database stand before those of the file that bear the same name, so that whoever
# reads and writes the memory of a corpus need not know. The small ones are copied; of the large ones a view shows the
# rows of the file and the new ones.
_COPIED = ("model", "query", "stage")
_SHOWN = {"vector": ("model", "text", "data"),
          "judgement": ("model", "pair", "entailment", "neutral", "contradiction", "truncated"),
          "sifted": ("paper_id", "content", "under", "record")}  # fmt: skip


def is_read_only(path: Path) -> bool:
    """Whether there is a file at `path` that this process may not write, or no other beside it (SQLite's log)."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


class Look:
    """A connection that never writes to a database nor beside it, and knows when what it read may not be believed.

    Where nobody has the database open there is no log beside it, and SQLite would make one to read it by. So it is told
    that the file does not change (`immutable`, sqlite.org/uri.html), and whether it did is seen here: whoever writes
    meanwhile writes into a log first, and this connection goes on seeing what was, until the log is brought into the file.
    """

    def __init__(self, path: Path) -> None:
        """Open `path`. Raises OutputFailed where it has a log that cannot be read from where nothing can be written."""
        self._path = path
        log = path.with_name(f"{path.name}-wal")
        self._seen = None if log.exists() and log.stat().st_size else _state(path)
        unchanging = "" if self._seen is None else "&immutable=1"
        self.connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro{unchanging}", uri=True, isolation_level=None, check_same_thread=False
        )
        if self._seen is None:
            self._try_log()

    def refuse_changed(self) -> None:
        """Raises OutputFailed where somebody changed the file since it was opened; to be asked after each reading."""
        if self._seen is not None and _state(self._path) != self._seen:
            raise OutputFailed(f"{self._path} was changed by somebody else meanwhile", "run it again")

    def _try_log(self) -> None:
        try:
            self.connection.execute("PRAGMA schema_version").fetchone()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            self.connection.close()
            raise OutputFailed(
                f"{self._path} was not closed by its last writer, and cannot be read where nothing can be written",
                "copy its folder to where it can be written",
            ) from error


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:  # taken away
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def remember_apart(connection: sqlite3.Connection) -> None:
    """Let what a corpus remembers (models, vectors, judgements, verdicts, searches) be written beside the database."""
    for table in _COPIED:
        (made,) = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (table,)).fetchone()
        connection.execute(made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
        connection.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")
    for table, names in _SHOWN.items():
        columns, new = ", ".join(names), ", ".join(f"NEW.{name}" for name in names)
        connection.execute(f"CREATE TEMP TABLE new_{table} ({columns}, PRIMARY KEY ({names[0]}, {names[1]}))")
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM temp.new_{table}"
            f" UNION ALL SELECT {columns} FROM main.{table}"
        )
        connection.execute(
            f"CREATE TEMP TRIGGER put_{table} INSTEAD OF INSERT ON temp.{table}"
            f" BEGIN INSERT OR REPLACE INTO new_{table} VALUES ({new}); END"
        )
