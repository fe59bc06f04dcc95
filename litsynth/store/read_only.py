"""A corpus that cannot be written to: what is worked out on it is remembered until it is closed, and no longer."""

import os
import sqlite3
from pathlib import Path

# Tables of SQLite's own temporary database stand before those of the file that bear the same name, so that whoever
# reads and writes the memory of a corpus need not know. The small ones are copied; of the large ones a view shows the
# rows of the file and the new ones.
_COPIED = ("model", "query", "weighed")
_SHOWN = {"vector": ("model", "text", "data"),
          "judgement": ("model", "pair", "entailment", "neutral", "contradiction", "truncated")}  # fmt: skip


def is_read_only(path: Path) -> bool:
    """Whether there is a file at `path` that this process may not write, or no other beside it (SQLite's log)."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def look_only(path: Path) -> sqlite3.Connection:
    """A connection that never writes to a database nor beside it."""
    # Where nobody writes there is no log beside it, and SQLite would make one to read it by.
    unwatched = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro{unwatched}", uri=True, isolation_level=None, check_same_thread=False
    )


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
