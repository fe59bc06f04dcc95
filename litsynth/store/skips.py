"""Papers that could not be read, so that the same bytes are not tried again and again."""

from litsynth.records import Skipped
from litsynth.store.packing import pack, unpack
from litsynth.store.table import Table


class Skips(Table):
    """At most one failure is kept for a paper: the last one."""

    def put_skipped(self, paper_id: str, tried: str, skipped: Skipped) -> None:
        """Remember that what `tried` names (a version, or a digest of the bytes) could not be used, and why."""
        with self._database.transaction() as database:
            database.write("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)", [(paper_id, tried, pack(skipped))])

    def skipped_before(self, paper_id: str, tried: str) -> Skipped | None:
        """What was remembered when just this was tried; None when it is new, has changed, or was read since."""
        found = self._database.rows("SELECT record FROM skipped WHERE paper_id = ? AND tried = ?", paper_id, tried)
        return unpack(Skipped, found[0][0]) if found else None

    def skipped(self) -> tuple[Skipped, ...]:
        """All that is remembered, by paper_id."""
        rows = self._database.rows("SELECT record FROM skipped ORDER BY paper_id")
        return tuple(unpack(Skipped, record) for (record,) in rows)

    def forget_skipped(self, paper_id: str) -> None:
        """Let a paper be tried again."""
        with self._database.transaction() as database:
            database.write("DELETE FROM skipped WHERE paper_id = ?", [(paper_id,)])
