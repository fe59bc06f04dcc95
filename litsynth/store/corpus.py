"""A corpus: one folder with corpus.db, passages.faiss (large: and passages.int8), passages.bm25 and files/."""

from pathlib import Path
from types import TracebackType
from typing import Self

from litsynth.errors import MissingInput, OutputFailed
from litsynth.ports import Embedder, Entailer
from litsynth.store.database import Database, looked_at, refuse_foreign
from litsynth.store.index_file import IndexFile
from litsynth.store.lexical_file import LexicalFile
from litsynth.store.memo import MemoEmbedder, MemoEntailer
from litsynth.store.memory import Memory
from litsynth.store.queries import Queries
from litsynth.store.read_only import is_read_only
from litsynth.store.shelf import Shelf

DATABASE_FILE = "corpus.db"
FILES_FOLDER = "files"

# How long a writer waits for another process's write; each is a paper or a batch, far shorter than this.
_BUSY_SECONDS = 30.0


class Corpus(Shelf, Queries, Memory, IndexFile, LexicalFile):
    """Everything that is known of a set of papers; for one thread, made by `open_corpus`.

    Every method may raise OutputFailed (no permission, no space, locked by another process) or MissingInput
    (a damaged file).
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back; also done at the end of a `with` block."""
        self._database.close()

    @property
    def read_only(self) -> bool:
        """Whether papers can neither be added nor taken out, and what is worked out is forgotten in the end."""
        return self._database.read_only

    @property
    def files(self) -> Path:
        """The folder of downloaded bytes."""
        return self.folder / FILES_FOLDER

    def memo(self, embedder: Embedder, entailer: Entailer) -> tuple[MemoEmbedder, MemoEntailer]:
        """The two models, asked only for what this corpus does not remember."""
        return MemoEmbedder(embedder, self), MemoEntailer(entailer, self)


def is_corpus(folder: Path) -> bool:
    """Whether a corpus was made in `folder`."""
    return (folder / DATABASE_FILE).is_file()


def glance(folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the papers in a corpus, and of those that a person took out, with nothing written; none without one.

    Raises MissingInput where it is damaged, OutputFailed where it cannot be opened.
    """
    path = folder / DATABASE_FILE
    if not path.is_file():
        return frozenset(), frozenset()
    with looked_at(path) as database:
        refuse_foreign(path, database)
        columns = [row[1] for row in database.execute("PRAGMA table_info(paper)")]
        removed = "removed" if "removed" in columns else "0"  # a file that an older litsynth wrote
        rows = database.execute(f"SELECT paper_id, {removed} FROM paper").fetchall()
    return frozenset(key for key, out in rows if not out), frozenset(key for key, out in rows if out)


def open_corpus(folder: Path, create: bool = True, busy_seconds: float = _BUSY_SECONDS) -> Corpus:
    """The corpus in `folder`, made when it is not there and `create` allows; also a context manager.

    Any number of processes may have one corpus open; writers wait for each other up to `busy_seconds`. One that may not
    be written can be read and asked: what models say is then forgotten when it is closed.

    Raises MissingInput when there is none and `create` is off, or it is damaged; UsageError when a newer
    litsynth wrote it; OutputFailed when it cannot be written.
    """
    if not create and not is_corpus(folder):
        raise MissingInput(f"no corpus at {folder}", "litsynth corpus list shows those that there are")
    try:
        if not is_read_only(folder / DATABASE_FILE):
            (folder / FILES_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(f"{folder} cannot be written: {error.strerror}", "name another folder") from error
    return Corpus(folder, Database(folder / DATABASE_FILE, busy_seconds))
