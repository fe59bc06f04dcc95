"""Beginnings of bodies that were cut, so that another attempt asks only for the rest (RFC 9110, sections 13.1.5 and 14)."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests
from requests.exceptions import ChunkedEncodingError

from litsynth.codec import digest, dumps

_PARTIAL, _UNSATISFIABLE = 206, 416
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")


class Body:
    """A body as it comes: in memory, and, where it could be gone on with, in `kept` as well.

    `begun` is what came of it before, `total` how many bytes the whole has (None: not said), `size` how long the file is
    that it is kept in.
    """

    def __init__(self, begun: bytes = b"", total: int | None = None, kept: Path | None = None, size: int = 0) -> None:
        self._data = bytearray(begun)
        self._total = total
        self._kept = kept
        self._size = size

    def __len__(self) -> int:
        return len(self._data)

    def add(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._data += chunk
        if self._kept:
            try:
                with self._kept.open("ab") as file:
                    if file.tell() != self._size:  # somebody else's, who writes it as well
                        self._kept = None
                        return
                    self._size += file.write(chunk)
            except OSError:  # a full disk: what is to be kept in the end will say so
                self.drop()

    def drop(self) -> None:
        """Keep nothing of it beyond this attempt."""
        if self._kept:
            with suppress(OSError):
                self._kept.unlink(missing_ok=True)
        self._kept = None

    def whole(self) -> bytes:
        """All of it, which is then no longer kept here. Raises ChunkedEncodingError where the host ended too early."""
        if self._total is not None and len(self._data) < self._total:
            raise ChunkedEncodingError(f"{len(self._data)} of {self._total} bytes came")
        self.drop()
        return bytes(self._data)


class Partials:
    """One file in `folder` for each address whose body was cut: a line with what tells its version, and the bytes.

    Whoever fetches the same file at the same time, under the same version, writes the same bytes; hosts are asked one
    request at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def headers(self, url: str) -> dict[str, str]:
        """What to ask with: for the rest, if the file is still the one that was begun, else for all of it."""
        version, _, data = self._begun(url)
        rest = {"Range": f"bytes={len(data)}-", "If-Range": version} if version and data else {}
        return {"Accept-Encoding": "identity", **rest}  # ranges count the bytes as they are sent

    def begin(self, response: requests.Response) -> Body:
        """Where the bytes of an answer go. Raises ChunkedEncodingError for a part that was not asked for."""
        path = self._path(response.url)
        if response.status_code == _UNSATISFIABLE:
            path.unlink(missing_ok=True)
        if response.status_code == _PARTIAL:
            return self._go_on(path, response)
        if not response.ok:
            return Body()
        version = _version(response.headers)
        if not version or response.headers.get("Content-Encoding") or response.headers.get("Accept-Ranges") == "none":
            return Body()
        told = response.headers.get("Content-Length", "")
        head = dumps({"version": version, "total": int(told) if told.isascii() and told.isdigit() else None})
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            size = path.write_bytes(f"{head}\n".encode())
        except OSError:
            return Body()
        return Body(kept=path, size=size)

    def _go_on(self, path: Path, response: requests.Response) -> Body:
        version, total, data = self._begun(response.url)
        said = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        whole = int(said[3]) if said and said[3].isdigit() else None
        fits = said is not None and int(said[1]) == len(data) and (total is None or whole in (None, total))
        if not version or not fits or not _is_of(version, response.headers):
            path.unlink(missing_ok=True)
            raise ChunkedEncodingError("another part came than the one that was asked for")
        return Body(data, whole or total, path, path.stat().st_size)

    def _begun(self, url: str) -> tuple[str, int | None, bytes]:
        """What tells the version of the file that was begun, its length where that was said, and its bytes; else nothing."""
        try:
            head, _, data = self._path(url).read_bytes().partition(b"\n")
            told = json.loads(head)
            return str(told["version"]), told["total"], data
        except (OSError, ValueError, KeyError, TypeError):
            return "", None, b""

    def _path(self, url: str) -> Path:
        return self._folder / f".{digest(url)}.part"


def _version(headers: Mapping[str, str]) -> str:
    """A validator that If-Range may carry: a strong entity tag, or a time of change at least a second old.

    (RFC 9110, sections 8.8.2.2, 8.8.3 and 13.1.5.)

    >>> _version({"ETag": '"a1"'}), _version({"ETag": 'W/"a1"'})
    ('"a1"', '')
    """
    tag = headers.get("ETag", "")
    if tag:
        return "" if tag.startswith("W/") else tag
    changed = headers.get("Last-Modified", "")
    try:
        age = parsedate_to_datetime(headers.get("Date", "")) - parsedate_to_datetime(changed)
        return changed if age.total_seconds() >= 1 else ""
    except (ValueError, TypeError):
        return ""


def _is_of(version: str, headers: Mapping[str, str]) -> bool:
    """Whether a part is of the version that was begun, whatever the host made of If-Range (RFC 9110, section 15.3.7.3).

    A part has the entity tag that the whole has; a time of change it need not have.
    """
    if version.startswith('"'):
        return headers.get("ETag") == version
    return headers.get("Last-Modified", version) == version
