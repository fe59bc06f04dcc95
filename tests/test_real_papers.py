"""Real papers, read from the data folder that LITSYNTH_DATA names."""

import gzip
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from litsynth.errors import UnreadablePaper
from litsynth.parse.latex import read_latex
from litsynth.parse.pdf import read_pdf
from litsynth.records import Document
from litsynth.split import split

DATA = Path(os.environ.get("LITSYNTH_DATA", "no-data"))
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not DATA.is_dir(), reason="LITSYNTH_DATA names no folder")]


def latex_papers() -> Iterator[tuple[str, str]]:
    """Identifier and flattened source of every LaTeX paper."""
    for name in ("train_tex.jsonl.gz", "validation_tex.jsonl.gz"):
        with gzip.open(DATA / "papers" / "nlp_latex" / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row["paper_id"], row["tex"]


def check(paper: Document) -> None:
    """Every span slices back, and every sentence is in a passage."""
    passages = split(paper)
    assert {index for passage in passages for index in passage.sentences} == set(range(len(paper.sentences)))
    assert all(passage.span.of(paper.text) == passage.text for passage in passages if passage.table < 0)
    assert all(cell.span.end <= len(paper.text) for table in paper.tables for cell in table.cells)


def test_almost_all_latex_papers_are_read_and_none_takes_long() -> None:
    count, unread, slow = 0, [], []
    for paper_id, tex in latex_papers():
        count += 1
        began = time.process_time()
        try:
            paper = read_latex(tex, paper_id)
        except UnreadablePaper as error:
            unread.append(str(error))
            continue
        if time.process_time() - began > 10:
            slow.append(paper_id)
        check(paper)
    assert count > 1_000
    assert len(unread) <= 0.01 * count, unread
    assert not slow


def test_all_pdfs_are_read_with_pages() -> None:
    files = sorted((DATA / "papers" / "pdf").glob("*.pdf"))
    assert len(files) > 20
    for file in files:
        paper = read_pdf(file.read_bytes(), file.stem)
        check(paper)
        assert paper.title, file.name
        assert len(paper.sentences) > 80, file.name
        assert all(1 <= sentence.page <= len(paper.page_starts) for sentence in paper.sentences), file.name
