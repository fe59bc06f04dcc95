"""Result rows of a bundled corpus for the swap test bed, read from the files of its digests themselves."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from litsynth.benchmarks.swaps_latex import number
from litsynth.benchmarks.swaps_names import LANGUAGES, is_average, split_of, system_name
from litsynth.benchmarks.swaps_rows import Board, PaperRows, Place

_CAPTION = re.compile(r"^(?P<dataset>XNLI|PAWS-X|XCOPA) (?P<split>test|development|validation) accuracy \(%\)")


def digest_rows(folder: Path) -> tuple[PaperRows, ...]:
    """The boards of each digest, one for each setting and language of its tables of one data set, metric and split.

    Digests repeat one another's systems, so each holds the text and the cells of all: a number that another digest has
    for the same name must not make a claim that is to be false.
    """
    digests = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    text = "\n".join(json.dumps(digest, ensure_ascii=False) for digest in digests)
    read = [(digest["id"], tuple(_boards(digest))) for digest in digests]
    cells = tuple(cell for _, boards in read for board in boards for cell in board.values)
    sentences = tuple(
        told["text"] for digest in digests for section in digest["sections"] for told in section["statements"]
    )
    return tuple(PaperRows(paper_id, boards, cells, text, sentences) for paper_id, boards in read if boards)


def _boards(digest: dict[str, Any]) -> Iterator[Board]:
    for at, table in enumerate(digest["tables"]):
        found = _CAPTION.match(table["caption"])
        settings = table["stub_columns"] == 2 and table["columns"][1] == "Setting"
        if not found or not (settings or table["stub_columns"] == 1):
            continue
        named = [_plain_setting(row[1]) if settings else "" for row in table["rows"]]
        for setting in dict.fromkeys(named):
            rows = [row for row, own in zip(table["rows"], named, strict=True) if own == setting]
            rows = [row for row in rows if sum(row[0] == other[0] for other in rows) == 1 and system_name(row[0])]
            place = Place(found["dataset"], "accuracy", split_of(found["split"]), setting=setting)
            yield from _columns(digest["id"], at, table, rows, place)


def _columns(
    paper_id: str, number_of_table: int, table: dict[str, Any], rows: list[list[str]], place: Place
) -> Iterator[Board]:
    codes = [header for header in table["columns"] if header in LANGUAGES]
    for at, header in enumerate(table["columns"]):
        values = tuple((row[0], value) for row in rows if (value := number(row[at])))
        language = LANGUAGES.get(header, f"{len(codes)} languages" if is_average(header) and codes else "")
        if language and values:
            yield Board(paper_id, number_of_table, replace(place, language=language), values)


def _plain_setting(text: str) -> str:
    return re.sub(r"\s*\([^)]*\)$", "", text).strip()
