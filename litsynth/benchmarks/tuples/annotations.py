"""Papers with the leaderboard entries that people noted for them: (task, data set, metric, score)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from litsynth.benchmarks.rows import read_rows
from litsynth.errors import UnreadablePaper
from litsynth.parse.latex import read_latex
from litsynth.records import Document

_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?|-?\.\d+")


class Triple(NamedTuple):
    """What a leaderboard measures, as the annotations name it."""

    task: str
    dataset: str
    metric: str


Entry = tuple[str, Triple, float]
"""One entry: paper id, triple, score."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """One paper: its source, what was read of it, and its entries; `verbatim` are those whose score the source prints."""

    paper_id: str
    tex: str
    document: Document
    entries: frozenset[Entry]
    verbatim: frozenset[Entry]

    @property
    def triples(self) -> frozenset[Triple]:
        """What the paper has entries of."""
        return frozenset(triple for _, triple, _ in self.entries)


def read_annotated(data: Path, annotations: str, sources: str) -> list[Annotated]:
    """The papers of two files, sorted by id; those whose source holds no text are left out, with their entries.

    Papers that were annotated as having no entry are in, without entries. Raises MissingInput, BadRecord.
    """
    tex = dict(read_rows(data, sources, lambda row: (str(row["paper_id"]), str(row["tex"]))))
    found = []
    for paper_id, given in sorted(read_rows(data, annotations, _entries)):
        try:
            document = read_latex(tex[paper_id], paper_id)
        except UnreadablePaper:
            continue
        scored = [(triple, score, number(score)) for triple, score in given]
        entries = {(paper_id, triple, value): score for triple, score, value in scored if value is not None}
        verbatim = frozenset(entry for entry, score in entries.items() if score.strip().rstrip("%") in tex[paper_id])
        found.append(Annotated(paper_id, tex[paper_id], document, frozenset(entries), verbatim))
    return found


def _entries(row: Mapping[str, Any]) -> tuple[str, list[tuple[Triple, str]]]:
    given = row["annotations"] if isinstance(row["annotations"], list) else []
    parts = [(Triple(*(str(one[slot]).strip() for slot in Triple._fields)), str(one["score"])) for one in given]
    return str(row["paper_id"]), parts


def number(text: str) -> float | None:
    """The first number of a score ("0.7391 ± 0.0023", "355m+").

    >>> number("79.2%"), number("1,234"), number("-")
    (79.2, 1234.0, None)
    """
    match = _NUMBER.search(text.replace("−", "-"))
    return float(match.group().replace(",", "")) if match else None
