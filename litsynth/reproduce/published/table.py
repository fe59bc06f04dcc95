"""A table of published numbers: rows are systems, columns are languages."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Literal

from litsynth.errors import BadRecord, UsageError

Mark = Literal["V", "P", "M", "D"]
MARKS: dict[str, str] = {
    "V": "read in the source",
    "P": "partly read, the rest from memory",
    "M": "from memory: never used in a verdict",
    "D": "derived from read numbers",
}
TABLES = ("xnli", "paws-x", "xcopa")
_FIXED = ("row", "paper", "table", "version", "system", "setting", "mark", "source", "printed_average")


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row, in points as printed; `average` is None where none is printed. `mark` holds for every cell.

    `imputed` are the cells that nobody measured: chance, put in for the average (in parentheses in the file).
    """

    id: str
    paper: str
    table: str
    version: str
    system: str
    setting: str
    mark: Mark
    source: str
    average: Decimal | None
    cells: Mapping[str, Decimal]
    imputed: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[str, str, str]:
        """Rows of one printed table have the same."""
        return self.paper, self.table, self.version


@cache
def packaged_table(name: str) -> tuple[Row, ...]:
    """The table of a benchmark that comes with litsynth. Raises UsageError on a name that is none of TABLES."""
    if name not in TABLES:
        raise UsageError(f"no table of published numbers named {name!r}", f"one of: {', '.join(TABLES)}")
    file = resources.files("litsynth.reproduce.published") / f"{name}.csv"
    return read_table(file.read_text(encoding="utf-8"), name)


def published_row(id_: str) -> Row:
    """The row of that id in any packaged table. Raises UsageError when there is none."""
    for name in TABLES:
        for row in packaged_table(name):
            if row.id == id_:
                return row
    raise UsageError(f"no published row {id_!r}", "see the CSV files in litsynth/reproduce/published")


def read_table(text: str, where: str) -> tuple[Row, ...]:
    """The rows of a CSV text whose columns are row (its id), paper, table, version, system, setting, mark,

    source, printed_average, and then a column for each language. Raises BadRecord, naming the line.
    """
    lines = list(csv.DictReader(io.StringIO(text)))
    if not lines or any(name not in lines[0] for name in _FIXED):
        raise BadRecord(f"{where}: not a table of published numbers", f"columns: {', '.join(_FIXED)}, then languages")
    return tuple(_row(line, f"{where}:{number}") for number, line in enumerate(lines, 2))


def _row(line: dict[str, str], where: str) -> Row:
    mark = line["mark"]
    if mark not in MARKS or not line["source"]:
        raise BadRecord(f"{where}: every row has a source and a mark ({', '.join(MARKS)})")
    try:
        told = {name: value for name, value in line.items() if name not in _FIXED and value}
        cells = {name: Decimal(value.strip("()")) for name, value in told.items()}
        average = Decimal(line["printed_average"]) if line["printed_average"] else None
    except (InvalidOperation, TypeError) as error:
        raise BadRecord(f"{where}: a cell is no number") from error
    return Row(
        id=line["row"],
        paper=line["paper"],
        table=line["table"],
        version=line["version"],
        system=line["system"],
        setting=line["setting"],
        mark=mark,  # type: ignore[arg-type]
        source=line["source"],
        average=average,
        cells=cells,
        imputed=frozenset(name for name, value in told.items() if value.startswith("(")),
    )
