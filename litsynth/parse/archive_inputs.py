r"""The files of an archive as one source: `\input` and its kin, packages and bibliographies put in their places."""

import re

from litsynth.parse.archive_bib import from_bibtex
from litsynth.parse.references import from_biblatex

_LONGEST_FLAT = 8_000_000  # characters of the flattened source
_COPIES = 4  # of all its files together that a source may come to: a file of macros is read twice in honest papers
_SMALL = 100_000  # characters that any source may come to
_DEEPEST_INPUT = 12
_LONGEST_STYLE = 60_000  # characters; longer ones, and those that set pages, belong to a publisher
_STYLES = (".sty", ".cls")
_PAGE_STYLE = re.compile(r"\\@maketitle|\\@startsection|\\@xsect")
_FILES = ("imported", "existing", "subfile_name", "braced", "bare")  # groups of `_INPUT` that name a file
_INPUT = re.compile(
    r"\\(?P<place>import|subimport|inputfrom|subinputfrom)(?![a-zA-Z@])\*?\s*\{(?P<folder>[^{}\n]*)\}"
    r"\s*\{(?P<imported>[^{}\n]*)\}"
    r"|\\InputIfFileExists\s*\{(?P<existing>[^{}\n]*)\}"
    r"(?:\s*\{(?P<then>[^{}]{0,500})\}\s*\{(?P<otherwise>[^{}]{0,500})\})?"
    r"|\\(?P<subfile>subfile|subfileinclude)\s*\{(?P<subfile_name>[^{}\n]*)\}"
    r"|\\(?:@{0,2}input|include)(?![a-zA-Z@])(?:\s*\{(?P<braced>[^{}\n]*)\}|[ \t]+(?P<bare>[\w./-]+))"
    r"|\\(?P<package>usepackage|RequirePackage|documentclass|LoadClass)\s*(?:\[[^\[\]]{0,500}\]\s*)?"
    r"\{(?P<packages>[^{}]{0,500})\}"
    r"|\\(?P<bibliography>bibliography\s*\{[^{}]*\}|printbibliography\b(?:\[[^\]]*\])?)"
)
_BODY = re.compile(r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
CLASS = re.compile(r"^[^%\n]*\\document(?:class|style)\b", re.MULTILINE)
# The rest of its line is still read; one before \fi only guards against a second reading.
_END_INPUT = re.compile(
    r"^((?:[^%\n\\]|\\(?!endinput\b)[^\n])*)\\endinput\b(?!\s*\\fi\b)([^\n]*\n?).*", re.MULTILINE | re.DOTALL
)
_BIBLIOGRAPHY = re.compile(
    r"^([^%\n]*)\\(?:bibliography\s*\{[^{}]*\}|printbibliography\b(?:\[[^\]]*\])?)", re.MULTILINE
)
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%")


def path_in(folder: str, name: str) -> str:
    """A path inside the archive with `.` and `..` carried out; it never leaves the archive's root.

    >>> path_in("sections", "../../macros/./all.tex")
    'macros/all.tex'
    """
    parts: list[str] = []
    for part in f"{folder}/{name}".replace("\\", "/").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def inputs_of(text: str, files: dict[str, str]) -> list[str]:
    """The files of the archive that `text`, in its root, names."""
    return [path for match in _INPUT.finditer(text) for path in _resolved(match, ("",), files)]


def _resolved(match: re.Match[str], folders: tuple[str, ...], files: dict[str, str]) -> list[str]:
    r"""The files that an `\input` or the like names, each looked for in `folders` in turn."""
    if match["package"]:
        names = [name.strip() for name in match["packages"].split(",")]
        endings: tuple[str, ...] = (".cls",) if match["package"] in {"documentclass", "LoadClass"} else (".sty",)
    else:
        given = next((match[group] for group in _FILES if match[group]), "").strip().strip('"')
        names, endings = [f"{match['folder'] or ''}/{given}" if given else ""], ("", ".tex", ".ltx")
    found = (
        next(
            (
                path
                for folder in folders
                for ending in endings
                if (path := path_in(folder, name) + ending) in files and not _sets_pages(path, files[path])
            ),
            None,
        )
        for name in names
        if name
    )
    return [path for path in found if path is not None]


def _sets_pages(path: str, text: str) -> bool:
    """Whether a file is a publisher's style, and not the author's macros."""
    return path.endswith(_STYLES) and (len(text) > _LONGEST_STYLE or _PAGE_STYLE.search(text) is not None)


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


class _Flattening:
    """One archive being made one text; `cut` names the files that were left out where it grew too long or too deep."""

    def __init__(self, files: dict[str, str], bibliography: str) -> None:
        self._files = files
        self._bibliography = bibliography
        self._left = min(_LONGEST_FLAT, _SMALL + _COPIES * sum(map(len, files.values())))
        self.cut: dict[str, None] = {}

    def expand(self, path: str, open_files: tuple[str, ...] = (), base: str = "") -> str:
        r"""The file at `path` with all that it reads in place; `base` is the folder of the last `\import`."""
        text = from_biblatex(self._files[path]) if path.endswith(".bbl") else self._files[path]
        if len(text) > self._left or len(open_files) > _DEEPEST_INPUT:
            self.cut[path] = None
            return ""
        self._left -= len(text)
        text = _END_INPUT.sub(r"\1\2", text)
        if open_files and CLASS.search(text):
            body = _BODY.search(text)  # a subfile is a document of its own
            text = body.group(1) if body else text
        if open_files and "%" in text[text.rfind("\n") + 1 :]:
            text += "\n"  # the end of a file ends a comment
        folder = path.rpartition("/")[0]
        comments = _Comments(text)

        def replaced(match: re.Match[str]) -> str:
            if comments.hold(match.start()):
                return match.group()
            return self._replaced(match, (base, "", folder), (*open_files, path))

        return _INPUT.sub(replaced, text)

    def _replaced(self, match: re.Match[str], folders: tuple[str, ...], open_files: tuple[str, ...]) -> str:
        if match["bibliography"]:
            targets = [self._bibliography] if self._bibliography else []
        else:
            targets = _resolved(match, folders, self._files)
        targets = [target for target in targets if target not in open_files]
        if not targets:
            return match["otherwise"] if match["otherwise"] is not None else match.group()
        kept = match.group() if match["package"] else match["then"] or ""
        moves = match["place"] or match["subfile"]
        bases = [target.rpartition("/")[0] if moves else folders[0] for target in targets]
        return kept + "".join(
            self.expand(target, open_files, base) for target, base in zip(targets, bases, strict=True)
        )


def flatten(files: dict[str, str], main: str) -> tuple[str, tuple[str, ...]]:
    """The source that begins with the file `main`, and the files that were cut from it."""
    stem = main.rsplit(".", 1)[0]
    references = [path for path in sorted(files) if path.endswith(".bbl")]
    bibliography = f"{stem}.bbl" if f"{stem}.bbl" in files else references[0] if references else ""
    flattening = _Flattening(files, bibliography)
    flat = flattening.expand(main)
    data = [files[path] for path in sorted(files) if path.endswith(".bib")]
    listed = from_bibtex(data, flat) if data and not bibliography else ""
    flat = _BIBLIOGRAPHY.sub(lambda found: found.group(1) + listed, flat, count=1) if listed else flat
    return flat, tuple(flattening.cut)
