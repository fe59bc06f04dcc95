"""A paper's own bytes: LaTeX source, HTML or PDF, fetched once and kept; what is known not to be there is not asked for."""

import gzip
import zlib
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from litsynth.errors import NetworkRefused, SourceFailed
from litsynth.sources.cache import FileCache
from litsynth.sources.polite import PoliteSession, TooLarge, passes, refusal

Kind = Literal["src", "html", "pdf"]
"""What arXiv serves of a paper, named as in its addresses: `HOST/src/ID`, `HOST/html/ID`, `HOST/pdf/ID`."""

_SUFFIXES: dict[Kind, tuple[str, ...]] = {"src": (".tar.gz", ".gz", ".tex"), "html": (".html",), "pdf": (".pdf",)}
_NAMES: dict[Kind, str] = {"src": "LaTeX source", "html": "HTML", "pdf": "PDF"}
_PAPER_PAGE = b"ltx_document"  # the class of a paper in LaTeXML's HTML; no other page has it
_GONE = frozenset({404, 410})
_GZIP = 31  # zlib's window bits: the largest window (15), in gzip's wrapping (16)
_TAR_MAGIC = slice(257, 262)  # "ustar" (POSIX.1-1988, ustar header block)


@dataclass(frozen=True, slots=True)
class File:
    """A file as read: its `name` says by its suffix what the bytes are."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Absent:
    """Why there is no such file, in words for the reader of a report; `passing`: it may be there the next time."""

    reason: str
    passing: bool = False


class Downloads:
    """Files of arXiv papers from `host`, kept in `cache` as `1911.02116v2.tar.gz`, `.gz`, `.tex`, `.html` or `.pdf`.

    A folder of such files is itself a source of papers. `.absent` notes what the host said it does not have.
    """

    def __init__(self, session: PoliteSession, cache: FileCache, host: str, offline: bool) -> None:
        self._session = session
        self._cache = cache
        self._host = host.rstrip("/")
        self._offline = offline
        self._refused: SourceFailed | None = None

    def get(self, kind: Kind, arxiv_id: str) -> File | Absent:
        """The file of a versioned arXiv id (`1911.02116v2`), from the cache or else from the host.

        Raises NetworkRefused (no network, or `offline`), SourceFailed (the host refuses us altogether), OutputFailed.
        """
        stem = arxiv_id.replace("/", "_")
        for suffix in _SUFFIXES[kind]:
            if data := self._cache.get(stem + suffix):
                return File(stem + suffix, data)
        if reason := self._cache.get(f"{stem}.{kind}.absent"):
            return Absent(reason.decode("utf-8"))
        if self._refused:  # asking on would make it worse, and keep the user waiting for each paper
            raise self._refused
        if self._offline:
            raise NetworkRefused(
                f"offline: the {_NAMES[kind]} of arXiv:{arxiv_id} is not among the files in {self._cache.folder}",
                "run once without --offline, or use a corpus",
            )
        return self._download(kind, arxiv_id, stem)

    def _download(self, kind: Kind, arxiv_id: str, stem: str) -> File | Absent:
        url = f"{self._host}/{kind}/{quote(arxiv_id)}"
        try:
            response = self._session.get(url)
        except SourceFailed as error:  # this one file could not be had in full; the next may
            return Absent(f"no {_NAMES[kind]}: {error.message}", passing=not isinstance(error, TooLarge))
        self._refused = refusal(response)
        if self._refused:
            raise self._refused
        if response.status_code in _GONE:
            return self._note_absent(kind, stem, f"arXiv has no {_NAMES[kind]} of {arxiv_id}")
        if not response.ok:
            return Absent(f"no {_NAMES[kind]}: HTTP {response.status_code} for {url}", passes(response))
        suffix, data = _recognise(response.content)
        if not suffix:
            kind_of_page = response.headers.get("Content-Type", "no content type")
            # A web page in the place of a file is most often that of a network which wants a sign-in first.
            passing = kind_of_page.startswith("text/html")
            return Absent(f"no {_NAMES[kind]}: {len(data)} bytes of {kind_of_page} at {url}", passing)
        self._cache.put(stem + suffix, data)
        if suffix not in _SUFFIXES[kind]:
            return self._note_absent(
                kind, stem, f"arXiv has no {_NAMES[kind]} of {arxiv_id}, it was submitted as {suffix}"
            )
        return File(stem + suffix, data)

    def _note_absent(self, kind: Kind, stem: str, reason: str) -> Absent:
        self._cache.put(f"{stem}.{kind}.absent", reason.encode("utf-8"))
        return Absent(reason)


def _recognise(data: bytes) -> tuple[str, bytes]:
    """The suffix that fits the bytes (empty: none of a paper's) and the bytes to keep.

    By content, for arXiv's content types differ with host and age, and a proxy may have undone the gzip layer.

    >>> _recognise(b"%PDF-1.5 ..."), _recognise(b"<html>not found</html>")
    (('.pdf', b'%PDF-1.5 ...'), ('', b'<html>not found</html>'))
    """
    if b"%PDF-" in data[:1024]:
        return ".pdf", data
    if data[:2] == b"\x1f\x8b":
        return (".tar.gz" if _begin(data)[_TAR_MAGIC] == b"ustar" else ".gz"), data
    if data[_TAR_MAGIC] == b"ustar":
        return ".tar.gz", gzip.compress(data, mtime=0)
    if _PAPER_PAGE in data:
        return ".html", data
    is_tex = b"\\documentclass" in data or b"\\documentstyle" in data or b"\\begin{document}" in data
    return (".tex" if is_tex else ""), data


def _begin(data: bytes) -> bytes:
    """The first block of what a gzip file holds; nothing when it is damaged."""
    try:
        return zlib.decompressobj(wbits=_GZIP).decompress(data, 512)
    except zlib.error:
        return b""
