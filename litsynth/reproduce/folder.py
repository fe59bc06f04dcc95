"""Data sets of a spec, read from a local folder; every file's checksum is recorded."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from litsynth.codec import digest_bytes
from litsynth.errors import BadRecord, MissingInput
from litsynth.reproduce.rows import Pair, Translation, pair_of, translations_of
from litsynth.reproduce.spec import ENGLISH, DataSet


class Folder:
    """Files below one folder, each read once; `checksums` maps the names of those read to their SHA-256."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.checksums: dict[str, str] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._pairs: dict[str, tuple[Pair, ...]] = {}

    def missing(self, data: DataSet, language: str) -> list[str]:
        """The files that the data set in this language needs and that are not there; their names."""
        return [name for name in files_of(data, language) if not (self.root / name).is_file()]

    def pairs(self, data: DataSet, language: str) -> tuple[Pair, ...]:
        """The labelled pairs of an nli (or parallel-nli) set in a language. Raises MissingInput, BadRecord."""
        return self._pairs_in(_name(data, language))

    def translations(self, data: DataSet, language: str) -> tuple[Translation, ...]:
        """The parallel sentences of a set. Raises MissingInput, BadRecord."""
        name = _name(data, language)
        if data.kind == "parallel-nli":
            return translations_of(self._pairs_in(_name(data, ENGLISH)), self._pairs_in(name), name)
        rows = self.rows(name)
        try:
            return tuple(
                Translation(str(row["id"]), row[data.target].strip(), row[data.english].strip()) for row in rows
            )
        except (KeyError, AttributeError) as error:
            raise BadRecord(
                f"{name}: a row has no text in {error}", f"fields: {data.target}, {data.english}"
            ) from error

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The JSON objects of a gzip JSONL file. Raises MissingInput, BadRecord."""
        if name not in self._rows:
            path = self.root / name
            if not path.is_file():
                raise MissingInput(f"no data at {path}", "give the folder that holds it with --data")
            raw = path.read_bytes()
            self.checksums[name] = digest_bytes(raw)
            try:
                self._rows[name] = [json.loads(line) for line in gzip.decompress(raw).decode("utf-8").splitlines()]
            except (OSError, EOFError, ValueError) as error:
                raise BadRecord(f"{path}: not gzip JSON lines: {error}") from error
        return self._rows[name]

    def checksum(self, name: str) -> str:
        """The SHA-256 of a file's bytes."""
        if name not in self.checksums:
            self.rows(name)
        return self.checksums[name]

    def _pairs_in(self, name: str) -> tuple[Pair, ...]:
        if name not in self._pairs:
            try:
                self._pairs[name] = tuple(pair_of(row) for row in self.rows(name))
            except KeyError as error:
                raise BadRecord(f"{name}: a row has no {error}", "rows hold id, premise, hypothesis, label") from error
            except BadRecord as error:
                raise BadRecord(f"{name}: {error.message}", error.remedy) from error
        return self._pairs[name]


def files_of(data: DataSet, language: str) -> tuple[str, ...]:
    """The names of the files that the set in this language is read from."""
    if data.kind == "parallel-nli":
        return _name(data, ENGLISH), _name(data, language)
    return (_name(data, language),)


def covers(data: DataSet, language: str) -> bool:
    """Whether the set is declared in the language."""
    return language in data.languages


def available(data: Mapping[str, DataSet], folder: Folder) -> dict[str, dict[str, tuple[str, ...]]]:
    """By data set: the languages that are `here`, and those `missing`."""
    found = {}
    for name, each in sorted(data.items()):
        absent = tuple(language for language in each.languages if folder.missing(each, language))
        found[name] = {"here": tuple(code for code in each.languages if code not in absent), "missing": absent}
    return found


def _name(data: DataSet, language: str) -> str:
    return data.path.format(language=language, code=data.codes.get(language, language))
