"""A corpus as one file: a ZIP archive of its database, of the files it downloaded, and of a manifest that says what is in it."""

import contextlib
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from litsynth import __version__
from litsynth.codec import decode, dumps, encode
from litsynth.errors import OutputFailed, UsageError
from litsynth.store.corpus import DATABASE_FILE, FILES_FOLDER, Corpus
from litsynth.store.database import Database, copy_database
from litsynth.store.schema import MIGRATIONS
from litsynth.unfinished import unfinished

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
"""Rises when an older litsynth could not read the file any more."""
# Locks, and what another process is just writing.
_PASSING = re.compile(r"\.pace.*|.*\.part|.*\.new")
_THEN = (1980, 1, 1, 0, 0, 0)  # the earliest time that ZIP knows: equal files give equal members
_CHUNK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the bundle: its path below the corpus's folder, its length in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle holds. `digest` is the corpus's own (`Corpus.digest`), `schema` the number of its database's steps."""

    format: int
    litsynth: str
    schema: int
    name: str
    papers: int
    digest: str
    members: tuple[Member, ...]


def export_corpus(corpus: Corpus, file: Path) -> Manifest:
    """Write a corpus to a new file, as it is at this moment, whoever else writes to it meanwhile.

    The dense index is left out: it is built again from the vectors. Raises UsageError where there is such a file,
    OutputFailed.
    """
    return write_bundle(corpus.folder, file, lambda copy: copy_database(corpus.folder / DATABASE_FILE, copy))


def write_bundle(folder: Path, file: Path, copy_into: Callable[[Path], None]) -> Manifest:
    """Write the corpus in `folder` to a new file, with the database that `copy_into` makes at the path it is given.

    Raises as `export_corpus`.
    """
    if file.exists():
        raise UsageError(f"{file} is there already", "name another file, or remove it")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(file.parent, "export") as made:
            copy = made / "copy" / DATABASE_FILE  # one folder deeper than where corpora are looked for
            copy.parent.mkdir()
            copy_into(copy)
            manifest = _write(made / "bundle", copy, folder)
            (made / "bundle").rename(file)
    except OSError as error:
        raise OutputFailed(
            f"{file} cannot be written: {error.strerror}", "free some space, or name another file"
        ) from error
    return manifest


def _write(part: Path, copy: Path, folder: Path) -> Manifest:
    with contextlib.closing(Database(copy, 5.0)) as database:
        copied = Corpus(folder, database)
        digest, papers = copied.digest(), len(copied.ids())
    copy.with_name(f"{copy.name}-wal").unlink(missing_ok=True)
    members: list[Member] = []
    with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name, path in ((DATABASE_FILE, copy), *_downloads(folder / FILES_FOLDER)):
            with path.open("rb") as data, archive.open(_info(name), "w", force_zip64=True) as target:
                members.append(Member(name, *measured_copy(data, target)))
        manifest = Manifest(FORMAT, __version__, len(MIGRATIONS), folder.name, papers, digest, tuple(members))
        archive.writestr(_info(MANIFEST), dumps(encode(manifest)))
    return manifest


def _downloads(files: Path) -> Iterator[tuple[str, Path]]:
    """The files of a corpus with their names in the bundle, sorted; no links, for they may lead anywhere."""
    for path in sorted(files.rglob("*")):
        if path.is_file() and not path.is_symlink() and not _PASSING.fullmatch(path.name):
            yield f"{FILES_FOLDER}/{path.relative_to(files).as_posix()}", path


def measured_copy(source: BinaryIO, target: object, most: int | None = None) -> tuple[int, str]:
    """Copy bytes; how many they were and their SHA-256. Raises ValueError where they are more than `most`."""
    hasher, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if most is not None and size > most:
            raise ValueError(f"more than {most} bytes")
        hasher.update(chunk)
        target.write(chunk)  # type: ignore[attr-defined]
    return size, hasher.hexdigest()


def read_manifest(data: bytes) -> Manifest:
    """The manifest in its JSON form. Raises BadRecord; UsageError where a newer litsynth wrote it."""
    value = json.loads(data)
    version = value.get("format") if isinstance(value, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise UsageError(f"a newer litsynth made it (format {version}, here {FORMAT})", "upgrade litsynth")
    manifest = decode(Manifest, value)
    if manifest.schema > len(MIGRATIONS):
        raise UsageError(
            f"a newer litsynth made it (schema {manifest.schema}, here {len(MIGRATIONS)})", "upgrade litsynth"
        )
    return manifest


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _THEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def free_bytes(folder: Path) -> int:
    """How much may still be written to the disk that a folder is on."""
    return shutil.disk_usage(folder).free
