"""What a stage is trained on, by name: data sets, each in a language or in several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litsynth.errors import UsageError
from litsynth.reproduce.data_set import DataSet
from litsynth.reproduce.folder import files_of

_ALL = "*"


@dataclass(frozen=True, slots=True)
class Source:
    """A data set in a language."""

    data: DataSet
    language: str


def data_set_of(name: str) -> str:
    """The name of the data set, without languages.

    >>> data_set_of("mnli:de+sw"), data_set_of("mnli")
    ('mnli', 'mnli')
    """
    return name.partition(":")[0]


def sources(names: Iterable[str], data: Mapping[str, DataSet], language: str) -> tuple[Source, ...]:
    """Those that the names stand for, in their order; a name without languages is in the `language` of the stage.

    Raises UsageError on an empty language.
    """
    found = []
    for name in names:
        own = data[data_set_of(name)]
        _, colon, said = name.partition(":")
        codes = own.languages if said == _ALL else tuple(said.split("+")) if colon else (language,)
        if not all(codes):
            raise UsageError(f"train: {name!r} has an empty language", 'write "mnli:de+sw", "mnli:*", or "mnli"')
        found += [Source(own, code) for code in codes]
    return tuple(found)


def told_of(source: Source) -> tuple[str, ...]:
    """What a source is by content: files, the language where a file has several, and how leaks are found."""
    several = (source.language,) if source.data.kind == "sick" else ()
    return (
        *files_of(source.data, source.language),
        *several,
        *((source.data.leak,) if source.data.leak == "pair" else ()),
        *((source.data.tags,) if source.data.tags != "tags" else ()),
    )


def reading_of(data: DataSet) -> tuple[str, ...]:
    """How rows are read, where that is not the plain way of their kind."""
    skips = data.incomplete if data.incomplete != "refuse" else ""
    return (data.path, *data.columns, data.form, skips) if data.columns or data.form or skips else ()
