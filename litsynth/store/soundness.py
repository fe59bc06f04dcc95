"""Whether everything that a corpus holds is what was put there: looked at in whole, and nothing changed."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litsynth.codec import digest_file
from litsynth.errors import BadRecord, UsageError
from litsynth.records import Document, Extracted, Paper, Query, Sifted, Weighed
from litsynth.store.corpus import DATABASE_FILE, FILES_FOLDER
from litsynth.store.database import looked_at, refuse_foreign, remedy_for
from litsynth.store.first_pass_file import FIRST_PASS_FILE
from litsynth.store.index_file import INDEX_FILE
from litsynth.store.lexical_file import LEXICAL_FILE
from litsynth.store.mapped import is_whole
from litsynth.store.measured import FOLDER as MEASURED
from litsynth.store.measured import read_measured
from litsynth.store.memory import is_judgement, is_vector
from litsynth.store.packing import unpack
from litsynth.store.salvage import damage_in
from litsynth.store.schema import MIGRATIONS
from litsynth.store.whole import WHOLE, why_strange

_MOST = 20
"""Faults of the database file itself that are told; SQLite finds them one by one."""
_ANEW = "it is worked out again when it is next asked for"


@dataclass(frozen=True, slots=True)
class Fault:
    """`what` is not as it was put there, and `why`. `lost`: it has to be brought in again; else it is made anew by itself."""

    what: str
    why: str
    remedy: str
    lost: bool = True


def faults_in(folder: Path) -> Iterator[Fault]:
    """Every fault of the corpus in `folder`: of its file, papers, what models said, indexes, downloads, measured results.

    What a flipped bit makes of one vector into another cannot be seen. Raises as `open_corpus`; UsageError where the
    corpus is of an older litsynth, too: nothing is changed here, nor brought up to date.
    """
    path = folder / DATABASE_FILE
    if said := damage_in(folder, _MOST):
        yield from (Fault(str(path), why, remedy_for(path)) for why in said)
        return  # what stands in it cannot be trusted to be read
    with looked_at(path) as database:
        _refuse_other_forms(path, database)
        yield from _papers(database, folder.name)
        yield from _files_and_names(database, folder.name)
        yield from _other_versions(database, folder.name)
        yield from _said_by_models(database)
        yield from _remembered(database)
        yield from _indexes(database, folder)
    yield from _downloads(folder / FILES_FOLDER)
    yield from _measured(folder / FILES_FOLDER / MEASURED)


def _refuse_other_forms(path: Path, database: Any) -> None:
    refuse_foreign(path, database)
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version != len(MIGRATIONS):
        older = version < len(MIGRATIONS)
        mend = f"litsynth corpus show {path.parent.name} brings it up to date" if older else "upgrade litsynth"
        raise UsageError(
            f"{path} is of {'an older' if older else 'a newer'} litsynth (schema {version}, here {len(MIGRATIONS)})",
            mend,
        )


def _papers(database: Any, name: str) -> Iterator[Fault]:
    for row in database.execute(f"{WHOLE} ORDER BY paper_id"):
        if why := why_strange(row):
            yield Fault(row[0], why, f"litsynth corpus remove {name} {row[0]}, then add it again")


def _files_and_names(database: Any, name: str) -> Iterator[Fault]:
    for key, data in database.execute("SELECT paper_id, data FROM source ORDER BY 1"):
        try:
            zlib.decompress(data)
        except (zlib.error, TypeError) as error:
            why = f"the file that it was read from cannot be read: {error}"
            yield Fault(key, why, f"litsynth corpus remove {name} {key}, then add it again")
    sql = "SELECT paper_id FROM paper WHERE paper_id NOT IN (SELECT paper_id FROM known_as) ORDER BY 1"
    for (key,) in database.execute(sql):
        yield Fault(key, "its names are gone", "it is named again when it is next looked for", lost=False)


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
    strange = odd = 0
    for model, data in database.execute("SELECT model, data FROM vector"):
        strange += not (is_vector(data) and lengths.setdefault(model, len(data)) == len(data))
    for said in database.execute("SELECT entailment, neutral, contradiction FROM judgement"):
        odd += not is_judgement(said)
    for number, what in ((strange, "vectors"), (odd, "judgements")):
        if number:
            yield Fault(what, f"{number} are none that a model gives", _ANEW, lost=False)


def _remembered(database: Any) -> Iterator[Fault]:
    for rows, kind, what, remedy in (
        ("query", Query, "search log", "no result depends on it"),
        ("sifted", Sifted, "sentences that may be claims", _ANEW),
        ("stage WHERE kind = 'Extracted'", Extracted, "claims of earlier runs", _ANEW),
        ("stage WHERE kind = 'Weighed'", Weighed, "verdicts of earlier runs", _ANEW),
    ):
        number = 0
        for (packed,) in database.execute(f"SELECT record FROM {rows}"):
            try:
                unpack(kind, packed)
            except BadRecord:
                number += 1
        if number:
            yield Fault(what, f"{number} of its entries cannot be read", remedy, lost=False)


def _indexes(database: Any, folder: Path) -> Iterator[Fault]:
    path, remedy = folder / INDEX_FILE, "it is built anew by the next run"
    for (sha256,) in database.execute("SELECT sha256 FROM built_index"):
        if path.is_file() and digest_file(path) != sha256:
            yield Fault(str(path), "is not the index that was built", remedy, lost=False)
    for path in (folder / LEXICAL_FILE, folder / FIRST_PASS_FILE):
        if path.is_file() and not is_whole(path):
            yield Fault(str(path), "is not the index that was built", remedy, lost=False)


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
