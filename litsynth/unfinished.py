"""What holds something that is being made until it is whole; that of processes that were killed is cleared away."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def unfinished(beside: Path, kind: str) -> Iterator[Path]:
    """A new hidden folder in the folder `beside`, on its file system, which is removed at the end.

    Its name tells `kind` and process, so that the next one of that kind clears away what a killed one left there.
    """
    clear_dead(beside, rf"\.{kind}-(\d+)-.*")
    with tempfile.TemporaryDirectory(prefix=f".{kind}-{os.getpid()}-", dir=beside, ignore_cleanup_errors=True) as made:
        yield Path(made)


def clear_dead(folder: Path, pattern: str) -> None:
    """Remove what processes that are dead on this machine left in a folder: names that match, group 1 their number.

    What cannot be removed stays.
    """
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            owner = re.fullmatch(pattern, path.name)
            if owner and not _alive(int(owner[1])):
                _remove(path)


def _remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, as far as that goes."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # another user's, or no process number at all: not ours to remove
        return True
    return True
