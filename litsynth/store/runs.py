"""The folder of a run: written whole or not at all, and never over something that differs."""

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from litsynth.errors import OutputFailed

LOG = "run.log.json"
_LONGEST_SLUG = 80


def write_run(out: Path | None, reports: Path, question: str, date: str, files: Mapping[str, str]) -> Path:
    """Write a run's files (name to text) to `out`, or to `reports/<slug>-<date>`; returns the folder.

    A run that gives the same bytes again leaves the folder as it is. Where the folder holds something else
    (an edited report, a run with other settings), a new one with a number behind its name is made, so
    nothing that a person wrote is lost; with `out` given that is refused. Raises OutputFailed.
    """
    wanted = out or reports / f"{slug(question)}-{date}"
    for number in range(1, 1000):
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not folder.exists() or _is_empty(folder):
            return _write_whole(folder, files)
        if _holds(folder, files):
            return folder
        if out:
            raise OutputFailed(f"{out} holds other files", "give an empty or new folder with --out")
    raise OutputFailed(f"{wanted}-999 exists", "clear the reports folder")


def slug(question: str) -> str:
    """A folder name for a question: lower-case words joined by dashes, cut at a word.

    >>> slug("How does X-training compare to Y (e.g. Z)?")
    'how-does-x-training-compare-to-y-e-g-z'
    """
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["question"]
    while len("-".join(words)) > _LONGEST_SLUG and len(words) > 1:
        words.pop()
    return "-".join(words)[:_LONGEST_SLUG]


def write_log(folder: Path, text: str) -> None:
    """Write what varies between equal runs; it is outside the promise of equal bytes. Raises OutputFailed."""
    try:
        (folder / LOG).write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputFailed(f"{folder / LOG}: {error.strerror}", "check permissions and free space") from error


def _write_whole(folder: Path, files: Mapping[str, str]) -> Path:
    # Written beside its place and renamed: a run that is killed leaves no half report.
    temporary = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        temporary.chmod(0o755)
        for name, text in files.items():
            (temporary / name).write_text(text, encoding="utf-8")
        if folder.is_dir():
            folder.rmdir()
        os.rename(temporary, folder)
    except BaseException as error:  # an interruption, too, must leave nothing half-written behind
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise OutputFailed(
            f"cannot write {folder}: {error.strerror}", "check permissions and free space, or use --out"
        ) from error
    return folder


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _holds(folder: Path, files: Mapping[str, str]) -> bool:
    if not folder.is_dir():
        return False
    present = {path.name for path in folder.iterdir()} - {LOG}
    return present == set(files) and all(
        (folder / name).read_bytes() == text.encode("utf-8") for name, text in files.items()
    )
