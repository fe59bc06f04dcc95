"""Reference lists: entries as printed, and biblatex's data files as if they were printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ENTRY = re.compile(r"\\entry\{([^}]*)\}\{[^}]*\}.*?\\endentry", re.DOTALL)
_FIELD = re.compile(r"\\field\{(title|booktitle|journaltitle|year|publisher)\}\{((?:[^{}]|\{[^{}]*\})*)\}")
_FAMILY = re.compile(r"family=\{((?:[^{}]|\{[^{}]*\})*)\}")
_NAME_LIST = re.compile(r"\\name\{author\}\{\d+\}\{[^}]*\}\{(.*?)\n\s*\}\s*\n", re.DOTALL)
_NUMBERED = re.compile(r"^(?:\[(\d{1,3})\]|(\d{1,3})\.(?=\s))\s*")
_LABELLED = re.compile(r"^\[([A-Za-z][\w+.,& ]{1,30}\d{2}[a-z]?)\]\s*")
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_ENTRY_START = re.compile(
    r"^(?:[A-Z][^\W\d_]*(?:[-'’ ][^\W\d_]+){0,3}|[^\W\d_]+)(?:,? (?:[A-Z]\.[- ]?)+|, [A-Z][\w.-]*| [A-Z][\w.'’-]+)*"
    r"(?:,| and | et al|\.| &)"
)
_FIRST_AUTHOR = re.compile(r"(.{2,60}?)(?:,| and |(?<=[^\W\d_]{2})\.| \()")
_FEWEST_MARKS = 3  # entries with a mark, in a list that is taken to be marked


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference as printed, and its key: a LaTeX key, a number, or a label."""

    key: str
    text: str


def from_biblatex(bbl: str) -> str:
    r"""A biblatex `.bbl` rewritten as a `thebibliography` with author-year labels; other text is returned as it is."""
    if "\\entry{" not in bbl:
        return bbl
    items = [_bibitem(found.group(1), found.group()) for found in _ENTRY.finditer(bbl)]
    return "\\begin{thebibliography}{9}\n" + "\n".join(items) + "\n\\end{thebibliography}\n"


def _bibitem(key: str, entry: str) -> str:
    names = _NAME_LIST.search(entry)
    families = [name.strip() for name in _FAMILY.findall(names.group(1) if names else "")]
    fields = dict(_FIELD.findall(entry))
    year = fields.get("year", "")
    label = f"{families[0]} et al." if len(families) > 2 else " and ".join(families) or key
    venue = fields.get("booktitle") or fields.get("journaltitle", "")
    parts = [", ".join(families), year, fields.get("title", ""), venue]
    return f"\\bibitem[{{{label}({year})}}]{{{key}}}\n" + ". ".join(part for part in parts if part) + "."


def split_entries(lines: Sequence[str], hanging: Sequence[bool] | None = None) -> list[Entry]:
    """The entries of a printed reference list, from its lines in order (cut words are mended by the caller).

    Numbered and labelled lists are split at their marks; author-year lists at the lines that are set out to the
    left (`hanging`, one for each line), or, where that is not known, where a line looks like the start of an entry
    and the one before is complete (it holds a year and ends with a full stop).
    """
    marks = [_NUMBERED.match(line) or _LABELLED.match(line) for line in lines]
    marked = bool(marks) and marks[0] is not None and sum(mark is not None for mark in marks) >= _FEWEST_MARKS
    entries: list[list[str]] = []
    for place, line in enumerate(lines):
        if marked:
            begins = marks[place] is not None
        elif hanging is not None:
            begins = hanging[place]
        else:
            begins = bool(entries) and _is_complete(entries[-1]) and _ENTRY_START.match(line) is not None
        if begins or not entries:
            entries.append([line])
        else:
            entries[-1].append(line)
    return [_entry(" ".join(parts), place) for place, parts in enumerate(entries, 1)]


def _is_complete(lines: list[str]) -> bool:
    text = " ".join(lines[-6:])
    return text.endswith((".", ")", "/")) and _YEAR.search(text) is not None and len(text) > 40


def _entry(text: str, place: int) -> Entry:
    found = _NUMBERED.match(text) or _LABELLED.match(text)
    if found is not None:
        return Entry(next(group for group in found.groups() if group), text[found.end() :])
    year = _YEAR.search(text)
    author = _FIRST_AUTHOR.match(text)
    if year and author:
        return Entry(f"{author.group(1).split()[-1]} {year.group()}", text)
    return Entry(str(place), text)
