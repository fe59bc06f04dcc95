"""A corpus from the one file that `bundle` made of it: what it holds is checked before anything of it is believed."""

import contextlib
import os
import re
import sqlite3
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from litsynth.errors import BadRecord, LitsynthError, MissingInput, OutputFailed, UsageError
from litsynth.store.bundle import MANIFEST, Manifest, Member, free_bytes, measured_copy, read_manifest
from litsynth.store.corpus import DATABASE_FILE, FILES_FOLDER, open_corpus
from litsynth.store.schema import MIGRATIONS
from litsynth.unfinished import unfinished

# Bytes of a manifest: one line of some 150 bytes for each file.
_LONGEST_MANIFEST = 200 * 2**20
# A bundle unpacks to at most so many times its own length: text packs to a fifth, a bomb to a thousandth.
_LARGEST_RATIO = 100
_SMALL = 100 * 2**20  # bytes that need no ratio
_LONGEST_NAME = 255  # bytes, of one part of a path
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_REMEDY = "get the file again from whoever made it"


def import_corpus(file: Path, folder: Path, name: str = "") -> Manifest:
    """Unpack a bundle as the corpus `name` (empty: the name it had) below `folder`; it appears whole or not at all.

    Raises MissingInput (no such file), BadRecord (no bundle, damaged, or made to do harm), UsageError (made by a newer
    litsynth, or there is such a corpus), OutputFailed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file.stat().st_size)
            target = folder / (name or manifest.name)
            if not _NAME.fullmatch(target.name) or target.parent != folder:
                raise BadRecord(f"{manifest.name!r} is no name for a corpus", "give a name with --name")
            if target.exists():
                raise UsageError(f"there is a corpus or a folder {target}", "give another name with --name")
            folder.mkdir(parents=True, exist_ok=True)
            _refuse_too_large(manifest, folder)
            with unfinished(folder, "import") as made:
                unpacked = made / "corpus"
                _unpack(archive, manifest, unpacked)
                _check(unpacked, manifest)
                os.rename(unpacked, target)
    except LitsynthError as error:
        raise type(error)(f"{file}: {error.message}", error.remedy) from error
    except FileNotFoundError as error:
        raise MissingInput(f"no file {file}", "check the path") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError) as error:
        raise BadRecord(f"{file}: not a whole corpus: {error}", _REMEDY) from error
    except OSError as error:
        raise OutputFailed(
            f"{error.filename or folder}: {error.strerror}", "free some space, or check its permissions"
        ) from error
    return manifest


def _manifest(archive: zipfile.ZipFile, size: int) -> Manifest:
    """The manifest, when the archive holds what it says and nothing else."""
    infos = {info.filename: info for info in archive.infolist()}
    if MANIFEST not in infos or len(infos) != len(archive.infolist()):
        raise BadRecord("no corpus that litsynth exported", "make it with: litsynth corpus export NAME FILE")
    if infos[MANIFEST].file_size > _LONGEST_MANIFEST:
        raise BadRecord("its manifest is too long", _REMEDY)
    manifest = read_manifest(archive.read(MANIFEST))
    listed = {member.name: member for member in manifest.members}
    if {*listed, MANIFEST} != set(infos) or DATABASE_FILE not in listed or len(listed) != len(manifest.members):
        raise BadRecord("its manifest lists other files than it holds", _REMEDY)
    for member in manifest.members:
        kind = stat.S_IFMT(infos[member.name].external_attr >> 16)
        if not _is_safe(member.name) or kind not in (0, stat.S_IFREG):
            raise BadRecord(f"{member.name!r} would be written outside the corpus, or is no plain file", _REMEDY)
        if member.size != infos[member.name].file_size:
            raise BadRecord(f"{member.name} is not as long as the manifest says", _REMEDY)
    if sum(member.size for member in manifest.members) > max(_SMALL, _LARGEST_RATIO * size):
        raise BadRecord("it would unpack to more than a hundred times its length", _REMEDY)
    return manifest


def _is_safe(name: str) -> bool:
    r"""Whether a member stays inside the corpus, on every system.

    >>> [_is_safe(name) for name in ("corpus.db", "files/a.pdf", "files/../a", "/etc/x", "files/C:x", "files\\a", "a.json")]
    [True, True, False, False, False, False, False]
    """
    parts = name.split("/")
    if name == DATABASE_FILE:
        return True
    if parts[0] != FILES_FOLDER or len(parts) < 2 or PurePosixPath(name).is_absolute():
        return False
    return all(
        part not in ("", ".", "..") and part.isprintable() and not set(part) & set('\\:*?"<>|')
        and len(part.encode("utf-8", "replace")) <= _LONGEST_NAME
        for part in parts
    )  # fmt: skip


def _refuse_too_large(manifest: Manifest, folder: Path) -> None:
    needed, free = sum(member.size for member in manifest.members), free_bytes(folder)
    if needed > free:
        raise OutputFailed(
            f"it needs {needed >> 20} MB, and {folder} has {free >> 20} MB left",
            "free some space, or set corpus.folder",
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    (folder / FILES_FOLDER).mkdir(parents=True)
    for member in manifest.members:
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member.name) as data, path.open("xb") as target:
            found = measured_copy(data, target, member.size)  # type: ignore[arg-type]
        if Member(member.name, *found) != member:
            raise BadRecord(f"{member.name} is damaged", _REMEDY)


def _check(folder: Path, manifest: Manifest) -> None:
    """Raises BadRecord where the database is not one of litsynth's, or not the one that the manifest speaks of."""
    try:
        _check_database(folder / DATABASE_FILE)
    except sqlite3.DatabaseError as error:
        raise BadRecord(f"its database is damaged: {error}", _REMEDY) from error
    with open_corpus(folder, create=False) as corpus:
        corpus.forget_stages()  # claims and verdicts are worked out here, whatever another machine says of them
        if corpus.digest() != manifest.digest:
            raise BadRecord("its papers are not those that the manifest speaks of", _REMEDY)
    for older in folder.glob(f"{DATABASE_FILE}.schema-*"):  # the bundle is that copy
        older.unlink()


def _check_database(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA trusted_schema = OFF")
        kinds = {kind for (kind,) in raw.execute("SELECT DISTINCT type FROM sqlite_master")}
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
        if not kinds <= {"table", "index"} or not 0 < version <= len(MIGRATIONS):
            raise BadRecord("its database is none of litsynth's", _REMEDY)
        if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BadRecord("its database is damaged", _REMEDY)
