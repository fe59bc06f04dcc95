"""The bundled corpus holds together: sources, ids, tables that can be recomputed, and no borrowed prose."""

import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from litsynth.parse.digest import ID_FORM, read_digest
from litsynth.quantities import find_in_cell
from litsynth.records import Document, Paper, Table
from litsynth.resources import bundled_corpora
from litsynth.text import split_sentences

FILES = sorted(bundled_corpora()["xnli"].glob("*.json"))
READ = {path.name: read_digest(path.read_bytes(), path.name) for path in FILES}
XNLI = frozenset("ar bg de el en es fr hi ru sw th tr ur vi zh".split())
# Averages that their own row contradicts, as printed in the source. Each has a statement in its digest that says so.
MISPRINTS = {
    ("arXiv:1911.02116", "XLM-100, one model per language", "71.3"): "exchanged with the next row",
    ("arXiv:1911.02116", "XLM-100, one model", "70.7"): "exchanged with the row before",
    ("arXiv:2003.11080", "BERT large English", "76.8"): "mean of the 15 values is 74.3",
}


def _tables() -> Iterator[tuple[Paper, Document, Table]]:
    for paper, document in READ.values():
        for table in document.tables:
            yield paper, document, table


def _rows(document: Document, table: Table) -> list[list[str]]:
    rows: list[list[str]] = []
    for cell in table.cells:
        rows.extend([] for _ in range(cell.row + 1 - len(rows)))
        rows[cell.row].append(cell.span.of(document.text))
    return rows


def test_the_corpus_has_thirty_to_forty_papers_each_in_a_file_named_by_its_id() -> None:
    assert 30 <= len(FILES) <= 40
    for path in FILES:
        paper, _ = READ[path.name]
        assert path.stem == paper.paper_id.partition(":")[2]


def test_every_paper_has_a_true_looking_bibliography() -> None:
    for paper, _ in READ.values():
        assert paper.title
        assert paper.authors
        assert paper.url.startswith("https://")
        assert paper.year is not None
        assert 2018 <= paper.year <= 2026, paper.paper_id


def test_ids_and_aliases_name_one_work_each() -> None:
    raw = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
    names = [name for digest in raw for name in (digest["id"], *digest["aliases"])]
    assert len(names) == len(set(names))


def test_files_are_pretty_printed_with_a_table_row_on_a_line() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert text.endswith("}\n")
        for table in json.loads(text)["tables"]:
            for row in table["rows"]:
                assert "[" + ", ".join(json.dumps(cell, ensure_ascii=False) for cell in row) + "]" in text


def test_each_statement_is_one_sentence_with_a_source_and_stands_alone() -> None:
    for paper, document in READ.values():
        assert 4 <= len(document.sentences) <= 14, paper.paper_id
        for sentence in document.sentences:
            text = sentence.span.of(document.text)
            assert len(split_sentences(text)) == 1, text
            assert text.endswith("."), text
            assert 8 <= len(text.split()) <= 60, text
            assert not re.search(r"\b(?:we|our|this paper)\b|^(?:It|They|This|These)\b", text), text
            assert sentence.source, text


def test_primaries_are_ids_and_a_source_names_a_place() -> None:
    for paper, document in READ.values():
        primaries = [sentence.primary for sentence in document.sentences]
        primaries += [primary for table in document.tables for primary in table.primaries]
        assert all(primary == "" or ID_FORM.fullmatch(primary) for primary in primaries), paper.paper_id
        for source in [s.source for s in document.sentences] + [t.source for t in document.tables]:
            assert re.search(r"arXiv:\d|acl:|README|issue|model card|@", source), source


def test_every_figure_of_a_table_is_a_number_or_a_dash() -> None:
    for paper, document, table in _tables():
        for row in _rows(document, table)[table.header_rows :]:
            for content in row[table.stub_columns :]:
                assert content == "-" or re.fullmatch(r"[+-]?\d+(?:\.\d+)?", content), (paper.paper_id, row)
                assert content == "-" or find_in_cell(content), (paper.paper_id, row)


