"""The search log: what was asked of which source, when, and how much it had."""

from collections.abc import Sequence

from litsynth.records import Query
from litsynth.store.packing import pack, unpack
from litsynth.store.table import Table


class Queries(Table):
    """Only ever added to."""

    def put_queries(self, queries: Sequence[Query]) -> None:
        """Add to the log."""
        with self._database.transaction() as database:
            database.write("INSERT INTO query (record) VALUES (?)", ((pack(query),) for query in queries))

    def queries(self) -> tuple[Query, ...]:
        """Everything ever asked, in the order asked."""
        return tuple(unpack(Query, record) for (record,) in self._database.rows("SELECT record FROM query ORDER BY id"))
