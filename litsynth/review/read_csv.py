"""A review file in CSV, as `render.review_csv` writes it and a spreadsheet program saves it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Final

from litsynth.errors import BadRecord
from litsynth.records import DecisionKind
from litsynth.review.choices import LABELS, chosen
from litsynth.review.entries import Entry, Problem, Sheet
from litsynth.review.words import one_line

COLUMNS: Final = (
    *("claim", "statement", "paper", "verdict", "supports", "refutes", "different_protocol", "decided"),
    *("decision", "label", "reason", "note", "reviewer", "key"),
)
"""The header. A person fills in `decision` to `reviewer`; `key` says which claim of which report a row is about."""
KEY = "report:{report} id:{claim_id} base:{base}"

_KEY = re.compile(r"report:([0-9a-f]+) id:(\S+) base:([0-9a-f]*)")
_NEEDED = {"decision", "key"}
# A cell that begins so may be run as a formula (OWASP, CSV Injection); the wide forms count in East Asian locales.
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_ACCEPT = frozenset("accept accepted a ok".split())
_OVERRULE = frozenset("overrule overruled o".split())
_LONGEST = 1_000_000


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet program would run; `unguarded` takes it off again.

    >>> guarded("=1+1"), guarded("-0.7 points"), guarded("a=b")
    ("'=1+1", "'-0.7 points", 'a=b')
    """
    return f"'{cell}" if cell.lstrip(" '")[:1] in _FORMULA and cell.strip(" '") else cell


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` made; every other cell is its own text."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" '")[:1] in _FORMULA and cell.strip(" '") else cell


def read_review_csv(text: str) -> Sheet:
    """What a person filled in, and the rows that cannot be understood; commas, semicolons or tabs part the cells.

    Raises BadRecord where the header is not that of a review file.
    """
    header, rows = _rows(text)
    reports: set[str] = set()
    entries: list[Entry] = []
    problems: list[Problem] = []
    for line, cells in rows:
        made = _row(line, header, cells, reports)
        if isinstance(made, Problem):
            problems.append(made)
        elif made is not None:
            entries.append(made)
    return Sheet(frozenset(reports), tuple(entries), tuple(problems))


def _row(line: int, header: list[str], cells: list[str] | str, reports: set[str]) -> Entry | Problem | None:
    """What one row says, None for an empty one; `reports` gets the report that it is about."""
    if isinstance(cells, str):
        return Problem(line, f"not CSV: {cells}", "mend the row, and its quotation marks")
    if not any(cell.strip() for cell in cells):
        return None
    if any(cells[len(header) :]):
        return Problem(line, f"{len(cells)} cells under {len(header)} columns", "put text with commas in quotes")
    row = {name: one_line(unguarded(cell)) for name, cell in zip(header, cells, strict=False)}
    key = _KEY.fullmatch(row.get("key", ""))
    if key is None:
        return Problem(line, "the cell `key` is damaged or gone", "export the file again")
    reports.add(key[1])
    return _entry(line, row, key[2], key[3])


def _rows(text: str) -> tuple[list[str], Iterator[tuple[int, list[str] | str]]]:
    """The header, and each row with the number of its first line; a text instead of cells says why it has none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # a cell is one line in the end, and so are all line ends
    first = text.partition("\n")[0]
    parted = max(",;\t", key=first.count)
    try:
        header = [one_line(cell).casefold() for cell in next(csv.reader([first], delimiter=parted), [])]
    except csv.Error as error:
        raise BadRecord(f"no review file: its first line is not CSV: {error}", "export the file again") from error
    if not set(header) >= _NEEDED:
        missing = ", ".join(sorted(_NEEDED - set(header)))
        raise BadRecord(
            f"no review file: its first line has no column {missing}", "litsynth review REPORT --export FILE"
        )
    return header, _parsed(text, parted)


def _parsed(text: str, parted: str) -> Iterator[tuple[int, list[str] | str]]:
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    next(reader)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, str(error)


def _entry(line: int, row: Mapping[str, str], claim_id: str, base: str) -> Entry | Problem:
    decision, named = row.get("decision", "").casefold(), row.get("label", "")
    label = chosen(LABELS, named) if named and not named.isdecimal() else None
    if named and label is None:
        return Problem(line, f"no verdict {named!r}", f"one of: {', '.join(LABELS)}")
    kind: DecisionKind | None = None
    if decision in _ACCEPT:
        kind = "accept"
    elif decision in _OVERRULE:
        kind = "overrule"
    elif decision:
        return Problem(
            line, f"no decision {row['decision']!r}", "write accept, overrule (with label and reason), or nothing"
        )
    if kind == "overrule" and label is None:
        return Problem(line, "overruled without a label", f"one of: {', '.join(LABELS)}")
    if label is not None and kind != "overrule":
        return Problem(line, f"label {label} without overrule", "write overrule as the decision, or clear the label")
    reason, note, reviewer = (row.get(name, "") for name in ("reason", "note", "reviewer"))
    return Entry(line, claim_id, kind, label, reason, note, reviewer, base)
