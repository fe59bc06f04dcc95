r"""The LaTeX source of a paper as arXiv serves it, unpacked in memory and made one text.

Nothing is written to disk, so that a path in an archive can lead nowhere; links and devices in it are not followed.
"""

import io
import re
import tarfile
import zlib
from dataclasses import dataclass

from litsynth.errors import UnreadablePaper
from litsynth.parse.archive_inputs import flatten, path_in
from litsynth.parse.archive_main import README, main_file

MOST_BYTES = 200_000_000
"""Bytes that an archive may unpack to, figures included; a longer one is refused as a decompression bomb."""

HIGHEST_RATIO = 300
"""Times its size that an archive may unpack to, if that is more than `_HARMLESS`; sources and figures reach 50."""

_HARMLESS = 20_000_000  # bytes
_MOST_MEMBERS = 5_000
_MOST_TEXT = 64_000_000  # bytes of all source files together
_LONGEST_TEXT = 8_000_000  # bytes of one source file that is read
_TEXT_ENDINGS = (
    ".tex", ".bbl", ".bib", ".sty", ".cls", ".ltx", ".latex", ".txt", ".table", ".def", ".inc", ".dat",
)  # fmt: skip
_STRAY_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A paper's LaTeX as one text, and the paths of the files that were cut where it grew too long or too deep.

    `truncated`: the archive ends before its end, and only what came before was read.
    """

    tex: str
    cut: tuple[str, ...] = ()
    truncated: bool = False


def read_source(data: bytes, name: str) -> Source:
    """The flattened LaTeX of a `.tex`, a gzipped `.tex`, or a (gzipped) tar archive.

    `\\input` and its kin are replaced by the files that they name, `\\bibliography` by the archive's `.bbl`.
    Of an archive that ends too early, what came before is read.
    Raises UnreadablePaper when there is no LaTeX in it, nothing of it can be unpacked, or it unpacks to too much.
    """
    data = unpacked(data, name)
    if not _is_tar(data):
        return Source(decoded(data))
    files, truncated = _members(data, name)
    main = main_file(files)
    if main is None:
        raise UnreadablePaper(f"{name}: no LaTeX document in the archive", "fetch the PDF instead")
    return Source(*flatten(files, main), truncated)


def unpacked(data: bytes, name: str) -> bytes:
    """What gzip packed, as far as it goes, and other bytes as they are.

    Raises UnreadablePaper when they are damaged or too many, or end before anything was packed.
    """
    if data[:2] != b"\x1f\x8b":
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        most = min(MOST_BYTES, max(_HARMLESS, HIGHEST_RATIO * len(data)))
        result = unpacker.decompress(data, most)
    except zlib.error as error:
        raise UnreadablePaper(f"{name}: damaged gzip data", "fetch it again") from error
    if unpacker.unconsumed_tail:
        raise UnreadablePaper(f"{name}: unpacks to more than {most // 1_000_000} MB", "fetch the PDF instead")
    if not unpacker.eof and not result:
        raise UnreadablePaper(f"{name}: gzip data ends too early", "fetch it again")
    return result


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar" or (len(data) >= 1024 and len(data) % 512 == 0 and b"\0" in data[:100])


def _members(data: bytes, name: str) -> tuple[dict[str, str], bool]:
    """The source files of a tar archive by path, and whether it ends too early: the last file is then a part."""
    files: dict[str, str] = {}
    truncated = False
    budget = _MOST_TEXT
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count >= _MOST_MEMBERS:
                    raise UnreadablePaper(f"{name}: more than {_MOST_MEMBERS} files in the archive")
                plain = member.isreg() and not member.issparse() and member.size <= min(_LONGEST_TEXT, budget)
                lower = path_in("", member.name).lower()
                if plain and (lower.endswith(_TEXT_ENDINGS) or lower.startswith(README)):
                    budget -= member.size
                    end = member.offset_data + member.size
                    files[path_in("", member.name)] = decoded(data[member.offset_data : end])
                    truncated = truncated or end > len(data)
    except (tarfile.TarError, EOFError, ValueError) as error:
        if not files:
            raise UnreadablePaper(f"{name}: damaged tar archive", "fetch it again") from error
        truncated = True
    return files, truncated


def decoded(data: bytes) -> str:
    r"""Text from bytes in UTF-8; a byte that belongs to no character of it is read as Latin-1, which never fails.

    >>> decoded("Müller ".encode() + "café".encode("latin-1"))
    'Müller café'
    """
    text = data.decode("utf-8-sig", "surrogateescape")
    return _STRAY_BYTE.sub(lambda found: chr(ord(found.group()) - 0xDC00), text)
