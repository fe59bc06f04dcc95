"""The folder of a run: written whole or not at all, and never over something that differs."""

import errno
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from litsynth.errors import OutputFailed
from litsynth.store.decisions import DECISIONS, read_decisions
from litsynth.store.rendered import Again, is_rendered
from litsynth.unfinished import unfinished

LOG = "run.log.json"
PRINTED = "report.pdf"
"""The page of a report as a browser printed it: made of the folder's files at a person's wish, and none of a run's."""
FIGURES = "figures"
"""The folder of a run's folder whose files depend on what there is to draw: `figures/effects.svg`."""
_LONGEST_SLUG = 80


Files = Mapping[str, str | bytes]


def write_run(
    out: Path | None,
    reports: Path,
    question: str,
    date: str,
    files: Files,
    again: Again | None = None,
) -> Path:
    """Write a run's files (name to text or bytes) to `out`, or to `reports/<slug>-<date>`; returns the folder.

    A run that gives the same bytes again leaves the folder as it is; so does one that gives them with the decisions that
    reviewers made there, where `again` says how the files look with decisions. Where the folder holds something else
    (an edited report, a run with other settings), a new one with a number behind its name is made, so
    nothing that a person wrote is lost; with `out` given that is refused. Raises OutputFailed.
    """
    wanted = place_of_run(out, reports, question, date)
    for number in range(1, 1000):
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not folder.exists() or _is_empty(folder):
            try:
                return _write_whole(folder, files)
            except OutputFailed:
                if not folder.exists() or _is_empty(folder):
                    raise
                # Another process has made the folder meanwhile: it may hold the same.
        if _holds(folder, files, again):
            return folder
        if out:
            raise _taken(out)
    raise OutputFailed(f"{wanted}-999 exists", "clear the reports folder")


def place_of_run(out: Path | None, reports: Path, question: str, date: str) -> Path:
    """Where `write_run` writes, unless another run is there."""
    return out or reports / f"{slug(question)}-{date}"


def refuse_unwritable(
    out: Path | None, reports: Path, names: Collection[str], about: Mapping[str, str], look_only: bool = False
) -> None:
    """Raise OutputFailed, before any work is done, where `write_run` is bound to fail; leaves no trace.

    `names` are the files that the run will write, `about` what its run.json will say (question, date): a folder
    with another run is refused as is one with other files. With `look_only` permissions are asked for and not tried.
    """
    folder = out or reports
    try:
        if out is not None:
            _refuse_taken(out, names, about)
        nearest = folder.parent if out else folder
        while not nearest.exists():
            nearest = nearest.parent
        if look_only and not os.access(nearest, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if not look_only:
            tempfile.TemporaryDirectory(prefix=".litsynth.", dir=nearest).cleanup()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _refuse_taken(out: Path, names: Collection[str], about: Mapping[str, str]) -> None:
    if out.is_mount():
        raise OutputFailed(f"{out} is a mount point and cannot be replaced", "give a new folder inside it with --out")
    if not out.exists() or _is_empty(out):
        return
    if not out.is_dir():
        raise OutputFailed(f"{out} is a file", "name a folder that is new, empty or holds this run with --out")
    if _names(out) - {FIGURES} != set(names) - {DECISIONS}:
        raise _taken(out)
    try:
        made = json.loads((out / "run.json").read_bytes())
    except ValueError as error:
        raise _taken(out) from error
    if not isinstance(made, dict) or any(made.get(key) != value for key, value in about.items()):
        raise OutputFailed(f"{out} holds another run", "give an empty or new folder with --out")


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
    # Beside the folder: what a killed process leaves lying must not make it look like one with other files.
    partly = folder.parent / f".{folder.name}.{LOG}.{os.getpid()}"
    try:
        partly.write_text(text, encoding="utf-8")
        partly.replace(folder / LOG)  # so that a full disk leaves the log of the run before
    except OSError as error:
        with suppress(OSError):
            partly.unlink()
        raise OutputFailed(f"{folder / LOG}: {error.strerror}", "check permissions and free space") from error


def _write_whole(folder: Path, files: Files) -> Path:
    # Written beside its place and renamed: a run that is killed leaves no half report.
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(folder.parent, "report") as made:
            whole = made / folder.name
            whole.mkdir()
            whole.chmod(0o755)
            for name, content in files.items():
                (whole / name).parent.mkdir(exist_ok=True)
                (whole / name).write_bytes(_bytes(content))
            if folder.is_dir():
                folder.rmdir()
            os.rename(whole, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _unwritable(folder: Path, error: OSError) -> OutputFailed:
    return OutputFailed(
        f"cannot write {folder}: {error.strerror}", "check permissions and free space, or name another with --out"
    )


def _taken(out: Path) -> OutputFailed:
    return OutputFailed(f"{out} holds other files", "give an empty or new folder with --out")


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _names(folder: Path) -> set[str]:
    """What a folder holds besides what a run neither writes over nor minds: the log, reviewers' decisions, the PDF."""
    return {path.name for path in folder.iterdir()} - {LOG, DECISIONS, PRINTED}


def _figures(folder: Path) -> set[str]:
    return {f"{FIGURES}/{path.name}" for path in (folder / FIGURES).glob("*")}


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _holds(folder: Path, files: Files, again: Again | None) -> bool:
    mine = {name: _bytes(content) for name, content in files.items() if name != DECISIONS}
    if not folder.is_dir() or _names(folder) - {FIGURES} | _figures(folder) != set(mine):
        return False
    others = [name for name, content in mine.items() if (folder / name).read_bytes() != content]
    if not others or again is None:
        return not others
    decisions = read_decisions(folder).decisions
    # Figures show no decisions: one that is another was made by another run, or by a person.
    return all(not name.startswith(FIGURES) and is_rendered(folder / name, name, again, decisions) for name in others)
