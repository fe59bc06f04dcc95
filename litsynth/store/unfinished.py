"""Folders that hold what is being made until it is whole; those of processes that were killed are cleared away."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def unfinished(beside: Path, kind: str) -> Iterator[Path]:
    """A new hidden folder in the folder `beside`, on its file system, which is removed at the end.

    Its name tells `kind` and process, so that the next one of that kind clears away what a killed one left there.
    """
    for path in sorted(beside.glob(f".{kind}-*")):
        owner = re.fullmatch(rf"\.{kind}-(\d+)-.*", path.name)
        if owner and not _alive(int(owner[1])):
            shutil.rmtree(path, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f".{kind}-{os.getpid()}-", dir=beside, ignore_cleanup_errors=True) as made:
        yield Path(made)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's, or no process number at all: not ours to remove
        return True
    return True
