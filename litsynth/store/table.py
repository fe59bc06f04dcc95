"""What every group of tables of a corpus has."""

from pathlib import Path

from litsynth.store.database import Database


class Table:
    """A group of tables in one database; `folder` is the corpus folder that the database lies in."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self._database = database
