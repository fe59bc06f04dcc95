"""Whether everything that a corpus holds is what was put there: looked at in whole, and nothing changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from litsynth.codec import digest_file
from litsynth.errors import BadRecord
from litsynth.records import Document, Paper
from litsynth.store.corpus import DATABASE_FILE, FILES_FOLDER, Corpus
from litsynth.store.database import looked_at, remedy_for
from litsynth.store.index_file import INDEX_FILE
from litsynth.store.measured import FOLDER as MEASURED
from litsynth.store.measured import read_measured
from litsynth.store.packing import unpack
from litsynth.store.salvage import damage_in
from litsynth.store.whole import WHOLE, why_strange

_MOST = 20
"""Faults of the database file itself that are told; SQLite finds them one by one."""
_ANEW = "it is worked out again when it is next asked for"
_NEAR = 1e-3  # as far as the three probabilities of a judgement, kept as float64, may be from adding up to one


@dataclass(frozen=True, slots=True)
class Fault:
    """`what` is not as it was put there, and `why`. `lost`: it has to be brought in again; else it is made anew by itself."""

    what: str
    why: str
    remedy: str
    lost: bool = True


def faults_in(corpus: Corpus) -> Iterator[Fault]:
    """Every fault of a corpus: of its file, papers, what models said, index, downloads and measured results.

    What a flipped bit makes of one vector into another cannot be seen. Raises as `open_corpus`.
    """
    path = corpus.folder / DATABASE_FILE
    if said := damage_in(corpus.folder, _MOST):
        yield from (Fault(str(path), why, remedy_for(path)) for why in said)
        return  # what stands in it cannot be trusted to be read
    with looked_at(path) as database:
        yield from _papers(database, corpus.folder.name)
        yield from _other_versions(database, corpus.folder.name)
        yield from _said_by_models(database)
        yield from _index(database, corpus.folder / INDEX_FILE)
    yield from _downloads(corpus.folder / FILES_FOLDER)
    yield from _measured(corpus.folder / FILES_FOLDER / MEASURED)


def _papers(database: Any, name: str) -> Iterator[Fault]:
    for row in database.execute(f"{WHOLE} ORDER BY paper_id"):
        if why := why_strange(row):
            yield Fault(row[0], why, f"litsynth corpus remove {name} {row[0]}, then add it again")


def _other_versions(database: Any, name: str) -> Iterator[Fault]:
    sql = "SELECT paper_id, version, record, document FROM other_version ORDER BY 1, 2"
    for key, version, packed, document in database.execute(sql):
        try:
            paper, read = unpack(Paper, packed), unpack(Document, document)
        except BadRecord as error:
            why = f"cannot be read: {error}"
        else:
            same = (paper.paper_id, paper.version, read.paper_id) == (key, version, key)
            why = "" if same else "its text is another paper's"
        if why:
            again = f"litsynth corpus add {name} {key}{version}, and then {key}, reads it again"
            yield Fault(f"{key}{version}", why, again)


def _said_by_models(database: Any) -> Iterator[Fault]:
    lengths: dict[int, int] = {}
    strange = 0
    for model, data in database.execute("SELECT model, data FROM vector"):
        whole = len(data) % 4 == 0 and lengths.setdefault(model, len(data)) == len(data)
        strange += not (whole and np.isfinite(np.frombuffer(data, "<f4")).all())
    sums = f"abs(entailment + neutral + contradiction - 1) < {_NEAR}"
    least = "min(entailment, neutral, contradiction) >= 0"
    (odd,) = database.execute(f"SELECT count(*) FROM judgement WHERE NOT ({sums} AND {least})").fetchone()
    for number, what in ((strange, "vectors"), (odd, "judgements")):
        if number:
            yield Fault(what, f"{number} are none that a model gives", _ANEW, lost=False)


def _index(database: Any, path: Path) -> Iterator[Fault]:
    for (sha256,) in database.execute("SELECT sha256 FROM built_index"):
        if path.is_file() and digest_file(path) != sha256:
            yield Fault(str(path), "is not the index that was built", "it is built anew by the next run", lost=False)


def _downloads(files: Path) -> Iterator[Fault]:
    for told in sorted(files.rglob("*.sha256")):
        path = told.with_suffix("")
        expected = told.read_text(encoding="ascii", errors="replace").partition(" ")[0]
        if not path.is_file() or digest_file(path) != expected:
            why = "is not as it was fetched" if path.is_file() else "is gone"
            yield Fault(str(path), why, "it is fetched again when it is next wanted", lost=False)


def _measured(folder: Path) -> Iterator[Fault]:
    try:
        read_measured(folder)
    except BadRecord as error:
        yield Fault(str(folder), error.message, error.remedy)
