"""Under which names works are known: to find a paper that another source calls otherwise."""

from collections.abc import Iterable

from litsynth.codec import dumps
from litsynth.errors import BadRecord
from litsynth.records import Paper
from litsynth.store.database import Database
from litsynth.store.packing import unpack
from litsynth.store.table import Table
from litsynth.works import identifiers_of, title_name


class Names(Table):
    """Every identifier of every paper, and its name by title, author and year; those taken out by a person included."""

    def known_as(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the papers that have one of `names`, sorted, by name; without names that none has."""
        self._complete()
        sql = "SELECT name, paper_id FROM known_as WHERE name IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
        found: dict[str, tuple[str, ...]] = {}
        for name, paper_id in self._database.rows(sql, dumps(sorted(set(names)))):
            found[name] = (*found.get(name, ()), paper_id)
        return found

    def _complete(self) -> None:
        """Name the papers that an older litsynth put here."""
        unnamed = "SELECT paper_id, record FROM paper WHERE paper_id NOT IN (SELECT paper_id FROM known_as)"
        if rows := self._database.rows(unnamed):
            with self._database.transaction() as database:
                for paper_id, record in rows:
                    write_names(database, _record(paper_id, record))


def _record(paper_id: str, record: bytes) -> Paper:
    try:
        return unpack(Paper, record)
    except BadRecord:  # told to whoever wants to read it; its id is a name all the same
        return Paper(paper_id, "")


def write_names(database: Database, paper: Paper) -> None:
    """Note the names of a paper in the place of those that it had; only inside a transaction."""
    names = sorted({*identifiers_of(paper), title_name(paper)} - {""})
    database.write("DELETE FROM known_as WHERE paper_id = ?", [(paper.paper_id,)])
    database.write("INSERT INTO known_as VALUES (?, ?)", [(name, paper.paper_id) for name in names])
