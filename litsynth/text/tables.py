"""What names the cells of a table: the labels beside a row, with the headings above it, and those over a column."""

import re
from dataclasses import dataclass
from functools import lru_cache

from litsynth.records import Document, Span, Table

_BEFORE = r"(?:[a-z]\.?|(?:\d+\.)+)?"  # the letter of an appendix, or the number of a section
_MENTION = re.compile(
    rf"\b(?:Tables?|Tabs?\.)\s+({_BEFORE}\d+(?:\s*(?:,|and|&|to|–|-|or)+\s*{_BEFORE}\d+)*)", re.IGNORECASE
)
_RANGE = re.compile(rf"\b({_BEFORE})(\d+)(?:\s*(?:to|–|-)\s*(?:{_BEFORE})(\d+))?", re.IGNORECASE)
_LONGEST_RANGE = 20  # tables; "Table 2-2019" is none

Path = tuple[str, ...]
"""Labels from the outermost to the innermost, none of them empty."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The path of each body row that is no heading, and of each column that has headers; both by number, in order."""

    rows: dict[int, Path]
    columns: dict[int, Path]


# Every row of a table, and every claim that is held against it, asks for them.
@lru_cache(maxsize=256)
def paths(table: Table, text: str) -> Paths:
    """The paths of `table`, whose spans lie in `text` (its document's text)."""
    columns: dict[int, Path] = {}
    stubs: dict[int, Path] = {}
    headings: dict[int, Path] = {row: () for row, _, _ in table.groups}
    for cell in table.cells:
        label = _label(cell.span, text)
        if cell.row in headings:
            headings[cell.row] = _longer(headings[cell.row], label)
        elif cell.row < table.header_rows:
            columns[cell.column] = _longer(columns.get(cell.column, ()), label)
        else:
            stubs[cell.row] = _longer(stubs.get(cell.row, ()), label if cell.column < table.stub_columns else "")
    rows = {}
    for row, own in sorted(stubs.items()):
        above = (label for head, first, end in table.groups if first <= row < end for label in headings[head])
        rows[row] = tuple(dict.fromkeys((*above, *own)))
    return Paths(rows, {column: path for column, path in sorted(columns.items()) if path})


def _label(span: Span, text: str) -> str:
    return re.sub(r"\s+", " ", span.of(text)).strip()


def _longer(path: Path, label: str) -> Path:
    return (*path, label) if label and label not in path else path


def referring(document: Document, table: Table) -> tuple[int, ...]:
    """The sentences of `document` that name `table` ("Tables 2 and 3", "Tables 1-4"), its own caption apart; in order."""
    number = table_number(table)
    if not number:
        return ()
    texts = ((index, sentence.span) for index, sentence in enumerate(document.sentences))
    return tuple(
        index
        for index, span in texts
        if not table.caption.start <= span.start < table.caption.end and number in tables_named(span.of(document.text))
    )


def table_number(table: Table) -> str:
    """The printed number of a table ("3", "A1", "B.2"); empty if it has none."""
    found = _RANGE.search(table.label)
    return f"{found.group(1)}{found.group(2)}".upper() if found else ""


def tables_named(text: str) -> set[str]:
    """The numbers of the tables that a text names.

    >>> sorted(tables_named("Tables 2, 4-6 and B.3 to B.4 show it, and Table A1; see Section 3."))
    ['2', '4', '5', '6', 'A1', 'B.3', 'B.4']
    """
    found: set[str] = set()
    for mention in _MENTION.finditer(text):
        for before, first, last in _RANGE.findall(mention.group(1)):
            end = int(last) if last and 0 < int(last) - int(first) <= _LONGEST_RANGE else int(first)
            found.update(f"{before}{number}".upper() for number in range(int(first), end + 1))
    return found
