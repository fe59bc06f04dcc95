"""Papers, the documents read from them, and their passages."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from litsynth.codec import digest_bytes, digest_each, dumps
from litsynth.errors import BadRecord, MissingInput
from litsynth.papers import Papers
from litsynth.parse.version import PARSER
from litsynth.reading import Unread
from litsynth.records import Document, Paper, Passage, Substrate
from litsynth.store.by_id import ById
from litsynth.store.database import Database, damaged
from litsynth.store.names import Names, write_names
from litsynth.store.packing import pack, unpack
from litsynth.store.rows import Outline, PassageRows
from litsynth.store.whole import WHOLE, content_of, why_strange

T = TypeVar("T")

# Records read at once where all are wanted, one after the other.
_BLOCK = 256


class Shelf(Names):
    """One version of each paper counts: a new version takes its place, and the old one is kept beside it to be read.

    A paper that a person took out is not here for anyone, until it is put back.
    """

    def put_paper(
        self, paper: Paper, document: Document, passages: Sequence[Passage], file: Unread | None = None
    ) -> None:
        """Keep a paper with its document and passages, and the `file` that they were read from, all or nothing.

        Raises ValueError when the document or a passage is another paper's, OutputFailed when it cannot be written.
        """
        key = paper.paper_id
        others = {document.paper_id, *(passage.paper_id for passage in passages)} - {key}
        if others:
            raise ValueError(f"{key}: document or passages of {sorted(others)}")
        with self._database.transaction() as database:
            _keep_beside(database, paper)
            database.write(
                "INSERT INTO paper (paper_id, version, content, record) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " version = excluded.version, content = excluded.content, record = excluded.record",
                [(key, paper.version, content_of(paper, document), pack(paper))],
            )
            database.write("INSERT OR REPLACE INTO document VALUES (?, ?, ?)", [(key, pack(document), document.parser)])
            outline = Outline.of(key, passages)
            held = (key, pack(tuple(passages)), outline.count, outline.texts, outline.substrate)
            database.write("INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?)", [held])
            write_names(database, paper)
            database.write("DELETE FROM source WHERE paper_id = ?", [(key,)])
            kept = [file] if file else []
            database.write(
                "INSERT INTO source VALUES (?, ?, ?, ?)",
                [(key, one.name, one.title, zlib.compress(one.data)) for one in kept],
            )

    def put_other_version(self, paper: Paper, document: Document) -> None:
        """Keep a version of a paper that is here beside the one that counts."""
        with self._database.transaction() as database:
            row = (paper.paper_id, paper.version, pack(paper), pack(document))
            database.write("INSERT OR REPLACE INTO other_version VALUES (?, ?, ?, ?)", [row])

    def put_record(self, paper: Paper) -> None:
        """Keep another record of a paper that is here, with its document as it is."""
        content = content_of(paper, self.document(paper.paper_id))
        with self._database.transaction() as database:
            changed = (paper.version, content, pack(paper), paper.paper_id)
            database.write("UPDATE paper SET version = ?, content = ?, record = ? WHERE paper_id = ?", [changed])
            write_names(database, paper)

    def paper(self, paper_id: str) -> Paper | None:
        """The paper, in whatever version it is here."""
        found = self._database.rows("SELECT record FROM paper WHERE paper_id = ? AND NOT removed", paper_id)
        return self._unpack(Paper, found[0][0], paper_id) if found else None

    def ids(self) -> tuple[str, ...]:
        """The ids of all papers, sorted."""
        return tuple(key for (key,) in self._database.rows("SELECT paper_id FROM paper WHERE NOT removed ORDER BY 1"))

    def papers(self, without: Collection[str] = ()) -> Papers:
        """All papers but those with an id in `without`, sorted by paper_id; their records are read when they are asked for.

        This raises MissingInput where one was taken out of the corpus meanwhile.
        """
        return self._papers(tuple(key for key in self.ids() if key not in without))

    def by_id(self) -> Mapping[str, Paper]:
        """All papers by paper_id, sorted; as `papers`."""
        return ById(self.ids(), lambda key: self._records([key])[0])

    def _papers(self, ids: Sequence[str]) -> Papers:
        block = lru_cache(2)(lambda number: self._records(ids[number * _BLOCK : (number + 1) * _BLOCK]))
        return Papers(ids, lambda at: block(at // _BLOCK)[at % _BLOCK])

    def _records(self, ids: Sequence[str]) -> list[Paper]:
        sql = "SELECT paper_id, record FROM paper WHERE NOT removed AND paper_id IN (SELECT value FROM json_each(?))"
        found = dict(self._database.rows(sql, dumps(list(ids))))
        if gone := next((key for key in ids if key not in found), None):
            raise self._no_paper(gone)
        return [self._unpack(Paper, found[key], key) for key in ids]

    def outdated(self) -> Papers:
        """The papers whose documents another parser than today's read, as `papers`."""
        rows = self._database.rows(
            "SELECT paper_id FROM paper JOIN document USING (paper_id)"
            " WHERE NOT removed AND parser <> ? ORDER BY paper_id",
            PARSER,
        )
        return self._papers(tuple(key for (key,) in rows))

    def is_due(self, paper_id: str) -> bool:
        """Whether a paper is to be read again though no other is offered: another parser than today's read it, or it is

        an abstract, because a fuller text could not be had in passing.
        """
        rows = self._database.rows(
            "SELECT parser, substrate, document.record FROM paper JOIN document USING (paper_id)"
            " JOIN passages USING (paper_id) WHERE paper_id = ? AND NOT removed",
            paper_id,
        )
        return any(
            parser != PARSER or (substrate == "abstract" and _awaits(record)) for parser, substrate, record in rows
        )

    def document(self, paper_id: str) -> Document:
        """The document of a paper. Raises MissingInput when the corpus has no such paper."""
        sql = "SELECT document.record FROM document JOIN paper USING (paper_id) WHERE paper_id = ? AND NOT removed"
        found = self._database.rows(sql, paper_id)
        if not found:
            raise self._no_paper(paper_id)
        return self._unpack(Document, found[0][0], paper_id)

    def file(self, paper_id: str) -> Unread | None:
        """What the document of a paper was read from, where that is kept."""
        for name, title, data in self._database.rows(
            "SELECT name, title, data FROM source WHERE paper_id = ?", paper_id
        ):
            try:
                return Unread(zlib.decompress(data), name, paper_id, title)
            except zlib.error:  # as if it were not kept; `corpus check` says so
                return None
        return None

    def with_file(self) -> frozenset[str]:
        """The ids of the papers that have a `file`."""
        return frozenset(key for (key,) in self._database.rows("SELECT paper_id FROM source"))

    def other_versions(self, paper_id: str) -> tuple[str, ...]:
        """The versions of a paper that are kept beside the one that counts, sorted."""
        sql = "SELECT version FROM other_version WHERE paper_id = ? ORDER BY length(version), version"
        return tuple(version for (version,) in self._database.rows(sql, paper_id))

    def document_of(self, paper_id: str, version: str) -> Document | None:
        """The document of a paper in some version; None where the corpus does not have it, or not so that it can be read."""
        paper = self.paper(paper_id)
        if paper is None or paper.version == version:
            return self.document(paper_id) if paper else None
        sql = "SELECT document FROM other_version WHERE paper_id = ? AND version = ?"
        found = self._database.rows(sql, paper_id, version)
        try:
            return unpack(Document, found[0][0]) if found else None
        except BadRecord:  # no result is made of it; `corpus check` and `corpus versions` say so
            return None

    def passages(self) -> PassageRows:
        """The passages of all papers: by paper_id, then as they stand in the document.

        Raises MissingInput where those of a paper were found unreadable; they are read when they are asked for.
        """
        rows = self._database.rows(
            "SELECT paper_id, count, texts, substrate FROM passages JOIN paper USING (paper_id)"
            " WHERE NOT removed ORDER BY paper_id"
        )
        for unreadable in (key for key, _, texts, _ in rows if not texts):
            self.passages_of(unreadable)  # raises what says so
        if strange := next((key for key, count, _, _ in rows if not isinstance(count, int)), ""):
            raise damaged(self._database.path, f"nobody knows how many passages {strange} has")
        return PassageRows((Outline(*row) for row in rows), self.passages_of)

    def passages_of(self, paper_id: str) -> tuple[Passage, ...]:
        """The passages of one paper as they stand in its document; none where the corpus has no such paper."""
        found = self._database.rows("SELECT record FROM passages WHERE paper_id = ?", paper_id)
        return self._unpack(tuple[Passage, ...], found[0][0], paper_id) if found else ()

    def substrate(self, paper_id: str) -> Substrate | None:
        """What the passages of a paper were read from; None where it has none."""
        found = self._database.rows("SELECT substrate FROM passages WHERE paper_id = ?", paper_id)
        return found[0][0] if found else None

    def sizes(self) -> dict[str, int]:
        """How many bytes document and passages of each paper take, by paper_id, sorted."""
        sql = (
            "SELECT paper_id, length(document.record) + length(passages.record) FROM paper"
            " JOIN document USING (paper_id) JOIN passages USING (paper_id) WHERE NOT removed ORDER BY paper_id"
        )
        return dict(self._database.rows(sql))

    def remove(self, paper_id: str) -> bool:
        """Take a paper out, until `restore`; whether it can be put back. Raises MissingInput when there is no such paper.

        One that is not as it was put there is deleted, so that it can be added again. Memoised vectors and judgements
        stay in any case: they belong to texts, which other papers may share.
        """
        with self._database.transaction() as database:
            if paper_id not in self.ids():
                raise self._no_paper(paper_id)
            (row,) = database.rows(f"{WHOLE} WHERE paper_id = ?", paper_id)
            strange = bool(why_strange(row)) or (paper_id in self.with_file() and self.file(paper_id) is None)
            change = "DELETE FROM paper" if strange else "UPDATE paper SET removed = 1"
            database.write(f"{change} WHERE paper_id = ?", [(paper_id,)])
        return not strange

    def removed(self) -> tuple[str, ...]:
        """The ids of the papers that were taken out, sorted."""
        return tuple(key for (key,) in self._database.rows("SELECT paper_id FROM paper WHERE removed ORDER BY 1"))

    def restore(self, paper_id: str) -> None:
        """Put back a paper that was taken out. Raises MissingInput when it was not."""
        if paper_id not in self.removed():
            raise self._no_paper(paper_id)
        with self._database.transaction() as database:
            database.write("UPDATE paper SET removed = 0 WHERE paper_id = ?", [(paper_id,)])

    def digest(self) -> str:
        """The digest of all papers with their versions and documents, in whatever order they came."""
        rows = self._database.each("SELECT paper_id, version, content FROM paper WHERE NOT removed ORDER BY paper_id")
        return digest_each(part for row in rows for part in row)

    def state(self) -> str:
        """The digest of all papers as they are kept: with passages, authors and identifiers, which `digest` leaves out."""
        records = self._database.each("SELECT paper_id, record FROM paper ORDER BY paper_id")
        passages = self._database.each("SELECT paper_id, texts FROM passages ORDER BY paper_id")
        papers = (part for key, record in records for part in (key, digest_bytes(record)))
        return digest_each(chain([self.digest()], papers, (part for row in passages for part in row)))

    def _no_paper(self, paper_id: str) -> MissingInput:
        return MissingInput(f"{self.folder} holds no paper {paper_id}", "litsynth corpus show lists its papers")

    def _unpack(self, kind: type[T], record: Any, paper_id: str) -> T:
        try:
            return unpack(kind, record)
        except BadRecord as error:
            where = f"{self._database.path}: {paper_id} cannot be read"
            remedy = f"litsynth corpus remove {self.folder.name} {paper_id}, then add it again"
            raise MissingInput(f"{where}: {error}", remedy) from error


def _keep_beside(database: Database, paper: Paper) -> None:
    """Before a paper is written: what is there of it in another version goes beside it."""
    database.write(
        "INSERT OR REPLACE INTO other_version SELECT paper_id, version, paper.record, document.record"
        " FROM paper JOIN document USING (paper_id) WHERE paper_id = ? AND version NOT IN ('', ?)",
        [(paper.paper_id, paper.version)],
    )
    database.write("DELETE FROM other_version WHERE paper_id = ? AND version = ?", [(paper.paper_id, paper.version)])


def _awaits(record: Any) -> bool:
    try:
        return bool(unpack(Document, record).awaited)
    except BadRecord:  # said when it is read
        return False
