"""What was worked out before: vectors of texts and judgements of pairs, by the model's identity and content; stages of runs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from litsynth.codec import dumps
from litsynth.errors import BadRecord
from litsynth.records import Judgement
from litsynth.store.database import Database
from litsynth.store.packing import pack, unpack
from litsynth.store.table import Table

T = TypeVar("T")

# Digests looked up by one statement: enough that the statement's cost does not show.
_LOOKUP = 10_000
_FLOAT32 = np.dtype("<f4")
# As far as the three probabilities of a judgement may be from adding up to one: a model has 16 or 32 bits for each.
_NEAR = 1e-2
# Runs of which each kind of stage is kept, the last ones written: a few questions asked in turn. 60 verdicts take 10 KB.
_RUNS = 16


class Memory(Table):
    """`identity` names a model with revision and weights: another identity knows nothing of this one's rows."""

    def vectors(self, identity: str, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The known ones among the vectors of `texts` (digests), each of shape (dimensions,); none that a model cannot give."""
        rows = self._known("SELECT text, data FROM vector WHERE model = ? AND text IN", identity, texts)
        length = self._length(identity)
        return {text: np.frombuffer(data, _FLOAT32) for text, data in rows if is_vector(data) and len(data) == length}

    def put_vectors(self, identity: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by text digest, all or nothing."""
        with self._database.transaction() as database:
            model = _model(database, identity)
            rows = ((model, text, np.asarray(vector, _FLOAT32).tobytes()) for text, vector in vectors.items())
            database.write("INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", rows)

    def judgements(self, identity: str, pairs: Sequence[str]) -> dict[str, Judgement]:
        """The known ones among the judgements of `pairs` (digests); none that a model cannot give."""
        columns = "pair, truncated, entailment, neutral, contradiction"
        return {
            pair: Judgement(said[0], said[1], said[2], bool(truncated))
            for pair, truncated, *said in self._known(
                f"SELECT {columns} FROM judgement WHERE model = ? AND pair IN", identity, pairs
            )
            if is_judgement(said)
        }

    def put_judgements(self, identity: str, judgements: Mapping[str, Judgement]) -> None:
        """Keep judgements by pair digest, all or nothing."""
        with self._database.transaction() as database:
            model = _model(database, identity)
            rows = (
                (model, pair, *map(float, (said.entailment, said.neutral, said.contradiction)), said.truncated)
                for pair, said in judgements.items()
            )
            database.write("INSERT OR REPLACE INTO judgement VALUES (?, ?, ?, ?, ?, ?)", rows)

    def stage(self, kind: type[T], under: str, given: str) -> T | None:
        """What a stage came to that was given this (a digest) under equal circumstances (a digest), if it is kept."""
        sql = "SELECT record FROM stage WHERE kind = ? AND under = ? AND given = ?"
        return _unpacked(kind, self._database.rows(sql, kind.__name__, under, given))

    def put_stage(self, under: str, given: str, record: object) -> None:
        """Keep what a stage came to; the oldest of its kind go."""
        kind = type(record).__name__
        with self._database.transaction() as database:
            row = (kind, under, given, pack(record))
            database.write("INSERT OR REPLACE INTO stage (kind, under, given, record) VALUES (?, ?, ?, ?)", [row])
            newest = "SELECT id FROM stage WHERE kind = ? ORDER BY id DESC LIMIT ?"
            database.write(f"DELETE FROM stage WHERE kind = ? AND id NOT IN ({newest})", [(kind, kind, _RUNS)])

    def forget_stages(self) -> None:
        """Keep nothing that a stage of a run came to, nor what was found in documents."""
        with self._database.transaction() as database:
            database.write("DELETE FROM stage", [()])
            database.write("DELETE FROM sifted", [()])

    def sifted(self, kind: type[T], under: str, paper_id: str) -> T | None:
        """What was found under these circumstances (a digest) in the document that the paper has now, if it is kept."""
        sql = "SELECT sifted.record FROM sifted JOIN paper USING (paper_id, content) WHERE paper_id = ? AND under = ?"
        return _unpacked(kind, self._database.rows(sql, paper_id, under))

    def put_sifted(self, under: str, found: Mapping[str, tuple[str, object]]) -> None:
        """Keep what was found in documents, by paper_id the paper's content when it was read, and the record."""
        # Packed before the database is taken, which others may wait for.
        rows = [(key, content, under, pack(record)) for key, (content, record) in found.items()]
        with self._database.transaction() as database:
            there = "SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM paper WHERE paper_id = ?1)"
            database.write(f"INSERT OR REPLACE INTO sifted (paper_id, content, under, record) {there}", rows)

    def content(self, paper_id: str) -> str:
        """The digest of all of a paper that a result can depend on; empty where there is no such paper."""
        found = self._database.rows("SELECT content FROM paper WHERE paper_id = ?", paper_id)
        return str(found[0][0]) if found else ""

    def _length(self, identity: str) -> int:
        """Bytes of a model's vectors, as most of some have them; 0 where there is none."""
        some = "SELECT length(data) AS bytes FROM vector JOIN model ON model = id WHERE identity = ? LIMIT 99"
        found = self._database.rows(
            f"SELECT bytes FROM ({some}) GROUP BY bytes ORDER BY count(*) DESC LIMIT 1", identity
        )
        return int(found[0][0]) if found else 0

    def _known(self, sql: str, identity: str, digests: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for (model,) in self._database.rows("SELECT id FROM model WHERE identity = ?", identity):
            for start in range(0, len(digests), _LOOKUP):
                wanted = dumps(list(digests[start : start + _LOOKUP]))
                yield from self._database.rows(f"{sql} (SELECT value FROM json_each(?))", model, wanted)


def _unpacked(kind: type[T], rows: Sequence[tuple[Any, ...]]) -> T | None:
    try:
        return unpack(kind, rows[0][0]) if rows else None
    except BadRecord:  # damaged, or another release's: then it is worked out again
        return None


def is_vector(data: object) -> bool:
    """Whether a row of the table holds a vector as models give them: what else stands there was damaged."""
    return isinstance(data, bytes) and len(data) % 4 == 0 and bool(np.isfinite(np.frombuffer(data, _FLOAT32)).all())


def is_judgement(said: Sequence[object]) -> bool:
    """Whether the three numbers of a row are probabilities that add up to one."""
    numbers = [one for one in said if isinstance(one, float | int)]
    return len(numbers) == len(said) and min(numbers) >= 0 and abs(sum(numbers) - 1) < _NEAR


def _model(database: Database, identity: str) -> int:
    database.write("INSERT OR IGNORE INTO model (identity) VALUES (?)", [(identity,)])
    return int(database.rows("SELECT id FROM model WHERE identity = ?", identity)[0][0])
