"""Lines of a file or of standard input."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from litsynth.errors import BadRecord, MissingInput


def numbered_lines(file: str) -> Iterator[tuple[int, str]]:
    """Non-empty lines with their numbers, from 1; `-` is standard input.

    Raises MissingInput when there is no such file, BadRecord when a line is not UTF-8.
    """
    if file != "-" and not Path(file).is_file():
        raise MissingInput(f"no file {file}", "give a file of JSON lines, or - for standard input")
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            try:
                line = raw.decode("utf-8").strip()
            except UnicodeDecodeError as error:
                raise BadRecord(f"{file}:{number}: not UTF-8") from error
            if line:
                yield number, line
