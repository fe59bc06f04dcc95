"""Lines of a file or of standard input."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from litsynth.errors import MissingInput


def numbered_lines(file: str) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank with their numbers, from 1; `-` is standard input.

    Bytes, so that one line that is not UTF-8 spoils no other. Raises MissingInput when there is no such file.
    """
    if file != "-" and not Path(file).is_file():
        raise MissingInput(f"no file {file}", "give a file of JSON lines, or - for standard input")
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            if line := raw.strip():
                yield number, line
