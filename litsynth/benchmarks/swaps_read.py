"""The papers of the swap test bed, and the claims that were written by hand about some of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from litsynth.benchmarks.rows import Row, read_rows
from litsynth.benchmarks.swaps_draw import SwapClaim
from litsynth.benchmarks.swaps_latex import without_tables
from litsynth.benchmarks.swaps_make import SLOTS, Slot, chance
from litsynth.benchmarks.swaps_rows import Annotation, PaperRows, paper_rows
from litsynth.benchmarks.swaps_stated import names_of, stated
from litsynth.errors import UnreadablePaper
from litsynth.parse import read_document
from litsynth.parse.digest import read_digest
from litsynth.records import Document, Paper

SPLITS = ("validation", "train")
_FOLDER = "papers/nlp_latex"


@dataclass(frozen=True, slots=True)
class Library:
    """Documents by paper id, and their bibliographic data, as the verifier gets them."""

    documents: Mapping[str, Document]
    papers: Mapping[str, Paper]


def files_of(split: str) -> tuple[str, str]:
    """Annotations and sources of a split, relative to the data folder."""
    return f"{_FOLDER}/{split}_results.jsonl.gz", f"{_FOLDER}/{split}_tex.jsonl.gz"


def read_latex(data: Path, split: str, left_out: Counter[str]) -> Iterator[tuple[PaperRows, str]]:
    """The annotated papers of a split of which a table was found again, each with its source. Raises MissingInput, BadRecord."""
    results, sources = files_of(split)
    annotated = dict(read_rows(data, results, _annotations))
    for paper_id, tex in read_rows(data, sources, lambda row: (_versionless(row["paper_id"]), str(row["tex"]))):
        if annotated.get(paper_id):
            rows = paper_rows(paper_id, tex, annotated[paper_id], left_out)
            if rows.boards:
                yield rows, tex


def sources_of(data: Path, split: str, paper_ids: set[str]) -> dict[str, str]:
    """The LaTeX of some papers by id."""
    read = read_rows(data, files_of(split)[1], lambda row: (_versionless(row["paper_id"]), str(row["tex"])))
    return {paper_id: tex for paper_id, tex in read if paper_id in paper_ids}


def latex_library(sources: Mapping[str, str], tables: bool = True) -> Library:
    """The papers as the product reads them; without their tables, so that only running text can speak."""
    documents: dict[str, Document] = {}
    for paper_id, tex in sorted(sources.items()):
        try:
            text = tex if tables else without_tables(tex)
            documents[paper_id] = read_document(text.encode(), "paper.tex", paper_id)
        except UnreadablePaper:
            continue
    return Library(documents, {key: Paper(key, found.title, found.authors) for key, found in documents.items()})


def digest_library(folder: Path) -> Library:
    """The digests of a bundled corpus."""
    read = [read_digest(path.read_bytes(), path.name) for path in sorted(folder.glob("*.json"))]
    return Library({document.paper_id: document for _, document in read}, {paper.paper_id: paper for paper, _ in read})


def written_claims(split: str) -> list[SwapClaim]:
    """True claims and as many with one slot wrong, written by hand about papers of a split: 20 of validation, 44 of train.

    The last 280 of train are about figures in running text only. "ranking": 240 about 24 further papers of train, to which
    the weights of the ranking are fitted.

    They were written before anything of the verifier was looked at, from the sources, in words of their own.
    """
    path = Path(__file__).with_name(f"swaps_written_{split}.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    paper_ids = {row["paper_id"] for row in rows}
    named = {paper_id: names_of([row for row in rows if row["paper_id"] == paper_id]) for paper_id in paper_ids}
    return [
        SwapClaim(
            row["claim"],
            _versionless(row["paper_id"]),
            "written",
            row["source"],
            slot := _slot(row["slot"]),
            belongs=() if slot else stated(row["claim"], named[row["paper_id"]]),
        )
        for row in rows
    ]


def some(papers: list[tuple[PaperRows, str]], count: int, seed: int) -> list[tuple[PaperRows, str]]:
    """So many papers, as if drawn."""
    return sorted(papers, key=lambda paper: chance(seed, paper[0].paper_id))[:count]


def _slot(name: str | None) -> Slot | Literal[""]:
    return next((slot for slot in SLOTS if slot == name), "")


def _annotations(row: Row) -> tuple[str, list[Annotation]]:
    found = row["annotations"] if isinstance(row["annotations"], list) else []
    return _versionless(row["paper_id"]), [Annotation(one["dataset"], one["metric"], one["score"]) for one in found]


def _versionless(paper_id: str) -> str:
    return "arXiv:" + re.sub(r"v\d+$", "", paper_id)