def test_averages_over_all_xnli_languages_agree_with_their_rows_but_for_known_misprints() -> None:
    checked = 0
    wrong = set()
    for paper, document, table in _tables():
        header, *rows = _rows(document, table)
        if not {*XNLI, "avg"} <= set(header):
            continue
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            if any(cells[language] == "-" for language in XNLI):
                continue
            checked += 1
            mean = sum(float(cells[language]) for language in XNLI) / len(XNLI)
            if abs(mean - float(cells["avg"])) > 0.15:
                wrong.add((paper.paper_id, row[0], cells["avg"]))
    assert checked > 60
    assert wrong == set(MISPRINTS)


def test_a_figure_said_to_be_in_a_table_of_the_corpus_is_in_that_table() -> None:
    tables: dict[str, set[str]] = {}
    for _, document, table in _tables():
        cells = {cell.span.of(document.text).lstrip("+-") for cell in table.cells}
        tables[table.source] = tables.get(table.source, set()) | cells
    traced = 0
    for _, document in READ.values():
        for sentence in document.sentences:
            if sentence.source not in tables:
                continue
            text = sentence.span.of(document.text)
            for figure in re.findall(r"(?<![\w.])\d+\.\d+(?![\w.]*\w)", text):
                traced += 1
                assert figure in tables[sentence.source], (figure, text)
    assert traced > 100


def test_the_disagreements_of_the_field_are_in_the_corpus() -> None:
    said = "\n".join(document.text for _, document in READ.values())
    for figures in (("66.3", "65.4"), ("76.2", "74.5", "74.2"), ("80.9", "79.2"), ("5.4 points", "6.1 points")):
        assert all(figure in said for figure in figures)
    _, unicoder = READ["1909.00964.json"]
    like_for_like = [s for s in unicoder.sentences if "like for like" in s.span.of(unicoder.text)]
    assert len(like_for_like) == 2
    assert all(sentence.source.startswith("computed from") for sentence in like_for_like)


def test_rows_copied_from_another_work_name_it() -> None:
    _, xlmr = READ["1911.02116.json"]
    (table,) = xlmr.tables
    rows = _rows(xlmr, table)
    assert {table.primaries[i] for i, row in enumerate(rows) if row[0] == "Unicoder"} == {"arXiv:1909.00964"}
    assert {table.primaries[i] for i, row in enumerate(rows) if row[0] == "XLM-R large"} == {"arXiv:1911.02116"}


@pytest.mark.slow
def test_no_statement_shares_nine_words_in_a_row_with_an_abstract_of_the_corpus() -> None:
    data = Path(os.environ["LITSYNTH_DATA"]) / "papers" / "abstracts"
    wanted = {name for path in FILES for name in _names(path)}
    abstracts = dict(_abstracts(data / "acl.jsonl.gz", "acl:", wanted))
    abstracts |= dict(_abstracts(data / "arxiv.jsonl.gz", "arXiv:", wanted))
    assert len(abstracts) >= 30
    runs = {run: work for work, text in abstracts.items() for run in _runs(text)}
    shared = [
        (path.name, runs[run])
        for path in FILES
        for sentence in READ[path.name][1].sentences
        for run in _runs(sentence.span.of(READ[path.name][1].text))
        if run in runs
    ]
    assert shared == []


def _names(path: Path) -> list[str]:
    digest = json.loads(path.read_text(encoding="utf-8"))
    return [digest["id"], *digest["aliases"]]


def _abstracts(path: Path, prefix: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if prefix + record["id"] in wanted:
                yield prefix + record["id"], record["abstract"] or ""


def _runs(text: str, words: int = 9) -> set[tuple[str, ...]]:
    tokens = re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", text.lower())
    return {tuple(tokens[i : i + words]) for i in range(len(tokens) - words + 1)}
