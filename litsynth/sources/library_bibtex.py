"""BibTeX: the grammar is bibtexparser's, which goes on after a broken entry and knows its line."""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ImplicitComment, ParsingFailedBlock

from litsynth.errors import BadRecord
from litsynth.parse.latex_line import read_line
from litsynth.sources.library_item import Item, turned, year_in

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_PARTS = re.compile(r"[{}\"#]|\\.", re.DOTALL)
# `@misc` and its brace on the next line, which the grammar takes for a remark between entries.
_BRACE_BELOW = re.compile(r"^([ \t]*@\w+)[ \t]*(\n\s*)([{(])", re.MULTILINE)
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}()]+)\s*,")
# Where a remark between entries ends a line with the beginning of one.
_BARE = re.compile(
    r"(?<!\S)@(?:article|book|booklet|conference|dataset|inbook|incollection|inproceedings|manual|mastersthesis|misc|online"
    r"|phdthesis|proceedings|report|software|techreport|thesis|unpublished)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Behind the end of a value, its brace, quotation mark, number or word: the name of the next field.
_NEXT_FIELD = re.compile(r"(?:[}\"]\s*|\w\s+)([A-Za-z][\w-]*)\s*=")
_VENUES = ("booktitle", "journal", "journaltitle", "school", "institution", "publisher")
# What the grammar cannot read is told here, and by nobody else.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read_bibtex(text: str) -> Iterator[Item | BadRecord]:
    """Every entry of a BibTeX or BibLaTeX file, and in the place of a broken one the error that names its line."""
    library = parse_string(_BRACE_BELOW.sub(r"\1\3\2", text), parse_stack=[])
    strings = {string.key.lower(): _value(string.value, {}) for string in library.strings}
    for block in library.blocks:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        line = (block.start_line or 0) + 1
        if isinstance(entry, Entry):
            yield _item(entry, line, strings)
        elif isinstance(entry, ParsingFailedBlock):
            key = _KEY.match(entry.raw or "")
            called = f"the entry {key[1]!r} is " if key else ""
            yield BadRecord(f"line {line}: {called}not BibTeX: {_why(entry)}", "mend the entry")
        elif isinstance(entry, ImplicitComment):
            for bare in _BARE.finditer(entry.comment):
                at = line + entry.comment.count("\n", 0, bare.start())
                yield BadRecord(f"line {at}: not BibTeX: {bare[0].strip()} begins no entry", "mend the entry")


def _item(entry: Entry, line: int, strings: Mapping[str, str]) -> Item | BadRecord:
    if lost := next(filter(None, (_lost(str(field.value)) for field in entry.fields)), ""):
        return BadRecord(f"line {line}: the entry {entry.key!r} has no comma before {lost}", "mend the entry")
    raw = {field.key.lower(): _value(str(field.value), strings) for field in entry.fields}
    fields = {
        key: read_line(value) for key, value in raw.items() if key not in ("author", "file", "url", "doi", "eprint")
    }
    title = ": ".join(filter(None, (fields.get("title"), fields.get("subtitle"))))
    if not title:
        return BadRecord(f"line {line}: the entry {entry.key!r} has no title", "mend the entry")
    kind = (raw.get("archiveprefix") or raw.get("eprinttype") or "").lower()
    return Item(
        line,
        entry.raw or title,
        title,
        tuple(_authors(raw.get("author") or raw.get("editor") or "")),
        year_in(fields.get("year") or fields.get("date") or ""),
        fields.get("abstract", ""),
        next((fields[key] for key in _VENUES if fields.get(key)), ""),
        _bare(raw.get("doi", "")),
        _bare(raw.get("url", "")),
        eprint=_bare(raw.get("eprint", "")) if kind in ("", "arxiv") else "",
        notes=tuple(fields[key] for key in ("journal", "number", "note", "howpublished") if fields.get(key)),
        keywords=tuple(filter(None, map(str.strip, re.split("[,;]", fields.get("keywords", ""))))),
        files=tuple(_files(raw.get("file", ""))),
    )


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """A value without its braces or quotation marks, its parts joined and its abbreviations written out.

    >>> _value('acl # " of {ACL}"', {"acl": "Proceedings"}), _value("{A {B}}", {}), _value("2019", {})
    ('Proceedings of {ACL}', 'A {B}', '2019')
    """
    pieces: list[str] = []
    depth = start = 0
    quoted = False
    for mark in _PARTS.finditer(raw):
        depth += (mark[0] == "{") - (mark[0] == "}")
        quoted ^= mark[0] == '"' and depth == 0
        if mark[0] == "#" and depth == 0 and not quoted:
            pieces.append(raw[start : mark.start()].strip())
            start = mark.end()
    pieces.append(raw[start:].strip())
    return "".join(
        piece[1:-1] if piece[:1] + piece[-1:] in ("{}", '""') and len(piece) > 1 else strings.get(piece.lower(), piece)
        for piece in pieces
    )


def _lost(raw: str) -> str:
    """The field that a value has run into, because the comma between them is missing; empty where it has not.

    >>> _lost("{A} author={X}"), _lost('2020 note = "b"'), _lost("{a} # { b=c}"), _lost('"{x} y=1"')
    ('author', 'note', '', '')
    """
    return next((found[1] for found in _NEXT_FIELD.finditer(_outside(raw))), "")


def _outside(raw: str) -> str:
    """A value with nothing left within its braces and quotation marks."""
    kept: list[str] = []
    depth = start = 0
    quoted = False
    for mark in _PARTS.finditer(raw):
        was_outside = depth == 0 and not quoted
        depth += (mark[0] == "{") - (mark[0] == "}")
        quoted ^= mark[0] == '"' and depth == 0
        if was_outside:
            kept.append(raw[start : mark.end()])
        elif depth == 0 and not quoted:
            kept.append(mark[0])
        start = mark.end()
    return "".join([*kept, raw[start:]])


def _authors(raw: str) -> Iterator[str]:
    """The names between the `and`s; what stands in braces is one name, whatever is in it.

    >>> list(_authors(r"M{\\"u}ller, J{\\"o}rg and {Barnes and Noble, Inc.} and others"))
    ['Jörg Müller', 'Barnes and Noble, Inc.']
    """
    depth, start, cuts = 0, 0, []
    for mark in re.finditer(r"[{}]|\s+and\s+", raw, re.IGNORECASE):
        depth += (mark[0] == "{") - (mark[0] == "}")
        if _AND.fullmatch(mark[0]) and depth == 0:
            cuts.append(raw[start : mark.start()])
            start = mark.end()
    for name in map(str.strip, [*cuts, raw[start:]]):
        if name.lower() != "others" and name:
            whole = name.startswith("{") and name.endswith("}") and "{" not in name[1:-1]
            yield read_line(name) if whole else turned(read_line(name))


def _files(raw: str) -> Iterator[str]:
    r"""The paths in a `file` field: `title:path:type` (Zotero, JabRef, Mendeley) or paths, parted by semicolons.

    >>> list(_files(r"Full Text:files/12/Lee\; Li - On T.pdf:application/pdf;/home/me/a.pdf;PDF:C\:\\x\\b.pdf:pdf"))
    ['files/12/Lee; Li - On T.pdf', '/home/me/a.pdf', 'C:\\x\\b.pdf']
    """
    for one in re.split(r"(?<!\\);", raw):
        parts = re.split(r"(?<!\\):", one.strip())
        path = ":".join(parts[1:-1]) if len(parts) > 2 else one.strip()
        if path:
            yield re.sub(r"\\([:;\\_&%#])", r"\1", path).replace("$\\backslash$", "\\")


def _bare(raw: str) -> str:
    """An address or identifier: braces and the backslashes before special characters are BibTeX's."""
    return re.sub(r"\\([_%&#~{}])", r"\1", raw.strip().strip("{}")).strip()


def _why(block: ParsingFailedBlock) -> str:
    said = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
    return said.partition(". Note:")[0].rstrip(".") or "the entry is broken"
