"""Data sets of a spec, read from a local folder; every file's checksum is recorded."""

import gzip
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from litsynth.codec import digest_bytes
from litsynth.errors import BadRecord, MissingInput
from litsynth.reproduce.annotations import (
    Labelled,
    Question,
    Scored,
    Tagged,
    scored_of,
    sick_pair,
    sick_scored,
    tagged_of,
)
from litsynth.reproduce.annotations import Row as AnyRow
from litsynth.reproduce.bitext import Bitext, bitext_of
from litsynth.reproduce.checkpoint import folder_of, identity_of, is_checkpoint
from litsynth.reproduce.choices import Choice, choice_of
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.hub_data import hub_file, is_on_hub
from litsynth.reproduce.questions import questions_in
from litsynth.reproduce.reading import rows_of
from litsynth.reproduce.rows import Incomplete, Pair, Translation, label_of, pair_of, paraphrase_of, translations_of
from litsynth.reproduce.spec import ENGLISH
from litsynth.reproduce.tag_files import bio_sentences, conllu_sentences

Row = TypeVar("Row")


class Folder:
    """Files below one folder, each read once; `checksums` maps the names of those read to their SHA-256.

    `left_out` says of files that were read how many rows have no label or no sentence and were left out.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.checksums: dict[str, str] = {}
        self.left_out: dict[str, int] = {}
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._made: dict[tuple[str, str, str], tuple[Any, ...]] = {}

    def missing(self, data: DataSet, language: str) -> list[str]:
        """The files that the data set in this language needs and that are not there; their names."""
        return [name for name in files_of(data, language) if not self.has(name)]

    def has(self, name: str) -> bool:
        """Whether there is such a file; one on the hub is fetched."""
        if not is_on_hub(name):
            return (self.root / name).is_file()
        try:
            return hub_file(name).is_file()
        except MissingInput:
            return False

    def labelled(self, data: DataSet, language: str) -> tuple[Labelled, ...]:
        """The questions of a choice set, or the pairs of any other labelled one. Raises MissingInput, BadRecord."""
        return self.choices(data, language) if data.kind == "choice" else self.pairs(data, language)

    def choices(self, data: DataSet, language: str) -> tuple[Choice, ...]:
        """The questions of a choice set in a language. Raises MissingInput, BadRecord."""
        key = _name(data, language), data.form, data.incomplete
        return self._read(key, lambda row: choice_of(row, data.form), f"what the form {data.form} has")

    def sentences(self, data: DataSet, language: str) -> dict[str, tuple[str, str]]:
        """Both sentences of every row of a set of pairs, labelled or not, by id. Raises MissingInput, BadRecord."""
        one, two = data.sentences
        return {str(row["id"]): (str(row[one]), str(row[two])) for row in self.rows(_name(data, language))}

    def pairs(self, data: DataSet, language: str) -> tuple[Pair, ...]:
        """The labelled pairs of an nli, parallel-nli, sick or paraphrase set in a language. Raises MissingInput, BadRecord."""
        name = _name(data, language)
        if data.kind == "sick":
            return self._read((name, "nli", language), lambda row: sick_pair(row, language), "sentences, label")
        # One file may hold the pairs of two sets: of a translation and of what it was made from.
        key = name, " ".join((data.classes[0], *data.sentences, *data.labels)), data.incomplete
        holds = f"{', '.join(data.sentences)}, label"
        if data.kind == "paraphrase":
            return self._read(key, lambda row: paraphrase_of(row, data.labels, data.sentences), holds)
        return self._read(key, lambda row: pair_of(row, data.labels, data.sentences), holds)

    def scored(self, data: DataSet, language: str) -> tuple[Scored, ...]:
        """The scored pairs of a similarity, parallel-similarity or sick set. Raises MissingInput, BadRecord."""
        name = _name(data, language)
        if data.kind == "sick":
            return self._read((name, "scored", language), lambda row: sick_scored(row, language), "relatedness")
        return self._read((name, "scored", ""), scored_of, "sentence1, sentence2, score")

    def tagged(self, data: DataSet, language: str) -> tuple[Tagged, ...]:
        """The sentences of a tags, conllu or bio set. Raises MissingInput, BadRecord."""
        name = _name(data, language)
        if data.kind == "tags":
            made = (name, " ".join(("tagged", *data.labels)), data.tags)
            return self._read(made, lambda row: tagged_of(row, data.tags, data.labels), f"tokens, {data.tags}")
        read = conllu_sentences if data.kind == "conllu" else bio_sentences
        return self._once((name, data.kind, ""), lambda: tuple(read(self.text(name), name)))

    def questions(self, data: DataSet, language: str) -> tuple[Question, ...]:
        """The questions of a qa set. Raises MissingInput, BadRecord."""
        name = _name(data, language)
        table = name.endswith((".parquet", ".jsonl.gz"))
        return self._once(
            (name, "questions", ""), lambda: questions_in(self.rows(name) if table else self.text(name), name)
        )

    def bitext(self, data: DataSet, language: str) -> Bitext:
        """Sentences of both languages, and which are translations. Raises MissingInput, BadRecord."""
        own, english, gold = files_of(data, language)
        return self._once(
            (own, "bitext", ""), lambda: (bitext_of(self.text(own), self.text(english), self.text(gold), gold),)
        )[0]

    def rows_of(self, data: DataSet, language: str) -> Sequence[AnyRow]:
        """The rows of a set in a language, of parallel sets with their English sides. Raises MissingInput, BadRecord."""
        if data.kind.startswith("parallel"):
            return self.translations(data, language)
        match data.kind:
            case "similarity":
                return self.scored(data, language)
            case "tags" | "conllu" | "bio":
                return self.tagged(data, language)
            case "qa":
                return self.questions(data, language)
            case "bitext":
                return self.bitext(data, language).lines
            case _:
                return self.labelled(data, language)

    def texts(self, data: DataSet, language: str) -> list[str]:
        """Every sentence of a set in a language, of parallel sets those in English too. Raises MissingInput, BadRecord."""
        return [text for row in self.rows_of(data, language) for text in row.texts]

    def translations(self, data: DataSet, language: str) -> tuple[Translation, ...]:
        """The parallel sentences of a set. Raises MissingInput, BadRecord."""
        key = _name(data, language), data.kind, f"{data.target} {data.english}"
        return self._once(key, lambda: self._joined(data, language))

    def _joined(self, data: DataSet, language: str) -> tuple[Translation, ...]:
        name = _name(data, language)
        if data.kind == "parallel-nli":
            return translations_of(self.pairs(data, ENGLISH), self.pairs(data, language), label_of, name)
        if data.kind == "parallel-similarity":
            return translations_of(self.scored(data, ENGLISH), self.scored(data, language), lambda row: row.score, name)
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
        """The rows of a file (see `reading.rows_of`), below the folder or on the hub. Raises MissingInput, BadRecord."""
        if name not in self._rows:
            path, raw = self._raw(name)
            self._rows[name] = rows_of(raw, name, str(path))
        return self._rows[name]

    def text(self, name: str) -> str:
        """A text file in UTF-8, as it is or in gzip (.gz). Raises MissingInput, BadRecord."""
        path, raw = self._raw(name)
        try:
            return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
        except (OSError, EOFError, ValueError) as error:
            raise BadRecord(f"{path}: not text: {error}", "UTF-8, plain or gzip") from error

    def _raw(self, name: str) -> tuple[Path, bytes]:
        path = hub_file(name) if is_on_hub(name) else self.root / name
        if not path.is_file():
            raise MissingInput(f"no data at {path}", "give the folder that holds it with --data")
        raw = path.read_bytes()
        self.checksums[name] = digest_bytes(raw)
        return path, raw

    def checksum(self, name: str) -> str:
        """The SHA-256 of a file's bytes; what a checkpoint is by content (see `checkpoint.checkpoint_name`)."""
        if name not in self.checksums and is_checkpoint(name):
            self.checksums[name] = identity_of(folder_of(name))
        elif name not in self.checksums:
            self._raw(name)
        return self.checksums[name]

    def _once(self, key: tuple[str, str, str], make: Callable[[], tuple[Row, ...]]) -> tuple[Row, ...]:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _read(self, key: tuple[str, str, str], make: Callable[[dict[str, Any]], Row], holds: str) -> tuple[Row, ...]:
        """Each row of a file made into a record, once for each key: file, kind of record and how it is read, language (where

        rows have several) or what becomes of incomplete rows.
        """
        name, skips = key[0], key[2] == "leave out"
        if key not in self._made:
            found, left_out = [], 0
            for row in self.rows(name):
                try:
                    found.append(make(row))
                except KeyError as error:
                    raise BadRecord(f"{name}: a row has no {error}", f"rows hold id, {holds}") from error
                except BadRecord as error:
                    if not (skips and isinstance(error, Incomplete)):
                        raise BadRecord(f"{name}: {error.message}", error.remedy) from error
                    left_out += 1
            self._made[key] = tuple(found)
            if left_out:
                self.left_out[name] = left_out
        return self._made[key]


def files_of(data: DataSet, language: str) -> tuple[str, ...]:
    """The names of the files that the set in this language is read from."""
    if data.kind in ("parallel-nli", "parallel-similarity"):
        return _name(data, ENGLISH), _name(data, language)
    if data.kind == "bitext":
        return tuple(_name(data, language, side) for side in (language, ENGLISH, "gold"))
    return (_name(data, language),)


def covers(data: DataSet, language: str) -> bool:
    """Whether the set is declared in the language."""
    return language in data.languages


def _name(data: DataSet, language: str, side: str = "") -> str:
    path = data.elsewhere.get(language, data.path)
    return path.format(language=language, code=data.codes.get(language, language), side=side)
