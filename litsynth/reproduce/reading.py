"""The rows of a file in the format that the end of its name says: gzip JSONL, JSONL, TSV, CSV or Parquet."""

import csv
import gzip
import io
import json
from typing import Any

from litsynth.errors import BadRecord
from litsynth.reproduce.hub_data import parquet_rows


def rows_of(raw: bytes, name: str, where: str) -> list[dict[str, Any]]:
    """The rows of a file of that name; of all formats but gzip JSONL a row without an id has its number.

    Raises MissingInput without pyarrow for Parquet, BadRecord on a file that is not what its name says.
    """
    if name.endswith(".parquet"):
        return parquet_rows(raw, where)
    try:
        if name.endswith((".tsv", ".csv")):
            return _numbered(_table(raw.decode("utf-8-sig"), name.endswith(".tsv")))
        if name.endswith(".jsonl"):
            return _numbered([json.loads(line) for line in raw.decode("utf-8").splitlines()])
        return [json.loads(line) for line in gzip.decompress(raw).decode("utf-8").splitlines()]
    except (OSError, EOFError, ValueError, csv.Error) as error:
        kind = "a table" if name.endswith((".tsv", ".csv")) else "JSON lines" if name.endswith(".jsonl") else ""
        raise BadRecord(f"{where}: not {kind or 'gzip JSON lines'}: {error}") from error


def _table(text: str, tabs: bool) -> list[dict[str, Any]]:
    """With a head. In TSV a quotation mark is one (PAWS, GLUE: quoting it would join lines)."""
    lines = io.StringIO(text, newline="")
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.DictReader(lines)
    rows = []
    for number, row in enumerate(reader, 2):
        if None in row or None in row.values():
            raise ValueError(f"line {number} has not as many fields as the head")
        rows.append(row)
    return rows


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": str(number), **row} for number, row in enumerate(rows)]
