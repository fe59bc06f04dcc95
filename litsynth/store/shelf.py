"""Papers, the documents read from them, and their passages."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from litsynth.codec import digest, dumps, encode
from litsynth.errors import BadRecord, MissingInput
from litsynth.records import Document, Paper, Passage
from litsynth.store.packing import pack, unpack
from litsynth.store.table import Table

T = TypeVar("T")


class Shelf(Table):
    """One version of each paper: a new version takes the place of the old one."""

    def put_paper(self, paper: Paper, document: Document, passages: Sequence[Passage]) -> None:
        """Keep a paper with its document and passages, all or nothing.

        Raises ValueError when the document or a passage is another paper's, OutputFailed when it cannot be written.
        """
        key = paper.paper_id
        others = {document.paper_id, *(passage.paper_id for passage in passages)} - {key}
        if others:
            raise ValueError(f"{key}: document or passages of {sorted(others)}")
        with self._database.transaction() as database:
            database.write(
                "INSERT INTO paper VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " version = excluded.version, content = excluded.content, record = excluded.record",
                [(key, paper.version, _content(paper, document), pack(paper))],
            )
            database.write("INSERT OR REPLACE INTO document VALUES (?, ?)", [(key, pack(document))])
            database.write("INSERT OR REPLACE INTO passages VALUES (?, ?)", [(key, pack(tuple(passages)))])

    def paper(self, paper_id: str, version: str) -> Paper | None:
        """The paper if it is there in this version."""
        found = self._database.rows("SELECT record FROM paper WHERE paper_id = ? AND version = ?", paper_id, version)
        return self._unpack(Paper, found[0][0], paper_id) if found else None

    def papers(self) -> tuple[Paper, ...]:
        """All papers, sorted by paper_id."""
        rows = self._database.rows("SELECT paper_id, record FROM paper ORDER BY paper_id")
        return tuple(self._unpack(Paper, record, key) for key, record in rows)

    def document(self, paper_id: str) -> Document:
        """The document of a paper. Raises MissingInput when the corpus has no such paper."""
        found = self._database.rows("SELECT record FROM document WHERE paper_id = ?", paper_id)
        if not found:
            raise self._no_paper(paper_id)
        return self._unpack(Document, found[0][0], paper_id)

    def passages(self, ids: Collection[str] | None = None) -> Iterator[Passage]:
        """All passages, or those with one of `ids`: by paper_id, then as they stand in the document.

        One document's passages are in memory at a time.
        """
        for (key,) in self._database.rows("SELECT paper_id FROM passages ORDER BY paper_id"):
            for (record,) in self._database.rows("SELECT record FROM passages WHERE paper_id = ?", key):
                for passage in self._unpack(tuple[Passage, ...], record, key):
                    if ids is None or passage.passage_id in ids:
                        yield passage

    def remove(self, paper_id: str) -> None:
        """Take a paper out, with its document and passages. Raises MissingInput when the corpus has no such paper.

        Memoised vectors and judgements stay: they belong to texts, which other papers may share.
        """
        with self._database.transaction() as database:
            if not database.rows("SELECT 1 FROM paper WHERE paper_id = ?", paper_id):
                raise self._no_paper(paper_id)
            database.write("DELETE FROM paper WHERE paper_id = ?", [(paper_id,)])

    def digest(self) -> str:
        """The digest of all papers with their versions and documents, in whatever order they came."""
        rows = self._database.rows("SELECT paper_id, version, content FROM paper ORDER BY paper_id")
        return digest(*(part for row in rows for part in row))

    def _no_paper(self, paper_id: str) -> MissingInput:
        return MissingInput(f"{self.folder} holds no paper {paper_id}", "litsynth corpus show lists its papers")

    def _unpack(self, kind: type[T], record: Any, paper_id: str) -> T:
        try:
            return unpack(kind, record)
        except BadRecord as error:
            where = f"{self._database.path}: {paper_id} cannot be read"
            raise MissingInput(f"{where}: {error}", f"litsynth corpus remove {paper_id}, then add it again") from error


def _content(paper: Paper, document: Document) -> str:
    # Not the paper's `source`: where the same bytes were found changes no result.
    withdrawn = "withdrawn" if paper.withdrawn else ""
    machine_written = "machine-written" if paper.machine_written else ""
    return digest(withdrawn, machine_written, dumps(encode(document)))
