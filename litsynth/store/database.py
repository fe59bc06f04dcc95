"""One SQLite file: opened, brought up to date, written in transactions, its errors in litsynth's words."""

import sqlite3
import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from litsynth.errors import LitsynthError, MissingInput, OutputFailed, UsageError
from litsynth.store.read_only import Look, is_read_only, remember_apart
from litsynth.store.schema import FUNCTIONS, MIGRATIONS

_RETRY_SECONDS = 0.05
# The low byte of an SQLite result code is the primary code (sqlite.org/rescode.html).
_PRIMARY = 0xFF
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


class Database:
    """A connection for one thread of one process; any number of processes may have one to the same file.

    Write-ahead logging: readers never wait, writers wait for each other up to `busy_seconds`. A process that
    is killed loses its open transaction and nothing else; so does the machine, except that the very last
    commits before a power cut may be missing (`synchronous=NORMAL`). A file that may not be written is looked at
    only: what is worked out is remembered until it is closed (`read_only`).
    """

    def __init__(self, path: Path, busy_seconds: float) -> None:
        """Open or create `path`. Raises OutputFailed, MissingInput or UsageError, see `explained`."""
        self.path = path
        self.read_only = is_read_only(path)
        with explained(path):
            self._look_at = Look(path) if self.read_only else None
            # One thread uses it, but the collector may find a forgotten one in any.
            self._connection = (
                self._look_at.connection
                if self._look_at
                else sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
            )
        weakref.finalize(self, self._connection.close)  # who forgets to close it leaves no open file
        try:
            if self.read_only:
                self._look()
            else:
                self._set_up(busy_seconds)
            self._refuse_newer()
        except BaseException:
            self._connection.close()
            raise

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with explained(self.path, self._look_at):
            return self._connection.execute(sql, parameters).fetchall()

    def each(self, sql: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one at a time; nothing is to be written until the last."""
        with explained(self.path, self._look_at):
            yield from self._connection.execute(sql, parameters)

    @contextmanager
    def transaction(self) -> Iterator["Database"]:
        """Everything written inside is kept together, or, when anything is raised, not at all."""
        with explained(self.path, self._look_at):
            # Of a file that may not be written no lock can be had; nobody else sees what is written beside it.
            self._connection.execute("BEGIN" if self.read_only else "BEGIN IMMEDIATE")
            try:
                yield self
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    def write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each row of parameters; only inside `transaction`."""
        self._connection.executemany(sql, rows)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def _set_up(self, busy_seconds: float) -> None:
        with explained(self.path):
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._turn_on_wal(busy_seconds)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            if self._version() < len(MIGRATIONS):
                self._keep_as_it_was()
                self._migrate()

    def _look(self) -> None:
        with explained(self.path, self._look_at):
            refuse_foreign(self.path, self._connection)
            if self._version() < len(MIGRATIONS):
                raise OutputFailed(
                    f"{self.path} is of an older litsynth (schema {self._version()}, here {len(MIGRATIONS)}), and"
                    " cannot be written to bring it up to date",
                    "copy its folder to where it can be written",
                )
            if self._version() == len(MIGRATIONS):
                remember_apart(self._connection)

    def _refuse_newer(self) -> None:
        if self._version() > len(MIGRATIONS):
            raise UsageError(
                f"{self.path} was written by a newer litsynth (schema {self._version()}, here {len(MIGRATIONS)})",
                "upgrade litsynth, or name another corpus",
            )

    def _turn_on_wal(self, busy_seconds: float) -> None:
        # Two processes that create one file together meet here, where SQLite does not wait as `timeout` asks.
        deadline = time.monotonic() + busy_seconds
        while True:
            try:
                refuse_foreign(self.path, self._connection)  # before anything is written to it
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if _primary(error) not in _LOCKED or time.monotonic() >= deadline:
                    raise
                time.sleep(_RETRY_SECONDS)

    def _keep_as_it_was(self) -> None:
        """A copy beside the file before it is changed for good, so that an older litsynth can go on from it."""
        version = self._version()
        copy = self.path.with_name(f"{self.path.name}.schema-{version}")
        if version and not copy.exists():
            copy_database(self.path, copy)

    def _migrate(self) -> None:
        for name, function in FUNCTIONS.items():
            self._connection.create_function(name, 1, function)
        with self.transaction():
            # Asked again under the write lock: another process may have been quicker.
            for number in range(self._version(), len(MIGRATIONS)):
                for statement in MIGRATIONS[number].split(";"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number + 1}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_foreign(path: Path, connection: sqlite3.Connection) -> None:
    """Raises MissingInput where a file is neither new nor a corpus: another program's, or one that lost its tables."""
    # In one statement, so that another process which is just making the file is seen before or after, not half-way.
    said = "SELECT (SELECT user_version FROM pragma_user_version), (SELECT group_concat(name) FROM sqlite_master)"
    version, names = connection.execute(said).fetchone()
    if (version or names) and not (version and {"paper", "document"} <= set((names or "").split(","))):
        raise MissingInput(
            f"{path} holds no corpus: its tables are not litsynth's", "move it away, or name another corpus"
        )


def copy_database(database: Path, copy: Path) -> None:
    """A consistent copy of a database that may be in use; it appears whole or not at all. Raises as `explained`."""
    part = copy.with_name(f"{copy.name}.part")
    try:
        with explained(copy), _to_copy(database) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        part.replace(copy)
    except OSError as error:
        raise OutputFailed(f"{copy} cannot be written: {error.strerror}", "free some space on this disk") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _to_copy(path: Path) -> Iterator[sqlite3.Connection]:
    if is_read_only(path):
        with looked_at(path) as connection:
            yield connection
        return
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@contextmanager
def looked_at(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to read a database by, with nothing written. Raises as `explained` and `Look`."""
    with explained(path):
        look = Look(path)
    with closing(look.connection), explained(path, look):
        yield look.connection


@contextmanager
def explained(path: Path, look: Look | None = None) -> Iterator[None]:
    """Turn SQLite's errors into OutputFailed (cannot write, no space, locked) or MissingInput (damaged).

    Whatever was read by a `look` is not believed where the file was changed meanwhile: raises OutputFailed.
    """
    try:
        yield
    except sqlite3.Error as error:
        if look:
            look.refuse_changed()
        meant = _meaning(path, error)
        if meant is None:
            raise
        raise meant from error
    if look:
        look.refuse_changed()


def _meaning(path: Path, error: sqlite3.Error) -> LitsynthError | None:
    code = _primary(error)
    if code in _DAMAGED:
        return damaged(path, str(error))
    if code in _LOCKED:
        return OutputFailed(f"{path} is locked by another process", "wait until that process has ended")
    if code == sqlite3.SQLITE_FULL:
        return OutputFailed(f"{path}: no space is left", "free some space on this disk and run again")
    if code in _UNWRITABLE:
        return OutputFailed(f"{path} cannot be opened for writing: {error}", "check its permissions, or name another")
    if code == sqlite3.SQLITE_IOERR:
        return OutputFailed(f"{path}: reading or writing failed: {error}", "check the disk and its free space")
    return None


def damaged(path: Path, why: str) -> MissingInput:
    """The error for the database of a corpus whose content makes no sense."""
    return MissingInput(f"{path} is damaged: {why}", remedy_for(path))


def remedy_for(path: Path) -> str:
    """What to do about a database that is damaged."""
    save = f"litsynth corpus export {path.parent.name} FILE"
    return f"put back a copy; or save what can be read with {save}, move it away, and import FILE"


def _primary(error: sqlite3.Error) -> int:
    # Errors that Python itself raises carry no code.
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY
