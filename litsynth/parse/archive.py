r"""The LaTeX source of a paper as arXiv serves it, unpacked in memory and made one text.

Nothing is written to disk, so that a path in an archive can lead nowhere; links and devices in it are not followed.
"""

import io
import re
import tarfile
import zlib

from litsynth.errors import UnreadablePaper
from litsynth.parse.archive_bib import from_bibtex
from litsynth.parse.references import from_biblatex

MOST_BYTES = 200_000_000
"""Bytes that an archive may unpack to, figures included; a longer one is refused as a decompression bomb."""

HIGHEST_RATIO = 300
"""Times its size that an archive may unpack to, if that is more than `_HARMLESS`; sources and figures reach 50."""

_HARMLESS = 20_000_000  # bytes
_MOST_MEMBERS = 5_000
_MOST_TEXT = 64_000_000  # bytes of all source files together
_LONGEST_TEXT = 8_000_000  # bytes of one source file that is read
_LONGEST_FLAT = 8_000_000  # characters of the flattened source
_DEEPEST_INPUT = 12
_TEXT_ENDINGS = (".tex", ".bbl", ".bib", ".sty", ".ltx", ".latex", ".txt", ".table", ".def")
_LONGEST_STYLE = 60_000  # characters; longer ones, and those that set pages, belong to a publisher
_PAGE_STYLE = re.compile(r"\\@maketitle|\\@startsection|\\@xsect")
_INPUT = re.compile(
    r"\\(?P<command>input|include|subfile|subfileinclude|import|subimport|InputIfFileExists|usepackage)\b\s*\*?(?:\s*\{(?P<folder>[^{}\n]*)\})?(?:\s*\{(?P<second>[^{}\n]*)\})?"
    r"(?P<bare>(?<=input)\s+[\w./-]+)?"
    r"|\\(?P<bibliography>bibliography\s*\{[^{}]*\}|printbibliography\b(?:\[[^\]]*\])?)"
)
_BODY = re.compile(r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_CLASS = re.compile(r"^[^%\n]*\\document(?:class|style)\b", re.MULTILINE)
_END_INPUT = re.compile(r"^[^%\n]*?\\endinput\b.*", re.MULTILINE | re.DOTALL)
_BIBLIOGRAPHY = re.compile(
    r"^([^%\n]*)\\(?:bibliography\s*\{[^{}]*\}|printbibliography\b(?:\[[^\]]*\])?)", re.MULTILINE
)
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%")
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_MAIN_NAMES = ("main", "ms", "paper", "acl", "emnlp", "naacl", "article", "root", "arxiv")


def read_source(data: bytes, name: str) -> str:
    """The flattened LaTeX of a `.tex`, a gzipped `.tex`, or a (gzipped) tar archive.

    `\\input` and its kin are replaced by the files that they name, `\\bibliography` by the archive's `.bbl`.
    Raises UnreadablePaper when there is no LaTeX in it or it unpacks to too much.
    """
    if data[:2] == b"\x1f\x8b":
        data = _gunzip(data, name)
    if not _is_tar(data):
        return decoded(data)
    files = _members(data, name)
    main = _main_file(files)
    if main is None:
        raise UnreadablePaper(f"{name}: no LaTeX document in the archive", "fetch the PDF instead")
    return _flatten(files, main)


def _gunzip(data: bytes, name: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        most = min(MOST_BYTES, max(_HARMLESS, HIGHEST_RATIO * len(data)))
        result = unpacker.decompress(data, most)
    except zlib.error as error:
        raise UnreadablePaper(f"{name}: damaged gzip data", "fetch it again") from error
    if unpacker.unconsumed_tail:
        raise UnreadablePaper(f"{name}: unpacks to more than {most // 1_000_000} MB", "fetch the PDF instead")
    if not unpacker.eof:
        raise UnreadablePaper(f"{name}: gzip data ends too early", "fetch it again")
    return result


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar" or (len(data) >= 1024 and len(data) % 512 == 0 and b"\0" in data[:100])


def _members(data: bytes, name: str) -> dict[str, str]:
    files: dict[str, str] = {}
    budget = _MOST_TEXT
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for count, member in enumerate(archive):
                if count >= _MOST_MEMBERS:
                    raise UnreadablePaper(f"{name}: more than {_MOST_MEMBERS} files in the archive")
                plain = member.isreg() and not member.issparse() and member.size <= min(_LONGEST_TEXT, budget)
                if plain and member.name.lower().endswith(_TEXT_ENDINGS):
                    budget -= member.size
                    content = archive.extractfile(member)
                    if content is not None:
                        files[_path("", member.name)] = decoded(content.read())
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise UnreadablePaper(f"{name}: damaged tar archive", "fetch it again") from error
    return files


def decoded(data: bytes) -> str:
    r"""Text from bytes in UTF-8; a byte that belongs to no character of it is read as Latin-1, which never fails.

    >>> decoded("Müller ".encode() + "café".encode("latin-1"))
    'Müller café'
    """
    text = data.decode("utf-8-sig", "surrogateescape")
    return _STRAY_BYTE.sub(lambda found: chr(ord(found.group()) - 0xDC00), text)


def _path(folder: str, name: str) -> str:
    """A path inside the archive with `.` and `..` carried out; it never leaves the archive's root."""
    parts: list[str] = []
    for part in f"{folder}/{name}".replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _main_file(files: dict[str, str]) -> str | None:
    """The file that makes the paper: with a document in it, not read by another, of a usual name, long."""
    sources = [path for path in sorted(files) if not path.lower().endswith((".bbl", ".bib", ".sty", ".def"))]
    documents = [path for path in sources if re.search(r"\\begin\s*\{document\}", files[path])]
    documents.extend(path for path in sources if path not in documents and _CLASS.search(files[path]))
    if not documents:
        documents = [path for path in sources if "\\section" in files[path]]
    if not documents:
        documents = [path for path in sources if path.lower().endswith((".tex", ".ltx", ".latex"))]
    read = {path for text in files.values() for path in _inputs_of(text, files)}

    def rank(path: str) -> tuple[bool, bool, int, int]:
        stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
        usual = next((place for place, name in enumerate(_MAIN_NAMES) if stem.startswith(name)), len(_MAIN_NAMES))
        standalone = bool(re.search(r"\\documentclass[^{]*\{(?:standalone|beamer|letter)", files[path]))
        standalone = standalone or not re.search(r"\\begin\s*\{document\}", _with_inputs(path, files))
        has_references = path.rsplit(".", 1)[0] + ".bbl" in files
        return (standalone or path in read, not has_references, usual, -len(files[path]))

    return min(documents, key=rank, default=None)


def _inputs_of(text: str, files: dict[str, str]) -> list[str]:
    found = (_resolved(match, "", files) for match in _INPUT.finditer(text))
    return [path for path in found if path is not None]


def _resolved(match: re.Match[str], folder: str, files: dict[str, str]) -> str | None:
    """The file that an `\\input` names; relative to the including file's folder or to the root."""
    first, second, bare = match["folder"], match["second"], match["bare"]
    named = f"{first}/{second}" if match["command"] in {"import", "subimport"} and second else first or bare
    if not named:
        return None
    for base in ("", folder):
        path = _path(base, named.strip().strip('"'))
        endings = (".sty",) if match["command"] == "usepackage" else ("", ".tex", ".ltx")
        for candidate in (f"{path}{ending}" for ending in endings):
            if candidate in files and not _sets_pages(candidate, files[candidate]):
                return candidate
    return None


def _sets_pages(path: str, text: str) -> bool:
    """Whether a file is a publisher's style, and not the author's macros."""
    return path.endswith(".sty") and (len(text) > _LONGEST_STYLE or _PAGE_STYLE.search(text) is not None)


def _with_inputs(path: str, files: dict[str, str]) -> str:
    """A file and those that it names, without those that these name in turn."""
    return "\n".join([files[path], *(files[other] for other in _inputs_of(files[path], files))])


class _Comments:
    """Whether places in a text, asked for as they rise, stand in a comment; linear in the text also within one line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._clear = 0  # no comment is open here
        self._end = 0  # of the last comment

    def hold(self, place: int) -> bool:
        if place < self._end:
            return True
        start = max(self._text.rfind("\n", self._clear, place) + 1, self._clear)
        commented = _COMMENT.search(self._text, start, place) is not None
        if commented:
            end = self._text.find("\n", place)
            place = self._end = len(self._text) if end < 0 else end
        self._clear = place
        return commented


def _flatten(files: dict[str, str], main: str) -> str:
    stem = main.rsplit(".", 1)[0]
    references = [path for path in sorted(files) if path.endswith(".bbl")]
    bibliography = f"{stem}.bbl" if f"{stem}.bbl" in files else references[0] if references else ""
    budget = [_LONGEST_FLAT]

    def expand(path: str, open_files: tuple[str, ...]) -> str:
        text = from_biblatex(files[path]) if path.endswith(".bbl") else files[path]
        budget[0] -= len(text)
        if budget[0] < 0 or len(open_files) > _DEEPEST_INPUT:
            return ""
        text = _END_INPUT.sub("", text)
        if open_files and _CLASS.search(text):
            body = _BODY.search(text)  # a subfile is a document of its own
            text = body.group(1) if body else text
        folder = path.rsplit("/", 1)[0] if "/" in path else ""

        comments = _Comments(text)

        def replaced(match: re.Match[str]) -> str:
            if comments.hold(match.start()):
                return match.group()
            target = (bibliography or None) if match["bibliography"] else _resolved(match, folder, files)
            if target is None or target in open_files or target == path:
                return match.group()
            return expand(target, (*open_files, path))

        return _INPUT.sub(replaced, text)

    flat = expand(main, ())
    data = [files[path] for path in sorted(files) if path.endswith(".bib")]
    listed = from_bibtex(data, flat) if data and not bibliography else ""
    return _BIBLIOGRAPHY.sub(lambda found: found.group(1) + listed, flat, count=1) if listed else flat
