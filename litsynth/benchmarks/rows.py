"""Rows of gzip JSONL files in a data folder."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from litsynth.errors import BadRecord, MissingInput

T = TypeVar("T")

Row = dict[str, Any]


def read_rows(data: Path, name: str, read: Callable[[Row], T]) -> Iterator[T]:
    """What `read` makes of each row of the file `name` below `data`, in order.

    Raises MissingInput when the file is not there, BadRecord naming file and line on a row that is not as it should be.
    """
    path = data / name
    if not path.is_file():
        raise MissingInput(f"no labelled data at {path}", "give the folder that holds it with --data")
    with gzip.open(path, "rb") as lines:
        for number, line in enumerate(_lines(lines, path), 1):
            try:
                yield read(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                raise BadRecord(f"{path}:{number}: not a row of this benchmark: {error!r}") from error


def _lines(lines: gzip.GzipFile, path: Path) -> Iterator[bytes]:
    try:
        yield from lines
    except (OSError, EOFError) as error:
        raise BadRecord(f"{path}: not a whole gzip file: {error}") from error
