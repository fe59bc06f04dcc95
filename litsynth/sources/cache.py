"""Files that were fetched, kept with their checksums: what is there whole is not asked for again."""

import os
from pathlib import Path

from litsynth.codec import digest_bytes
from litsynth.errors import OutputFailed
from litsynth.unfinished import clear_dead

_PART = r"\..+\.(\d+)\.part"
"""How `FileCache` calls a file that is being written: by its name and the process."""


class FileCache:
    """A folder of files, each beside a `NAME.sha256` that `sha256sum --check` understands.

    A file without its checksum, or with another one, counts as absent: nothing half-written is ever read. The first file
    that is put clears away what killed processes left half-written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_clear = False

    def get(self, name: str) -> bytes | None:
        """The bytes of a whole file; None when there is none."""
        try:
            data = (self.folder / name).read_bytes()
            line = (self.folder / f"{name}.sha256").read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return None
        return data if line == _line(name, data) else None

    def put(self, name: str, data: bytes) -> None:
        """Keep a file: both it and its checksum appear whole or not at all. Raises OutputFailed."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._is_clear:  # once, for a folder may hold thousands of files
                clear_dead(self.folder, _PART)
            self._is_clear = True
            self._replace(name, data)
            self._replace(f"{name}.sha256", _line(name, data).encode("ascii"))
        except OSError as error:
            raise OutputFailed(
                f"cannot keep {name} in {self.folder}: {error.strerror}", "free some space or choose another folder"
            ) from error

    def _replace(self, name: str, data: bytes) -> None:
        # The process number keeps two runs that fetch the same paper out of each other's way.
        part = self.folder / f".{name}.{os.getpid()}.part"
        try:
            part.write_bytes(data)
            os.replace(part, self.folder / name)
        finally:
            part.unlink(missing_ok=True)


def _line(name: str, data: bytes) -> str:
    return f"{digest_bytes(data)}  {name}\n"
