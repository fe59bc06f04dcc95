"""Fits the weights for papers' own sentences to judged readings: `python -m litsynth.benchmarks.own_ranking DATA`.

Prints the module `litsynth/verify/ranking/own_weights.py`, and on stderr how the weights do on papers that they were not
fitted to. `own_cells_judged.jsonl` holds what automated agents said of readings of sentences of train and validation:
which cells (table, row, column, and those subtracted) are the ones that a sentence tells. Of a sentence of which one
reading is right, all others are wrong; of one of which none of those judged is, the others are left out. The sets "test"
are what was taken in 120 papers that nothing was fitted to: of sentences that their figures settle, and of others.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import numpy as np

from litsynth.benchmarks.script import Asked, declare_data, script
from litsynth.benchmarks.swaps_ranking import regression
from litsynth.benchmarks.swaps_read import SPLITS, sources_of
from litsynth.codec import digest
from litsynth.config import ExtractSettings
from litsynth.extract import candidates, make_claim
from litsynth.parse import read_document
from litsynth.records import Document, Paper
from litsynth.resolve import names_of
from litsynth.verify import grids_of, lexis_of, trace
from litsynth.verify.ranking.asserted import Signs
from litsynth.verify.ranking.cells import Reading
from litsynth.verify.ranking.own import asserted_in, own_readings
from litsynth.verify.ranking.rank import places_of, weighed
from litsynth.verify.settled import unsettled
from litsynth.verify.telling import telling_of
from litsynth.verify.trace import without_names

_FOLDS = 10
_MOST_READINGS = 8
_RIGHT = 0.9
"""Share of right readings, of papers not fitted to, from the threshold on."""

Cells = frozenset[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """A reading: its signs, whether it is right (None: not known), and whether it settles its sentence."""

    signs: Signs
    right: bool | None
    settles: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A judged sentence with its readings, and whether the rules find its figures."""

    paper_id: str
    readings: tuple[Told, ...]
    by_rules: bool


