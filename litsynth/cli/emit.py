"""Results to standard output: JSON, one value a line."""

import sys
from collections.abc import Iterable
from typing import Any

from litsynth.codec import dumps


def emit(values: Iterable[Any]) -> None:
    """Each JSON value on a line of its own, flushed, so that a pipe sees it at once."""
    for value in values:
        sys.stdout.write(dumps(value) + "\n")
        sys.stdout.flush()
