"""Whether everything that a corpus holds is what was put there: looked at in whole, and nothing changed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from litsynth.codec import digest_file
from litsynth.errors import BadRecord
from litsynth.records import Document, Paper, Passage
from litsynth.store.corpus import DATABASE_FILE, FILES_FOLDER, Corpus
from litsynth.store.database import explained
from litsynth.store.index_file import INDEX_FILE
from litsynth.store.measured import FOLDER as MEASURED
from litsynth.store.measured import read_measured
from litsynth.store.packing import unpack
from litsynth.store.read_only import look_only
from litsynth.store.rows import Outline
from litsynth.store.shelf import content_of

_MOST = 20
"""Faults of the database file itself that are told; SQLite finds them one by one."""
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
    with explained(path), closing(look_only(path)) as database:
        said = [row[0] for row in database.execute(f"PRAGMA integrity_check({_MOST})")]
        if said != ["ok"]:
            again = f"put back a copy, or: litsynth corpus export {corpus.folder.name} what-can-be-read.corpus"
            yield from (Fault(str(path), why, again) for line in said for why in line.splitlines())
            return  # what stands in it cannot be trusted to be read
        yield from _papers(database, corpus.folder.name)
        yield from _other_versions(database, corpus.folder.name)
        yield from _said_by_models(database)
        yield from _index(database, corpus.folder / INDEX_FILE)
    yield from _downloads(corpus.folder / FILES_FOLDER)
    yield from _measured(corpus.folder / FILES_FOLDER / MEASURED)


def _papers(database: Any, name: str) -> Iterator[Fault]:
    sql = (
        "SELECT paper_id, content, paper.record, document.record, passages.record, count, texts, substrate"
        " FROM paper LEFT JOIN document USING (paper_id) LEFT JOIN passages USING (paper_id) ORDER BY paper_id"
    )
    for key, content, *records, count, texts, substrate in database.execute(sql):
        if why := _strange(key, content, records, Outline(key, count, texts, substrate)):
            yield Fault(key, why, f"litsynth corpus remove {name} {key}, then add it again")


def _strange(key: str, content: str, records: list[Any], outline: Outline) -> str:
    """What is wrong with a paper; empty where nothing is."""
    try:
        paper, document = unpack(Paper, records[0]), unpack(Document, records[1])
        passages = unpack(tuple[Passage, ...], records[2])
    except BadRecord as error:
        return f"cannot be read: {error}"
    if {paper.paper_id, document.paper_id, *(passage.paper_id for passage in passages)} != {key}:
        return "its text is another paper's"
    if content_of(paper, document) != content:
        return "its text is not the one that was put there"
    return "" if Outline.of(key, passages) == outline else "its passages are not those that were put there"


def _other_versions(database: Any, name: str) -> Iterator[Fault]:
    for key, version, document in database.execute(
        "SELECT paper_id, version, document FROM other_version ORDER BY 1, 2"
    ):
        try:
            unpack(Document, document)
        except BadRecord as error:
            remedy = f"litsynth corpus remove {name} {key}, then add {key}{version} again, and then {key}"
            yield Fault(f"{key}{version}", f"cannot be read: {error}", remedy)


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
            yield Fault(
                what, f"{number} are none that a model gives", "export the corpus and import it, or make it anew"
            )


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