def judged() -> list[dict[str, Any]]:
    """The judged readings by sentence."""
    path = Path(__file__).with_name("own_cells_judged.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def share_right(rows: Sequence[Mapping[str, Any]]) -> float:
    """How many of the readings taken in papers that nothing was fitted to are right: (right + 1) / (all + 2), Laplace."""
    taken = [bool(one["right"]) for row in rows if row["set"] == "test" for one in row["readings"]]
    return (sum(taken) + 1) / (len(taken) + 2)


def sentences(data: Path) -> list[Sentence]:
    """The sentences to fit to, with the signs of their readings as they are now. Raises MissingInput, BadRecord."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in judged():
        if row["set"] == "fit":
            rows[row["paper_id"]].append(row)
    found: list[Sentence] = []
    for split in SPLITS:
        for paper_id, tex in sorted(sources_of(data, split, set(rows)).items()):
            document = read_document(tex.encode(), "paper.tex", paper_id)
            found += _of_paper(document, {row["sentence"]: row for row in rows[paper_id]})
    return found


def _of_paper(document: Document, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Sentence]:
    grids = grids_of(document)
    lexis = lexis_of(document, grids)
    paper = Paper(document.paper_id, document.title, document.authors)
    names = names_of(document)
    for candidate in candidates(document, ExtractSettings()):
        row = rows.get(digest(candidate.text))
        if row is None:
            continue
        claim = make_claim(candidate, "result", 1.0, document, paper, names)
        told = without_names(claim, document, grids)
        asserted, telling = asserted_in(told, lexis), telling_of(told, document, lexis.setting)
        known = {frozenset(tuple(cell) for cell in one["cells"]): bool(one["right"]) for one in row["readings"]}
        readings = tuple(
            Told(one.signs, _right(one.reading, known), not unsettled(telling, places_of(asserted, one.reading)))
            for one in own_readings(asserted, telling)
        )
        yield Sentence(document.paper_id, readings, bool(trace(claim, document, grids)))


def _right(reading: Reading, known: Mapping[Cells, bool]) -> bool | None:
    cells = frozenset(
        (reading.sheet.grid.table, *(at for cell in place.cells for at in (cell.row_number, cell.column_number)))
        for place in reading.places
    )
    return known.get(cells, False if any(known.values()) else None)


def fit(found: Sequence[Sentence], before: Mapping[str, float]) -> dict[str, float]:
    """The weights: of each sentence the readings that the weights of the round before rate best count."""
    rows = [
        told
        for one in found
        for told in sorted(one.readings, key=lambda told: -weighed(told.signs, before) if before else 0.0)[
            :_MOST_READINGS
        ]
        if told.right is not None
    ]
    names = sorted(rows[0].signs)
    features = np.array([[1.0, *(row.signs[name] for name in names)] for row in rows])
    solved = regression(features, np.array([float(bool(row.right)) for row in rows]), np.ones(len(rows)))
    return dict(zip(["constant", *names], solved.tolist(), strict=True))


def fitted(found: Sequence[Sentence]) -> dict[str, float]:
    """The weights after three rounds."""
    weights: dict[str, float] = {}
    for _ in range(3):
        weights = fit(found, weights)
    return weights


def best(one: Sentence, weights: Mapping[str, float]) -> tuple[float, Told] | None:
    """The best reading of a sentence, with its log-odds."""
    rated = [(weighed(told.signs, weights), told) for told in one.readings]
    return max(rated, key=lambda pair: pair[0], default=None)


def cross_validated(found: Sequence[Sentence]) -> list[tuple[float, Told]]:
    """The best readings of sentences that the rules leave open, by weights fitted to other papers."""
    fold = [int(sha1(one.paper_id.encode()).hexdigest(), 16) % _FOLDS for one in found]
    pairs = []
    for number in sorted(set(fold)):
        weights = fitted([one for one, other in zip(found, fold, strict=True) if other != number])
        pairs += [
            best(one, weights) for one, other in zip(found, fold, strict=True) if other == number and not one.by_rules
        ]
    return [pair for pair in pairs if pair is not None and pair[1].right is not None]


def threshold(pairs: Sequence[tuple[float, Told]], share: float = _RIGHT) -> float:
    """The lowest log-odds from which this share of the readings is right."""
    ranked = sorted(pairs, key=lambda pair: -pair[0])
    right = np.cumsum([bool(told.right) for _, told in ranked]) / np.arange(1, len(ranked) + 1)
    return ranked[int(np.flatnonzero(right >= share).max())][0]


def module(weights: Mapping[str, float], least: float, right: float) -> str:
    """The source of `litsynth/verify/ranking/own_weights.py`."""
    lines = [
        '"""The weights for papers\' own sentences, as `python -m litsynth.benchmarks.own_ranking DATA` prints them."""',
        "",
        f"LEAST = {least:.3f}",
        '"""The log-odds from which cells are taken for those that a sentence tells."""',
        f"RIGHT = {right:.3f}",
        '"""How many of them are, of papers that nothing was fitted to."""',
        "OWN: dict[str, float] = {",
        *(f'    "{name}": {value:.4f},' for name, value in weights.items()),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _count(pairs: Sequence[tuple[float, Told]], least: float) -> tuple[int, int]:
    taken = [told for score, told in pairs if score >= least and told.settles]
    return sum(bool(told.right) for told in taken), len(taken)


def _main(asked: Asked) -> None:
    read = sentences(Path(asked.data))
    others = cross_validated(read)
    limit = threshold([pair for pair in others if pair[1].settles])
    sys.stderr.write(f"{len(read)} sentences; cross-validated {_count(others, limit)} right, of all\n")
    sys.stdout.write(module(fitted(read), limit, share_right(judged())))


if __name__ == "__main__":
    script("own_ranking", __doc__, declare_data, _main)
