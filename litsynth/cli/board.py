"""Results side by side as a data frame, as text, as Markdown and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from litsynth.pipeline.results import Row
from litsynth.records import Paper
from litsynth.render.escape import escape_markdown
from litsynth.results import result_value

_BESIDE = ("differs", "agrees", "restated")
"""The fields of a row that hold other papers, the most telling first."""
_ORIGINS = {"own": "own result", "cited": "cites {cites}", "quoted": "quoted from {quoted}"}
_WIDEST = 36
"""Characters of a column in aligned text; csv, md and json hold everything."""


def board_value(row: Row, papers: Mapping[str, Paper]) -> dict[str, Any]:
    """One row as JSON: the paper, the result, and the papers that restate it, agree with it and differ."""
    paper = papers.get(row.result.paper_id)
    return {
        "paper": row.result.paper_id,
        "year": paper.year if paper else None,
        **result_value(row.result),
        **{name: list(getattr(row, name)) for name in _BESIDE},
        "origin": row.origin,
        "quoted": list(row.quoted),
    }


def board(rows: Sequence[Row], papers: Mapping[str, Paper]) -> pd.DataFrame:
    """One line a result: texts but for `year` (whole number or missing), `value` (float) and `delta` (bool)."""
    frame = pd.DataFrame([board_value(row, papers) for row in rows], columns=list(_COLUMNS))
    for name in ("languages", "cites", "quoted", *_BESIDE):
        frame[name] = frame[name].map(" ".join)
    frame["year"] = frame["year"].astype("Int64")
    return frame


_COLUMNS = (
    "dataset", "metric", "setting", "languages", "split", "system", "value", "unit", "delta", "baseline",
    "differs", "agrees", "restated", "paper", "year", "source", "table", "row", "column", "section", "page",
    "task", "printed", "primary", "origin", "quoted", "cites",
)  # fmt: skip
_SHOWN = (
    "dataset",
    "metric",
    "setting",
    "languages",
    "split",
    "system",
    "value",
    "standing",
    "paper",
    "table",
    "row",
    "column",
)


def board_text(frame: pd.DataFrame) -> str:
    """Aligned text of the columns that matter most, long cells shortened; a head line alone where there is no result."""
    return aligned(_SHOWN, _readable(frame), right=("value",))


def board_markdown(frame: pd.DataFrame) -> str:
    """A Markdown table of the columns that matter most, nothing shortened."""
    return markdown(_SHOWN, _readable(frame), right=("value",))


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str]) -> str:
    """Text in columns, those named in `right` set to the right."""
    lines = [list(head), *(_short(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if name in right else cell.ljust(width)
            for name, cell, width in zip(head, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str]) -> str:
    """A Markdown table, those columns that are named in `right` set to the right."""
    lines = [list(head), ["--:" if name in right else "---" for name in head]]
    lines += [[escape_markdown(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _readable(frame: pd.DataFrame) -> list[list[str]]:
    """The shown columns as texts: values as printed, what other papers say with these papers."""
    lines = []
    for row in frame.to_dict("records"):
        beside = [f"{name}: {row[name]}" for name in _BESIDE if row[name]]
        standing = "; ".join([_ORIGINS[row["origin"]].format(**row), *beside])
        value = f"{row['value']:g}" if not row["delta"] else f"{row['value']:+g}"
        texts = row | {"standing": standing, "value": value, "table": row["table"] or row["section"]}
        lines.append([str(texts[name]) for name in _SHOWN])
    return lines


def _short(line: Sequence[str]) -> list[str]:
    return [cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…" for cell in line]
